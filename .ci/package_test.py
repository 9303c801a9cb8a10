"""The node agent as hosts get it: unpacked or installed where there is no Java, configured by its one
file, on a real Temporal; then removed. Uses the `temporal` binary on PATH, rpm and dpkg.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

from deployment import HOME, free_port
from live_test import PATIENCE, Cloud, processes_that_name, wait_until

MIB = 1 << 20
LARGEST = 70_000_000
LARGEST_RESIDENT = 100 * MIB
LONGEST_START = 3

INVENTORY = 'hosts: [{name: "%s"}]\ninstances: [{component: app, on: all, version: "1"}]\n'
PROJECT = """project: %s
inventory: inventory.yaml
releases: releases/
targets: [{component: app, version: "%s"}]
"""
COMPONENT = """component: app
version: "%s"
upgrades-from: ["1"]
actions:
  %s
"""
SCRIPT = """#!/bin/sh
python3 -c "import upg; print(upg.__file__)" && echo 2 >"$UPG_ROOT/converted"
"""


def without_java(folder):
    """A PATH with all programs of this machine but Java's."""
    folder.mkdir()
    java = {path.name for path in (Path(shutil.which("java")).resolve().parent).iterdir()}
    for place in ("/usr/bin", "/bin"):
        for program in Path(place).iterdir():
            if program.name not in java and not (folder / program.name).is_symlink():
                (folder / program.name).symlink_to(program)
    return {"PATH": str(folder), "HOME": str(folder)}


def furnish(root):
    """What scriptlets run with: a shell."""
    for program in ("/bin/sh", "/bin/rm"):
        libraries = re.findall(r"/\S+", subprocess.check_output(["ldd", program], text=True))
        for file in [program, *libraries]:
            place = root / file.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)


def resident(pid):
    status = Path("/proc/%d/status" % pid).read_text()
    return int(re.search(r"VmRSS:\s*(\d+) kB", status)[1]) * 1024


def processor_seconds(pid):
    fields = Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory(prefix="upg-package-")
        cls.folder = Path(cls.temp.name)
        begun = time.monotonic()
        built = subprocess.run([HOME / "scripts/package-node", "--out", cls.folder / "out"],
                               check=True, stdout=subprocess.PIPE, text=True)
        cls.packages = {Path(line).suffix: Path(line) for line in built.stdout.split()}
        sizes = {end: file.stat().st_size / 1e6 for end, file in cls.packages.items()}
        print("built in %.0f s, MB: %s" % (time.monotonic() - begun, sizes))
        cls.bare = without_java(cls.folder / "bin")
        (cls.folder / "inventory.yaml").write_text(INVENTORY % "somebody-else")
        cls.cloud = Cloud(cls.folder)
        cls.cloud.start("--temporal", "dev")

    @classmethod
    def tearDownClass(cls):
        code = cls.cloud.stop()
        left = processes_that_name(cls.temp.name)
        cls.temp.cleanup()
        assert (code, left) == (0, []), (code, left)

    def project(self, name, host, version, action, **files):
        """Compiled; the release's files by their names, with '_' for '.'."""
        folder = self.folder / name
        release = folder / "releases/app" / version
        release.mkdir(parents=True)
        (folder / "inventory.yaml").write_text(INVENTORY % host)
        (folder / "project.yaml").write_text(PROJECT % (name, version))
        (release / "component.yaml").write_text(COMPONENT % (version, action))
        for file, content in files.items():
            place = release / file.replace("_", ".")
            if isinstance(content, Path):
                os.link(content, place)
            else:
                place.write_text(content)
        self.upg("compile", folder / "project.yaml")

    def upg(self, *words, code=0):
        done = self.cloud.upg(*[str(word) for word in words])
        self.assertEqual(code, done.returncode, (words, done.stdout, done.stderr))
        return done.stdout + done.stderr

    def configured(self, host, **more):
        """A configuration file, and its root."""
        folder = self.folder / ("of-" + host)
        (folder / "root").mkdir(parents=True)
        there = json.loads((self.cloud.home / "connection.json").read_text())
        options = {"host": host, "temporal": there["temporal"], "namespace": there["namespace"],
                   "artifacts": "[%s]" % there["artifacts"], "root": folder / "root",
                   "state-dir": folder / "own", **more}
        config = folder / "node.yaml"
        config.write_text("".join("%s: %s\n" % option for option in options.items()))
        return config, folder / "root"

    def seen(self, host):
        return {node["host"]: node for node in self.cloud.json("nodes", "--refresh")}[host]

    def call(self, *command, env=None, code=0):
        done = subprocess.run([str(word) for word in command], env=env, capture_output=True,
                              text=True, timeout=PATIENCE)
        self.assertEqual(code, done.returncode, (command, done.stdout, done.stderr))
        return done.stdout

    def test_unpacked_where_there_is_no_java_it_runs_a_task(self):
        self.assertLess(self.packages[".gz"].stat().st_size, LARGEST)
        self.assertIsNone(shutil.which("java", path=self.bare["PATH"]))
        self.assertNotIn("JAVA_HOME", self.bare)
        place = self.folder / "a folder that moved"
        place.mkdir()
        self.call("tar", "-C", place, "-xzf", self.packages[".gz"])
        [home] = place.iterdir()
        node = home / "bin/upg-node"
        metrics = free_port()
        config, root = self.configured("h1", metrics=metrics)
        self.project("small", "h1", "2", "convert: {script: convert.sh, rollback: none}",
                     convert_sh=SCRIPT)
        log = self.folder / "h1.log"
        begun = time.monotonic()
        with open(log, "w") as talk:
            agent = subprocess.Popen([node, "--config", config], env=self.bare, stdout=talk,
                                     stderr=talk)
        self.addCleanup(agent.wait, PATIENCE)
        self.addCleanup(agent.terminate)
        wait_until("the agent to poll", lambda: agent.poll() is not None or "polls" in log.read_text())
        started = time.monotonic() - begun
        cpu = processor_seconds(agent.pid)
        self.assertIn("h1 polls", log.read_text())
        seen = self.seen("h1")
        self.assertEqual((home / "VERSION").read_text().strip(), seen["version"])
        self.assertEqual(2, seen["protocol"])
        waiting = resident(agent.pid)
        print("polls after %.1f s, %.1f of a processor; waits in %d MiB"
              % (started, cpu, waiting // MIB))
        self.assertLess(cpu, LONGEST_START)  # seconds alone would be those of a busy machine
        self.assertLess(waiting, LARGEST_RESIDENT)

        findings = json.loads(self.call(node, "doctor", "--config", config, "-o", "json", env=self.bare))
        self.assertNotIn("failed", {check["status"] for check in findings["checks"]}, findings)
        found = {check["check"]: check["found"] for check in findings["checks"]}
        self.assertIn("polled by upg-node " + seen["version"], found["queue"])
        self.assertIn("that of http", found["clock"])
        away = self.call(node, "doctor", "--config", config, "--temporal", "127.0.0.1:1",
                         env=self.bare, code=3)
        other = self.call(node, "doctor", "--config", config, "--namespace", "none", env=self.bare,
                          code=1)
        self.assertRegex(other, r"(?m)^FAILED   temporal   .* has no namespace 'none'")
        self.assertRegex(away, r"(?m)^FAILED   temporal   127.0.0.1:1 does not answer")

        self.upg("run", "small")
        self.assertEqual("2\n", (root / "converted").read_text())
        self.assertIn("sdk/", self.upg("logs", "small", "h1_convert_app"))
        with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % metrics, timeout=9) as answer:
            self.assertIn(b"temporal_", answer.read())
        print("after a task %d MiB" % (resident(agent.pid) // MIB))
        agent.terminate()
        self.assertEqual(0, agent.wait(PATIENCE))
        # Not the fallback: the archive of classes is taken where the folder lies now.
        self.assertIn(seen["version"], self.call(
            node, "--version", env=dict(self.bare, UPG_JAVA_OPTS="-Xshare:on")))

    def test_the_rpm_is_installed_and_removed(self):
        package = self.packages[".rpm"]
        self.assertIn("/etc/upg/node.yaml\n", self.call("rpm", "-qp", "--configfiles", package))
        listed = self.call("rpm", "-qp", "--list", package)
        self.assertIn("/usr/lib/systemd/system/upg-node.service\n", listed)
        self.assertIn("/usr/bin/upg-node\n", listed)
        self.assertIn("systemctl", self.call("rpm", "-qp", "--scripts", package))
        self.assertIn("libc.so.6(GLIBC_", self.call("rpm", "-qp", "--requires", package))
        root = self.folder / "rpm-root"
        furnish(root)
        self.call("rpm", "--root", root, "--initdb")
        self.call("rpm", "--root", root, "--install", "--nodeps", package)
        self.installed(root)
        self.call("rpm", "--root", root, "--erase", "--nodeps", "upg-node")
        self.removed(root, "node.yaml.rpmsave")

    def test_the_deb_is_installed_and_removed(self):
        package = self.packages[".deb"]
        self.assertRegex(self.call("dpkg-deb", "--field", package, "Depends"), r"libc6 \(>= 2\.\d+\)")
        root = self.folder / "deb-root"
        furnish(root)
        for name in ("info", "updates"):
            (root / "var/lib/dpkg" / name).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        dpkg = ["dpkg", "--root", root, "--force-depends", "--force-not-root", "--log", "/dev/null"]
        self.call(*dpkg, "--install", package)
        self.installed(root)
        self.call(*dpkg, "--remove", "upg-node")
        self.removed(root, "node.yaml")

    def installed(self, root):
        """Configured by its file, it knows itself; its unit starts what is there."""
        config = root / "etc/upg/node.yaml"
        text = config.read_text()
        unit = (root / "usr/lib/systemd/system/upg-node.service").read_text()
        self.assertIn("ExecStart=/usr/bin/upg-node --config /etc/upg/node.yaml\n", unit)
        self.assertEqual("/opt/upg-node/current/bin/upg-node", os.readlink(root / "usr/bin/upg-node"))
        node = root / "opt/upg-node/current/bin/upg-node"
        version = (root / "opt/upg-node/current/VERSION").read_text().strip()
        self.assertIn(version, self.call(node, "--version", env=self.bare))
        config.write_text(text + "hots: h1\n")
        done = subprocess.run([node, "doctor", "--config", config], env=self.bare, text=True,
                              capture_output=True)
        self.assertEqual(2, done.returncode, done)
        self.assertIn("node.yaml:%d: error: the configuration has no key 'hots'."
                      % (len(text.splitlines()) + 1), done.stderr)

    def removed(self, root, kept):
        self.assertFalse((root / "opt/upg-node").exists())
        self.assertFalse((root / "usr/bin/upg-node").is_symlink())
        self.assertFalse((root / "usr/lib/systemd/system/upg-node.service").exists())
        self.assertIn("hots: h1", (root / "etc/upg" / kept).read_text())


if __name__ == "__main__":
    unittest.main()
