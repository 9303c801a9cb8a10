"""What a task keeps for its rollback."""
import io
import json
import os
from typing import Any, Dict, Iterator, MutableMapping, Optional

from upg import _disk
from upg._errors import Failed

_MAX_BYTES = 256 * 1024


def read_json(path: str) -> Optional[Any]:
    """The content, or None where there is no file."""
    try:
        with open(path, "rb") as file:
            return json.loads(file.read().decode("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise Failed(f"{path} is damaged: {error}. It holds what the rollback of this task needs: "
                     "look at the host, put it right or remove it, then try again") from None


def write_json(path: str, value: Any) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    _disk.put(path, io.BytesIO(json.dumps(value).encode("utf-8")), _disk.new_look(0o600))


class State(MutableMapping[str, Any]):
    """A dictionary of JSON values. An assignment is on the disk when it returns; a change inside
    of a value when the task function ends. Empty again after a rollback that succeeded. In a dry
    run nothing is written."""

    def __init__(self, folder: str, dry_run: bool) -> None:
        self._path = os.path.join(folder, "state.json")
        self._dry_run = dry_run
        self._values = read_json(self._path) or {}  # type: Dict[str, Any]
        self._saved = _text(self._values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        if not isinstance(name, str):
            raise TypeError(f"ctx.state[{name!r}]: expected a name that is text")
        changed = dict(self._values, **{name: value})
        self._write(changed)
        self._values = changed

    def __delitem__(self, name: str) -> None:
        del self._values[name]
        self._write(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"State({self._values!r})"

    def clear(self) -> None:
        self._values = {}
        self._write(self._values)

    def _write(self, values: Dict[str, Any]) -> None:
        text = _text(values)
        if len(text) > _MAX_BYTES:
            raise Failed(f"ctx.state would be {len(text)} bytes, at most {_MAX_BYTES} fit: "
                         "keep large things in a file of ctx.state_dir")
        if text != self._saved and not self._dry_run:
            write_json(self._path, values)
        self._saved = text


def save(state: State) -> None:
    """Writes what was changed inside of values."""
    state._write(state._values)


def _text(values: Dict[str, Any]) -> str:
    try:
        return json.dumps(values)
    except (TypeError, ValueError) as error:
        raise TypeError("ctx.state takes text, numbers, true, false, None, lists and dictionaries "
                        f"of these: {error}") from None
