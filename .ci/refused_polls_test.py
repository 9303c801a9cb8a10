"""A Temporal that takes fewer polls than there are hosts: what an operator is told, and that the
run goes on by itself when it takes enough. Uses the `temporal` binary on PATH.
"""

import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from deployment import SAMPLE, await_temporal, free_port, temporal_command
from live_test import PATIENCE, Cloud, processes_that_name, wait_until

FEW = 14  # polls: less than orchestrator, recorder and twelve hosts hold
ENOUGH = 1000


class RefusedPollsTest(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory(prefix="upg-few-")
        self.folder = Path(self.temp.name)
        shutil.copytree(SAMPLE, self.folder, dirs_exist_ok=True)
        self.cloud = Cloud(self.folder)
        self.address = "127.0.0.1:%d" % free_port()
        self.temporal = None
        self.addCleanup(self.end)

    def end(self):
        code = self.cloud.stop() if self.cloud.process else 0
        self.stop_temporal()
        left = processes_that_name(self.temp.name)
        self.temp.cleanup()
        self.assertEqual(0, code)
        self.assertEqual([], left)

    def start_temporal(self, polls):
        limits = {"frontend.namespaceCount": polls, "matching.numTaskqueueReadPartitions": 1,
                  "matching.numTaskqueueWritePartitions": 1}
        options = ["--db-filename", str(self.folder / "temporal.db")]
        for limit in limits.items():
            options += ["--dynamic-config-value", "%s=%d" % limit]
        with open(self.folder / "temporal.log", "a") as log:
            self.temporal = subprocess.Popen(
                temporal_command(self.address, *options), stdout=log, stderr=log)
        await_temporal(self.address)

    def stop_temporal(self):
        if self.temporal:
            self.temporal.terminate()
            self.temporal.wait(PATIENCE)
            self.temporal = None

    def test_refused_polls_are_said_and_the_run_goes_on_when_they_are_taken(self):
        self.start_temporal(FEW)
        self.cloud.start("--provision", str(self.folder / "provision.py"),
                         "--temporal", self.address)
        wait_until("the log to say it", lambda: "Temporal refuses polls" in self.cloud.log())
        self.assertIn("frontend.namespaceCount", self.cloud.log())
        self.assertEqual(0, self.cloud.upg("compile", "project.yaml").returncode)
        self.assertEqual(0, self.cloud.upg("run", "sample", "distribute", "--detach").returncode)
        begun = time.monotonic()
        wait_until("status to say it", lambda: "namespaceCount" in (self.waiting_for() or ""))
        print("status says it after %.0f s: %s" % (time.monotonic() - begun, self.waiting_for()))
        self.assertRegex(self.waiting_for(), r"not taken what was sent to .* do(es)? not poll")

        self.stop_temporal()
        self.start_temporal(ENOUGH)
        begun = time.monotonic()
        self.assertEqual(0, self.cloud.upg("run", "sample", "distribute").returncode)
        print("done %.0f s after Temporal took enough polls" % (time.monotonic() - begun))

    def waiting_for(self):
        return self.cloud.json("status", "sample")["waitingFor"]


if __name__ == "__main__":
    unittest.main()
