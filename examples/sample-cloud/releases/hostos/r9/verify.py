#!/usr/bin/env python3
"""Asks the running host info service for its version."""
import json

from upg import Failed, external, http_get, main, task


@task
def verify(ctx):
    url = json.loads(ctx.read("etc/services/hostos.json"))["url"]
    with external("hostos.version"):
        version = http_get(url + "/version").json()["version"]
    if version != ctx.to_version:
        raise Failed(f"the service answers version {version}, expected {ctx.to_version}")
    return f"hostos answers {version}"


if __name__ == "__main__":
    main()
