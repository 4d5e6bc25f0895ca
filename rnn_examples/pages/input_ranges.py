"""Which numbers a panel's field takes, and how that is said: those that its function takes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnn_examples.models.checks import RowOf, Within
from rnn_examples.render.graph import axis_lengths
from rnn_examples.trace import Node, underlying
from rnn_examples.trace.arguments import hints_of
from rnn_examples.worked_example import WorkedExample

MOST_BITS = 64
"""Integers of fewer bits have limits that a reader can reach."""


@dataclass(frozen=True)
class Range:
    """The numbers from `low` to `high`, but for those left out."""

    low: float = -math.inf
    high: float = math.inf
    left_out: tuple[float, ...] = ()

    def __and__(self, other: "Range") -> "Range":
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Range(low, high, tuple(dict.fromkeys((*self.left_out, *other.left_out))))

    def __str__(self) -> str:
        """As a reader is told: from 0 to 3, above 0, of at least 0, from 0 to below 1."""
        start = "from" if self.high < math.inf else "of at least"
        start = "above" if self.low in self.left_out else start
        below = "below " * (self.high in self.left_out)
        words = [f"{start} {limit_text(self.low)}"] if self.low > -math.inf else []
        words += [f"to {below}{limit_text(self.high)}"] if self.high < math.inf else []
        return " ".join(words)


def limit_text(number: float) -> str:
    """A limit as it is typed: 3 for 3.0."""
    return f"{number:.0f}" if number == round(number) and abs(number) < 2**53 else f"{number:g}"


def input_range(key: str, node: Node, example: WorkedExample) -> Range:
    """The numbers that an input of an example takes.

    A token is one of the vocabulary, and of the table whose row or column it chooses; a whole
    number fits its type, and its slider. What the function's signature says holds for any number.
    """
    found = _by_signature(key, example)
    if np.asarray(node.value).dtype.kind not in "iu":
        return found
    words = example.words_of(key)
    lengths = [len(words)] if words else []
    lengths += [length for index, length in axis_lengths(example.trace).items() if index is node]
    if lengths:
        return found & Range(0, min(lengths) - 1)
    if key in example.sliders:
        low, high, _ = example.sliders[key]
        return found & Range(math.ceil(low), math.floor(high))
    kind = np.iinfo(np.asarray(node.value).dtype)
    return found & Range(int(kind.min), int(kind.max)) if kind.bits < MOST_BITS else found


def _by_signature(key: str, example: WorkedExample) -> Range:
    found = Range()
    hints = hints_of(underlying(example.function), with_extras=True)
    for condition in getattr(hints.get(key), "__metadata__", ()):
        if isinstance(condition, Within):
            found &= Range(condition.low, condition.high, condition.left_out)
        elif isinstance(condition, RowOf):
            rows = _sizes(hints, example.arguments).get(condition.axis)
            found &= Range(0, math.inf if rows is None else rows - 1)
    return found


def _sizes(hints: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, int]:
    """The size of each axis that the signature names."""
    found: dict[str, int] = {}
    for name, value in arguments.items():
        hint = getattr(hints.get(name), "__origin__", hints.get(name))
        axes = getattr(hint, "dim_str", "").split()
        if len(axes) == np.ndim(value):
            found |= dict(zip(axes, np.shape(value), strict=True))
    return found
