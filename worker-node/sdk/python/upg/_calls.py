"""What the script calls and how long each took: printed, stopped at, and written for upg."""
import json
import os
import re
import sys
import threading
import time
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Tuple

from upg._context import context
from upg._errors import Quit

_KEPT = 1000  # one by one; what comes after is summed up by name, so that the file stays small
_AT_ONCE = 100  # written as soon as they end; later ones at most once a second
_EXTERNAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class _Record:
    """The file UPG_RESULT, written again and again, so that no death loses it."""

    def __init__(self) -> None:
        self.message = None  # type: Optional[str]
        self.reboot = False
        self._calls = []  # type: List[Dict[str, Any]]
        self._sums = {}  # type: Dict[Tuple[str, bool, bool], Dict[str, Any]]
        self._written = 0.0
        self._lock = threading.RLock()

    def add(self, name: str, is_external: bool, ms: float, ok: bool) -> None:
        call = {"name": name, "external": is_external, "ms": round(ms, 3), "ok": ok}
        with self._lock:
            if len(self._calls) < _KEPT:
                self._calls.append(call)
            else:
                total = self._sums.setdefault((name, is_external, ok), dict(call, ms=0, count=0))
                total["ms"] = round(total["ms"] + ms, 3)
                total["count"] += 1
            if len(self._calls) <= _AT_ONCE or time.monotonic() - self._written > 1:
                self.write()

    def write(self) -> None:
        path = os.environ.get("UPG_RESULT")
        if path is None:
            return
        with self._lock:
            result = {"message": self.message, "reboot": self.reboot,
                      "calls": self._calls + list(self._sums.values())}
            with open(path + ".new", "w", encoding="utf-8") as file:
                json.dump(result, file)
            os.replace(path + ".new", path)
            self._written = time.monotonic()


class _Inside(threading.local):
    """Calls inside of a call, as those of a condition that is waited for, are part of it."""
    call = False


record = _Record()
_inside = _Inside()
_stepping = os.environ.get("UPG_STEP") == "1"


@contextmanager
def external(name: str) -> Iterator[None]:
    """Times a call to something outside, under a name to sum it up by: `keystone.list`. Also a
    decorator. `upg analyze` shows it."""
    if not _EXTERNAL.fullmatch(name):
        raise ValueError(f"external({name!r}): expected a name such as 'keystone.list', of letters, "
                         "digits, '.', '_' and '-': all calls of one kind are summed up under it")
    with _timed(name, True):
        yield


@contextmanager
def sdk_call(name: str, text: str, changes: bool, detail: str = "") -> Iterator[bool]:
    """Around what an SDK function does; gives whether to do it really. `detail` is shown where
    somebody wants to know more: stepping, and in a dry run."""
    dry = changes and context().dry_run
    if _inside.call:
        yield not dry
        return
    _announce(f"would {text}" if dry else text, detail)
    with _timed(name, False):
        _inside.call = True
        try:
            yield not dry
        finally:
            _inside.call = False


@contextmanager
def _timed(name: str, is_external: bool) -> Iterator[None]:
    ok = False
    begun = time.monotonic()
    try:
        yield
        ok = True
    finally:
        record.add(name, is_external, (time.monotonic() - begun) * 1000, ok)


def _announce(text: str, detail: str) -> None:
    if _stepping:
        sys.stdout.flush()
        print(f"upg: {text}", detail, sep="\n" if detail else "", file=sys.stderr)
        _wait_for_word(text)
    else:
        print(f"upg: {text}", flush=True)
        if detail and context().dry_run:
            print(detail, flush=True)


def _wait_for_word(text: str) -> None:
    global _stepping
    print("upg: Enter: go on, s: to the end without stops, q: quit", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    word = line.strip().lower()
    if word == "q":
        raise Quit(f"quit before: {text}")
    if word == "s" or not line:  # no line: nobody is there
        _stepping = False
