"""How far a recorded number can lie from the true one: a bound, carried through the trace.

Each operation adds its own rounding to what it inherits, as in any textbook of numerical analysis
(Higham, Accuracy and Stability of Numerical Algorithms, 2002, chapters 2 and 3). The bounds hold on
every processor: functions such as tanh are allowed some units in the last place.

A comparison, or the place of a maximum, is certain where its operands differ by more than their
bounds; else its bound is infinite, and so is that of all that follows from it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from rnn_examples.render.exact import Exact, apply, exact_values, is_zero_by_itself
from rnn_examples.trace import Node

UNIT = 2.0**-53
"""The relative error of one rounding."""

ELEMENTARY = 16 * UNIT
"""The relative error that tanh, exp, log and powers are allowed, on any processor."""

STRUCTURAL = ("where", "take", "index", "concatenate", "stack", "transpose", "reshape")
COMPARISONS = {
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "equal": np.equal,
    "not_equal": np.not_equal,
}

Bound = np.ndarray
"""An array of floats, shaped as the value: the largest absolute error of each entry."""


def error_bounds(node: Node, exact: dict[Node, Exact], known: dict[Node, Bound]) -> Bound:
    """The bounds of a node's entries. `exact` and `known` are filled on the way."""
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
            operands = [known[operand] for operand in needed]
            with np.errstate(all="ignore"):
                bound = _bound(last, operands, exact)
            known[last] = np.where(np.isnan(bound), np.inf, bound)
    return known[node]


def _bound(  # noqa: PLR0911 (a table in the form of a function)
    node: Node, operands: list[Bound], exact: dict[Node, Exact]
) -> Bound:
    value = np.asarray(node.value)
    if node.origin is not None:
        return operands[0]
    if not node.operands:
        return np.abs(value) * UNIT if value.dtype.kind == "f" else np.zeros(value.shape)
    if node.operation in COMPARISONS:
        return _comparison(node, operands, exact)
    if node.operation == "argmax":
        return _argmax(node, operands[0], exact)
    if node.operation in STRUCTURAL:
        return _structural(node, operands)
    if value.dtype.kind != "f":
        return _whole(node, operands, exact)
    values = [np.asarray(operand.value, dtype=float) for operand in node.operands]
    return np.asarray(OPERATIONS[node.operation](node, value, *values, *operands))


def _structural(node: Node, operands: list[Bound]) -> Bound:
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
    compare = COMPARISONS[node.operation]
    certain = np.vectorize(_agree, otypes=[bool])(compare, x, y, recorded) & np.isfinite(errors)
    return np.where(apart | certain | (left is right), 0.0, np.inf)


def _agree(compare: Callable[[Any, Any], Any], x: Any, y: Any, recorded: Any) -> bool:
    """Whether the comparison of exact numbers is known, and came out as it was recorded."""
    try:
        return bool(compare(x, y)) == bool(recorded) and x.denominator > 0 and y.denominator > 0
    except (AttributeError, TypeError):  # one of them is not known exactly
        return False


def _argmax(node: Node, bound: Bound, exact: dict[Node, Exact]) -> Bound:
    (operand,) = node.operands
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


def _whole(node: Node, operands: list[Bound], exact: dict[Node, Exact]) -> Bound:
    """Whole numbers: certain, unless an operand is not, or they no longer fit in 64 bits."""
    uncertain = any(np.any(np.isinf(bound)) for bound in operands)
    true = apply(node, [exact_values(operand, exact) for operand in node.operands])
    fits = np.equal(true, np.asarray(node.value).astype(object))
    return np.where(np.logical_and(fits, not uncertain), 0.0, np.inf)


def _add(node: Node, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Bound:
    del x, y
    bound = dx + dy + UNIT * np.abs(z)
    return np.where(is_zero_by_itself(node), 0.0, bound) if node.operation == "subtract" else bound


def _multiply(node: Node, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Bound:
    del node
    return np.abs(x) * dy + np.abs(y) * dx + dx * dy + UNIT * np.abs(z)


def _divide(node: Node, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Bound:
    del node, x
    left = np.abs(y) - dy
    return np.where(left > 0, (dx + np.abs(z) * dy) / left, np.inf) + UNIT * np.abs(z)


def _matmul(node: Node, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Bound:
    del node, z
    x, y = np.abs(x), np.abs(y)
    return x @ dy + dx @ y + dx @ dy + (x.shape[-1] + 1) * UNIT * (x @ y)


def _power(node: Node, z: Any, x: Any, y: Any, dx: Bound, dy: Bound) -> Bound:
    """From the corners of the box that x and y can lie in, where x keeps its sign."""
    del node
    whole = (y == np.round(y)) & (np.abs(y) < 2**20)  # typed as it is: no error of its own
    dy = np.where(whole, 0.0, dy)
    corners = [np.abs(np.power(x + i * dx, y + j * dy) - z) for i in (-1, 1) for j in (-1, 1)]
    crosses = (np.abs(x) <= dx) & (y < 0)
    return np.where(crosses, np.inf, np.max(corners, axis=0)) + ELEMENTARY * np.abs(z)


def _tanh(node: Node, z: Any, x: Any, dx: Bound) -> Bound:
    del node
    slope = 1 - np.tanh(np.maximum(np.abs(x) - dx, 0)) ** 2
    return slope * dx + ELEMENTARY * np.abs(z)


def _exp(node: Node, z: Any, x: Any, dx: Bound) -> Bound:
    del node, x
    return z * np.expm1(dx) + ELEMENTARY * z


def _log(node: Node, z: Any, x: Any, dx: Bound) -> Bound:
    del node
    return np.where(x > dx, dx / (x - dx), np.inf) + ELEMENTARY * np.abs(z)


def _square_root(node: Node, z: Any, x: Any, dx: Bound) -> Bound:
    del node
    below, above = z - np.sqrt(np.maximum(x - dx, 0)), np.sqrt(x + dx) - z
    return np.maximum(below, above) + ELEMENTARY * z


def _sum(node: Node, z: Any, x: Any, dx: Bound) -> Bound:
    del z
    terms = x.size / max(1, int(np.prod(node.shape)))
    return np.sum(dx, **node.options) + terms * UNIT * np.sum(np.abs(x), **node.options)


def _mean(node: Node, z: Any, x: Any, dx: Bound) -> Bound:
    terms = x.size / max(1, int(np.prod(node.shape)))
    return _sum(node, z, x, dx) / terms + UNIT * np.abs(z)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": _add,
    "subtract": _add,
    "multiply": _multiply,
    "divide": _divide,
    "matmul": _matmul,
    "power": _power,
    "negative": lambda node, z, x, dx: dx,
    "tanh": _tanh,
    "exp": _exp,
    "log": _log,
    "sqrt": _square_root,
    "sum": _sum,
    "mean": _mean,
    "max": lambda node, z, x, dx: np.max(dx, **node.options),
    "maximum": lambda node, z, x, y, dx, dy: np.maximum(dx, dy),
}
"""The bound of each operation whose result is a float: of z, from the operands and their bounds."""
