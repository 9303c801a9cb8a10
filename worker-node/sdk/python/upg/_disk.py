"""Files that are there whole or not at all, whoever dies."""
import os
import shutil
import stat
from typing import Any, BinaryIO, Dict

Look = Dict[str, Any]  # mode, owner, group and extended attributes, fit for JSON


def look(path: str) -> Look:
    """How a file looks from outside."""
    found = os.stat(path)
    return {"mode": stat.S_IMODE(found.st_mode), "uid": found.st_uid, "gid": found.st_gid,
            "attributes": _attributes(path)}


def new_look(mode: int) -> Look:
    """That of a file of our own."""
    return {"mode": mode, "uid": os.geteuid(), "gid": os.getegid(), "attributes": {}}


def put(path: str, content: BinaryIO, wanted: Look) -> None:
    """Puts the content there under the wanted looks; on the disk when this returns."""
    new = unfinished(path)
    forget(new)
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            _dress(new, wanted)
            os.fsync(file.fileno())
        os.replace(new, path)
    except BaseException:
        forget(new)
        raise
    sync_folder(path)


def unfinished(path: str) -> str:
    """What a `put` that was killed may leave."""
    return os.path.join(os.path.dirname(path), "." + os.path.basename(path) + ".upg-new")


def forget(path: str) -> bool:
    """Whether it was there."""
    try:
        os.unlink(path)
        return True
    except FileNotFoundError:
        return False


def sync_folder(path: str) -> None:
    """Makes what happened to the name `path` last."""
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _dress(path: str, wanted: Look) -> None:
    """The owner before the mode: a change of owner clears set-user-id."""
    found = os.stat(path)
    if (found.st_uid, found.st_gid) != (wanted["uid"], wanted["gid"]):
        os.chown(path, wanted["uid"], wanted["gid"])
    os.chmod(path, wanted["mode"])
    for name, value in wanted["attributes"].items():
        if _attributes(path).get(name) != value:
            os.setxattr(path, name, bytes.fromhex(value))


def _attributes(path: str) -> Dict[str, str]:
    if not hasattr(os, "listxattr"):
        return {}
    try:
        return {name: os.getxattr(path, name).hex() for name in os.listxattr(path)}
    except OSError:  # a file system without them
        return {}
