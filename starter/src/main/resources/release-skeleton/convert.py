#!/usr/bin/env python3
"""Brings the configuration of @NAME@ to what @VERSION@ expects."""
from upg import edit_file, main, restore_files, rollback, task

CONFIGURATION = "etc/@NAME@/@NAME@.conf"


@task
def convert(ctx, level: str):
    """What is done already is left alone, so it may run again."""
    def with_level(text):
        lines = [line for line in text.splitlines() if not line.startswith("level =")]
        return "\n".join(lines + [f"level = {level}"]) + "\n"

    edit_file(CONFIGURATION, with_level)
    return f"{CONFIGURATION} says level = {level}"


@rollback
def take_back(ctx):
    """Every file that edit_file and the like have changed is again as it was."""
    return f"{restore_files()} files are as they were"


if __name__ == "__main__":
    main()
