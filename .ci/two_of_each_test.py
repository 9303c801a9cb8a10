"""Two each of orchestrator, recorder, artifacts and query, and an agent a host: one of each, and two
agents, are killed in the middle of a run, and nobody notices. Uses the `temporal` binary on PATH.
"""

import json
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request
from collections import Counter
from pathlib import Path

from deployment import HOME, Deployment
from live_test import PATIENCE, processes_that_name, wait_until

KINDS = ("orchestrator", "recorder", "artifacts", "query")
HOSTS = ("cn-2", "cn-3")


class Asking(threading.Thread):
    """Asks a query process without a pause; keeps the counts it answered and what went wrong."""

    def __init__(self, url):
        super().__init__(daemon=True)
        self.url = url
        self.answers = []
        self.failures = []
        self.slowest = 0
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(0.1):
            begun = time.monotonic()
            try:
                with urllib.request.urlopen(self.url, timeout=PATIENCE) as answer:
                    self.answers.append(json.load(answer))
            except OSError as problem:
                self.failures.append(str(problem))
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def count(self, state):
        return self.answers[-1]["counts"].get(state, 0) if self.answers else 0

    def done(self):
        return self.count("done")

    def end(self):
        self.over.set()
        self.join(PATIENCE)


class TwoOfEachTest(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory(prefix="upg-two-")
        self.deployment = Deployment(self.temp.name)
        self.addCleanup(self.end)

    def end(self):
        codes = self.deployment.stop()
        left = processes_that_name(self.temp.name)
        self.temp.cleanup()
        self.assertEqual([], left)
        self.assertEqual([], [name for name in codes if codes[name] != 0], codes)

    def test_one_of_each_dies_in_the_middle_of_a_run(self):
        begun = time.monotonic()
        self.deployment.start()
        cloud = self.deployment.cloud
        print("All of it runs after %.0f s" % (time.monotonic() - begun))
        self.assertEqual(0, cloud.upg("compile", "project.yaml").returncode)
        self.assertEqual(0, cloud.upg("run", "sample", "--detach").returncode)
        asking = Asking(self.deployment.query[1] + "sample/status")
        asking.start()

        wait_until("hosts to work in the middle of the run",
                   lambda: asking.done() > 24 and asking.count("running") > 0)
        self.deployment.kill(*(kind + "-1" for kind in KINDS), *HOSTS)
        for host in HOSTS:
            self.deployment.agent(host)
        killed = time.monotonic()
        at = asking.done()
        # That an agent is silent is certain after a minute: only then is its order sent again.
        self.assertEqual(0, cloud.upg("run", "sample", patience=2 * PATIENCE).returncode)
        print("Killed at %d tasks done; done %.0f s later" % (at, time.monotonic() - killed))
        self.assertEqual(0, cloud.upg("run", "sample", "commit").returncode)
        asking.end()

        tasks = cloud.json("tasks", "sample")
        self.assertLess(at, len(tasks) / 2, "killed in the middle")
        self.assertEqual("done", cloud.json("status", "sample")["state"])
        self.assertEqual([], asking.failures, "the other query process answers throughout")
        print("%d answers, the slowest took %.2f s" % (len(asking.answers), asking.slowest))
        self.each_ran_once(tasks)
        self.journals_say_the_same(tasks)
        self.what_prometheus_reads(len(tasks))

    def what_prometheus_reads(self, tasks):
        """Of those that are left; what the dead ones did nobody counts any more."""
        orchestrator = self.deployment.scrape("orchestrator-2")
        wait_until("the newest counts", lambda: self.done_tasks() == tasks)
        self.assertGreater(orchestrator["upg_grants_total"], 10)
        self.assertGreaterEqual(
            orchestrator['upg_commands_total{answer="accepted",command="run"}'], 1)
        recorder = self.deployment.scrape("recorder-2")
        self.assertGreater(recorder["upg_group_commit_results_sum"], 50)
        commits = recorder["upg_group_commit_duration_seconds_count"]
        self.assertEqual(commits, recorder["upg_group_commit_results_count"])
        self.assertEqual(0, recorder["upg_recorder_queue_age_seconds"], "all is committed")
        agent = self.deployment.scrape("cn-1")
        self.assertGreater(agent["upg_agent_journal_writes_total"], 10)
        self.assertEqual(0, agent["upg_agent_node_tasks_running"])
        for scraped in (orchestrator, recorder, agent):
            self.assertTrue([name for name in scraped if name.startswith("temporal_request_total")])

    def test_an_address_that_is_none_is_said(self):
        agent = [HOME / "upg-node", "--host", "h", "--temporal", "127.0.0.1:1", "--state-dir",
                 self.temp.name, "--artifacts", "http://127.0.0.1:1", "--metrics", "nonsense"]
        done = subprocess.run(agent, capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(2, done.returncode, done.stderr)
        self.assertIn("--metrics 'nonsense' is no address: expected HOST:PORT", done.stderr)

    def journals_say_the_same(self, tasks):
        ended = {}
        for journal in self.deployment.home.glob("agents/*/journal"):
            for line in journal.read_text().splitlines():
                entry = json.loads(line.split(" ", 1)[1])
                if entry["line"] == "ended":
                    ended[entry["key"]["task"]] = entry["result"]["state"].lower()
        self.assertEqual({task["id"]: task["state"] for task in tasks}, ended)

    def done_tasks(self):
        return self.deployment.scrape("orchestrator-2")['upg_tasks{project="sample",state="done"}']

    def each_ran_once(self, tasks):
        counted = Counter()
        for task in tasks:
            state = self.deployment.home / "agents" / task["host"] / "state/sample" / task["id"]
            log = state / "executions"
            if log.exists():
                counted[task["id"]] = len(log.read_text().splitlines())
            self.assertIn(task["attempt"], (0, 1), task)
        self.assertGreater(len(counted), 50)
        self.assertEqual({1}, set(counted.values()), counted.most_common(5))


if __name__ == "__main__":
    unittest.main()
