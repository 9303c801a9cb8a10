"""What the scripts of this release share: their task, the host's files, and how each is taken back.

A release is complete in itself, so every release holds a copy. Edit scripts-src/kit.py and run
build.py. Python 3.6 and its standard library only.
"""
import json
import os
import socket
import sys

sys.dont_write_bytecode = True

with open(os.environ["UPG_TASK"]) as task_file:
    TASK = json.load(task_file)
COMPONENT = TASK["component"]
CONFIGURATION = "etc/%s/%s.conf" % (COMPONENT, COMPONENT)
STATE = TASK["stateDir"]


class Failed(Exception):
    """The task cannot be done; the message says what was found and what to do."""


def run(work):
    """Does the work, says what came of it, and ends the process with the task's exit code."""
    with open(os.path.join(STATE, "executions"), "a") as log:
        log.write("%s %s attempt %s\n" % (TASK["task"], TASK["direction"], TASK["attempt"]))
    try:
        message = work()
        code = 0
    except (Failed, OSError) as error:
        message = "%s on %s: %s" % (COMPONENT, TASK["host"], error)
        code = 1
    print(message, file=sys.stderr if code else sys.stdout)
    if "UPG_RESULT" in os.environ:
        with open(os.environ["UPG_RESULT"], "w") as result:
            json.dump({"message": message}, result)
    sys.exit(code)


def path(name):
    """A file of the host, given relative to its root."""
    return os.path.join(os.environ["UPG_ROOT"], name)


def read(name):
    with open(path(name)) as file:
        return file.read()


def write(file, content):
    """Whole or not at all: a process that dies half-way leaves the old file."""
    with open(file + ".upg-new", "wb") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    os.replace(file + ".upg-new", file)


def replace(old, new, text):
    """Puts `text` at `new` in the place of `old`, and keeps old's bytes for `take_back`."""
    with open(path(old), "rb") as file:
        before = file.read()
    mode = os.stat(path(old)).st_mode & 0o7777
    kept = os.path.join(STATE, "kept-" + old.replace("/", "%"))
    write(kept, before)
    note = {"old": old, "new": new, "mode": mode}
    write(kept + ".json", json.dumps(note).encode())
    write(path(new), text.encode())
    os.chmod(path(new), mode)
    if old != new:
        os.remove(path(old))


def take_back():
    """Undoes every `replace` of this task; doing it again changes nothing."""
    notes = sorted(name for name in os.listdir(STATE)
                   if name.startswith("kept-") and name.endswith(".json"))
    for name in notes:
        note_file = os.path.join(STATE, name)
        with open(note_file) as file:
            note = json.load(file)
        with open(note_file[:-len(".json")], "rb") as file:
            before = file.read()
        write(path(note["old"]), before)
        os.chmod(path(note["old"]), note["mode"])
        if note["old"] != note["new"] and os.path.exists(path(note["new"])):
            os.remove(path(note["new"]))
        os.remove(note_file)
    return "%d files are as they were" % len(notes)


def ask(page):
    """What the running service answers to `GET page`."""
    address = json.loads(read("etc/services/%s.json" % COMPONENT))["url"].split("//")[1]
    host, port = address.rstrip("/").split(":")
    try:
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % (page, host)
            connection.sendall(request.encode())
            with connection.makefile("rb") as answer:
                head, body = answer.read().split(b"\r\n\r\n", 1)
    except (OSError, ValueError) as error:
        raise Failed("http://%s%s does not answer: %s" % (address, page, error))
    if not head.startswith(b"HTTP/1.1 200 "):
        raise Failed("http://%s%s answers %s" % (address, page, head.split(b"\r\n")[0].decode()))
    return json.loads(body.decode())


def verify_version():
    """The service runs, and it is the target version that runs."""
    version = ask("/version")["version"]
    if version != TASK["to"]:
        raise Failed("the service answers version %s, expected %s" % (version, TASK["to"]))
    return version
