"""What a script of a release uses to be a task of upg: docs/scripts.md is its guide.

Python 3.6 and its standard library only. Whatever is not listed in `__all__` may change.
"""
from upg._calls import external
from upg._context import Context, Peer
from upg._errors import CommandFailed, Failed, TryAgain
from upg._files import edit_file, remove_file, restore_file, restore_files, write_file
from upg._http import Answer, http_get
from upg._main import main, rollback, task
from upg._process import Done, run
from upg._state import State
from upg._wait import wait_until

__all__ = [
    "Answer", "CommandFailed", "Context", "Done", "Failed", "Peer", "State", "TryAgain",
    "edit_file", "external", "http_get", "main", "remove_file", "restore_file", "restore_files",
    "rollback", "run", "task", "wait_until", "write_file",
]
