"""Which sums, products and quotients a derivation writes out entry by entry."""

import math

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


def meets_unequal(node: Node) -> bool:
    """Whether arrays of unequal shapes are multiplied or divided, as a matrix by a column."""
    shapes = {operand.shape for operand in node.operands}
    is_small = len(node.shape) <= 2 and 1 <= math.prod(node.shape) <= BIG
    return node.operation in ("multiply", "divide") and len(shapes | {()}) == 3 and is_small


def met(operand: Node, index: tuple[int, ...]) -> tuple[int, ...]:
    """Which entry of an operand goes into the entry of the result: NumPy repeats an axis of 1."""
    own = index[len(index) - len(operand.shape) :]
    return tuple(i if size > 1 else 0 for i, size in zip(own, operand.shape, strict=True))


def is_outer(node: Node) -> bool:
    """Whether a column and a row are multiplied: every entry by every entry."""
    shapes = sorted(operand.shape for operand in node.operands)
    upright = [shape for shape in shapes if len(shape) == 2 and shape[1] == 1]
    flat = [shape for shape in shapes if len(shape) == 1 or shape[0] == 1]
    return node.operation == "multiply" and len(upright) == len(flat) == 1


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
