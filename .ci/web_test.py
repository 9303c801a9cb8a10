"""Temporal's Web UI as an operator sees it: the pages of upg's workflows, rendered by Chromium.

Runs the sample cloud on the `temporal` binary on PATH, and reads what is on the screen.
"""

import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import quote

from browser import Browser
from live_test import Cloud, processes_that_name

SAMPLE = Path(__file__).resolve().parent.parent / "examples/sample-cloud"

# A page with more events takes long to open. The largest of these has a fifth of it.
MOST_EVENTS = 500


class WebTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory(prefix="upg-web-")
        cls.folder = Path(cls.temp.name)
        shutil.copytree(SAMPLE, cls.folder, dirs_exist_ok=True)
        cls.cloud = Cloud(cls.folder)
        cls.browser = None
        try:
            cls.cloud.start("--provision", str(cls.folder / "provision.py"))
            cls.browser = Browser(cls.folder / "chromium")
            cls.go_on_to_a_pause()
        except BaseException:
            cls.tearDownClass()
            raise

    @classmethod
    def go_on_to_a_pause(cls):
        """Beside the project that is upgraded lies one that is not, so that a search can fail."""
        project = (cls.folder / "project.yaml").read_text()
        (cls.folder / "other.yaml").write_text(project.replace("project: sample", "project: other"))
        assert cls.cloud.upg("compile", "other.yaml").returncode == 0
        assert cls.cloud.upg("compile", "project.yaml").returncode == 0
        done = cls.cloud.upg("run", "sample", "distribute", "check")
        assert done.returncode == 0, done.stderr
        paused = cls.cloud.upg("run", "sample", "management", "--pause-after", "batch")
        assert paused.returncode == 1, paused.stderr

    @classmethod
    def tearDownClass(cls):
        if cls.browser:
            cls.browser.close()
        if cls.cloud.process and cls.cloud.process.poll() is None:
            cls.cloud.stop()
        left = processes_that_name(str(cls.cloud.home))
        cls.temp.cleanup()
        assert not left, left

    def connection(self):
        return json.loads((self.cloud.home / "connection.json").read_text())

    def workflows(self):
        return self.connection()["ui"] + "/namespaces/default/workflows"

    def search(self, query, *wanted):
        return self.browser.read(self.workflows() + "?query=" + quote(query), *wanted)

    def page(self, workflow, *wanted):
        """What a click on a workflow opens: the UI adds the id of its newest history."""
        self.browser.read(self.workflows() + "/" + quote(workflow, safe=""), "Run ID", *wanted)
        return self.browser.address()

    def details(self, workflow, *wanted):
        opened = self.page(workflow)
        return self.browser.read(opened.rsplit("/", 1)[0] + "/user-metadata", *wanted)

    def test_1_workflows_are_found_by_project_phase_and_state(self):
        everything = self.search('WorkflowType = "ProjectWorkflow"', "upg/sample", "upg/other")
        self.assertNotIn("upg/sample/run-1", everything)

        mine = self.search('UpgProject = "sample"', "upg/sample/run-1", "upg/sample/run-2/b1-s1")
        self.assertNotIn("upg/other", mine)

        paused = self.search(
            'UpgProject = "sample" and UpgState = "paused"', "upg/sample/run-2")
        self.assertNotIn("upg/sample/run-1", paused)

        management = self.search('UpgPhase = "management"', "upg/sample/run-2/b1-s1")
        self.assertNotIn("upg/sample/run-1", management)

    def test_2_a_run_shows_phase_batch_counts_and_what_it_waits_for(self):
        text = self.details("upg/sample/run-2", "Go on: upg resume sample")
        self.shows(text, "state", "paused")
        self.shows(text, "phase", "management")
        self.shows(text, "batch", r"1 of \d+: management 1.15 stop group 1")
        self.shows(text, "tasks", r"[1-9]\d* of \d+ in batches that have passed")
        self.shows(text, "waits for", "Project .sample. was paused by itself .*")

        done = self.details("upg/sample/run-1", "in batches that have passed")
        self.shows(done, "state", "done")
        self.assertNotIn("waits for", done)

    def test_3_a_project_shows_where_it_is(self):
        text = self.details("upg/sample", "Go on: upg resume sample")
        self.shows(text, "state", "paused")
        self.shows(text, "phase", "management")
        self.shows(text, "tasks", r"\d+ undo, .*\d+ done.*")

    def test_4_an_activity_says_what_it_does_on_which_host(self):
        self.page("upg/sample/run-2/b1-s1", "ctrl-1: stop ", "grant of batch 1, shard 1")

    def test_5_no_history_is_too_long_to_be_opened(self):
        for workflow in ["upg/sample", "upg/sample/run-1", "upg/sample/run-2", "upg/sample/run-2/b1-s1"]:
            events = self.events(workflow)
            print("%s: %d events" % (workflow, events))
            self.assertLess(events, MOST_EVENTS, workflow)

    def events(self, workflow):
        described = subprocess.run(
            ["temporal", "workflow", "describe", "-w", workflow, "-o", "json",
             "--address", self.connection()["temporal"]],
            capture_output=True, text=True, check=True)
        return int(json.loads(described.stdout)["workflowExecutionInfo"]["historyLength"])

    def shows(self, text, name, value):
        """A row of the table."""
        self.assertRegex(text, re.compile(r"^%s\s+%s\s*$" % (name, value), re.MULTILINE))


if __name__ == "__main__":
    unittest.main()
