"""How 2024.1 becomes 2025.1 in every OpenStack component: INI becomes JSON with new names, and
tables separated by semicolons become JSON lines under a newer schema.

Everything is read and checked before the first byte is written, and the configuration is written
last: where it is JSON already, the work has been done.
"""
import configparser
import json
import os

from upg import Failed, remove_file, write_file


def yes_no(text):
    if text not in ("yes", "no"):
        raise ValueError(f"'{text}' is neither yes nor no")
    return text == "yes"


def json_lines(name):
    """The file's name in 2025.1."""
    return name[:-len(".csv")] + ".jsonl" if name.endswith(".csv") else name


def configuration(ctx):
    return f"etc/{ctx.component}/{ctx.component}.conf"


def convert(ctx, settings, columns, schema, optional=()):
    """Converts configuration and data. `settings`: old name -> (new name, type);
    `columns`: column of the data -> type; `optional`: old names that may be missing."""
    file = configuration(ctx)
    if ctx.read(file).lstrip().startswith("{"):
        return f"{file} is JSON already"
    old = read_ini(ctx, file, settings, optional)
    new = {}
    for name, text in old.items():
        new_name, kind = settings[name]
        put(new, new_name, typed(kind, text, f"{file}: {name}"))
    data = old["DEFAULT.data_file"]
    records = convert_table(ctx, data, columns, schema)
    replace(ctx, file, file, json.dumps(new, indent=2) + "\n")
    return f"{len(old)} settings renamed, {records} of {data} converted"


def read_ini(ctx, file, settings, optional):
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read_string(ctx.read(file), file)
    except configparser.Error as error:
        said = " ".join(str(error).split())
        raise Failed(f"{file} is not the INI file of {ctx.from_version}: {said}. Put it right and"
                     " run the task again.") from None
    found = {section + "." + key: value
             for section in parser.sections() for key, value in parser.items(section)}
    strange = sorted(set(found) - set(settings))
    missing = sorted(set(settings) - set(found) - set(optional))
    if strange or missing:
        raise Failed(f"{file}: no name in {ctx.to_version} for: {', '.join(strange) or '-'};"
                     f" missing: {', '.join(missing) or '-'}. Put it right and run the task again.")
    return found


def put(tree, name, value):
    """Sets a dotted name in nested dictionaries."""
    *parents, last = name.split(".")
    for parent in parents:
        tree = tree.setdefault(parent, {})
    tree[last] = value


def convert_table(ctx, old, columns, schema):
    """Puts `json_lines(old)` in the place of the table `old`; says how many records it has."""
    new = json_lines(old)
    if not os.path.exists(ctx.path(old)) and os.path.exists(ctx.path(new)):
        return "all records (before)"
    lines = ctx.read(old).splitlines()
    if len(lines) < 2 or not lines[0].startswith("#schema ") or lines[1].split(";") != list(columns):
        raise Failed(f"{old} does not begin with '#schema N' and the columns {';'.join(columns)}")
    content = [json.dumps({"schema": schema})]
    for number, line in enumerate(lines[2:], 3):
        place = f"{old} line {number}"
        values = line.split(";")
        if len(values) != len(columns):
            raise Failed(f"{place}: {len(values)} values, expected {len(columns)}: {line}")
        content.append(json.dumps({name: typed(kind, value, place) for (name, kind), value
                                   in zip(columns.items(), values)}))
    replace(ctx, old, new, "\n".join(content) + "\n")
    return f"{len(content) - 1} records"


def typed(kind, text, place):
    try:
        return kind(text)
    except ValueError as error:
        raise Failed(f"{place}: {error}") from None


def replace(ctx, old, new, text):
    """Puts `text` at `new` in the place of `old`, under its mode."""
    write_file(new, text, mode=os.stat(ctx.path(old)).st_mode & 0o7777)
    if new != old:
        remove_file(old)
