#!/usr/bin/env python3
"""Configuration and flavors of nova-api: from the formats of 2024.1 to those of 2025.1."""
import kit
import openstack

SETTINGS = {
    "DEFAULT.bind_host": ("listen.host", str),
    "DEFAULT.bind_port": ("listen.port", int),
    "DEFAULT.data_file": ("storage.path", openstack.json_lines),
    "api.max_limit": ("api.page-size", int),
}
COLUMNS = {"id": int, "name": str, "vcpus": int, "ram_mb": int}

kit.run(lambda: openstack.convert(SETTINGS, COLUMNS, schema=21))
