"""The parameters of a task function: what `with:` gives, checked against names and types."""
import difflib
import inspect
import typing
from typing import Any, Callable, Dict, List, Tuple, Union

from upg._errors import Failed

_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false",
          list: "a list", dict: "a mapping"}
_CONTAINERS = {list: list, dict: dict, List: list, Dict: dict}  # type: Dict[Any, type]


def arguments(function: Callable[..., Any], given: Dict[str, Any], known: List[str],
              where: str) -> Dict[str, Any]:
    """The arguments for the function, or a `Failed` that names every problem at once. `known`
    are further names that may be given. A function that names no parameter gets none, whatever is
    given: a script around a task sees the parameters of the task."""
    problems = []  # type: List[str]
    values = {}  # type: Dict[str, Any]
    wanted = parameters(function)
    hints = typing.get_type_hints(function)
    written = {}  # type: Dict[str, str]
    for name in given:
        written.setdefault(name.replace("-", "_"), name)
    for name, parameter in wanted.items():
        hint = hints.get(name, Any)
        if name in written:
            values[name] = given[written[name]]
            default = values[name] is None and parameter.default is None
            if not default and not _fits(values[name], hint):
                problems.append(f"'{written[name]}': expected {_words(hint)}, "
                                f"got {_got(values[name], hint)}")
        elif parameter.default is parameter.empty:
            problems.append(f"'{name}' is missing: expected {_words(hint)}")
    extra = [name for name in written if name not in wanted]
    if _takes_any(function):
        values.update((name, given[written[name]]) for name in extra)
    elif wanted:
        problems += [_unknown(written[name], list(wanted) + known)
                     for name in extra if name not in known]
    if problems:
        raise Failed(f"{where}: parameter " + "; parameter ".join(problems))
    return values


def parameters(function: Callable[..., Any]) -> Dict[str, inspect.Parameter]:
    """All but the first, which is ctx."""
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    found = list(inspect.signature(function).parameters.values())
    if not found or found[0].kind not in named[:1]:
        raise TypeError(f"{function.__name__}: expected a first parameter for the context, as in "
                        f"def {function.__name__}(ctx)")
    return {p.name: p for p in found[1:] if p.kind in named}


def _takes_any(function: Callable[..., Any]) -> bool:
    kinds = [p.kind for p in inspect.signature(function).parameters.values()]
    return inspect.Parameter.VAR_KEYWORD in kinds


def _unknown(name: str, known: List[str]) -> str:
    close = difflib.get_close_matches(name.replace("-", "_"), known, 1)
    hint = f"did you mean '{close[0]}'?" if close else f"it takes {', '.join(known)}"
    return f"'{name}' is unknown: {hint}"


def _parts(hint: Any) -> Tuple[Any, Tuple[Any, ...]]:
    """A generic type taken apart: (list, (str,)); Union for what may be one of several."""
    origin = getattr(hint, "__origin__", None)
    inner = tuple(part for part in getattr(hint, "__args__", None) or ()
                  if not isinstance(part, typing.TypeVar))
    if origin is Union or type(hint).__name__ == "UnionType":
        return Union, inner
    if hint in _CONTAINERS:
        return _CONTAINERS[hint], inner
    return _CONTAINERS.get(origin, hint), inner


def _fits(value: Any, hint: Any) -> bool:
    kind, inner = _parts(hint)
    if kind is Any or kind is object:
        return True
    if kind is Union:
        return any(_fits(value, one) for one in inner)
    if kind is type(None):
        return value is None
    if kind not in _WORDS:
        raise TypeError(f"parameter type {hint!r}: expected str, int, float, bool, list, dict, "
                        "or List, Dict, Optional, Union of these")
    if isinstance(value, bool) and kind is not bool:
        return False
    if not isinstance(value, (int, float) if kind is float else kind):
        return False
    items = []  # type: List[Any]
    if isinstance(value, (list, dict)):
        items = list(value.values()) if isinstance(value, dict) else value
    return not inner or all(_fits(item, inner[-1]) for item in items)


def _words(hint: Any) -> str:
    kind, inner = _parts(hint)
    if kind is Any or kind is object:
        return "a value"
    if kind is Union:
        return " or ".join("nothing" if one is type(None) else _words(one) for one in inner)
    of = f" of {_words(inner[-1])}" if inner else ""
    return _WORDS[kind] + of


def _got(value: Any, hint: Any) -> str:
    """Text is shown only where its quotes are the mistake: it may be a secret."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        kind = _parts(hint)[0]
        if kind is int and value.lstrip("-").isdigit() or kind is bool and value in _YES_NO:
            return f"the text '{value}': write it without quotes"
        return "text"
    if isinstance(value, (list, dict)):
        return _WORDS[type(value)]
    return f"{_WORDS[type(value)]}, {str(value).lower() if isinstance(value, bool) else value}"


_YES_NO = ("true", "false", "yes", "no", "on", "off")
