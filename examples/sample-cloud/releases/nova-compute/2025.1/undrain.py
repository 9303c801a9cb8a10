#!/usr/bin/env python3
"""Gives the host back to scheduling, if it was this project that took it out."""
import os

from upg import main, remove_file, restore_file, rollback, task

FLAG = "var/lib/nova-compute/drained"


@task
def undrain(ctx):
    if not os.path.exists(ctx.path(FLAG)):
        return "not drained"
    owner = ctx.read(FLAG).strip()
    if owner != f"upg project {ctx.project}":
        return "stays drained, as before this project: " + owner
    remove_file(FLAG)
    return "undrained"


@rollback
def drain(ctx):
    if os.path.exists(ctx.path(FLAG)):
        return "drained meanwhile: " + ctx.read(FLAG).strip()
    return "drained again" if restore_file(FLAG) else "this task had undrained nothing"


if __name__ == "__main__":
    main()
