"""Numbers of 400 digits that know their derivatives.

Why so many? A float may be as small as 10⁻³⁰⁸. Next to 1, as in 1 − z or in the softmax of large
logits, it is still there with 400 digits, and so its 17 digits are right in the end.

A `Number` remembers which numbers it was computed from, and its derivative with respect to each.
From the loss backwards, the chain rule then gives the derivative of the loss with respect to every
number: no gradient is written out by hand, so nothing of the models' ways back is used here.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import mpmath

mp = mpmath.mp.clone()
mp.dps = 400

COUNT = itertools.count()


class Number:
    """A number, what it was computed from, and, once `derive` has run, the loss's derivative."""

    __slots__ = ("gradient", "order", "sources", "value")

    def __init__(self, value: Any, sources: "Sequence[tuple[Number, Any]]" = ()) -> None:
        self.value = mp.mpf(value)
        self.sources = sources
        self.order = next(COUNT)
        self.gradient = mp.mpf(0)

    def __add__(self, other: "Number | int") -> "Number":
        other = number(other)
        return Number(self.value + other.value, ((self, 1), (other, 1)))

    def __sub__(self, other: "Number | int") -> "Number":
        other = number(other)
        return Number(self.value - other.value, ((self, 1), (other, -1)))

    def __rsub__(self, other: int) -> "Number":
        return number(other) - self

    def __mul__(self, other: "Number") -> "Number":
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))


def number(value: "Number | int") -> Number:
    """Make a constant a Number."""
    return value if isinstance(value, Number) else Number(value)


def sigmoid(a: Number) -> Number:
    """Compute 1 / (1 + exp(−a)); the derivative without 1 − σ, which would lose digits."""
    rises, falls = mp.exp(a.value), mp.exp(-a.value)
    return Number(1 / (1 + falls), ((a, 1 / ((1 + rises) * (1 + falls))),))


def tanh(a: Number) -> Number:
    """Compute the hyperbolic tangent; the derivative is 1 / cosh²."""
    return Number(mp.tanh(a.value), ((a, 1 / mp.cosh(a.value) ** 2),))


def exp(a: Number) -> Number:
    """Compute the exponential."""
    value = mp.exp(a.value)
    return Number(value, ((a, value),))


def log_of_sum(exponents: Sequence[Number]) -> Number:
    """Compute log Σ exp(a); the derivatives are the softmax. mpmath's exponents do not overflow."""
    weights = [mp.exp(a.value) for a in exponents]
    total = mp.fsum(weights)
    sources = [(a, w / total) for a, w in zip(exponents, weights, strict=True)]
    return Number(mp.log(total), sources)


def dot(one: Sequence[Number], other: Sequence[Number]) -> Number:
    """Sum the products of the entries."""
    pairs = list(zip(one, other, strict=True))
    value = mp.fsum(a.value * b.value for a, b in pairs)
    return Number(value, [s for a, b in pairs for s in ((a, b.value), (b, a.value))])


def derive(loss: Number) -> None:
    """Give every number that the loss was computed from the loss's derivative."""
    loss.gradient = mp.mpf(1)
    for node in _from_last_to_first(loss):
        for source, slope in node.sources:
            source.gradient += slope * node.gradient


def _from_last_to_first(loss: Number) -> Iterable[Number]:
    """What the loss was computed from, each number before the ones that it was computed from."""
    found = {loss}
    waiting = [loss]
    while waiting:
        new = {source for source, _ in waiting.pop().sources} - found
        found |= new
        waiting += new
    return sorted(found, key=lambda node: -node.order)


def exact(array: Any) -> Any:
    """Make floats, in lists of lists, Numbers to their last binary digit; whole numbers stay."""
    if hasattr(array, "tolist"):
        array = array.tolist()
    if isinstance(array, list):
        return [exact(entry) for entry in array]
    return Number(array) if isinstance(array, float) else array


def leaves(values: Any) -> Iterator[Number]:
    """Every number in lists of lists, in order."""
    if isinstance(values, list):
        for entry in values:
            yield from leaves(entry)
    else:
        yield values
