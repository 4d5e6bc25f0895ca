"""The results of operations in rational arithmetic.

A rule takes the recorded operation and the exact values of its operands: arrays of objects, each a
Fraction, or UNKNOWN.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from rnn_examples.operations.recorded import Recorded


class Unknown:
    """Some number that is no fraction, or none that is followed."""

    def _stay(self, *_: Any) -> "Unknown":
        return self

    def _times(self, other: Any) -> "Unknown | Fraction":
        return other if isinstance(other, Fraction) and other == 0 else self

    __add__ = __radd__ = __sub__ = __rsub__ = __neg__ = __truediv__ = _stay
    __mul__ = __rmul__ = __rtruediv__ = _times

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()

ZERO: Any = Fraction(0)

Exact = np.ndarray
"""An array of objects, shaped as the value: each a Fraction, or UNKNOWN."""


def _map(function: Callable[..., Any], *arrays: np.ndarray) -> Any:
    return np.frompyfunc(function, len(arrays), 1)(*arrays)


def same(function: Callable[..., Any], node: Recorded, *operands: Exact) -> Any:
    """NumPy's own function, which does it with fractions too."""
    return function(*operands, **node.options)


def joined(function: Callable[..., Any], node: Recorded, *operands: Exact) -> Any:
    """NumPy's own function, of a list of arrays."""
    return function(operands, **node.options)


def each(function: Callable[..., Any], _: Recorded, *operands: Exact) -> Any:
    """Element by element, by a function of numbers."""
    return _map(function, *operands)


def only(x: int, result: int | Fraction, _: Recorded, operand: Exact) -> Any:
    """A function that has a rational value at one rational x alone."""
    return _map(lambda number: Fraction(result) if number == x else UNKNOWN, operand)


def relu(node: Recorded, x: Exact) -> Any:
    return np.where(np.asarray(node.operands[0].value) > 0, x, ZERO)


def softmax(node: Recorded, x: Exact) -> Any:
    """Known in a row whose logits are equal, but for masked ones: these get 0."""
    return _by_row(node, x, lambda count: Fraction(1, count), ZERO)


def log_softmax(node: Recorded, x: Exact) -> Any:
    """Known where one logit alone is not masked: it gets 0."""
    return _by_row(node, x, lambda count: ZERO if count == 1 else UNKNOWN, UNKNOWN)


def _by_row(node: Recorded, x: Exact, share: Callable[[int], Any], masked: Any) -> Any:
    logits = np.asarray(node.operands[0].value)
    result = np.full(x.shape, UNKNOWN)
    for row in np.ndindex(x.shape[:-1]):
        is_masked = logits[row] == -np.inf
        result[row][is_masked] = masked
        first, *others = x[row][~is_masked]
        equal = isinstance(first, Fraction) and all(first == other for other in others)
        if equal or not others:
            result[row][~is_masked] = share(1 + len(others))
    return result


def nowhere(node: Recorded, *operands: Exact) -> Any:
    """A function that has no rational value anywhere."""
    return np.full(node.shape, UNKNOWN)


def as_recorded(node: Recorded, *operands: Exact) -> Any:
    """A result that is no float, and so exact by itself."""
    return np.asarray(node.value)


def subtract(node: Recorded, left: Exact, right: Exact) -> Any:
    return np.where(is_zero_by_itself(node), ZERO, np.subtract(left, right))


def mean(node: Recorded, x: Exact) -> Any:
    count = Fraction(x.size, math.prod(node.shape))
    return _map(lambda total: divided(total, count), np.asarray(np.sum(x, **node.options)))


def maximum(node: Recorded, left: Exact, right: Exact) -> Any:
    first, second = (np.asarray(operand.value) for operand in node.operands)
    return np.where(first >= second, left, right)


def largest_entry(node: Recorded, x: Exact) -> Any:
    return np.sum(np.where(_largest(node), x, ZERO), **node.options)


def where(node: Recorded, condition: Exact, yes: Exact, no: Exact) -> Any:
    return np.where(np.asarray(node.operands[0].value), yes, no)


def take(node: Recorded, table: Exact, indices: Exact) -> Any:
    return np.take(table, node.operands[1].value, **node.options)


def index(node: Recorded, table: Exact, *computed: Exact) -> Any:
    indices = iter(operand.value for operand in node.operands[1:])
    return table[tuple(next(indices) if part is None else part[0] for part in node.options["key"])]


def divided(x: Any, y: Any) -> Any:
    return x / y if y != 0 else UNKNOWN


def is_zero_by_itself(node: Recorded) -> np.ndarray:
    """Where the difference is of a number and itself: x - x, and at the largest of x - max(x).

    NumPy may take the largest of one row from the entries of another, as in x - max(x, axis=1) of
    a square x. So an entry is compared by its place with the one that is taken from it.
    """
    left, right = node.operands
    if left is right:
        return np.full(node.shape, True)
    if right.operation != "max" or right.operands[0] is not left:
        return np.full(node.shape, False)
    places = np.arange(np.size(left.value)).reshape(left.shape)
    of_largest = np.sum(np.where(_largest(right), places, 0), **right.options)
    return np.asarray(places == of_largest)


def _largest(node: Recorded) -> np.ndarray:
    """Where the entries stand that the recorded run found largest: the first of equal ones."""
    values = np.asarray(node.operands[0].value)
    axis: Any = node.options.get("axis")
    whole = axis is None or not values.ndim
    axes = tuple(range(values.ndim)) if whole else np.atleast_1d(axis) % values.ndim
    kept = [i for i in range(values.ndim) if i not in axes]
    together = values.transpose(*kept, *axes).reshape(*[values.shape[i] for i in kept], -1)
    place = np.argmax(together, axis=-1)[..., None]
    found = np.arange(together.shape[-1]) == place
    shape = [values.shape[i] for i in (*kept, *axes)]
    back: np.ndarray = found.reshape(shape).transpose(np.argsort([*kept, *axes]))
    return back


def power(base: Any, exponent: Any) -> Any:
    if base == 0 and isinstance(exponent, Fraction) and exponent > 0:
        return ZERO
    if exponent == Fraction(1, 2):
        return square_root(base)
    if not isinstance(exponent, Fraction) or exponent.denominator != 1 or abs(exponent) > 64:
        return UNKNOWN
    if not isinstance(base, Fraction):
        return Fraction(1) if exponent == 0 else UNKNOWN
    return base**exponent.numerator if base or exponent >= 0 else UNKNOWN


def root_of(x: float) -> int | None:
    """The whole number of which a float is the root, as np.sqrt(len(s)) gives it; else None."""
    whole = round(x * x) if abs(x) < 2**20 else 0
    return whole if x > 0 and x == math.sqrt(whole) and x != int(x) else None


def square_root(x: Any) -> Any:
    if not isinstance(x, Fraction) or x < 0:
        return UNKNOWN
    root = Fraction(math.isqrt(x.numerator), math.isqrt(x.denominator))
    return root if root**2 == x else UNKNOWN
