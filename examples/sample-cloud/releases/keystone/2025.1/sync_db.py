#!/usr/bin/env python3
"""Brings the keystone database, which one host holds for all, to schema 24. Runs once."""
import json

import openstack
from upg import Failed, main, restore_files, rollback, task


@task
def sync(ctx):
    text = ctx.read(openstack.configuration(ctx))
    if not text.lstrip().startswith("{"):
        raise Failed(f"{openstack.configuration(ctx)} is not converted yet: run convert first")
    database = json.loads(text).get("database")
    if database is None:
        return "this host holds no database: nothing to do"
    old = database["path"].replace(".jsonl", ".csv")
    count = openstack.convert_table(ctx, old, {"project": str, "quota": int}, schema=24)
    return f"{count} of the database are at schema 24"


@rollback
def take_back(ctx):
    return f"{restore_files()} files are as they were"


if __name__ == "__main__":
    main()
