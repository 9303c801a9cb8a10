#!/usr/bin/env python3
"""Takes the backup away for good, in the commit phase."""
import os

from upg import main, run, task


@task
def remove(ctx):
    folder = ctx.path(f"var/lib/{ctx.component}/backup-{ctx.from_version}")
    if not os.path.isdir(folder):
        return f"there is no {folder}"
    run(["rm", "-r", folder])
    return f"{folder} removed"


if __name__ == "__main__":
    main()
