"""How 2024.1 becomes 2025.1 in every OpenStack component: INI becomes JSON with new names, and
tables separated by semicolons become JSON lines under a newer schema.

Everything is read and checked before the first byte is written, and the configuration is written
last: where it is JSON already, the work has been done.
"""
import configparser
import json
import os

import kit


def yes_no(text):
    if text not in ("yes", "no"):
        raise ValueError("'%s' is neither yes nor no" % text)
    return text == "yes"


def json_lines(name):
    """The file's name in 2025.1."""
    return name[:-len(".csv")] + ".jsonl" if name.endswith(".csv") else name


def convert(settings, columns, schema, optional=()):
    """Converts configuration and data. `settings`: old name -> (new name, type);
    `columns`: column of the data -> type; `optional`: old names that may be missing."""
    if kit.read(kit.CONFIGURATION).lstrip().startswith("{"):
        return "%s is JSON already" % kit.CONFIGURATION
    old = read_ini(settings, optional)
    new = {}
    for name, text in old.items():
        new_name, kind = settings[name]
        put(new, new_name, typed(kind, text, "%s: %s" % (kit.CONFIGURATION, name)))
    data = old["DEFAULT.data_file"]
    records = convert_table(data, columns, schema)
    kit.replace(kit.CONFIGURATION, kit.CONFIGURATION, json.dumps(new, indent=2) + "\n")
    return "%d settings renamed, %s of %s converted" % (len(old), records, data)


def read_ini(settings, optional):
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read_string(kit.read(kit.CONFIGURATION), kit.CONFIGURATION)
    except configparser.Error as error:
        raise kit.Failed("%s is not the INI file of %s: %s. Put it right and run the task again."
                         % (kit.CONFIGURATION, kit.TASK["from"], " ".join(str(error).split())))
    found = {section + "." + key: value
             for section in parser.sections() for key, value in parser.items(section)}
    strange = sorted(set(found) - set(settings))
    missing = sorted(set(settings) - set(found) - set(optional))
    if strange or missing:
        raise kit.Failed("%s: no name in %s for: %s; missing: %s. Put it right and run the task again."
                         % (kit.CONFIGURATION, kit.TASK["to"],
                            ", ".join(strange) or "-", ", ".join(missing) or "-"))
    return found


def put(tree, name, value):
    """Sets a dotted name in nested dictionaries."""
    *parents, last = name.split(".")
    for parent in parents:
        tree = tree.setdefault(parent, {})
    tree[last] = value


def convert_table(old, columns, schema):
    """Puts `json_lines(old)` in the place of the table `old`; says how many records it has."""
    new = json_lines(old)
    if not os.path.exists(kit.path(old)) and os.path.exists(kit.path(new)):
        return "all records (before)"
    lines = kit.read(old).splitlines()
    if len(lines) < 2 or not lines[0].startswith("#schema ") or lines[1].split(";") != list(columns):
        raise kit.Failed("%s does not begin with '#schema N' and the columns %s"
                         % (old, ";".join(columns)))
    content = [json.dumps({"schema": schema})]
    for number, line in enumerate(lines[2:], 3):
        place = "%s line %d" % (old, number)
        values = line.split(";")
        if len(values) != len(columns):
            raise kit.Failed("%s: %d values, expected %d: %s" % (place, len(values), len(columns), line))
        content.append(json.dumps({name: typed(kind, value, place) for (name, kind), value
                                   in zip(columns.items(), values)}))
    kit.replace(old, new, "\n".join(content) + "\n")
    return "%d records" % (len(content) - 1)


def typed(kind, text, place):
    try:
        return kind(text)
    except ValueError as error:
        raise kit.Failed("%s: %s" % (place, error))


def verify():
    """The new version answers, and serves as many records as its data file holds."""
    version = kit.verify_version()
    data = json.loads(kit.read(kit.CONFIGURATION))["storage"]["path"]
    expected = len(kit.read(data).splitlines()) - 1
    served = [value for value in kit.ask("/").values() if isinstance(value, list)]
    if len(served) != 1 or len(served[0]) != expected:
        raise kit.Failed("serves %s records, expected the %d of %s"
                         % ([len(some) for some in served], expected, data))
    return "%s answers %s with its %d records" % (kit.COMPONENT, version, expected)


def backup_folder():
    return kit.path("var/lib/%s/backup-%s" % (kit.COMPONENT, kit.TASK["from"]))


def backup():
    """Copies configuration and data to where an operator finds them, whatever upg remembers."""
    folder = backup_folder()
    os.makedirs(folder, exist_ok=True)
    count = 0
    for source in (kit.path("etc/" + kit.COMPONENT), kit.path("var/lib/" + kit.COMPONENT)):
        for name in sorted(os.listdir(source)):
            file = os.path.join(source, name)
            if os.path.isfile(file):
                with open(file, "rb") as content:
                    kit.write(os.path.join(folder, name), content.read())
                count += 1
    return "%d files copied to %s" % (count, folder)


def remove_backup():
    folder = backup_folder()
    if not os.path.isdir(folder):
        return "there is no %s" % folder
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    os.rmdir(folder)
    return "%s removed" % folder
