"""The sample cloud as in production: every process on its own, all of them real, in one folder.

Temporal is the `temporal` binary on PATH, PostgreSQL the one that upg itself ships.
"""

import json
import os
import platform
import random
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path

from live_test import PATIENCE, UPG, Cloud, wait_until

HOME = Path(UPG).parent
SAMPLE = HOME / "examples/sample-cloud"
CONTROL = ["keystone", "nova-api", "nova-conductor", "neutron-server"]
COMPONENTS = {"controller": CONTROL, "network": ["neutron-agent"], "compute": ["nova-compute"]}
METERED = ("orchestrator-1", "orchestrator-2", "recorder-1", "recorder-2", "cn-1")
ROLES = {"ctrl-1": "controller", "ctrl-2": "controller", "ctrl-3": "controller", "net-1": "network"}
ROLES.update({"cn-%d" % n: "compute" for n in range(1, 9)})


def free_port():
    """Below the range from which systems choose the ports of clients."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", random.randrange(10000, 32000)))
                return probe.getsockname()[1]
            except OSError:
                pass


def postgres_binaries(folder):
    """Unpacks the PostgreSQL of `upg up`; returns the folder of its programs."""
    machine = {"x86_64": "amd64", "aarch64": "arm64v8"}[platform.machine()]
    [jar] = (HOME / "starter/target/lib").glob(
        "embedded-postgres-binaries-linux-%s-[0-9]*.jar" % machine)
    with zipfile.ZipFile(jar) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".txz")]
        archive.extract(name, folder)
    with tarfile.open(folder / name) as files:
        files.extractall(folder / "postgres")
    return folder / "postgres/bin"


def temporal_command(address, *options):
    """A development server, without its Web UI, on loopback."""
    ip, port = address.split(":")
    return ["temporal", "server", "start-dev", "--headless", "--ip", ip, "--port", port,
            "--http-port", str(free_port()), "--metrics-port", str(free_port()),
            "--log-level", "error", *options]


def await_temporal(address):
    wait_until("Temporal to answer", lambda: subprocess.run(
        ["temporal", "operator", "cluster", "health", "--address", address],
        capture_output=True).returncode == 0)


class Deployment:
    """Its processes by name; `kill` takes one away as a power cut would."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.cloud = Cloud(folder)
        self.home = self.cloud.home
        self.processes = {}

    def start(self):
        shutil.copytree(SAMPLE, self.folder, dirs_exist_ok=True)
        (self.home / "logs").mkdir(parents=True)
        subprocess.run([UPG, "--help"], check=True, stdout=subprocess.DEVNULL)  # built by one, not by all
        jdbc = self.postgres()
        temporal = self.temporal()
        self.provision()
        ports = {name: free_port() for name in ("artifacts-1", "artifacts-2", "query-1", "query-2")}
        artifacts = ",".join("http://127.0.0.1:%d" % ports["artifacts-%d" % n] for n in (1, 2))
        self.metrics = {name: free_port() for name in METERED}
        self.query = ["http://127.0.0.1:%d/v1/projects/" % ports["query-%d" % n] for n in (1, 2)]
        connection = {"temporal": temporal, "jdbc": jdbc, "artifacts": artifacts}
        (self.home / "connection.json").write_text(json.dumps(connection))
        for n in (1, 2):
            self.serve("orchestrator-%d" % n, *self.metered("orchestrator-%d" % n))
            self.serve("recorder-%d" % n, *self.metered("recorder-%d" % n), "--interval", "500")
            for kind, option in (("artifacts", "--listen"), ("query", "--bind")):
                name = "%s-%d" % (kind, n)
                self.serve(name, option, str(ports[name]))
            self.await_said("ready", "orchestrator-%d" % n, "recorder-%d" % n)
        self.agents_ask = (temporal, artifacts)
        for host in ROLES:
            self.agent(host)
        self.await_said("ready", *ports)
        self.await_said("polls", *ROLES)

    def postgres(self):
        data, port = self.folder / "data", free_port()
        binaries = postgres_binaries(self.folder)
        # PostgreSQL does not run as root; in a user namespace of its own root is nobody.
        user = ["unshare", "--user"] if os.getuid() == 0 else []
        subprocess.run(
            [*user, binaries / "initdb", "-D", data, "-U", "upg", "-A", "trust", "-E", "UTF8",
             "--locale=C"], check=True, stdout=subprocess.DEVNULL)
        self.launch("postgres", *user, binaries / "postgres", "-D", data, "-p", port,
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=")
        self.await_said("ready to accept connections", "postgres")
        return "jdbc:postgresql://127.0.0.1:%d/postgres?user=upg" % port

    def temporal(self):
        address = "127.0.0.1:%d" % free_port()
        self.launch("temporal", *temporal_command(address))
        await_temporal(address)
        return address

    def provision(self):
        running = []
        for host, role in ROLES.items():
            root = self.home / "hosts" / host
            root.mkdir(parents=True)
            labels = {"database": "primary"} if host == "ctrl-1" else {}
            instances = [{"component": c, "name": c, "version": "2024.1"} for c in COMPONENTS[role]]
            instances.append({"component": "hostos", "name": "hostos", "version": "r8"})
            facts = {"host": host, "roles": [role], "labels": labels, "vars": {},
                     "instances": instances}
            file = self.folder / ("host-%s.json" % host)
            file.write_text(json.dumps(facts))
            env = dict(os.environ, UPG_ROOT=str(root), UPG_HOST=host, UPG_HOST_FILE=str(file))
            running.append(subprocess.Popen([sys.executable, self.folder / "provision.py"], env=env))
        assert all(process.wait(PATIENCE) == 0 for process in running)

    def serve(self, name, *options):
        self.launch(name, UPG, "serve", name.rsplit("-", 1)[0], *options)

    def agent(self, host):
        temporal, artifacts = self.agents_ask
        self.launch(host, HOME / "upg-node", "--sandbox", "--host", host, "--temporal", temporal,
                    "--artifacts", artifacts, "--root", self.home / "hosts" / host,
                    "--state-dir", self.home / "agents" / host, *self.metered(host))

    def metered(self, name):
        return ("--metrics", self.metrics[name]) if name in self.metrics else ()

    def scrape(self, name):
        """What Prometheus reads: {name and labels: value}."""
        url = "http://127.0.0.1:%d/metrics" % self.metrics[name]
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            text = answer.read().decode()
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        matches = [re.fullmatch(r"([a-z_:][\w:]*(?:\{.*\})?) (\S+)", line) for line in lines]
        return {match[1]: float(match[2]) for match in matches}

    def launch(self, name, *command):
        # All of them start at once on few processors, and none lives long: no C2.
        env = dict(os.environ, UPG_HOME=str(self.home), UPG_JAVA_OPTS="-XX:TieredStopAtLevel=1")
        with open(self.log(name), "w") as log:
            self.processes[name] = subprocess.Popen(
                [str(word) for word in command], env=env, stdout=log, stderr=log)

    def log(self, name):
        return self.home / "logs" / (name + ".log")

    def await_said(self, word, *names):
        for name in names:
            wait_until("'%s' of %s" % (word, name), lambda: self.said(word, name))

    def said(self, word, name):
        text = self.log(name).read_text()
        if self.processes[name].poll() is not None:
            raise AssertionError("%s ended:\n%s" % (name, text))
        return word in text

    def kill(self, *names):
        """As a power cut: nothing is closed, nobody is told."""
        for name in names:
            self.processes[name].kill()
        for name in names:
            self.processes.pop(name).wait(PATIENCE)

    def stop(self):
        """Ends what is left, servers last; returns the exit codes by name."""
        codes = {}
        servers = [name for name in ("temporal", "postgres") if name in self.processes]
        for name in self.processes:
            if name not in servers:
                self.processes[name].terminate()
        for name, process in self.processes.items():
            if name not in servers:
                codes[name] = process.wait(PATIENCE)
        for name in servers:
            self.processes[name].send_signal(2)  # PostgreSQL's fast shutdown
            codes[name] = self.processes[name].wait(PATIENCE)
        return codes
