#!/usr/bin/env python3
"""Configuration and ports of neutron-agent: from the formats of 2024.1 to those of 2025.1."""
import kit
import openstack

SETTINGS = {
    "DEFAULT.bind_host": ("listen.host", str),
    "DEFAULT.bind_port": ("listen.port", int),
    "DEFAULT.data_file": ("storage.path", openstack.json_lines),
    "agent.bridge": ("bridges.external", str),
}
COLUMNS = {"id": int, "network": int, "device": str, "up": openstack.yes_no}

kit.run(lambda: openstack.convert(SETTINGS, COLUMNS, schema=4))
