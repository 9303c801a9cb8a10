#!/usr/bin/env python3
"""Runs a phase. Where one task's data went wrong: takes that task back, patches its script, runs
it again, retries what failed because of it, and brings the phase to its end. All by signals.

  repair.py PROJECT PHASE --task TASK --script NAME --file F [--home D] [--upg ./upg]
"""

import argparse
import asyncio
import os
import sys

from upg_portal import Portal, Refused


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project")
    parser.add_argument("phase")
    parser.add_argument("--task", required=True, help="the task whose script is wrong")
    parser.add_argument("--script", required=True, help="that script's name in its release")
    parser.add_argument("--file", required=True, help="the script put right")
    parser.add_argument("--home", default=os.environ.get("UPG_HOME"), help="folder of upg up")
    parser.add_argument("--upg", default="upg", help="the launcher")
    return parser.parse_args()


async def repair(wanted):
    portal = await Portal(wanted.project, wanted.home, wanted.upg).connect()

    print("Phase %s starts." % wanted.phase)
    await portal.command("run", phases=[wanted.phase])
    status = await portal.until_it_rests()
    if status["state"] != "waiting":
        return status
    print("It waits: %s" % status["waitingFor"])

    print("Take back %s, and only it." % wanted.task)
    only_it = {"tasks": [wanted.task]}
    await portal.command(
        "rollback", selection=only_it, only=True, reason="its script spoiled the data")
    await portal.until_it_rests()

    print("Patch %s." % wanted.script)
    [task] = await portal.ask("tasks", wanted.task)
    await portal.command(
        "patch", component=task["component"], script=wanted.script,
        sha256=portal.put(wanted.file), reason="spoils no data any more", selection=only_it)

    print("Run it again, and retry what failed on it.")
    await portal.command("run", selection=only_it)
    await portal.until_it_rests()
    await portal.command("retry", selection={"failed": True})
    await portal.until_it_rests()

    print("Phase %s goes on." % wanted.phase)
    await portal.command("run", phases=[wanted.phase])
    return await portal.until_it_rests()


def main():
    wanted = arguments()
    try:
        status = asyncio.run(repair(wanted))
    except Refused as refusal:
        sys.exit("upg refused: %s" % refusal)
    tasks = sum(status["counts"].values())
    print("%s: %d of %d tasks done" % (status["state"], status["counts"].get("done", 0), tasks))
    return 1 if status["state"] in ("waiting", "paused", "aborted") else 0


if __name__ == "__main__":
    sys.exit(main())
