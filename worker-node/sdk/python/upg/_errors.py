"""How a script ends that did not do its work."""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upg._process import Done


class Failed(Exception):
    """The task cannot be done. One sentence: what was found, what was expected, what to do."""


class TryAgain(Failed):
    """Not yet: the agent runs the script again after its `retry-delay`, up to `retries` times."""


class CommandFailed(Failed):
    """A command that `run` started ended badly; `done` says how."""

    def __init__(self, reason: str, done: "Done") -> None:
        super().__init__(reason)
        self.done = done


class Stopped(BaseException):
    """The script was told to end by TERM. No `except Exception` may swallow it."""


class Quit(BaseException):
    """Whoever steps through the script has seen enough."""
