"""The nights upg exists for, on the sample cloud, seen from outside: one task whose data cut-over
went wrong, repaired by hand and by a portal, and one host that fails after its upgrade. Uses the
`temporal` binary on PATH.

With UPG_HISTORIES=FOLDER it saves what the workflows went through, for the replay tests:
workflows/src/test/resources/histories.
"""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

from live_test import PATIENCE, UPG, Cloud, processes_that_name

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SAMPLE = EXAMPLES / "sample-cloud"
PORTAL = EXAMPLES / "portal"
SPOILED = """
def spoiled(convert):
    def convert_and_spoil(ctx):
        message = convert(ctx)
        if ctx.host == "%(host)s":
            with open(ctx.path("%(data)s"), "w") as file:
                file.write("what is this\\n")
        return message
    return convert_and_spoil


@task
@spoiled
"""


def spoil(releases, component, host, data):
    """Makes a release whose convert spoils the data of one host; returns the good script."""
    convert = releases / component / "2025.1/convert.py"
    good = releases.parent / ("good-%s.py" % component)
    shutil.copy(convert, good)
    before, after = convert.read_text().split("@task\n")
    convert.write_text(before + SPOILED.lstrip() % {"host": host, "data": data} + after)
    return good


class Scenarios(unittest.TestCase):
    """One cloud: the second night comes after the first."""

    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory(prefix="upg-scenario-")
        cls.folder = Path(cls.temp.name)
        shutil.copytree(SAMPLE, cls.folder, dirs_exist_ok=True)
        releases = cls.folder / "releases"
        cls.nova = spoil(releases, "nova-api", "ctrl-2", "var/lib/nova-api/flavors.jsonl")
        cls.neutron = spoil(releases, "neutron-agent", "net-1", "var/lib/neutron-agent/ports.jsonl")
        cls.cloud = Cloud(cls.folder)
        cls.cloud.start("--provision", str(cls.folder / "provision.py"))
        cls.asProvisioned = {host.name: contents(host) for host in hosts(cls.cloud)}

    @classmethod
    def tearDownClass(cls):
        if cls.cloud.process.poll() is None:
            cls.cloud.stop()
        left = processes_that_name(str(cls.cloud.home))
        cls.temp.cleanup()
        assert not left, left

    def tearDown(self):
        if "UPG_HISTORIES" in os.environ:
            night = self._testMethodName[len("test_1_"):].replace("_", "-")
            save_histories(self.cloud, Path(os.environ["UPG_HISTORIES"], night))

    def upg(self, expected, *args):
        done = self.cloud.upg(*args)
        self.assertEqual(expected, done.returncode, done.stderr)
        return done

    def states(self):
        return {task["id"]: task["state"] for task in self.cloud.json("tasks", "sample")}

    def test_1_a_cut_over_gone_wrong(self):
        self.upg(0, "compile", "project.yaml")
        self.upg(1, "run", "sample", "distribute", "check", "management")
        self.assertEqual("fail", self.states()["ctrl-2_start_nova-api"])

        begun = time.monotonic()
        self.upg(
            0, "rollback", "sample", "ctrl-2_start_nova-api", "ctrl-2_convert_nova-api",
            "--only", "--reason", "the new package may stay",
        )
        self.upg(
            0, "patch", "sample", "--component", "nova-api", "--script", "convert.py",
            "--file", str(self.nova), "--reason", "it spoiled the flavors of ctrl-2",
        )
        self.upg(0, "resume", "sample", "--detach")
        repaired = time.monotonic() - begun
        print("From the first command to the project running again: %.1f s" % repaired)

        self.upg(0, "run", "sample", "distribute", "check", "management")
        for task in self.cloud.json("tasks", "sample", "--phase", "distribute,check,management"):
            self.assertEqual("done", task["state"], task)
            twice = task["id"] in ("ctrl-2_convert_nova-api", "ctrl-2_start_nova-api")
            self.assertEqual(2 if twice else 1, task["attempt"], task)
            lines = self.executions(task)
            if task["id"] == "ctrl-2_convert_nova-api":
                self.assertEqual(["run", "rollback", "run"], [line.split()[1] for line in lines])
                self.assertEqual(2, task["revision"])
            elif lines:
                self.assertEqual(1, len(lines), task)
        story = [(row["command"], row["outcome"]) for row in self.cloud.json("audit", "sample")]
        self.assertEqual(["run", "rollback", "patch", "resume"], [row[0] for row in story][:4])
        self.assertEqual({"accepted"}, {row[1] for row in story})

    def test_2_a_portal_does_it_by_signals(self):
        venv = self.folder / "venv"
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        pip = [str(venv / "bin/pip"), "install", "-q", "-r", str(PORTAL / "requirements.txt")]
        subprocess.run(pip, check=True)
        done = subprocess.run(
            [str(venv / "bin/python"), str(PORTAL / "repair.py"), "sample", "network",
             "--task", "net-1_convert_neutron-agent", "--script", "convert.py",
             "--file", str(self.neutron), "--home", str(self.cloud.home), "--upg", UPG],
            capture_output=True, text=True, timeout=PATIENCE)
        print(done.stdout + done.stderr)
        self.assertEqual(0, done.returncode)
        tasks = self.cloud.json("tasks", "sample", "--phase", "network")
        self.assertEqual({"done"}, {task["state"] for task in tasks})
        again = sorted(task["id"] for task in tasks if task["attempt"] == 2)
        self.assertEqual(["net-1_convert_neutron-agent", "net-1_start_neutron-agent"], again)

    def test_3_a_host_fails_commissioning_after_its_upgrade(self):
        self.upg(0, "run", "sample")
        host = "cn-2"
        root = self.cloud.home / "hosts" / host
        before = {other.name: contents(other) for other in hosts(self.cloud)}
        others = [name for name in before if name != host]
        counted = {name: self.all_executions(name) for name in others}
        self.assertEqual("2025.1", version(root, "nova-compute"))

        self.upg(0, "rollback", "sample", "--host", host, "--phase", "data")
        self.assertEqual(self.asProvisioned[host], contents(root), "byte for byte what it was")
        self.assertEqual("2024.1", version(root, "nova-compute"))
        for name in others:
            self.assertEqual(before[name], contents(self.cloud.home / "hosts" / name), name)
            self.assertEqual(counted[name], self.all_executions(name), name)

        self.upg(0, "run", "sample", "data", "--host", host)
        self.assertEqual("2025.1", version(root, "nova-compute"))
        self.assertEqual(before[host], contents(root))
        self.assertEqual("done", self.states()["cn-2_start_nova-compute"])

    def executions(self, task):
        state = self.cloud.home / "agents" / task["host"] / "state/sample" / task["id"]
        log = state / "executions"
        return log.read_text().splitlines() if log.exists() else []

    def all_executions(self, host):
        states = self.cloud.home / "agents" / host / "state/sample"
        return {log.parent.name: log.read_text() for log in states.glob("*/executions")}


def save_histories(cloud, folder):
    """The project's history, and of its newest three runs those of the run and of one shard."""
    folder.mkdir(parents=True, exist_ok=True)
    runs = 1
    while history(cloud, "upg/sample/run-%d" % (runs + 1)):
        runs += 1
    wanted = {"project": "upg/sample"}
    for run in range(max(1, runs - 2), runs + 1):
        wanted["run-%d" % run] = "upg/sample/run-%d" % run
        wanted["shard-%d" % run] = "upg/sample/run-%d/b1-s1" % run
    for name, workflow in wanted.items():
        (folder / (name + ".json")).write_text(history(cloud, workflow) + "\n")


def history(cloud, workflow):
    address = json.loads((cloud.home / "connection.json").read_text())["temporal"]
    shown = subprocess.run(
        ["temporal", "workflow", "show", "-w", workflow, "-o", "json", "--address", address],
        capture_output=True, text=True)
    if shown.returncode != 0:
        return ""
    compact = json.dumps(json.loads(shown.stdout), separators=(",", ":"))
    compact = re.sub(r'"identity":"[^"]*"', '"identity":"test"', compact)
    return re.sub(r"[0-9]+@%s" % re.escape(socket.gethostname()), "1@test", compact)


def hosts(cloud):
    return sorted((cloud.home / "hosts").iterdir())


def contents(root):
    """Every path below a host's root, with its kind, mode and content."""
    found = {}
    for folder, names, files in os.walk(root):
        for name in names + files:
            path = Path(folder, name)
            key = str(path.relative_to(root))
            if path.is_symlink():
                found[key] = "-> " + os.readlink(path)
            elif path.is_dir():
                found[key] = "folder %o" % path.stat().st_mode
            else:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                found[key] = "file %o %s" % (path.stat().st_mode, digest)
    return found


def version(root, service):
    """What the running service answers."""
    url = json.loads((root / "etc/services" / (service + ".json")).read_text())["url"]
    with urllib.request.urlopen(url.rstrip("/") + "/version", timeout=10) as answer:
        return json.load(answer)["version"]


if __name__ == "__main__":
    unittest.main()
