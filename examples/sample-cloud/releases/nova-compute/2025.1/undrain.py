#!/usr/bin/env python3
"""Gives the host back to scheduling, if it was this project that took it out."""
import os

import kit

FLAG = kit.path("var/lib/nova-compute/drained")


def undrain():
    if not os.path.exists(FLAG):
        return "not drained"
    with open(FLAG) as file:
        owner = file.read().strip()
    if owner != "upg project " + kit.TASK["project"]:
        return "stays drained, as before this project: " + owner
    kit.write(os.path.join(kit.STATE, "undrained"), b"")
    os.remove(FLAG)
    return "undrained"


kit.run(undrain)
