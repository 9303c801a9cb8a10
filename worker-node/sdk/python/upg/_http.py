"""Asking over HTTP."""
import json
from typing import Any, Dict, NamedTuple, Optional

from upg._calls import sdk_call
from upg._errors import Failed

_MAX_BYTES = 8 * 1024 * 1024


class Answer(NamedTuple):
    url: str
    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        try:
            return json.loads(self.body.decode("utf-8"))
        except ValueError as error:
            raise Failed(f"{self.url} answers no JSON: {error}: {_first_line(self)}") from None


def http_get(url: str, timeout: float = 10, status: int = 200,
             headers: Optional[Dict[str, str]] = None) -> Answer:
    """The answer, which must have that status. Reads only, so a dry run asks, too."""
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"http_get({url!r}): expected http://… or https://…")
    with sdk_call("http_get", f"get {url}", False):
        answer = _get(url, timeout, headers or {})
        if answer.status != status:
            raise Failed(f"{url} answers {answer.status}, expected {status}: {_first_line(answer)}")
        return answer


def _get(url: str, timeout: float, headers: Dict[str, str]) -> Answer:
    import http.client  # here, because they take longer to import than most scripts to run
    import urllib.error
    import urllib.request
    try:
        with urllib.request.urlopen(
                urllib.request.Request(url, headers=headers), timeout=timeout) as answer:
            return _read(url, answer.status, answer)
    except urllib.error.HTTPError as error:
        with error:
            return _read(url, error.code, error)
    except urllib.error.URLError as error:
        raise Failed(f"{url} does not answer (limit {timeout:g} s): {error.reason}") from None
    except (OSError, http.client.HTTPException) as error:
        raise Failed(f"{url} does not answer (limit {timeout:g} s): "
                     f"{error or type(error).__name__}") from None


def _read(url: str, status: int, answer: Any) -> Answer:
    body = answer.read(_MAX_BYTES + 1)
    if len(body) > _MAX_BYTES:
        raise Failed(f"{url} answers more than {_MAX_BYTES} bytes")
    return Answer(url, status, body)


def _first_line(answer: Answer) -> str:
    lines = [line for line in answer.text.splitlines() if line.strip()]
    return lines[0].strip()[:200] if lines else "(an empty body)"
