#!/usr/bin/env python3
"""Looks whether @NAME@ is what @VERSION@ should be; changes nothing."""
from upg import Failed, main, task

CONFIGURATION = "etc/@NAME@/@NAME@.conf"


@task
def verify(ctx, level: str):
    if f"level = {level}" not in ctx.read(CONFIGURATION).splitlines():
        raise Failed(f"{CONFIGURATION} does not say 'level = {level}': run convert first")
    return f"{ctx.component} runs at level {level}"


if __name__ == "__main__":
    main()
