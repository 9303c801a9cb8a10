"""Changes of the host's files, each with what it takes to put the file back."""
import difflib
import hashlib
import io
import os
from typing import Any, Callable, Dict, List, Optional, Union

from upg import _disk
from upg._calls import sdk_call
from upg._context import context
from upg._errors import Failed
from upg._state import read_json, write_json

_SHOWN = 60  # lines of a difference

Content = Union[str, bytes]


def edit_file(path: str, change: Callable[[str], str]) -> bool:
    """Gives the text of a file of the host to `change`, and writes what that returns; keeps mode
    and owner. What was there first is kept until `restore_file`. Bytes that are no UTF-8 survive.
    Says whether this task changed the file, now or in an earlier try: a restart that hangs on that
    is not lost where the script dies in between."""
    place = _real(path)
    before = _bytes(place, path)
    text = change(before.decode("utf-8", "surrogateescape"))
    if not isinstance(text, str):
        raise TypeError(f"edit_file({path!r}, …): the function gave {text!r:.100}; expected the "
                        "whole new text")
    after = text.encode("utf-8", "surrogateescape")
    return _change("edit_file", "edit", place, before, after, _disk.look(place))


def write_file(path: str, content: Content, mode: Optional[int] = None) -> bool:
    """Makes the file hold exactly that; a new one, and its folders, where there is none (mode 0644
    unless said). Else as `edit_file`."""
    place = _real(path)
    after = content.encode("utf-8") if isinstance(content, str) else bytes(content)
    if not os.path.lexists(place):
        return _change("write_file", "make", place, None, after, _disk.new_look(0o644 if mode is None else mode))
    look = _disk.look(place)
    wanted = dict(look, mode=look["mode"] if mode is None else mode)
    return _change("write_file", "write", place, _bytes(place, path), after, wanted)


def remove_file(path: str) -> bool:
    """Removes a file or link of the host, if it is there, and keeps it until `restore_file`."""
    place = _named(path)
    there = os.path.lexists(place)
    if there and os.path.isdir(place) and not os.path.islink(place):
        raise Failed(f"{_short(place)} is a folder: remove_file takes files and links")
    with sdk_call("remove_file", f"remove {_short(place)}{'' if there else ': not there'}",
                  there) as real:
        if there and real:
            _Kept().keep(place)
            os.unlink(place)
            _disk.sync_folder(place)
    return there


def restore_file(path: str) -> bool:
    """Puts a file of the host back as it was before this task's first change: content, mode,
    owner; gone, if it was not there. Says whether there was anything to restore."""
    kept = _Kept()
    places = [place for place in sorted({_named(path), _real(path)}) if kept.holds(place)]
    with sdk_call("restore_file", f"restore {_short(_named(path))}",
                  bool(places)) as real:
        if real:
            for place in places:
                kept.restore(place)
    return bool(places)


def restore_files() -> int:
    """Restores everything that this task changed with these functions, the last first; how many."""
    kept = _Kept()
    places = kept.places()
    with sdk_call("restore_files", f"restore {len(places)} files", bool(places),
                  "\n".join("  " + _short(place) for place in places)) as real:
        if real:
            for place in places:
                kept.restore(place)
    return len(places)


class _Kept:
    """What this task's files were before its first change. The index is written before the change
    and after the restoring, so whoever dies, restoring again is right."""

    def __init__(self) -> None:
        self.folder = os.path.join(context().state_dir, "files")
        self.index_file = os.path.join(context().state_dir, "files.json")
        self.index = read_json(self.index_file) or {}  # type: Dict[str, Dict[str, Any]]

    def holds(self, place: str) -> bool:
        return _short(place) in self.index

    def places(self) -> List[str]:
        return [os.path.join(context().root, name) for name in reversed(list(self.index))]

    def keep(self, place: str) -> None:
        if self.holds(place):
            return
        if os.path.islink(place):
            note = {"link": os.readlink(place)}  # type: Dict[str, Any]
        elif os.path.lexists(place):
            note = {"look": self._copy(place)}
        else:
            note = {"folders": _missing_folders(place)}
        self.index[_short(place)] = note
        write_json(self.index_file, self.index)

    def restore(self, place: str) -> None:
        note = self.index[_short(place)]
        copy = self._content(place)
        _disk.forget(_disk.unfinished(place))
        if "look" in note:
            with open(copy, "rb") as content:
                _disk.put(place, content, note["look"])
        elif "link" in note:
            _disk.forget(place)
            os.symlink(note["link"], place)
        else:
            _disk.forget(place)
            _remove_empty(note["folders"])
        del self.index[_short(place)]
        write_json(self.index_file, self.index)
        _disk.forget(copy)

    def _copy(self, place: str) -> _disk.Look:
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        look = _disk.look(place)
        with open(place, "rb") as content:
            _disk.put(self._content(place), content, _disk.new_look(0o600))
        return look

    def _content(self, place: str) -> str:
        return os.path.join(self.folder, hashlib.sha256(os.fsencode(_short(place))).hexdigest())


def _change(name: str, word: str, place: str, before: Optional[bytes], after: bytes,
            wanted: _disk.Look) -> bool:
    changed = before is None or before != after or wanted != _disk.look(place)
    text = f"{word} {_short(place)}{'' if changed else ': nothing to change'}"
    with sdk_call(name, text, changed, _difference(before or b"", after)) as real:
        if changed and real:
            _Kept().keep(place)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            _disk.put(place, io.BytesIO(after), wanted)
    return changed or _Kept().holds(place)


def _real(path: str) -> str:
    """The file itself, where the path leads over links; as the host sees them, below its root."""
    return context().path(os.path.realpath(context().path(path)))


def _named(path: str) -> str:
    """The path's last part itself, be it a link."""
    place = context().path(path)
    return os.path.join(_real(os.path.dirname(place)), os.path.basename(place))


def _bytes(place: str, path: str) -> bytes:
    try:
        with open(place, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Failed(f"{path} is not there: expected a file to edit (write_file makes one)"
                     ) from None
    except IsADirectoryError:
        raise Failed(f"{path} is a folder, expected a file") from None


def _short(place: str) -> str:
    return os.path.relpath(place, context().root)


def _missing_folders(place: str) -> List[str]:
    """Outermost first."""
    missing = []  # type: List[str]
    folder = os.path.dirname(place)
    while not os.path.lexists(folder):
        missing.insert(0, _short(folder))
        folder = os.path.dirname(folder)
    return missing


def _remove_empty(folders: List[str]) -> None:
    for name in reversed(folders):
        try:
            os.rmdir(os.path.join(context().root, name))
        except OSError:  # somebody else's files are in it, or it is gone
            return


def _difference(before: bytes, after: bytes) -> str:
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (before, after))
    lines = [line for line in difflib.unified_diff(old, new, lineterm="", n=0)][2:]
    more = [f"  … {len(lines) - _SHOWN} lines more"] if len(lines) > _SHOWN else []
    return "\n".join(["  " + line for line in lines[:_SHOWN]] + more)
