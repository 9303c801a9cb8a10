#!/usr/bin/env python3
"""Copies configuration and data aside; remove_backup.py takes the copy away."""
import kit
import openstack

kit.run(openstack.backup)
