"""One sandbox host without upg: provisioned for real, its scripts and services started by hand."""
import json
import os
import subprocess
import sys
import tarfile
import urllib.request

SAMPLE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SDK = os.path.normpath(os.path.join(SAMPLE, "../../worker-node/sdk/python"))  # the agent brings it


class Host:
    def __init__(self, folder, name, roles, components, labels=None):
        self.folder, self.name, self.roles = folder, name, roles
        self.components = components
        self.labels = labels or {}
        self.root = os.path.join(folder, "hosts", name)
        self.services = {}

    def provision(self):
        os.makedirs(self.root)
        facts = os.path.join(self.folder, self.name + ".json")
        instances = [{"component": component, "name": "", "version": version}
                     for component, version in self.components.items()]
        write_json(facts, {"host": self.name, "roles": self.roles, "labels": self.labels,
                           "vars": {}, "instances": instances})
        command = [sys.executable, os.path.join(SAMPLE, "provision.py")]
        return subprocess.run(command, stderr=subprocess.PIPE, universal_newlines=True, env=dict(
            os.environ, UPG_ROOT=self.root, UPG_HOST=self.name, UPG_HOST_FILE=facts))

    def definition(self, component):
        with open(os.path.join(self.root, "etc/services", component + ".json")) as file:
            return json.load(file)

    def start(self, component):
        """Starts the service and waits until it answers or ends; returns what it said if it ended."""
        process = subprocess.Popen(self.definition(component)["exec"], cwd=self.root,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   universal_newlines=True)
        first = process.stdout.readline()
        if " listens on " in first:
            self.services[component] = process
            return ""
        said = first + process.stdout.read()
        process.stdout.close()
        process.wait()
        return said

    def stop(self, component):
        process = self.services.pop(component)
        process.terminate()
        process.wait(10)
        process.stdout.close()

    def stop_all(self):
        for component in list(self.services):
            self.stop(component)

    def ask(self, component, page):
        with urllib.request.urlopen(self.definition(component)["url"] + page, timeout=10) as answer:
            return json.load(answer)

    def install(self, component, version):
        """What package.install does."""
        release = os.path.join(SAMPLE, "releases", component, version)
        folder = os.path.join(self.root, "opt", component, version)
        os.makedirs(folder)
        with tarfile.open(os.path.join(release, "%s-%s.tar.gz" % (component, version))) as archive:
            for member in archive:
                with open(os.path.join(folder, member.name), "wb") as file:
                    file.write(archive.extractfile(member).read())
        self.point(component, version)

    def point(self, component, version):
        link = os.path.join(self.root, "opt", component, "current")
        os.remove(link)
        os.symlink(version, link)

    def task(self, component, action, script, direction="run", to="2025.1", project="test"):
        """Runs a script as the agent would; returns (exit code, what it said)."""
        task = "%s_%s_%s" % (self.name, action, component)
        state = os.path.join(self.folder, "state", task)
        work = os.path.join(self.folder, "work", task)
        os.makedirs(state, exist_ok=True)
        os.makedirs(work, exist_ok=True)
        release = os.path.join(SAMPLE, "releases", component, to)
        facts = os.path.join(work, "task.json")
        write_json(facts, {
            "project": project, "phase": "test", "task": task, "host": self.name,
            "component": component, "action": action, "from": self.components[component], "to": to,
            "params": {}, "attempt": 1, "revision": 1, "direction": direction, "dryRun": False,
            "stateDir": state, "releaseDir": release, "roles": self.roles, "labels": self.labels,
            "vars": {}, "peers": []})
        done = subprocess.run(
            [sys.executable, os.path.join(release, script)], cwd=work, universal_newlines=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=dict(os.environ, UPG_TASK=facts, UPG_ROOT=self.root, PYTHONPATH=SDK,
                     PYTHONDONTWRITEBYTECODE="1",
                     UPG_RESULT=os.path.join(work, "result.json")))
        return done.returncode, done.stdout

    def executions(self, component, action):
        state = os.path.join(self.folder, "state", "%s_%s_%s" % (self.name, action, component))
        with open(os.path.join(state, "executions")) as file:
            return file.read().splitlines()

    def write(self, name, text):
        with open(os.path.join(self.root, name), "w") as file:
            file.write(text)

    def snapshot(self):
        """Every path below the root with its mode and content."""
        found = {}
        for folder, folders, files in os.walk(self.root):
            for name in folders + files:
                path = os.path.join(folder, name)
                key = os.path.relpath(path, self.root)
                if os.path.islink(path):
                    found[key] = "-> " + os.readlink(path)
                elif os.path.isdir(path):
                    found[key] = "folder"
                else:
                    with open(path, "rb") as file:
                        found[key] = (oct(os.stat(path).st_mode), file.read())
        return found


def write_json(path, value):
    with open(path, "w") as file:
        json.dump(value, file)
