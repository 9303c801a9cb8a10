#!/usr/bin/env python3
"""Copies configuration and data to where an operator finds them, whatever upg remembers."""
import os

from upg import main, restore_files, rollback, task, write_file


@task
def backup(ctx):
    folder = f"var/lib/{ctx.component}/backup-{ctx.from_version}"
    count = 0
    for source in (f"etc/{ctx.component}", f"var/lib/{ctx.component}"):
        for name in sorted(os.listdir(ctx.path(source))):
            file = ctx.path(f"{source}/{name}")
            if os.path.isfile(file):
                with open(file, "rb") as content:
                    write_file(f"{folder}/{name}", content.read())
                count += 1
    return f"{count} files copied to {folder}"


@rollback
def remove(ctx):
    return f"{restore_files()} copies removed"


if __name__ == "__main__":
    main()
