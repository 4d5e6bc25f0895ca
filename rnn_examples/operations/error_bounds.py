"""The error bounds of operations whose result is a float: textbook numerical analysis.

A rule takes the recorded operation, its result z, its operands x and y as floats, and the bounds of
these, dx and dy: arrays of the largest absolute error of each entry. It gives the bound of z.
(Higham, Accuracy and Stability of Numerical Algorithms, 2002, chapters 2 and 3.)
"""

from typing import Any

import numpy as np

from rnn_examples.operations.exact import is_zero_by_itself
from rnn_examples.operations.recorded import Recorded

Bound = np.ndarray
"""An array of floats, shaped as the value: the largest absolute error of each entry."""

UNIT = 2.0**-53
"""The relative error of one rounding."""

ELEMENTARY = 16 * UNIT
"""The relative error that tanh, exp, log and powers are allowed, on any processor."""

TINY = 2.0**-1022
"""What may be lost where a result is too small for a float."""


def add(node: Recorded, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Any:
    bound = dx + dy + UNIT * np.abs(z)
    masked = (np.isinf(x) | np.isinf(y)) & ~np.isnan(z) & np.isfinite(dx + dy)
    bound = np.where(masked, 0.0, bound)
    return np.where(is_zero_by_itself(node), 0.0, bound) if node.operation == "subtract" else bound


def multiply(node: Recorded, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Any:
    return np.abs(x) * dy + np.abs(y) * dx + dx * dy + UNIT * np.abs(z)


def divide(node: Recorded, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Any:
    left = np.abs(y) - dy
    return np.where(left > 0, (dx + np.abs(z) * dy) / left, np.inf) + UNIT * np.abs(z)


def matmul(node: Recorded, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Any:
    x, y = np.abs(x), np.abs(y)
    return x @ dy + dx @ y + dx @ dy + (x.shape[-1] + 1) * UNIT * (x @ y)


def power(node: Recorded, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Any:
    """From the corners of the box that x and y can lie in, where x keeps its sign."""
    whole = (y == np.round(y)) & (np.abs(y) < 2**20)  # typed as it is: no error of its own
    dy = np.where(whole, 0.0, dy)
    corners = [np.abs(np.power(x + i * dx, y + j * dy) - z) for i in (-1, 1) for j in (-1, 1)]
    crosses = (np.abs(x) <= dx) & (y < 0)
    return np.where(crosses, np.inf, np.max(corners, axis=0)) + ELEMENTARY * np.abs(z)


def tanh(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    slope = 1 - np.tanh(np.maximum(np.abs(x) - dx, 0)) ** 2
    return slope * dx + ELEMENTARY * np.abs(z)


def exp(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    return np.where(x == -np.inf, 0.0, z * np.expm1(dx) + ELEMENTARY * z + TINY)


def sigmoid(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    """The derivative σ(x) σ(−x) is at most ¼, and largest near 0."""
    r = np.exp(-np.maximum(np.abs(x) - dx, 0))
    return r / (1 + r) ** 2 * dx + 3 * ELEMENTARY * np.abs(z) + TINY


def softplus(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    """The derivative is σ(x), which rises with x."""
    slope = 1 / (1 + np.exp(-(x + dx)))
    return slope * dx + ELEMENTARY * (1 + np.abs(z))


def softmax(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    """Exp of one logit over the sum of all: the logits' errors, and a rounding of each x − max."""
    apart = _below_largest(x)
    relative = np.expm1(dx + _largest(dx)) + (2 * apart + x.shape[-1]) * UNIT + 4 * ELEMENTARY
    return np.where(x == -np.inf, 0.0, z * relative + TINY)


def log_softmax(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    """X − max and the logarithm of a sum, which lies between 0 and log n."""
    apart = _below_largest(x)
    rounding = (2 * apart + x.shape[-1]) * UNIT + 4 * ELEMENTARY
    return np.where(x == -np.inf, 0.0, dx + _largest(dx) + rounding + UNIT * np.abs(z))


def _largest(x: Any) -> Any:
    return np.max(x, axis=-1, keepdims=True)


def _below_largest(x: Any) -> Any:
    """How far each entry lies below the largest of its row; 0 where it is masked."""
    return np.where(x == -np.inf, 0.0, _largest(x) - x)


def log(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    return np.where(x > dx, dx / (x - dx), np.inf) + ELEMENTARY * np.abs(z)


def square_root(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    below, above = z - np.sqrt(np.maximum(x - dx, 0)), np.sqrt(x + dx) - z
    return np.maximum(below, above) + ELEMENTARY * z


def total(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    terms = x.size / max(1, int(np.prod(node.shape)))
    return np.sum(dx, **node.options) + terms * UNIT * np.sum(np.abs(x), **node.options)


def mean(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    terms = x.size / max(1, int(np.prod(node.shape)))
    return total(node, z, x, dx) / terms + UNIT * np.abs(z)


def maximum(node: Recorded, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Any:
    return np.maximum(dx, dy)


def largest_entry(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    return np.max(dx, **node.options)


def negative(node: Recorded, z: Any, x: Any, dx: Bound) -> Any:
    return dx
