"""The numbers and arrays that are recorded: their types, safe copies, the same bits."""

from typing import Any

import numpy as np

SETTINGS = (int, bool, str, type(None))

NUMBERS = frozenset("?bhilqBHILQd")
"""The types that are recorded, by NumPy's letters: booleans, integers, floats of 64 bits.

The certificate of a printed number counts on 64 bits; NumPy computes tanh(True) in 16.
"""


def safe(value: Any) -> Any:
    """The number or array itself, safe from later changes. Raises TypeError for anything else."""
    if type(value) is np.ndarray:
        value = value.copy(order="K")  # the order in memory decides the last bits of a product
    elif type(value) in (bool, int, float):
        return value
    elif isinstance(value, (list, tuple)):
        value = np.array(value)
    elif not isinstance(value, np.generic):
        raise TypeError(f"a {type(value).__name__} is not recorded: use an array or a number")
    if value.dtype.char not in NUMBERS:
        raise TypeError(
            f"numbers of type {value.dtype} are not recorded: use integers or floats of 64 bits"
        )
    return value


def own_copy(value: Any) -> Any:
    """A copy that a function may change, of an array."""
    return np.array(value) if type(value) is np.ndarray else value


def kept_part(part: Any) -> Any:
    """A part of an index, safe from later changes."""
    return part.copy() if isinstance(part, list | np.ndarray) else part


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as it is written in messages."""
    return " × ".join(map(str, shape)) or "scalar"


def same_bits(a: Any, b: Any) -> bool:
    """Whether two values have one type, one shape and the same bits."""
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if a.tobytes() == b.tobytes():
        return True
    unlike = a.ravel().view(np.uint8) != b.ravel().view(np.uint8)
    differing = unlike.reshape(a.size, a.itemsize).any(axis=1)
    # One NaN is as good as another.
    return a.dtype.kind == "f" and bool(np.all(np.isnan([a.flat[differing], b.flat[differing]])))
