"""Exact values: what a recorded number is in rational arithmetic, where that is known.

0.1 + 0.2 is 0.30000000000000004 in floating point, and 0.3 on paper. Inputs are read as the
decimals that were typed; sums, products and quotients of exact numbers are exact.
Everything else is NaN: known only as a rounded number.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from rnn_examples.trace import Node

UNKNOWN = float("nan")

Exact = np.ndarray
"""An array of objects, shaped as the value: each a Fraction, or NaN where nothing exact is known."""


def exact_values(node: Node, known: dict[Node, Exact] | None = None) -> Exact:
    """The exact values of a node's entries. `known` is filled with what was found on the way."""
    known = {} if known is None else known
    if node not in known:
        if node.origin is not None:
            found = exact_values(node.origin, known)
        elif not node.operands:
            found = _map(_typed, np.asarray(node.value))
        else:
            operands = [exact_values(operand, known) for operand in node.operands]
            found = _apply(node, operands)
        known[node] = np.asarray(found, dtype=object).reshape(node.shape)
    return known[node]


def _typed(number: Any) -> Fraction | float:
    """The decimal that was typed: the shortest one that gives this float."""
    if isinstance(number, bool | np.bool):
        return Fraction(int(number))
    if isinstance(number, int | np.integer):
        return Fraction(int(number))
    return Fraction(repr(float(number))) if np.isfinite(number) else UNKNOWN


def _map(function: Callable[..., Any], *arrays: np.ndarray) -> np.ndarray:
    return np.frompyfunc(function, len(arrays), 1)(*arrays)


def _apply(node: Node, operands: list[Exact]) -> Any:
    match node.operation:
        case "subtract" if _is_own_maximum(node):
            zero = np.asarray(node.value) == 0  # the largest entry less itself
            return np.where(zero, Fraction(0), np.subtract(*operands))
        case "add" | "subtract" | "multiply" | "negative" | "matmul":
            return getattr(np, node.operation)(*operands)
        case "divide":
            return _map(lambda x, y: x / y if y != 0 else UNKNOWN, *operands)
        case "power":
            return _map(_power, *operands)
        case "tanh" | "sqrt":
            return _map(lambda x: x if x == 0 else UNKNOWN, *operands)
        case "exp":
            return _map(lambda x: Fraction(1) if x == 0 else UNKNOWN, *operands)
        case "log":
            return _map(lambda x: Fraction(0) if x == 1 else UNKNOWN, *operands)
        case "sum":
            return np.sum(operands[0], **node.options)
        case "mean":
            total = np.sum(operands[0], **node.options)
            return total / Fraction(operands[0].size, max(np.size(total), 1))
        case "maximum":
            first = np.asarray(node.operands[0].value) >= np.asarray(node.operands[1].value)
            return np.where(first, *operands)
        case "max":
            return _max(node, operands[0])
        case "argmax" | "greater" | "greater_equal" | "less" | "less_equal" | "equal" | "not_equal":
            return _map(_typed, np.asarray(node.value))
        case "where":
            return np.where(np.asarray(node.operands[0].value), *operands[1:])
        case "concatenate" | "stack":
            return getattr(np, node.operation)(operands, **node.options)
        case "transpose" | "reshape":
            return getattr(np, node.operation)(operands[0], **node.options)
        case "take":
            return np.take(operands[0], node.operands[1].value, **node.options)
        case "index":
            indices = iter(operand.value for operand in node.operands[1:])
            key = tuple(next(indices) if part is None else part[0] for part in node.options["key"])
            return operands[0][key]
        case operation:
            raise KeyError(operation)


def _is_own_maximum(node: Node) -> bool:
    """Whether the node is x - max(x)."""
    left, right = node.operands
    return right.operation == "max" and right.operands[0] is left


def _power(base: Any, exponent: Any) -> Any:
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1
    if not whole or not isinstance(base, Fraction) or abs(exponent) > 64:
        return UNKNOWN
    return base**exponent.numerator if base or exponent > 0 else UNKNOWN


def _max(node: Node, operand: Exact) -> Any:
    """The exact entry that the recorded run found largest."""
    axis = node.options.get("axis")
    values = np.asarray(node.operands[0].value)
    if axis is None:
        return operand.reshape(-1)[np.argmax(values)]
    if not isinstance(axis, int):
        return np.full(node.shape, UNKNOWN, dtype=object)
    place = np.expand_dims(np.argmax(values, axis=axis), axis)
    return np.take_along_axis(operand, place, axis).reshape(node.shape)
