"""What a function is given: its arguments, which are sequences, what is refused; and the call."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, get_type_hints

import numpy as np

from rnn_examples.trace.copies import SETTINGS, safe
from rnn_examples.trace.naming import fields_of
from rnn_examples.trace.node import Node


def name_of(function: Callable[..., Any]) -> str:
    """How a function is called in messages."""
    return str(getattr(function, "__qualname__", None) or underlying(function).__qualname__)


def underlying(function: Any) -> Any:
    """The function that is written: of a partial, a method or an object that can be called."""
    while isinstance(function, partial):
        function = function.func
    is_object = not hasattr(function, "__qualname__") and not isinstance(function, np.ufunc)
    return type(function).__call__ if is_object else getattr(function, "__func__", function)


def own_arguments(
    function: Callable[..., Any], arguments: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Node]]:
    """The arguments, safe from later changes, and the nodes that some were handed over from."""
    own: dict[str, Any] = {}
    origins: dict[str, Node] = {}
    for name, value in arguments.items():
        if isinstance(value, Node):
            origins[name], value = value, np.asarray(value.value)[()]
        if type(value) not in SETTINGS:
            try:
                value = _own_argument(name, value)
            except TypeError as error:
                raise TypeError(f"{name_of(function)}: the argument {name!r}: {error}") from None
        own[name] = value
    return own, origins


def _own_argument(name: str, value: Any) -> Any:
    if type(value) is float:
        return np.float64(value)
    if isinstance(value, np.ndarray | np.generic):
        return safe(value)
    remedy = _remedy_for(name, value)
    if remedy:
        raise TypeError(remedy)
    return safe(value)


def _remedy_for(name: str, value: Any) -> str:
    """What to write in place of an argument that holds several values."""
    held = fields_of(value)
    if held is not None:
        given = ", ".join(f"{key}=…" for key in list(held)[:3]) or "W=…"
        return (
            f"a {type(value).__name__} is not recorded; hand its values over one by one, {given}: "
            f"in the function, **{name} collects them in a dictionary"
        )
    if not isinstance(value, list | tuple):
        return ""
    if any(isinstance(item, np.ndarray) for item in value):
        return "hand each array over as an argument of its own, or all as one: np.stack([…])"
    return "write np.array([…])"


def run(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    """What the function gives; what it yields, as a list."""
    named = dict(arguments)
    given = [named.pop(name) for name in _positional(underlying(function)) if name in named]
    result = function(*given, **named)
    return list(result) if isinstance(result, Iterator) else result


@cache
def _positional(function: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters that are given by place alone."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (ValueError, TypeError):  # it is written in C
        return ()
    return tuple(one.name for one in parameters if one.kind is one.POSITIONAL_ONLY)


def sequences_of(function: Callable[..., Any]) -> frozenset[str]:
    """The parameters annotated with a leading axis `time`, `source_time` or the like."""
    return frozenset(
        name
        for name, hint in hints_of(underlying(function)).items()
        if name != "return" and _leading_axis(hint).rpartition("_")[2] == "time"
    )


@cache
def hints_of(function: Callable[..., Any], *, with_extras: bool = False) -> Mapping[str, Any]:
    """The types in the signature of a function that is written; none that cannot be found.

    with_extras: whether what is Annotated keeps its conditions.
    """
    try:
        return get_type_hints(function, include_extras=with_extras)
    except (NameError, TypeError, AttributeError, SyntaxError):  # for type checkers only
        return {}


def _leading_axis(hint: Any) -> str:
    return next(iter(getattr(hint, "dim_str", "").split()), "")
