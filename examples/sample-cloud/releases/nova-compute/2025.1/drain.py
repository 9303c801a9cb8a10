#!/usr/bin/env python3
"""Takes the host out of scheduling with a flag file; puts it back where it takes undrain back.

A flag that somebody else set stays theirs: undrain.py removes only what carries this project.
"""
import os

import kit

FLAG = kit.path("var/lib/nova-compute/drained")


def drain():
    if os.path.exists(FLAG):
        with open(FLAG) as file:
            return "drained before: " + file.read().strip()
    undrained = os.path.join(kit.STATE, "undrained")
    if kit.TASK["direction"] == "rollback" and not os.path.exists(undrained):
        return "this task had undrained nothing"
    kit.write(FLAG, ("upg project %s\n" % kit.TASK["project"]).encode())
    return "drained"


kit.run(drain)
