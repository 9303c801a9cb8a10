"""A Temporal server that wants client certificates: all of upg works with one, and whoever has
none, or the wrong one, is told what to do.

Uses the real server, built by scripts/get-temporal-server (UPG_TEMPORAL_SERVER: its folder), with
the configuration of deploy/temporal but for its database; and the `temporal` binary on PATH.
"""

import json
import os
import re
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from certificates import Certificates
from deployment import HOME, free_port
from live_test import COMPONENT, PATIENCE, PROJECT, STEP, Cloud, processes_that_name, wait_until

DEPLOY = HOME / "deploy/temporal"
SQLITE = """persistence:
  defaultStore: default
  visibilityStore: default
  numHistoryShards: 4
  datastores:
    default:
      sql:
        pluginName: sqlite
        databaseName: default
        connectAddr: localhost
        connectProtocol: tcp
        connectAttributes: {mode: memory, cache: private}
        maxConns: 1
        maxIdleConns: 1
        maxConnLifetime: 1h
"""
PORTS = ["%s_%s" % (service, kind) for service in ("FRONTEND", "HISTORY", "MATCHING", "WORKER")
         for kind in ("PORT", "MEMBERSHIP_PORT")]
HOST = "web-1"
INVENTORY = """
hosts: [{name: web-1, roles: [web]}]
instances: [{component: web, on: all, version: "1.0"}]
"""


class MtlsTest(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory(prefix="upg-mtls-")
        self.folder = Path(self.temp.name)
        self.processes = []
        self.cloud = Cloud(self.folder)
        self.addCleanup(self.end)
        self.certificates = Certificates(self.folder / "tls")
        self.certificates.ca("ca")
        self.certificates.ca("other-ca")
        for name in ("temporal", "control", HOST):
            self.certificates.sign(name, "ca")
        self.certificates.sign("stranger", "other-ca")
        self.certificates.sign("old", "ca", days=-1)
        self.temporal = self.start_temporal()

    def end(self):
        code = self.cloud.stop() if self.cloud.process else 0
        for process in reversed(self.processes):
            process.terminate()
            process.wait(PATIENCE)
        left = processes_that_name(self.temp.name)
        self.temp.cleanup()
        self.assertEqual(0, code)
        self.assertEqual([], left)

    def start_temporal(self):
        text = (DEPLOY / "server.yaml").read_text()
        config = self.folder / "server.yaml"
        config.write_text(re.sub(r"(?s)persistence:.*?\n(?=global:)", SQLITE, text))
        ports = {name: str(free_port()) for name in PORTS}
        self.launch("temporal", Path(os.environ["UPG_TEMPORAL_SERVER"]) / "server",
                    "--config-file", config, "--allow-no-auth", "start",
                    DYNAMIC_CONFIG=DEPLOY / "dynamicconfig.yaml",
                    TLS_CERT=self.certificates.cert("temporal"),
                    TLS_KEY=self.certificates.key("temporal"),
                    TLS_CA=self.certificates.cert("ca"), **ports)
        address = "127.0.0.1:" + ports["FRONTEND_PORT"]
        operator = ["temporal", "operator", "--address", address,
                    "--tls-ca-path", self.certificates.cert("ca"),
                    "--tls-cert-path", self.certificates.cert("control"),
                    "--tls-key-path", self.certificates.key("control")]
        wait_until("Temporal to answer", lambda: self.quiet(*operator, "cluster", "health"))
        wait_until("its namespace", lambda: self.quiet(
            *operator, "namespace", "create", "-n", "default", "--retention", "24h"))
        return address

    @staticmethod
    def quiet(*command):
        return subprocess.run(command, capture_output=True).returncode == 0

    def launch(self, name, *command, **env):
        env = dict(os.environ, UPG_HOME=str(self.cloud.home), **{k: str(env[k]) for k in env})
        with open(self.log(name), "w") as log:
            process = subprocess.Popen([str(word) for word in command], env=env, stdout=log, stderr=log)
        self.processes.append(process)

    def log(self, name):
        return self.folder / (name + ".log")

    def tls(self, name, ca="ca"):
        return ("--temporal-ca", str(self.certificates.cert(ca)),
                "--temporal-cert", str(self.certificates.cert(name)),
                "--temporal-key", str(self.certificates.key(name)))

    def agent(self, name, *options):
        artifacts = json.loads((self.cloud.home / "connection.json").read_text())["artifacts"]
        self.launch(name, HOME / "upg-node", "--host", HOST, "--temporal", self.temporal,
                    "--artifacts", artifacts, "--root", self.folder / "root",
                    "--state-dir", self.folder / "agents" / name, *options)

    def write_project(self):
        release = self.folder / "releases/web/2.0"
        release.mkdir(parents=True)
        (release / "component.yaml").write_text(COMPONENT % {"seconds": 0})
        (release / "step.py").write_text(STEP)
        (self.folder / "inventory.yaml").write_text(INVENTORY)
        (self.folder / "project.yaml").write_text(PROJECT % {"name": "secured"})
        (self.folder / "root").mkdir()

    def test_all_of_it_works_with_certificates_and_who_has_none_is_told(self):
        begun = time.monotonic()
        self.write_project()
        self.cloud.start("--temporal", self.temporal, *self.tls("control"), sandbox=False)
        self.agent("none")
        self.agent("no-certificate", "--temporal-ca", self.certificates.cert("ca"))
        self.agent("stranger", *self.tls("stranger"))
        self.agent("right", *self.tls(HOST))
        self.assertEqual(0, self.cloud.upg("compile", "project.yaml").returncode)
        run = self.cloud.upg("run", "secured")
        self.assertEqual(0, run.returncode)
        self.assertEqual("done", self.cloud.json("status", "secured")["state"])
        print("done %.0f s after the server answered" % (time.monotonic() - begun))

        self.said("none", "does not speak without TLS", "--temporal-cert")
        self.said("no-certificate", "wants a client certificate, and none was given")
        self.said("stranger", "refused the certificate 'CN=stranger'", "stranger.pem", "valid from")
        for name in ("none", "no-certificate", "stranger"):
            work = self.folder / "agents" / name / "work"
            self.assertFalse(work.exists(), "%s took work" % name)
        self.commands_are_told()

    def commands_are_told(self):
        """What is wrong with the files: exit 2; what Temporal refuses: 3."""
        refused = self.cloud.upg("resume", "secured", *self.tls("stranger"))
        self.assertEqual(3, refused.returncode)
        self.assertIn("refused the certificate 'CN=stranger'", refused.stderr)
        old = self.cloud.upg("resume", "secured", *self.tls("old"))
        self.assertEqual(2, old.returncode)
        self.assertRegex(old.stderr, r"'CN=old' of \S+old\.pem \(valid from .* until .*renewed")
        half = self.cloud.upg("resume", "secured", "--temporal-cert", "/nowhere")
        self.assertEqual(2, half.returncode)
        self.assertIn("--temporal-key FILE, the other half", half.stderr)

    def said(self, name, *words):
        wait_until("%s to be told" % name,
                   lambda: all(word in self.log(name).read_text() for word in words))


if __name__ == "__main__":
    unittest.main()
