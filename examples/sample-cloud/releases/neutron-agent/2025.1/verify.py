#!/usr/bin/env python3
"""Asks the running service for its version and its content."""
import kit
import openstack

kit.run(openstack.verify)
