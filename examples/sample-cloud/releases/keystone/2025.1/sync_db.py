#!/usr/bin/env python3
"""Brings the keystone database, which one host holds for all, to schema 24. Runs once."""
import json

import kit
import openstack


def sync():
    text = kit.read(kit.CONFIGURATION)
    if not text.lstrip().startswith("{"):
        raise kit.Failed("%s is not converted yet: run convert first" % kit.CONFIGURATION)
    database = json.loads(text).get("database")
    if database is None:
        return "this host holds no database: nothing to do"
    old = database["path"].replace(".jsonl", ".csv")
    count = openstack.convert_table(old, {"project": str, "quota": int}, schema=24)
    return "%s of the database are at schema 24" % count


kit.run(sync)
