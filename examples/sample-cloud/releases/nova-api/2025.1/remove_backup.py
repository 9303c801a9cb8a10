#!/usr/bin/env python3
"""Takes the backup away: as rollback of backup, or for good in the commit phase."""
import kit
import openstack

kit.run(openstack.remove_backup)
