"""From the process that the agent starts to the function that does the work, and back."""
import atexit
import errno
import io
import os
import signal
import sys
import traceback
from typing import Any, Callable, Dict, List, NoReturn, Optional, TypeVar

from upg import _state
from upg._calls import record
from upg._context import Context, context
from upg._errors import Failed, Quit, Stopped, TryAgain
from upg._params import arguments, parameters
from upg._process import stop

F = TypeVar("F", bound=Callable[..., Any])

_FAILED = 1
_AGAIN = 75
_INTERRUPTED = 130
_SDK = os.path.dirname(os.path.abspath(__file__))
_TODO = {errno.ENOSPC: "free space on this host", errno.EDQUOT: "free space on this host",
         errno.EROFS: "mount it writable", errno.EACCES: "see who may do that",
         errno.EPERM: "see who may do that"}

_functions = {}  # type: Dict[str, Callable[..., Any]]
_started = False


def task(function: F) -> F:
    """The function that does the work: `def convert(ctx, schema: int, keep: bool = True)`. Its
    parameters are those of `with:`. What it returns, a sentence or nothing, is the message."""
    return _register("run", "@task", function)


def rollback(function: F) -> F:
    """The function that takes the work back; it gets the same parameters, as far as it names them.
    It may be called after a run that ended half-way, and twice."""
    return _register("rollback", "@rollback", function)


def main() -> "NoReturn":
    """Runs the function for this task's direction, and ends the process: the script's last line."""
    global _started
    _started = True
    sys.stdout, sys.stderr = _by_line(sys.stdout), _by_line(sys.stderr)
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = _end(_work)
    except Stopped:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        raise
    sys.exit(code)


def _register(direction: str, word: str, function: F) -> F:
    if direction in _functions:
        raise TypeError(f"{function.__name__} is a second {word}, after "
                        f"{_functions[direction].__name__}: a script is one task")
    parameters(function)
    if not _functions and "UPG_TASK" in os.environ and function.__module__ == "__main__":
        atexit.register(_require_start)
    _functions[direction] = function
    return function


def _require_start() -> None:
    """A script that forgets main() would end well without having done anything."""
    if not _started and getattr(sys, "last_type", None) is None:
        _say(f"{_script()} ended without having called main(): nothing was done. Its last lines "
             "must be: if __name__ == \"__main__\": main()", sys.stderr)
        os._exit(_FAILED)


def _work() -> Optional[str]:
    ctx = context()
    function = _chosen(ctx)
    others = [n for f in _functions.values() for n in parameters(f)]
    forward = ctx.direction == "run"
    given = ctx.params if forward else {
        name: value for name, value in ctx.params.items()
        if name.replace("-", "_") in parameters(function)}
    where = f"with: of action {ctx.action}"
    values = arguments(function, given, others, where)
    _count(ctx)
    try:
        message = function(ctx, **values)
    finally:
        _state.save(ctx.state)
    if message is not None and not isinstance(message, str):
        raise TypeError(f"{function.__name__} returned {message!r:.100}; expected a sentence that "
                        "says what was done, or nothing")
    if not forward:
        ctx.state.clear()
    record.reboot = ctx._reboot
    return message


def _chosen(ctx: Context) -> Callable[..., Any]:
    function = _functions.get(ctx.direction)
    if function is None:
        word = "@task" if ctx.direction == "run" else "@rollback"
        raise Failed(f"{_script()} has no {word} function, and was started for direction "
                     f"'{ctx.direction}': write one, or name another script in component.yaml")
    return function


def _count(ctx: Context) -> None:
    """The host's own record of how often this task's scripts were begun."""
    if not ctx.dry_run:
        with open(os.path.join(ctx.state_dir, "executions"), "a") as log:
            log.write(f"{ctx.task} {ctx.direction} attempt {ctx.attempt}\n")


def _end(work: Callable[[], Optional[str]]) -> int:
    """The exit code; the last line printed and the message say why."""
    code, message = _FAILED, ""
    try:
        code, message = 0, work() or ""
    except TryAgain as error:
        code, message = _AGAIN, _reason(str(error))
    except Failed as error:
        message = _reason(str(error))
    except (Quit, KeyboardInterrupt) as end:
        code, message = _INTERRUPTED, _reason(str(end) or "interrupted")
    except OSError as error:
        todo = _TODO.get(error.errno or 0, "")
        message = _reason(f"{_place(error)}: {error}" + (f"; {todo}, then try again" if todo else ""))
    except Stopped as stop:
        message = _reason(str(stop))
        raise
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else _FAILED
        message = end.code if isinstance(end.code, str) else ""
    except Exception as error:
        print("".join(traceback.format_list(_frames(error))), end="", file=sys.stderr)
        message = _reason(f"{_place(error)}: {type(error).__name__}: {error}. "
                          "This is a mistake in the script")
    finally:
        if message:
            _say(message, sys.stderr if code else sys.stdout)
        record.message = message or None
        record.write()
    return code


def _reason(text: str) -> str:
    try:
        return f"{context().component} on {context().host}: {text}"
    except Failed:
        return text


def _frames(error: BaseException) -> List[traceback.FrameSummary]:
    """The user's own."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if not frame.filename.startswith(_SDK + os.sep)]


def _place(error: BaseException) -> str:
    frames = _frames(error)
    return f"{os.path.basename(frames[-1].filename)} line {frames[-1].lineno}" if frames else "upg"


def _script() -> str:
    return os.path.basename(sys.argv[0]) or "the script"


def _stop(number: int, frame: Any) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once: what cleans up is not interrupted
    stop()


def _say(text: str, stream: Any) -> None:
    sys.stdout.flush()
    print(text, file=stream, flush=True)


def _by_line(stream: Any) -> Any:
    """Every line at once, so that a death loses none, and any character, whatever LANG says."""
    if not hasattr(stream, "buffer"):
        return stream
    stream.flush()
    return io.TextIOWrapper(stream.buffer, encoding=stream.encoding, errors="backslashreplace",
                            line_buffering=True)
