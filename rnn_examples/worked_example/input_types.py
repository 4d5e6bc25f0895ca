"""An example's inputs, held against the types and shapes in its function's signature."""

import reprlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from jaxtyping import jaxtyped

from rnn_examples.trace import Node, underlying
from rnn_examples.trace.arguments import hints_of


class InputError(TypeError):
    """An input that is of another type or shape than the function's signature says."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


def check_types(function: Callable[..., Any], inputs: Mapping[str, Any]) -> None:
    """Hold the inputs against the types and shapes in the function's signature, if it gives any."""
    function = underlying(function)
    hints = hints_of(function)
    values = {
        name: np.asarray(given.value)[()] if isinstance(given, Node) else given
        for name, given in inputs.items()
    }
    with jaxtyped("context"):  # in which an axis has one size
        for name, value in values.items():
            hint = hints.get(name, Any)
            if not _is_of(value, hint):
                axes = {
                    axis: f"{axis} is {size} as in {other}"
                    for other in reversed(values)
                    for axis, size in _sizes(hints.get(other), np.shape(values[other]))
                    if other != name
                }
                taken = f"{function.__name__} takes {_wanted(value, hint, axes)}"
                raise InputError(name, f"{name} is {_told(value)}; {taken}")


def _is_of(value: Any, hint: Any) -> bool:
    try:
        return isinstance(value, hint)
    except TypeError:  # Any, list[int]: no class
        return True


def _told(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{' × '.join(map(str, value.shape)) or 'a single number'}, of type {value.dtype}"
    return f"{reprlib.repr(value)}, of type {type(value).__name__}"


def _wanted(value: Any, hint: Any, axes: Mapping[str, str]) -> str:
    """What the signature declares, and what to write where it is an array.

    axes: of each axis of another input, how long it is there.
    """
    wanted = getattr(hint, "__name__", str(hint))
    if not hasattr(hint, "dtypes"):
        return wanted
    number = next((kind for kind in ("float64", "int64") if kind in hint.dtypes), "bool")
    if type(value) in (int, float):
        return f"{wanted}: write np.{number}({value!r})"
    if isinstance(value, list | tuple):
        return f"{wanted}: write np.array([…])"
    if str(getattr(value, "dtype", number)) not in hint.dtypes:
        return f"{wanted}: its type must be {number}"
    known = [axes[axis] for axis in dict.fromkeys(hint.dim_str.split()) if axis in axes]
    return f"{wanted}{': ' * bool(known)}{', '.join(known)}"


def _sizes(hint: Any, shape: tuple[int, ...]) -> list[tuple[str, int]]:
    """The axes that are declared, with their sizes in a shape that has as many."""
    axes = getattr(hint, "dim_str", "").split()
    return list(zip(axes, shape, strict=True)) if len(axes) == len(shape) else []
