"""What a task knows of itself: the file UPG_TASK and the host's root."""
import json
import os
from typing import Any, Dict, List, NamedTuple, Optional

from upg._errors import Failed
from upg._state import State

_KEYS = ["action", "attempt", "component", "direction", "dryRun", "from", "host", "labels",
         "params", "peers", "phase", "project", "releaseDir", "revision", "roles", "stateDir",
         "task", "to", "vars"]


class Peer(NamedTuple):
    """Another host of the same component, and the version it had when the plan was made."""
    host: str
    version: str


class Context:
    """The first argument of a task function."""

    def __init__(self, facts: Dict[str, Any], root: str) -> None:
        self.project = facts["project"]  # type: str
        self.phase = facts["phase"]  # type: str
        self.task = facts["task"]  # type: str
        self.host = facts["host"]  # type: str
        self.component = facts["component"]  # type: str
        self.action = facts["action"]  # type: str
        self.from_version = facts["from"]  # type: str
        self.to_version = facts["to"]  # type: str
        self.params = facts["params"]  # type: Dict[str, Any]
        self.attempt = facts["attempt"]  # type: int
        self.revision = facts["revision"]  # type: int
        self.direction = facts["direction"]  # type: str
        self.dry_run = facts["dryRun"]  # type: bool
        self.state_dir = facts["stateDir"]  # type: str
        self.release_dir = facts["releaseDir"]  # type: str
        self.roles = facts["roles"]  # type: List[str]
        self.labels = facts["labels"]  # type: Dict[str, str]
        self.vars = facts["vars"]  # type: Dict[str, Any]
        self.peers = [Peer(peer["host"], peer["version"]) for peer in facts["peers"]]
        self.root = os.path.realpath(root)
        self.state = State(self.state_dir, self.dry_run)
        self._reboot = False

    def path(self, name: str) -> str:
        """Where a file of the host lies: `etc/hosts` and `/etc/hosts` are both below its root."""
        inside = name == self.root or name.startswith(os.path.join(self.root, ""))
        path = os.path.normpath(name if inside else os.path.join(self.root, name.lstrip("/")))
        if not (path + "/").startswith(os.path.join(self.root, "")):
            raise Failed(f"{name} leads out of the host's root {self.root}")
        return path

    def read(self, name: str) -> str:
        """The text of a file of the host."""
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def ask_reboot(self) -> None:
        """The host restarts when the script has ended well, before the next task."""
        self._reboot = True


_context = None  # type: Optional[Context]


def context() -> Context:
    """That of this process."""
    global _context
    if _context is None:
        _context = _load()
    return _context


def _load() -> Context:
    path = os.environ.get("UPG_TASK")
    if path is None:
        raise Failed("UPG_TASK is not set: this is a task of upg, not a program to call by hand. "
                     "Try: upg task run SCRIPT --host-root FOLDER")
    try:
        with open(path, encoding="utf-8") as file:
            facts = json.load(file)
    except (OSError, ValueError) as error:
        raise Failed(f"UPG_TASK names {path}, which cannot be read: {error}") from None
    missing = [key for key in _KEYS if key not in facts]
    if missing:
        raise Failed(f"UPG_TASK names {path}, which lacks: {', '.join(missing)}")
    return Context(facts, os.environ.get("UPG_ROOT", "/"))
