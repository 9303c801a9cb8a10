"""Commands of the host."""
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Union

from upg._calls import sdk_call
from upg._errors import CommandFailed, Failed, Stopped

_KEPT = 8 * 1024 * 1024  # of each stream, its end
_SHOWN = 20  # lines
_GRACE = 5  # seconds between TERM and KILL
_HASTE = 2  # the same where the script itself was told to end: the agent waits 5 s for all
_LINGER = 1  # seconds that output is waited for, which a daemon of the command may hold open


class Done(NamedTuple):
    """How a command ended; `code` is negative where a signal ended it."""
    command: str
    code: int
    out: str
    err: str
    seconds: float

    @property
    def lines(self) -> List[str]:
        """Of its standard output."""
        return self.out.splitlines()


def run(command: Sequence[Any], timeout: float = 300, ok: Sequence[int] = (0,),
        input: Union[str, bytes, None] = None, env: Optional[Dict[str, str]] = None,
        cwd: Optional[str] = None, reads_only: bool = False) -> Done:
    """Runs a command, a list of words, to its end; fails where its exit code is not in `ok`, or
    after `timeout` seconds, when all its processes are ended. `env` is added to the environment.
    What `input` and `env` hold is never printed: the place for secrets. In a dry run a command is
    shown and succeeds silently, unless it `reads_only`."""
    if isinstance(command, (str, bytes)):
        raise TypeError(f"run({command!r}): expected a list of words, such as "
                        f"run({str(command).split()!r}); for a shell: run(['sh', '-c', …])")
    words = [os.fspath(w) if isinstance(w, os.PathLike) else str(w) for w in command]
    text = " ".join(shlex.quote(word) for word in words)
    with sdk_call("run", f"run {text:.200}", not reads_only) as real:
        if not real:
            return Done(text, 0, "", "", 0.0)
        _term.put_off = True
        try:
            done = _Command(words, text, input, env, cwd).done(timeout)
        finally:
            _term.now()
        if done.code not in ok:
            raise _failure(done, _ending(done.code))
        return done


class _Term:
    """TERM while a command is being started would leave it without anybody who ends it."""
    put_off = False
    came = False

    def now(self) -> None:
        self.put_off = False
        if self.came:
            self.came = False
            raise Stopped("stopped by TERM")


_term = _Term()


def stop() -> None:
    """What TERM to the script does: at once, or as soon as the command is there to be ended."""
    _term.came = True
    if not _term.put_off:
        _term.now()


class _Command:
    def __init__(self, words: List[str], text: str, given: Union[str, bytes, None],
                 env: Optional[Dict[str, str]], cwd: Optional[str]) -> None:
        self.text = text
        self.begun = time.monotonic()
        try:
            self.process = subprocess.Popen(
                words, cwd=cwd, env=dict(os.environ, **env) if env else None,
                stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        except OSError as error:
            raise Failed(_not_started(words[0], cwd, error)) from None
        self.out = _End(self.process.stdout)
        self.err = _End(self.process.stderr)
        if given is not None:
            content = given.encode("utf-8") if isinstance(given, str) else given
            threading.Thread(target=_feed, args=(self.process.stdin, content), daemon=True).start()

    def done(self, timeout: float) -> Done:
        try:
            _term.now()
            return self.result(self.process.wait(timeout))
        except subprocess.TimeoutExpired:
            self.end(_GRACE)
            raise _failure(self.result(self.process.returncode),
                           f"no end after {timeout:g} s; its processes were ended") from None
        except BaseException:
            self.end(_HASTE)
            raise

    def end(self, grace: float) -> None:
        """TERM to its whole process group, after the grace KILL."""
        self.signal(signal.SIGTERM)
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            pass
        self.signal(signal.SIGKILL)
        self.process.wait()

    def signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def result(self, code: int) -> Done:
        seconds = time.monotonic() - self.begun
        return Done(self.text, code, self.out.text(), self.err.text(), seconds)


class _End(threading.Thread):
    """Reads a stream to its end and keeps the end of it: a gigabyte costs no more than that."""

    def __init__(self, stream: Any) -> None:
        super().__init__(daemon=True)
        self.stream = stream
        self.kept = bytearray()
        self.start()

    def run(self) -> None:
        with self.stream:
            for part in iter(lambda: self.stream.read1(65536), b""):
                self.kept += part
                if len(self.kept) > 2 * _KEPT:
                    del self.kept[:-_KEPT]

    def text(self) -> str:
        self.join(_LINGER)
        return bytes(self.kept[-_KEPT:]).decode("utf-8", "replace")


def _feed(stream: Any, content: bytes) -> None:
    try:
        with stream:
            stream.write(content)
    except OSError:  # it ended without reading all
        pass


def _not_started(program: str, cwd: Optional[str], error: OSError) -> str:
    if cwd is not None and not os.path.isdir(cwd):
        return f"{program} cannot be started: its folder {cwd} is not there"
    if isinstance(error, FileNotFoundError):
        where = "" if "/" in program else " on PATH " + os.environ.get("PATH", "")
        return f"{program}: there is no such program{where}; install it on this host, then retry"
    return f"{program} cannot be started: {error.strerror}"


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"


def _failure(done: Done, how: str) -> CommandFailed:
    """Prints the end of the output, and puts its last line into the reason."""
    lines = [line for line in (done.out + "\n" + done.err).splitlines() if line.strip()]
    sys.stdout.flush()
    for line in lines[-_SHOWN:]:
        print("  | " + line, file=sys.stderr)
    last = f": {lines[-1].strip():.200}" if lines else ", and said nothing"
    return CommandFailed(f"{done.command:.200} {how}{last}", done)
