#!/usr/bin/env python3
"""Asks the running host info service for its version."""
import kit

kit.run(lambda: "hostos answers " + kit.verify_version())
