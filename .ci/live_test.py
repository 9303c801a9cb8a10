"""A live cloud, seen from outside: only ./upg, files and exit codes.

Runs `upg up` on a folder of its own with sandbox hosts, breaks a script on one host, mends it, and
stops and restarts everything in the middle of a run. Uses the `temporal` binary on PATH.
"""

import json
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

UPG = str(Path(__file__).resolve().parent.parent / "upg")
HOSTS = ["web-%d" % n for n in range(1, 7)]
PATIENCE = 180
REAL_INVENTORY = Path(__file__).resolve().parents[2] / "shared/inventories/kolla-multinode-200.json"
OPENSTACK = ["keystone", "nova-api", "nova-conductor", "neutron-server", "nova-compute"]

STEP = """#!/usr/bin/env python3
import json, os, pathlib, sys, time
task = json.load(open(os.environ["UPG_TASK"]))
root = pathlib.Path(os.environ["UPG_ROOT"])
with open(os.path.join(task["stateDir"], "executions"), "a") as log:
    log.write(task["direction"] + "\\n")
time.sleep(float(task["params"].get("seconds", 0)))
if (root / "broken").exists():
    sys.exit("the file 'broken' lies in " + str(root))
(root / task["action"]).write_text(task["to"])
"""

COMPONENT = """
component: web
version: "2.0"
upgrades-from: ["1.0"]
actions:
  stop:    {script: step.py, rollback: none, with: {seconds: %(seconds)s}}
  convert: {script: step.py, rollback: none, with: {seconds: %(seconds)s}}
  upgrade: {script: step.py, rollback: none, with: {seconds: %(seconds)s}}
  start:   {script: step.py, rollback: none, with: {seconds: %(seconds)s}}
"""

INVENTORY = """
hosts:
  - {name: "web-[1-6]", roles: [web]}
instances:
  - {component: web, on: role=web, version: "1.0"}
"""

PROJECT = """
project: %(name)s
inventory: inventory.yaml
releases: releases/
targets:
  - {component: web, version: "2.0"}
batches: {data: [1, 2, 3]}
"""

QUICK_STEP = """#!/bin/sh
echo run >> "$COUNTER"
echo "$TO" > "$UPG_ROOT/$NAME"
"""

QUICK_COMPONENT = """
component: %(name)s
version: "2025.1"
upgrades-from: ["2024.1"]
actions:
  convert: {script: step.sh, rollback: none, env: {TO: "${to}", NAME: %(name)s, COUNTER: "${stateDir}/executions"}}
  upgrade: {script: step.sh, rollback: none, env: {TO: "${to}", NAME: %(name)s, COUNTER: "${stateDir}/executions"}}
"""


class Cloud:
    """One `upg up`, started and stopped like an operator would."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.home = self.folder / "cloud"
        self.process = None

    def start(self, *options, sandbox=True):
        inventory = ["--sandbox", str(self.folder / "inventory.yaml")] if sandbox else []
        with open(self.folder / "up.log", "a") as talk:
            self.process = subprocess.Popen(
                [UPG, "up", "--dir", str(self.home), *inventory, *options],
                stdout=subprocess.PIPE,
                stderr=talk,
                text=True,
            )
        line = self.process.stdout.readline()
        if line.strip() != "ready":
            raise AssertionError("upg up said %r; its log:\n%s" % (line, self.log()))

    def log(self):
        return (self.folder / "up.log").read_text()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return code

    def upg(self, *args, patience=PATIENCE):
        env = dict(os.environ, UPG_HOME=str(self.home))
        done = subprocess.run(
            [UPG, *args], env=env, cwd=self.folder, capture_output=True, text=True, timeout=patience
        )
        print("$ upg %s -> %d\n%s%s" % (" ".join(args), done.returncode, done.stdout, done.stderr))
        return done

    def json(self, *args):
        done = self.upg(*args, "-o", "json")
        return json.loads(done.stdout)

    def executions(self, project, task, host):
        path = self.home / "agents" / host / "state" / project / task / "executions"
        return len(path.read_text().splitlines()) if path.exists() else 0


def processes_that_name(folder):
    """Pids whose command line names the folder: what `upg up` must not leave behind."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(folder) in line:
                found.append("%s %s" % (entry.name, line))
    return found


def wait_until(what, condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.3)
    raise AssertionError("waited %d s for: %s" % (PATIENCE, what))


class LiveCloudTest(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory(prefix="upg-live-")
        self.folder = Path(self.temp.name)
        (self.folder / "inventory.yaml").write_text(INVENTORY)
        self.cloud = Cloud(self.folder)

    def tearDown(self):
        if self.cloud.process and self.cloud.process.poll() is None:
            self.cloud.stop()
        self.temp.cleanup()

    def project(self, name, seconds):
        release = self.folder / "releases" / "web" / "2.0"
        release.mkdir(parents=True, exist_ok=True)
        (release / "step.py").write_text(STEP)
        (release / "component.yaml").write_text(COMPONENT % {"seconds": seconds})
        (self.folder / "project.yaml").write_text(PROJECT % {"name": name})
        done = self.cloud.upg("compile", "project.yaml")
        self.assertEqual(0, done.returncode)

    def test_failure_and_resume(self):
        self.cloud.start()
        self.project("mend", 0)
        broken = self.cloud.home / "hosts" / "web-2" / "broken"
        broken.touch()

        self.assertEqual(1, self.cloud.upg("run", "mend").returncode)
        status = self.cloud.json("status", "mend")
        self.assertEqual("waiting", status["state"])
        self.assertIn("web-2_stop_web", status["waitingFor"])
        states = {t["id"]: t["state"] for t in self.cloud.json("tasks", "mend")}
        self.assertEqual("done", states["web-3_start_web"], "the neighbour of the batch finishes")
        self.assertEqual("undo", states["web-2_convert_web"], "later tasks of the host stay undo")
        self.assertEqual("undo", states["web-4_stop_web"], "nothing of the next batch starts")
        self.assertIn("broken", self.cloud.upg("logs", "mend", "web-2_stop_web").stdout)

        broken.unlink()
        self.assertEqual(0, self.cloud.upg("run", "mend").returncode)
        self.assertEqual("done", self.cloud.json("status", "mend")["state"])
        for host in HOSTS:
            for action in ["stop", "convert", "upgrade", "start"]:
                task = "%s_%s_web" % (host, action)
                expected = 2 if task == "web-2_stop_web" else 1
                self.assertEqual(expected, self.cloud.executions("mend", task, host), task)
        self.assertEqual(0, self.cloud.stop())
        self.assertEqual([], processes_that_name(self.home_text()))

    def test_stop_and_restart_in_the_middle(self):
        self.cloud.start()
        self.project("pause", 1)
        self.assertEqual(0, self.cloud.upg("run", "pause", "--detach").returncode)
        wait_until(
            "the second batch of data to start",
            lambda: self.cloud.executions("pause", "web-2_stop_web", "web-2") > 0,
        )
        self.cloud.stop()
        self.assertEqual([], processes_that_name(self.home_text()))

        self.cloud.start()
        wait_until(
            "the run to end",
            lambda: self.cloud.json("status", "pause")["state"] != "running",
        )
        status = self.cloud.json("status", "pause")
        if status["state"] == "waiting":
            self.assertEqual(0, self.cloud.upg("run", "pause").returncode)
        self.assertEqual("done", self.cloud.json("status", "pause")["state"])
        for host in HOSTS:
            for action in ["stop", "convert", "upgrade", "start"]:
                task = "%s_%s_web" % (host, action)
                self.assertEqual(1, self.cloud.executions("pause", task, host), task)
        self.assertEqual(0, self.cloud.stop())

    def test_a_real_inventory_with_two_hundred_agents(self):
        done = self.cloud.upg(
            "inventory", "import", "--ansible", str(REAL_INVENTORY), "--preset", "kolla",
            "--components", ",".join(OPENSTACK[:-1] + ["nova-compute=compute"]),
            "--version", "2024.1", "--out", "inventory.yaml",
        )
        self.assertEqual(0, done.returncode)
        for name in OPENSTACK:
            release = self.folder / "releases" / name / "2025.1"
            release.mkdir(parents=True)
            (release / "step.sh").write_text(QUICK_STEP)
            (release / "component.yaml").write_text(QUICK_COMPONENT % {"name": name})
        targets = "".join('  - {component: %s, version: "2025.1"}\n' % name for name in OPENSTACK)
        (self.folder / "project.yaml").write_text(
            "project: real\ninventory: inventory.yaml\nreleases: releases/\ntargets:\n%s"
            "batches: {data: [1, 10, 100]}\n" % targets
        )
        self.cloud.start()
        self.assertEqual(0, self.cloud.upg("compile", "project.yaml").returncode)
        begun = time.monotonic()
        self.assertEqual(0, self.cloud.upg("run", "real").returncode)
        tasks = self.cloud.json("tasks", "real")
        self.assertEqual({"done"}, {t["state"] for t in tasks})
        hosts = {t["host"] for t in tasks}
        self.assertGreater(len(hosts), 200)
        for task in tasks:
            if task["action"] != "distribute":
                self.assertEqual(1, self.cloud.executions("real", task["id"], task["host"]))
        print("%d tasks on %d hosts in %.0f s" % (len(tasks), len(hosts), time.monotonic() - begun))
        self.assertEqual(0, self.cloud.stop())
        self.assertEqual([], processes_that_name(self.home_text()))

    def home_text(self):
        return str(self.cloud.home)


if __name__ == "__main__":
    unittest.main()
