#!/usr/bin/env python3
"""Configuration and cells of nova-conductor: from the formats of 2024.1 to those of 2025.1."""
import kit
import openstack

SETTINGS = {
    "DEFAULT.bind_host": ("listen.host", str),
    "DEFAULT.bind_port": ("listen.port", int),
    "DEFAULT.data_file": ("storage.path", openstack.json_lines),
    "conductor.workers": ("workers", int),
}
COLUMNS = {"id": int, "name": str, "queue": str}

kit.run(lambda: openstack.convert(SETTINGS, COLUMNS, schema=5))
