"""Numbers that are known up to their rounding: the interval in which each lies."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

RELATIVE = 1e-12
"""What computing with floats may add to a difference."""


@dataclass(frozen=True)
class Interval:
    """The lowest and the highest that a number can be, or each entry of an array."""

    low: Any
    high: Any

    @classmethod
    def of(cls, number: Any, error: Any = 0.0) -> "Interval":
        return cls(np.asarray(number, dtype=float) - error, np.asarray(number, dtype=float) + error)

    def combined(self, operation: Callable[[Any, Any], Any], other: "Interval") -> "Interval":
        """What an operation gives that is monotone in each of the two."""
        ends = [operation(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(np.min(ends, axis=0), np.max(ends, axis=0))

    def applied(self, function: Callable[[Any], Any]) -> "Interval":
        """What an increasing function gives."""
        return Interval(function(self.low), function(self.high))

    def size(self) -> "Interval":
        """Without the sign."""
        low, high = np.abs(self.low), np.abs(self.high)
        is_around_zero = (self.low < 0) & (self.high > 0)
        return Interval(np.where(is_around_zero, 0, np.minimum(low, high)), np.maximum(low, high))

    @property
    def may_be_zero(self) -> bool:
        return bool(np.any((self.low <= 0) & (self.high >= 0)))

    @property
    def shape(self) -> tuple[int, ...]:
        return np.shape(self.low)

    def may_equal(self, other: "Interval") -> bool:
        """Whether each entry can be the same in both."""
        sizes = [np.abs(end) for end in (self.low, self.high, other.low, other.high)]
        slack = RELATIVE * np.where(np.isfinite(np.max(sizes, axis=0)), np.max(sizes, axis=0), 0)
        return bool(np.all((self.low <= other.high + slack) & (other.low <= self.high + slack)))

    def may_be(self, relation: str, other: "Interval") -> bool:
        """Whether a relation can hold, for each entry: one of < > ≤ ≥ ≠ = ≈."""
        if relation in "=≈":
            return self.may_equal(other)
        if relation == "≠":
            return not (self.may_equal(other) and np.all(self.low == self.high))
        if relation in ">≥":
            return other.may_be({">": "<", "≥": "≤"}[relation], self)
        holds = operator.lt if relation == "<" else operator.le
        return bool(np.all(holds(self.low, other.high)))
