#!/usr/bin/env python3
"""Installs one sandbox host at the versions that its inventory says: run by `upg up --provision`.

UPG_ROOT is the host's root, UPG_HOST_FILE a JSON file {host, roles, labels, vars, instances}.
Every instance gets its package below opt/, its configuration, its data and a service definition
with a port of its own. Many hosts may be provisioned at the same time.
"""
import fcntl
import json
import os
import random
import socket
import sys

sys.dont_write_bytecode = True
import build

ROOT = os.environ["UPG_ROOT"]
SOURCES = os.path.join(build.HERE, "packages-src")
PORTS = range(20000, 32000)  # below the range from which systems choose the ports of clients


def main():
    with open(os.environ["UPG_HOST_FILE"]) as file:
        host = json.load(file)
    unknown = [instance for instance in host["instances"] if not os.path.isdir(seed(instance))]
    if unknown:
        sys.exit("the sample cannot install on %s: %s; it knows the folders with a seed/ in %s" % (
            host["host"],
            ", ".join("%(component)s %(version)s" % instance for instance in unknown), SOURCES))
    for instance in host["instances"]:
        install_package(instance["component"], instance["version"])
    hosts = os.open(os.path.dirname(os.path.abspath(ROOT)), os.O_RDONLY)
    fcntl.flock(hosts, fcntl.LOCK_EX)  # one host at a time chooses ports; freed when this ends
    ports = free_ports(len(host["instances"]))
    for instance, port in zip(host["instances"], ports):
        configure(instance, port, host["labels"].get("database") == "primary")


def seed(instance):
    return os.path.join(SOURCES, instance["component"], instance["version"], "seed")


def install_package(component, version):
    for name, content in build.package(component, version).items():
        put(os.path.join("opt", component, version, name), content)
    os.symlink(version, os.path.join(ROOT, "opt", component, "current"))


def configure(instance, port, with_database):
    component = instance["component"]
    configuration = "etc/%s/%s.conf" % (component, component)
    for name in sorted(os.listdir(seed(instance))):
        content = build.read(seed(instance), name)
        if name == "database.csv":
            if with_database:
                put("var/lib/database/%s.csv" % component, content)
        elif name.endswith(".conf"):
            put(configuration, content.replace(b"@PORT@", b"%d" % port))
        else:
            put("var/lib/%s/%s" % (component, name), content)
    if with_database and os.path.exists(os.path.join(seed(instance), "database.csv")):
        with open(os.path.join(ROOT, configuration), "a") as file:
            file.write("[database]\nfile = var/lib/database/%s.csv\n" % component)
    program = "hostinfod.py" if component == "hostos" else "serviced.py"
    service = {
        "exec": [sys.executable, "-ESs", "opt/%s/current/%s" % (component, program),
                 "--config", configuration],
        "env": {},
        "url": "http://127.0.0.1:%d" % port,
    }
    put("etc/services/%s.json" % component, json.dumps(service, indent=2).encode() + b"\n")


def put(name, content):
    file = os.path.join(ROOT, name)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "wb") as target:
        target.write(content)


def free_ports(count):
    """Ports that nothing listens on and that no host beside this one was given."""
    taken = taken_ports(os.path.dirname(os.path.abspath(ROOT)))
    chosen = []
    for port in random.sample(PORTS, len(PORTS)):
        if len(chosen) == count:
            return chosen
        if port not in taken and is_free(port):
            chosen.append(port)
    sys.exit("only %d of %d ports are free between %d and %d"
             % (len(chosen), count, PORTS[0], PORTS[-1]))


def taken_ports(hosts):
    taken = set()
    for host in os.listdir(hosts):
        services = os.path.join(hosts, host, "etc/services")
        for name in os.listdir(services) if os.path.isdir(services) else []:
            with open(os.path.join(services, name)) as file:
                taken.add(int(json.load(file)["url"].rpartition(":")[2]))
    return taken


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


main()
