"""The service of one component, release 2024.1: INI configuration, data separated by semicolons.

    serviced.py --config FILE        (started in the host's root; all paths are relative to it)

about.json beside this file says which component it is and what the component demands. A file of
another release is refused at start. Nothing is written while it serves.
"""
import configparser
import json
import os
import sys

sys.dont_write_bytecode = True  # the package's folder stays as it was installed
from webservice import refuse, serve


def read_configuration(about, path):
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        with open(path) as file:
            parser.read_file(file)
    except (OSError, configparser.Error) as error:
        refuse("%s: %s cannot be read as the INI file of %s: %s"
               % (about["component"], path, about["version"], str(error).replace("\n", " ")))
    settings = {section + "." + key: value
                for section in parser.sections() for key, value in parser.items(section)}
    missing = [name for name in about["settings"] if name not in settings]
    if missing:
        refuse("%s: %s lacks %s" % (about["component"], path, ", ".join(missing)))
    return settings


def read_table(about, path, schema):
    """Line 1 is `#schema N`, line 2 the columns, then one record a line."""
    with open(path) as file:
        lines = file.read().splitlines()
    found = lines[0] if lines else "an empty file"
    if found != "#schema %d" % schema:
        refuse("%s %s: %s has %s, expected '#schema %d'"
               % (about["component"], about["version"], path, found[:40], schema))
    columns = lines[1].split(";")
    return [dict(zip(columns, line.split(";"))) for line in lines[2:]]


def main():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "about.json")) as file:
        about = json.load(file)
    settings = read_configuration(about, sys.argv[2])
    try:
        records = read_table(about, settings["DEFAULT.data_file"], about["schema"])
        if "database.file" in settings:
            read_table(about, settings["database.file"], about["database-schema"])
    except OSError as error:
        refuse("%s: its data cannot be read: %s" % (about["component"], error))
    version = {"component": about["component"], "version": about["version"]}
    content = dict(version, **{about["serves"]: records})
    pages = {"/version": lambda: version, "/": lambda: content}
    if "drain.flag_file" in settings:
        flag = settings["drain.flag_file"]
        pages["/"] = lambda: dict(content, accepting=not os.path.exists(flag))
    serve(about["component"] + " " + about["version"],
          settings["DEFAULT.bind_host"], int(settings["DEFAULT.bind_port"]), pages)


main()
