#!/usr/bin/env python3
"""Asks the running service for its version and its content."""
import json

import openstack
from upg import Failed, external, http_get, main, task


@task
def verify(ctx):
    """The new version answers, and serves as many records as its data file holds."""
    url = json.loads(ctx.read(f"etc/services/{ctx.component}.json"))["url"]
    with external(f"{ctx.component}.version"):
        version = http_get(url + "/version").json()["version"]
    if version != ctx.to_version:
        raise Failed(f"the service answers version {version}, expected {ctx.to_version}")
    data = json.loads(ctx.read(openstack.configuration(ctx)))["storage"]["path"]
    expected = len(ctx.read(data).splitlines()) - 1
    with external(f"{ctx.component}.list"):
        content = http_get(url + "/").json()
    served = [value for value in content.values() if isinstance(value, list)]
    if len(served) != 1 or len(served[0]) != expected:
        raise Failed(f"serves {[len(some) for some in served]} records,"
                     f" expected the {expected} of {data}")
    return f"{ctx.component} answers {version} with its {expected} records"


if __name__ == "__main__":
    main()
