"""Every array that a model takes or returns is held against the shape in its signature.

A check depends on the types and shapes of a call and on nothing else: calls of one kind are checked
once. A training run has tens of thousands of calls, of a few kinds.
"""

import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

import jaxtyping

Function = Callable[..., Any]


def install() -> None:
    """Have the models checked that are imported from now on."""
    jaxtyping.install_import_hook("rnn_examples.models", "beartype.beartype")
    jaxtyped = jaxtyping.jaxtyped

    def decorator(*given: Any, **options: Any) -> Any:
        """Do as jaxtyped does, but have a function's calls of one kind checked once."""
        check = jaxtyped(*given, **options)
        return check if given else functools.partial(once_a_kind, check=check)

    jaxtyping.jaxtyped = decorator  # which the hook calls


def once_a_kind(function: Any, check: Callable[[Any], Any]) -> Any:
    """Check the arguments of a call before it, and the result after it, if their kind is new."""
    if not isinstance(function, FunctionType):
        return check(function)
    signature = inspect.signature(function)
    declared = [parameter.annotation for parameter in signature.parameters.values()]
    takes_anything = all(one in (Any, signature.empty) for one in declared)
    if takes_anything and signature.return_annotation in (Any, signature.empty):
        return function
    checked, results = check(function), []
    check_result = check(functools.wraps(function)(lambda *_, **__: results.pop()))
    seen: dict[Any, set[Any]] = {}

    @functools.wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        asked = () if takes_anything else (*map(kind, args), *map(kind, options.items()))
        known = seen.get(asked)
        if known is None:
            result = checked(*args, **options)
            seen[asked] = {kind(result)}
            return result
        result = function(*args, **options)
        returned = kind(result)
        if returned not in known:
            results.append(result)
            check_result(*args, **options)
            known.add(returned)
        return result

    return call


def kind(value: Any) -> Any:
    """All that a check may depend on: types, shapes, and whole numbers, which sizes may name."""
    its = type(value)
    shape = getattr(value, "shape", None)
    if type(shape) is tuple:
        return its, value.dtype, shape
    if its is tuple:
        return its, *map(kind, value)
    if its is list:
        items = {*map(kind, value)}
        # beartype looks at one item, any: those of several kinds are checked at every call.
        return (its, *items) if len(items) < 2 else object()
    if its is dict:
        return its, *map(kind, value.items())
    return value if its is int else its
