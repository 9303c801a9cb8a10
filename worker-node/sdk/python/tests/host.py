"""A sandbox host for tests of the SDK: scripts run as the agent runs them, as processes."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

SDK = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEAD = "import os\nfrom upg import *\n"
TAIL = "\nif __name__ == '__main__':\n    main()\n"


class Ended:
    def __init__(self, code, said, errors, result):
        self.code, self.said, self.errors, self.result = code, said, errors, result or {}

    @property
    def last(self):
        return (self.errors or self.said).strip().splitlines()[-1]

    @property
    def calls(self):
        return [(call["name"], call["external"], call["ok"]) for call in self.result["calls"]]


class HostTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="upg-sdk-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.root, self.state, self.work = (self.make(n) for n in ("root", "state", "work"))
        self.result = os.path.join(self.work, "result.json")

    def make(self, name):
        os.makedirs(os.path.join(self.folder, name))
        return os.path.join(self.folder, name)

    def put(self, name, content, mode=0o644):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(path, mode)
        return path

    def get(self, name):
        with open(os.path.join(self.root, name), "rb") as file:
            return file.read().decode()

    def start(self, script, direction="run", dry_run=False, env=None, stdin=subprocess.DEVNULL,
              raw=False, python=sys.executable, **params):
        path = os.path.join(self.folder, "convert.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script if raw else HEAD + script + TAIL)
        if os.path.exists(self.result):
            os.remove(self.result)
        facts = os.path.join(self.work, "task.json")
        with open(facts, "w") as file:
            json.dump({
                "project": "spring", "phase": "data", "task": "cn-1_convert_nova", "host": "cn-1",
                "component": "nova", "action": "convert", "from": "1.0", "to": "2.0",
                "params": {name.replace("_", "-"): value for name, value in params.items()},
                "attempt": 1, "revision": 1, "direction": direction, "dryRun": dry_run,
                "stateDir": self.state, "releaseDir": self.folder, "roles": ["compute"],
                "labels": {"rack": "r1"}, "vars": {"vip": "10.0.0.9"},
                "peers": [{"host": "cn-2", "version": "1.0"}]}, file)
        environment = {"PATH": os.environ["PATH"], "LANG": "C", "PYTHONPATH": SDK,
                       "UPG_TASK": facts, "UPG_RESULT": self.result, "UPG_ROOT": self.root}
        environment.update(env or {})
        return subprocess.Popen(
            [python, path], cwd=self.work, env=environment, stdin=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)

    def ended(self, process, given=None):
        said, errors = process.communicate(given, timeout=60)
        result = None
        if os.path.exists(self.result):
            with open(self.result) as file:
                result = json.load(file)
        return Ended(process.returncode, said, errors, result)

    def run_script(self, script, direction="run", **more):
        return self.ended(self.start(script, direction, **more))

    def done(self, script, direction="run", **more):
        end = self.run_script(script, direction, **more)
        self.assertEqual(0, end.code, end.errors)
        return end

    def failed(self, script, direction="run", **more):
        end = self.run_script(script, direction, **more)
        self.assertEqual(1, end.code, end.said + end.errors)
        return end

    def snapshot(self, folder=None):
        """Every path with its kind, mode and content."""
        found = {}
        for place, folders, files in os.walk(folder or self.root):
            for name in folders + files:
                path = os.path.join(place, name)
                key = os.path.relpath(path, folder or self.root)
                if os.path.islink(path):
                    found[key] = "-> " + os.readlink(path)
                elif os.path.isdir(path):
                    found[key] = oct(os.stat(path).st_mode)
                else:
                    with open(path, "rb") as file:
                        found[key] = (oct(os.stat(path).st_mode), file.read())
        return found
