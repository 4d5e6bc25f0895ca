"""Exact values: what a recorded number is in rational arithmetic, where that is known.

0.1 + 0.2 is 0.30000000000000004 in floating point, and 0.3 on paper. Inputs are read as the
decimals that were typed; sums, products and quotients of exact numbers are exact, and so is zero
times any number. Everything else is UNKNOWN: known only as a rounded number.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from rnn_examples.trace import Node

DIGITS = 10**200
"""A fraction with a larger denominator is no longer followed: no page prints that many digits."""

LARGEST = DIGITS**3
"""Nor is one with a larger numerator: as a float it would be infinite."""


class Unknown:
    """Some number that is no fraction, or none that is followed."""

    def _stay(self, *_: Any) -> "Unknown":
        return self

    def _times(self, other: Any) -> "Unknown | Fraction":
        return other if isinstance(other, Fraction) and other == 0 else self

    __add__ = __radd__ = __sub__ = __rsub__ = __neg__ = __truediv__ = __rtruediv__ = _stay
    __mul__ = __rmul__ = _times

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()

Exact = np.ndarray
"""An array of objects, shaped as the value: each a Fraction, or UNKNOWN."""


def exact_values(node: Node, known: dict[Node, Exact] | None = None) -> Exact:
    """The exact values of a node's entries. `known` is filled with what was found on the way."""
    known = {} if known is None else known
    waiting = [node]
    while waiting:
        last = waiting[-1]
        needed = last.operands if last.origin is None else (last.origin,)
        missing = [operand for operand in needed if operand not in known]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        if last not in known:
            known[last] = _exact(last, [known[operand] for operand in needed])
    return known[node]


def _exact(node: Node, operands: list[Exact]) -> Exact:
    value = np.asarray(node.value)
    if node.origin is not None:
        found = operands[0]
    elif not node.operands or value.dtype.kind != "f":
        found = [_typed(number) for number in value.flat]
    else:
        found = [_followed(number) for number in np.asarray(apply(node, operands)).flat]
    exact = np.empty(value.size, dtype=object)
    exact[:] = np.asarray(found, dtype=object).reshape(-1)
    return exact.reshape(value.shape)


def _typed(number: Any) -> Fraction | Unknown:
    """The decimal that was typed: the shortest one that gives this float."""
    if isinstance(number, np.floating):
        return Fraction(str(number)) if np.isfinite(number) else UNKNOWN
    return Fraction(int(number))


def _followed(number: Any) -> Fraction | Unknown:
    if isinstance(number, int | np.integer):  # an empty sum
        return Fraction(number)
    if isinstance(number, Unknown):
        return number
    short = number.denominator < DIGITS and abs(number.numerator) < LARGEST
    return number if short else UNKNOWN


def _map(function: Callable[..., Any], *arrays: np.ndarray) -> np.ndarray:
    return np.frompyfunc(function, len(arrays), 1)(*arrays)


def apply(node: Node, operands: list[Exact]) -> Any:
    """What the node's operation, whose result is a float, makes of exact operands."""
    return OPERATIONS[node.operation](node, *operands)


def _same(function: Callable[..., Any], node: Node, *operands: Exact) -> Any:
    """NumPy's own function does it with fractions too."""
    return function(*operands, **node.options)


def _joined(function: Callable[..., Any], node: Node, *operands: Exact) -> Any:
    return function(operands, **node.options)


def _each(function: Callable[..., Any], _: Node, *operands: Exact) -> Any:
    """Element by element."""
    return _map(function, *operands)


def _subtract(node: Node, left: Exact, right: Exact) -> Any:
    return np.where(is_zero_by_itself(node), Fraction(0), np.subtract(left, right))


def _mean(node: Node, x: Exact) -> Any:
    count = Fraction(x.size, math.prod(node.shape))
    return _map(lambda total: _divided(total, count), np.asarray(np.sum(x, **node.options)))


def _maximum(node: Node, left: Exact, right: Exact) -> Any:
    first, second = (np.asarray(operand.value) for operand in node.operands)
    return np.where(first >= second, left, right)


def _max(node: Node, x: Exact) -> Any:
    return np.sum(np.where(_largest(node), x, Fraction(0)), **node.options)


def _where(node: Node, condition: Exact, yes: Exact, no: Exact) -> Any:
    del condition
    return np.where(np.asarray(node.operands[0].value), yes, no)


def _take(node: Node, table: Exact, indices: Exact) -> Any:
    del indices
    return np.take(table, node.operands[1].value, **node.options)


def _index(node: Node, table: Exact, *computed: Exact) -> Any:
    del computed
    indices = iter(operand.value for operand in node.operands[1:])
    return table[tuple(next(indices) if part is None else part[0] for part in node.options["key"])]


def _divided(x: Any, y: Any) -> Any:
    return x / y if y != 0 else UNKNOWN


def is_zero_by_itself(node: Node) -> np.ndarray:
    """Where the difference is of a number and itself: x - x, and at the largest of x - max(x)."""
    left, right = node.operands
    if left is right:
        return np.full(node.shape, True)
    if right.operation == "max" and right.operands[0] is left and left.shape == node.shape:
        return _largest(right)
    return np.full(node.shape, False)


def _largest(node: Node) -> np.ndarray:
    """Where the entries stand that the recorded run found largest: the first of equal ones."""
    values = np.asarray(node.operands[0].value)
    axis = node.options.get("axis")
    whole = axis is None or not values.ndim
    axes = tuple(range(values.ndim)) if whole else np.atleast_1d(axis) % values.ndim
    kept = [i for i in range(values.ndim) if i not in axes]
    together = values.transpose(*kept, *axes).reshape(*[values.shape[i] for i in kept], -1)
    place = np.argmax(together, axis=-1)[..., None]
    found = np.arange(together.shape[-1]) == place
    shape = [values.shape[i] for i in (*kept, *axes)]
    return found.reshape(shape).transpose(np.argsort([*kept, *axes]))


def _power(base: Any, exponent: Any) -> Any:
    if exponent == Fraction(1, 2):
        return _square_root(base)
    if not isinstance(exponent, Fraction) or exponent.denominator != 1 or abs(exponent) > 64:
        return UNKNOWN
    if not isinstance(base, Fraction):
        return Fraction(1) if exponent == 0 else UNKNOWN
    return base**exponent.numerator if base or exponent >= 0 else UNKNOWN


def _square_root(x: Any) -> Any:
    if not isinstance(x, Fraction) or x < 0:
        return UNKNOWN
    root = Fraction(math.isqrt(x.numerator), math.isqrt(x.denominator))
    return root if root**2 == x else UNKNOWN


OPERATIONS: dict[str, Callable[..., Any]] = {
    **{f.__name__: partial(_same, f) for f in (np.add, np.multiply, np.negative, np.matmul)},
    **{f.__name__: partial(_same, f) for f in (np.sum, np.transpose, np.reshape)},
    **{f.__name__: partial(_joined, f) for f in (np.concatenate, np.stack)},
    "subtract": _subtract,
    "divide": partial(_each, _divided),
    "power": partial(_each, _power),
    "sqrt": partial(_each, _square_root),
    "tanh": partial(_each, lambda x: x if x == 0 else UNKNOWN),
    "exp": partial(_each, lambda x: Fraction(1) if x == 0 else UNKNOWN),
    "log": partial(_each, lambda x: Fraction(0) if x == 1 else UNKNOWN),
    "mean": _mean,
    "maximum": _maximum,
    "max": _max,
    "where": _where,
    "take": _take,
    "index": _index,
}
"""Every operation that can give a float."""
