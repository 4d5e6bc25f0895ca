"""How far a recorded number can lie from the true one: a bound, carried through the trace.

Each operation adds its own rounding to what it inherits, as in any textbook of numerical analysis
(Higham, Accuracy and Stability of Numerical Algorithms, 2002, chapters 2 and 3). The bounds hold on
every processor: functions such as tanh are allowed some units in the last place.

A comparison, or the place of a maximum, is certain where its operands differ by more than their
bounds; else its bound is infinite, and so is that of all that follows from it. But one condition
that is true is enough for "any", and one that is false for "all", whatever the others are.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from rnn_examples.operations.error_bounds import UNIT, Bound
from rnn_examples.operations.exact import Exact
from rnn_examples.operations.table import COMPARES, MOVES, OPERATIONS, PLACES, Certainty
from rnn_examples.render.exact import apply, exact_values, worked_out
from rnn_examples.trace import Node


def error_bounds(node: Node, exact: dict[Node, Exact], known: dict[Node, Bound]) -> Bound:
    """The bounds of a node's entries. `exact` and `known` are filled on the way."""

    def bound(node: Node, operands: list[Bound]) -> Bound:
        with np.errstate(all="ignore"):
            found = _bound(node, operands, exact)
        return np.where(np.isnan(found), np.inf, found)

    return worked_out(node, known, bound)


def _bound(node: Node, operands: list[Bound], exact: dict[Node, Exact]) -> Bound:
    value = np.asarray(node.value)
    if node.origin is not None:
        return operands[0]
    if not node.operands:
        is_exact = value == -np.inf if value.dtype.kind == "f" else True  # −∞ masks a logit
        return np.where(is_exact, 0.0, np.abs(value, dtype=float) * UNIT)
    rule = OPERATIONS[node.operation].bound
    if isinstance(rule, Certainty):
        return CERTAIN[rule](node, operands, exact)
    if value.dtype.kind == "b":
        return _logical(node, operands)
    if value.dtype.kind != "f":
        return _whole(node, operands, exact)
    values = [np.asarray(operand.value, dtype=float) for operand in node.operands]
    return np.asarray(rule(node, value, *values, *operands))


def _structural(node: Node, operands: list[Bound], _: dict[Node, Exact]) -> Bound:
    """What only moves numbers about moves their bounds; an uncertain choice makes all uncertain."""
    choosing = {"where": operands[:1], "take": operands[1:], "index": operands[1:]}
    if any(np.any(np.isinf(bound)) for bound in choosing.get(node.operation, ())):
        return np.full(node.shape, np.inf)
    return np.asarray(apply(node, operands))


def _comparison(node: Node, operands: list[Bound], exact: dict[Node, Exact]) -> Bound:
    left, right = node.operands
    x, y = (exact_values(operand, exact) for operand in (left, right))
    recorded = np.asarray(node.value)
    errors = np.add(*operands)
    apart = np.abs(np.subtract(left.value, right.value, dtype=float)) > errors
    compare = OPERATIONS[node.operation].function
    certain = np.vectorize(_agree, otypes=[bool])(compare, x, y, recorded) & np.isfinite(errors)
    return np.where(apart | certain | (_first(left) is _first(right)), 0.0, np.inf)


def _first(node: Node) -> Node:
    """The value that was handed over, from one trace to the next."""
    while node.origin is not None:
        node = node.origin
    return node


def _agree(compare: Callable[[Any, Any], Any], x: Any, y: Any, recorded: Any) -> bool:
    """Whether the comparison of exact numbers is known, and came out as it was recorded."""
    try:
        return bool(compare(x, y)) == bool(recorded) and x.denominator > 0 and y.denominator > 0
    except (AttributeError, TypeError):  # one of them is not known exactly
        return False


def _argmax(node: Node, operands: list[Bound], exact: dict[Node, Exact]) -> Bound:
    (operand,), (bound,) = node.operands, operands
    axis = node.options.get("axis")
    values, exacts = np.asarray(operand.value), exact_values(operand, exact)
    if axis is None or not values.ndim:
        axis = None
        values, bound, exacts = (part.reshape(-1) for part in (values, bound, exacts))
    last = -1 if axis is None else axis
    rows = [
        np.moveaxis(part, last, -1).reshape(-1, part.shape[last])
        for part in (values, bound, exacts)
    ]
    found = list(map(_clear_winner, *rows))
    return np.where(found, 0.0, np.inf).reshape(node.shape)


def _clear_winner(values: np.ndarray, bounds: Bound, exacts: Exact) -> bool:
    if all(hasattr(number, "denominator") for number in exacts) and np.all(np.isfinite(bounds)):
        return int(np.argmax(values)) == max(range(len(exacts)), key=lambda i: (exacts[i], -i))
    first = int(np.argmax(values))
    values = values.astype(float)
    gaps = values[first] - values - bounds[first] - bounds
    return bool(np.all(np.delete(gaps, first) > 0))


CERTAIN = {COMPARES: _comparison, PLACES: _argmax, MOVES: _structural}
"""The bounds of results that have no rounding of their own."""


def _logical(node: Node, operands: list[Bound]) -> Bound:
    """A condition of conditions: certain where it is the same, whatever the undecided ones are."""
    pairs = [
        (np.asarray(operand.value), np.isinf(bound))
        for operand, bound in zip(node.operands, operands, strict=True)
    ]
    compute = partial(OPERATIONS[node.operation].function, **node.options)
    least = compute(*(value & ~is_open for value, is_open in pairs))
    most = compute(*(value | is_open for value, is_open in pairs))
    return np.where(np.equal(least, most), 0.0, np.inf)


def _whole(node: Node, operands: list[Bound], exact: dict[Node, Exact]) -> Bound:
    """Whole numbers: certain, unless an operand is not, or they no longer fit in 64 bits."""
    uncertain = any(np.any(np.isinf(bound)) for bound in operands)
    true = apply(node, [exact_values(operand, exact) for operand in node.operands])
    fits = np.equal(true, np.asarray(node.value).astype(object))
    return np.where(np.logical_and(fits, not uncertain), 0.0, np.inf)
