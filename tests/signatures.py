"""Arguments and results held to a signature's shapes and types, each kind of them once.

jaxtyping and beartype look at types, shapes and kinds of number, and at no number itself, but for
whole numbers that are sizes. A call whose arguments and result are of the same kind as those of
one before would pass again: it is not looked at. A network in training is called a million times.
"""

import functools
from collections.abc import Callable, Hashable, Iterable
from inspect import isfunction
from types import FunctionType, GeneratorType, NoneType
from typing import Any

import numpy as np

TYPE_ALONE = (float, NoneType, FunctionType, GeneratorType)
"""Of these a signature can only say the type."""


class UnknownKindError(Exception):
    """Nothing says which values are checked alike: each has to be looked at."""


def kind(value: Any) -> Hashable:
    """All that a signature can say of a value. Raises UnknownKindError."""
    type_ = type(value)
    if type_ is np.ndarray:
        return value.dtype.char, value.shape
    if issubclass(type_, tuple):
        return type_, *map(kind, value)
    if issubclass(type_, TYPE_ALONE):
        return type_
    if issubclass(type_, int | str | np.integer):
        return type_, value
    if issubclass(type_, list | dict):
        return type_, *_of_items(value)
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return type_, value.dtype, value.shape
    raise UnknownKindError


def _of_items(value: list[Any] | dict[Any, Any]) -> Iterable[Hashable]:
    if isinstance(value, dict):
        return [(key, kind(item)) for key, item in value.items()]
    kinds = set(map(kind, value))
    if len(kinds) > 1:  # beartype looks at one item, another one at each call
        raise UnknownKindError
    return kinds


def each_kind_once(jaxtyped: Callable[..., Any]) -> Callable[..., Any]:
    """jaxtyping's decorator, which then looks only at what it has not seen the like of."""

    def decorator(*given: Any, **options: Any) -> Any:
        held_to = jaxtyped(*given, **options)
        if given:  # not by the hook
            return held_to
        return lambda made: _checked(made, held_to) if isfunction(made) else held_to(made)

    return decorator


def _checked(function: FunctionType, held_to: Callable[[Any], Any]) -> Callable[..., Any]:
    whole = held_to(function)
    results: list[Any] = []
    known: dict[Hashable, set[Hashable]] = {}

    @functools.wraps(function)
    def handed(*_: Any, **__: Any) -> Any:
        return results.pop()

    result_alone = held_to(handed)

    @functools.wraps(function)
    def checking(*args: Any, **named: Any) -> Any:
        try:
            given = kind(args), kind(named)
            seen = known.get(given)
        except UnknownKindError:
            return whole(*args, **named)
        if seen is None:
            result = whole(*args, **named)
            known[given] = seen = set()
            found = _kind_or_none(result)
        else:
            result = function(*args, **named)
            found = _kind_or_none(result)
            if found is None or found not in seen:
                results.append(result)
                result_alone(*args, **named)
        if found is not None:
            seen.add(found)
        return result

    return checking


def _kind_or_none(value: Any) -> Hashable:
    try:
        return kind(value)
    except UnknownKindError:
        return None
