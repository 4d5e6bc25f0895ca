"""Which sums, and products of matrices, a derivation writes out entry by entry."""

import numpy as np

from rnn_examples.render.arrays import BIG
from rnn_examples.trace import Node

WRITTEN_OUT = 6
"""A product of matrices is written out entry by entry up to this many terms in an entry."""


def can_be_written_out(node: Node) -> bool:
    """Whether a line of its own shows the sums of products, or the sum, that a node is."""
    if node.operation == "matmul":
        left, right = node.operands
        terms = left.shape[-1]
        small = all(len(shape) <= 2 and max(shape) <= BIG for shape in (left.shape, right.shape))
        columns = right.shape[1] if len(left.shape) == len(right.shape) == 2 else 1
        return small and 1 <= terms * columns <= WRITTEN_OUT
    return node.operation in ("sum", "mean") and 1 < len(sums(node)[0]) <= WRITTEN_OUT


def sums(node: Node) -> list[list[tuple[int, ...]]]:
    """The indices of what is added up: of a vector, of each row or of each column of a matrix."""
    (operand,) = node.operands
    rank, axis = len(operand.shape), axes_of(node)
    if rank == 1:
        return [[(i,) for i in range(operand.shape[0])]]
    if rank != 2 or len(axis) != 1 or max(operand.shape) > BIG:
        return [[]]
    height, width = operand.shape
    rows: list[list[tuple[int, ...]]] = [[(i, j) for j in range(width)] for i in range(height)]
    return rows if axis == [1] else [list(column) for column in zip(*rows, strict=True)]


def axes_of(node: Node) -> list[int]:
    """The axes along which a matrix is reduced; none for a vector, and where it is all of it."""
    rank, axis = len(node.operands[0].shape), node.options.get("axis")
    if axis is None or rank <= 1:
        return []
    return [int(one) % rank for one in np.atleast_1d(axis)]
