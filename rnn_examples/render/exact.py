"""Exact values: what a recorded number is in rational arithmetic, where that is known.

0.1 + 0.2 is 0.30000000000000004 in floating point, and 0.3 on paper. Inputs are read as the
decimals that were typed; sums, products and quotients of exact numbers are exact, and so is zero
times any number or over one. Everything else is UNKNOWN: known only as a rounded number.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from rnn_examples.operations.exact import UNKNOWN, Exact, Unknown, root_of
from rnn_examples.operations.table import OPERATIONS
from rnn_examples.trace import Node

DIGITS = 10**200
"""A fraction with a larger denominator is no longer followed: no page prints that many digits."""

LARGEST = DIGITS**3
"""Nor is one with a larger numerator: as a float it would be infinite."""


def exact_values(node: Node, known: dict[Node, Exact] | None = None) -> Exact:
    """The exact values of a node's entries. `known` is filled with what was found on the way."""
    return worked_out(node, {} if known is None else known, _exact)


def worked_out(
    node: Node, known: dict[Node, np.ndarray], make: Callable[[Node, list[Any]], np.ndarray]
) -> np.ndarray:
    """What `make` gives for a node, of what it gives for the operands. `known` is filled."""
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
            known[last] = make(last, [known[operand] for operand in needed])
    return known[node]


def _exact(node: Node, operands: list[Exact]) -> Exact:
    value = np.asarray(node.value)
    found: Any
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
    """The decimal that was typed: the shortest one that gives this float; a root is none."""
    if isinstance(number, np.floating):
        if root_of(float(number)):
            return UNKNOWN
        return Fraction(str(number)) if np.isfinite(number) else UNKNOWN
    return Fraction(int(number))


def _followed(number: Any) -> Fraction | Unknown:
    if isinstance(number, int | np.integer):  # an empty sum
        return Fraction(int(number))
    if isinstance(number, Unknown):
        return number
    short = number.denominator < DIGITS and abs(number.numerator) < LARGEST
    return number if short else UNKNOWN


def apply(node: Node, operands: list[Exact]) -> Any:
    """What the node's operation, whose result is a float, makes of exact operands."""
    return OPERATIONS[node.operation].exact(node, *operands)
