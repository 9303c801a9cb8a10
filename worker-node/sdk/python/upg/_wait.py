"""Waiting for what somebody else brings about."""
import time
from typing import Callable, Optional, TypeVar

from upg._calls import sdk_call
from upg._context import context
from upg._errors import Failed

T = TypeVar("T")


def wait_until(what: str, condition: Callable[[], T], timeout: float = 60,
               every: float = 1) -> Optional[T]:
    """Calls the condition every so many seconds until it is true, and returns what it gave; a
    `Failed` or an OSError in it means: not yet. `what` names it: "nova-api answers". In a dry run
    nothing is waited for, and None returned."""
    if not callable(condition):
        raise TypeError(f"wait_until({what!r}, …): expected a function to call again and again, "
                        f"got {condition!r}; write: lambda: …")
    with sdk_call("wait_until", f"wait until {what} (at most {timeout:g} s)", False):
        if context().dry_run:
            return None
        return _wait(what, condition, timeout, every)


def _wait(what: str, condition: Callable[[], T], timeout: float, every: float) -> T:
    end = time.monotonic() + timeout
    tries = 0
    while True:
        tries += 1
        try:
            found = condition()
            last = f"the condition gave {found!r:.200}"
            if found:
                return found
        except (Failed, OSError) as error:
            last = str(error)
        left = end - time.monotonic()
        if left <= 0:
            raise Failed(f"{what}: not within {timeout:g} s ({tries} tries); at last: {last}")
        time.sleep(min(every, left))
