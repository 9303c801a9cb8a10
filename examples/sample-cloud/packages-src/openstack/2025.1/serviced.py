"""The service of one component, release 2025.1: JSON configuration, data as JSON lines.

    serviced.py --config FILE        (started in the host's root; all paths are relative to it)

about.json beside this file says which component it is and what the component demands. A file of
another release is refused at start. Nothing is written while it serves.
"""
import json
import os
import sys

sys.dont_write_bytecode = True  # the package's folder stays as it was installed
from webservice import refuse, serve


def read_configuration(about, path):
    try:
        with open(path) as file:
            settings = json.load(file)
    except (OSError, ValueError) as error:
        refuse("%s: %s cannot be read as the JSON file of %s: %s"
               % (about["component"], path, about["version"], error))
    missing = [name for name in about["settings"] if find(settings, name) is None]
    if missing:
        refuse("%s: %s lacks %s" % (about["component"], path, ", ".join(missing)))
    return settings


def find(settings, name):
    """The value of a dotted name, or None."""
    for part in name.split("."):
        if not isinstance(settings, dict):
            return None
        settings = settings.get(part)
    return settings


def read_records(about, path, schema):
    """Line 1 is {"schema": N}, then one record a line."""
    with open(path) as file:
        lines = file.read().splitlines()
    found = lines[0] if lines else "an empty file"
    if found != '{"schema": %d}' % schema:
        refuse("%s %s: %s has %s, expected {\"schema\": %d}"
               % (about["component"], about["version"], path, found[:40], schema))
    return [json.loads(line) for line in lines[1:]]


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "about.json")) as file:
        about = json.load(file)
    settings = read_configuration(about, sys.argv[2])
    database = find(settings, "database.path")
    try:
        records = read_records(about, settings["storage"]["path"], about["schema"])
        if database:
            read_records(about, database, about["database-schema"])
    except (OSError, ValueError) as error:
        refuse("%s: its data cannot be read: %s" % (about["component"], error))
    version = {"component": about["component"], "version": about["version"]}
    content = dict(version, **{about["serves"]: records})
    pages = {"/version": lambda: version, "/": lambda: content}
    flag = find(settings, "drain.flag")
    if flag:
        pages["/"] = lambda: dict(content, accepting=not os.path.exists(flag))
    listen = settings["listen"]
    serve(about["component"] + " " + about["version"], listen["host"], listen["port"], pages)


main()
