#!/usr/bin/env python3
"""Configuration and cells of nova-conductor: from the formats of 2024.1 to those of 2025.1."""
import openstack
from upg import main, restore_files, rollback, task

SETTINGS = {
    "DEFAULT.bind_host": ("listen.host", str),
    "DEFAULT.bind_port": ("listen.port", int),
    "DEFAULT.data_file": ("storage.path", openstack.json_lines),
    "conductor.workers": ("workers", int),
}
COLUMNS = {"id": int, "name": str, "queue": str}


@task
def convert(ctx):
    return openstack.convert(ctx, SETTINGS, COLUMNS, schema=5)


@rollback
def take_back(ctx):
    return f"{restore_files()} files are as they were"


if __name__ == "__main__":
    main()
