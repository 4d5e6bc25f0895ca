r"""The number that a side of an equation comes to, from the numbers that are printed in it.

A reader who adds up what stands there has the printed numbers, so a rounded one may be off by half
a unit of its last place. Sides with letters come to nothing that could be worked out here.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from rnn_examples.equations.intervals import Interval
from rnn_examples.equations.sides import Atom, Shown

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    r"\exp": np.exp,
    r"\tanh": np.tanh,
    r"\log": np.log,
    r"\ln": np.log,
    r"\sqrt": np.sqrt,
}
"""The functions that are worked out; all of them increase."""

FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac")

PAIRS = {"(": ")", "{": "}", r"\{": r"\}", "|": "|", r"\lvert": r"\rvert"}

SIZES = ("|", r"\lvert")


class UnknownError(ValueError):
    """Something that is no arithmetic."""


def of(side: Sequence[Atom], *, is_rounded: bool) -> Interval | None:
    """What a side comes to; None where it is more than arithmetic.

    is_rounded: whether a number that is written by itself is a rounding, as behind ≈.
    """
    try:
        if is_rounded and len(side) == 1 and isinstance(side[0], str) and side[0][0].isdigit():
            return Interval.of(float(side[0]), _half_a_unit(side[0]))
        with np.errstate(all="ignore"):
            return _Reader(side).whole()
    except (UnknownError, IndexError):
        return None


def printed(shown: Shown) -> Interval:
    """The interval of each entry's printed number. Raises UnknownError for what is no number."""
    value = shown.value
    if value.token.view:
        raise UnknownError
    entries, inner = value.entries, value.node.shape[len(value.token.index) :]
    middle = np.array([float(entry.text) for entry in entries]).reshape(inner)
    errors = [0.0 if entry.exact else _half_a_unit(entry.text) for entry in entries]
    if inner == (1,):
        return Interval.of(middle[0], errors[0])
    return Interval.of(middle, np.array(errors).reshape(inner))


def _half_a_unit(text: str) -> float:
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    return float(Fraction(10) ** (int(exponent or 0) - places) / 2)


class _Reader:
    """Reads sums of products of powers, as they are written."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._atoms = atoms
        self._at = 0

    def whole(self) -> Interval:
        found = self._sum()
        if self._at < len(self._atoms):
            raise UnknownError
        return found

    def _peek(self) -> Atom:
        return self._atoms[self._at] if self._at < len(self._atoms) else ""

    def _take(self) -> Atom:
        self._at += 1
        return self._atoms[self._at - 1]

    def _sum(self) -> Interval:
        sign = self._take() if self._peek() in ("+", "-") else "+"
        found = self._product()
        if sign == "-":
            found = Interval(-found.high, -found.low)
        while self._peek() in ("+", "-"):
            operation = np.add if self._take() == "+" else np.subtract
            found = _combined(found, operation, self._product())
        return found

    def _product(self) -> Interval:
        found = self._power()
        while True:
            sign = self._peek()
            if sign in ("/", r"\div"):
                self._take()
                found = _divided(found, self._power())
            elif sign in (r"\cdot", r"\times", r"\odot"):
                self._take()
                found = _times(found, self._power(), sign)
            elif sign in ("(", *FRACTIONS, *FUNCTIONS):
                found = _times(found, self._power(), r"\cdot")
            else:
                return found

    def _power(self) -> Interval:
        base = self._atom()
        if self._peek() == "^":
            self._take()
            exponent = self._atom()
            if base.shape or exponent.shape or not np.all(base.low > 0):
                if not _is_whole(exponent):
                    raise UnknownError
                return _whole_power(base, int(exponent.low))
            return base.combined(np.power, exponent)
        if self._peek() == "_":
            raise UnknownError
        return base

    def _atom(self) -> Interval:
        atom = self._take()
        if isinstance(atom, Shown):
            return printed(atom)
        if atom[0].isdigit():
            return Interval.of(float(atom))
        if atom == r"\infty":
            return Interval.of(np.inf)
        if atom in FRACTIONS:
            above = self._atom()
            return _divided(above, self._atom())
        if atom in FUNCTIONS:
            return self._atom().applied(FUNCTIONS[atom])
        if atom in PAIRS:
            inside = self._entries(PAIRS[atom])
            return inside.size() if atom in SIZES else inside
        raise UnknownError

    def _entries(self, end: str) -> Interval:
        """What stands in a bracket: one sum, or the entries of a vector."""
        found = [self._sum()]
        while self._peek() == ",":
            self._take()
            found.append(self._sum())
        if self._take() != end or (len(found) > 1 and end != ")"):
            raise UnknownError
        if len(found) == 1:
            return found[0]
        if any(entry.shape for entry in found):
            raise UnknownError
        return Interval(np.array([x.low for x in found]), np.array([x.high for x in found]))


def _combined(a: Interval, operation: Callable[[Any, Any], Any], b: Interval) -> Interval:
    if a.shape and b.shape and a.shape != b.shape:
        raise UnknownError
    return a.combined(operation, b)


def _times(a: Interval, b: Interval, sign: Atom) -> Interval:
    if a.shape and b.shape and sign != r"\odot":  # a product of matrices, or of vectors
        raise UnknownError
    return _combined(a, np.multiply, b)


def _divided(a: Interval, b: Interval) -> Interval:
    if b.may_be_zero:
        raise UnknownError
    return _combined(a, np.divide, b)


def _is_whole(x: Interval) -> bool:
    return not x.shape and x.low == x.high and float(x.low).is_integer() and 0 <= x.low < 100


def _whole_power(base: Interval, exponent: int) -> Interval:
    result = Interval.of(1.0)
    if base.shape:
        raise UnknownError
    for _ in range(exponent):
        result = result.combined(np.multiply, base)
    return result
