"""How far recorded numbers are from those of an oracle."""

from fractions import Fraction
from typing import Any

import numpy as np


def exactly(values: Any) -> Any:
    """Numbers of any kind as an `int` or a `Fraction` each, in lists as they were.

    A float is read as its shortest decimal, which is what was typed.
    Raises ValueError for what is no finite number.
    """
    if hasattr(values, "tolist"):  # NumPy's and mpmath's arrays
        values = values.tolist()
    if isinstance(values, list | tuple):
        return [exactly(value) for value in values]
    if isinstance(values, int):
        return int(values)
    if hasattr(values, "_mpf_"):
        sign, mantissa, exponent, _ = values._mpf_
        if mantissa or not exponent:
            return Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** int(exponent)
    try:
        return Fraction(repr(values)) if isinstance(values, float) else Fraction(values)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{values!r} is no finite number") from None


def reference(values: Any) -> np.ndarray:
    """An oracle's values as an array of exact numbers. Raises ValueError for what is none."""
    array = np.array(exactly(values), dtype=object)
    if any(isinstance(entry, list) for entry in array.flat):
        raise ValueError("its rows are of unequal length")
    return array


def difference(found: Any, true: np.ndarray) -> float:
    """The largest difference: of numbers above 1 relative to the number, else absolute.

    Raises ValueError for unequal shapes.
    """
    found = np.asarray(found)
    if found.shape != true.shape:
        shapes = [" × ".join(map(str, shape)) or "scalar" for shape in (found.shape, true.shape)]
        raise ValueError(f"it is {shapes[0]} in the example, {shapes[1]} in the oracle")
    largest = Fraction(0)
    for index in np.ndindex(found.shape):
        number = found[index].item()
        if not np.isfinite(number):
            return float("inf")
        largest = max(largest, abs(Fraction(number) - true[index]) / max(1, abs(true[index])))
    return float(largest)
