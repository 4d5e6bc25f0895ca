"""What each entry is made from, by NumPy on arrays of names instead of numbers."""

from typing import Any

import numpy as np

from rnn_examples.operations.table import OPERATIONS
from rnn_examples.render.exact import apply
from rnn_examples.render.graph import Origins
from rnn_examples.trace import Node

MOVING = ("transpose", "reshape", "stack", "concatenate")


class Names(frozenset[Any]):
    """Entries: a sum has those of its terms, and a product of two is their pair."""

    def __add__(self, other: Any) -> "Names":
        return Names(self | other) if other else self

    __radd__ = __add__

    def __mul__(self, other: "Names") -> "Names":
        return Names({(*self, *other)})


def _named(operand: Node, place: tuple[str, int]) -> np.ndarray:
    named = np.empty(np.size(operand.value), dtype=object)
    for at in range(named.size):
        named[at] = Names({(*place, at)})
    return named.reshape(operand.shape)


def parents(node: Node, places: Origins) -> list[frozenset[Any]]:
    """Name the entries that each entry is made from: of a product of matrices, in pairs."""
    if not node.operands:
        given = np.full(node.shape, Names(), dtype=object)
        return [*(given if node.origin is None else _named(node.origin, places[node.origin])).flat]
    named = [_named(operand, places[operand]) for operand in node.operands]
    if node.operation == "where":
        found = named[0] + np.where(node.operands[0].value, *named[1:])
    elif node.operation in ("index", "take"):
        found = apply(node, named)
        for k in range(1, len(named)):
            found = found + named[k].reshape(-1)[_deciding(node, k)]
    elif node.operation in ("max", "mean", "argmax"):
        found = np.sum(named[0], **node.options)
    elif OPERATIONS[node.operation].by_row:
        found = np.broadcast_to(np.sum(named[0], axis=-1, keepdims=True), node.shape)
    elif node.operation in ("sum", *MOVING):
        found = apply(node, named)
    elif node.operation == "matmul":
        found = named[0] @ named[1]
    else:
        found = named[0]
        for other in named[1:]:
            found = found + other
    return [names or Names() for names in np.asarray(found, dtype=object).reshape(-1)]


def _deciding(node: Node, k: int) -> Any:
    """Say which entry of the k-th operand decided each entry: where each is an index of its own."""
    table, *indices = [np.asarray(operand.value) for operand in node.operands]
    count = indices[k - 1].size
    own = np.arange(count).reshape(indices[k - 1].shape)
    if node.operation == "take":
        axis = node.options.get("axis")
        if axis is None:
            return own
        shape = [count if i == axis % table.ndim else n for i, n in enumerate(table.shape)]
        return np.take(_along(shape, axis), own, axis=axis)
    key, at, axis = [], 0, 0
    for place, part in enumerate(node.options["key"]):
        at += part is None
        if part is None and at == k:
            axis = place
            key.append(own)
        else:
            key.append(np.zeros_like(indices[at - 1]) if part is None else part[0])
    shape = [count if i == axis else n for i, n in enumerate(table.shape)]
    return _along(shape, axis)[tuple(key)]


def _along(shape: list[int], axis: int) -> np.ndarray:
    """Count along an axis."""
    counted = np.broadcast_to(np.arange(shape[axis]), [*np.delete(shape, axis), shape[axis]])
    return np.moveaxis(counted, -1, axis)


def arranged(node: Node, listed: list[list[Any]]) -> frozenset[Any]:
    entries = [tuple(entry) for entry in listed]
    if node.operation != "matmul":
        return frozenset(entries)
    return frozenset(zip(entries[::2], entries[1::2], strict=True))
