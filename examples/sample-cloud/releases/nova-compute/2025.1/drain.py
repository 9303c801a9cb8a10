#!/usr/bin/env python3
"""Takes the host out of scheduling with a flag file. A flag that somebody else set stays theirs."""
import os

from upg import main, restore_file, rollback, task, write_file

FLAG = "var/lib/nova-compute/drained"


@task
def drain(ctx):
    if os.path.exists(ctx.path(FLAG)):
        return "drained before: " + ctx.read(FLAG).strip()
    write_file(FLAG, f"upg project {ctx.project}\n")
    return "drained"


@rollback
def undrain(ctx):
    if os.path.exists(ctx.path(FLAG)) and ctx.read(FLAG) != f"upg project {ctx.project}\n":
        return "stays drained: " + ctx.read(FLAG).strip()
    return "undrained" if restore_file(FLAG) else "this task had drained nothing"


if __name__ == "__main__":
    main()
