"""The inputs of the cases: made by a rule, so that no library's random numbers are needed.

    x_0 = 1,    x_n = 48271 x_{n−1} mod (2³¹ − 1),    entry n = (2 (x_n mod 128) − 127) / 128

n counts the entries of a case over all its arrays, in their order and row by row, from 1. An entry
lies between −1 and 1, is never 0, and has seven binary digits: floats of 16 bits hold it exactly,
and it is the same in every language. No two rows or columns are alike and no matrix is symmetric,
so that no mistake can hide.
Source of the generator: Park, Miller and Stockmeyer (1993).
"""

from collections.abc import Mapping
from math import prod

import numpy as np
from numpy.typing import NDArray


def made(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, NDArray[np.float64]]:
    """Make arrays of these shapes."""
    x, arrays = 1, {}
    for name, shape in shapes.items():
        entries = []
        for _ in range(prod(shape)):
            x = 48271 * x % (2**31 - 1)
            entries.append((2 * (x % 128) - 127) / 128)
        arrays[name] = np.array(entries).reshape(shape)
    return arrays
