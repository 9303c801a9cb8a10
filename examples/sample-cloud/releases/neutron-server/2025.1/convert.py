#!/usr/bin/env python3
"""Configuration and networks of neutron-server: from the formats of 2024.1 to those of 2025.1."""
import kit
import openstack

SETTINGS = {
    "DEFAULT.bind_host": ("listen.host", str),
    "DEFAULT.bind_port": ("listen.port", int),
    "DEFAULT.data_file": ("storage.path", openstack.json_lines),
    "ml2.type_drivers": ("drivers.types", lambda names: names.split(",")),
}
COLUMNS = {"id": int, "name": str, "cidr": str, "shared": openstack.yes_no}

kit.run(lambda: openstack.convert(SETTINGS, COLUMNS, schema=12))
