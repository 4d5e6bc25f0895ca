"""How each recorded operation is written in a formula."""

import math
from collections.abc import Callable, Collection
from functools import cached_property, partial

import numpy as np

from rnn_examples.operations.exact import root_of
from rnn_examples.operations.table import COMPARES, ROWS
from rnn_examples.render.arrays import array
from rnn_examples.render.expanded import Expanded
from rnn_examples.render.expressions import (
    ATOM,
    JUXTAPOSED,
    LETTER,
    POWER,
    PRODUCT,
    RELATION,
    SUM,
    Call,
    Cases,
    Expression,
    Fenced,
    Fraction,
    GuardedNumber,
    Item,
    Juxtaposed,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Relation,
    Root,
    Sum,
    Text,
    column,
    has_matrix,
)
from rnn_examples.render.sums import axes_of, is_outer, meets_unequal, met, sums
from rnn_examples.trace import Node


class Writer:
    """One line of a derivation.

    done: the nodes that are numbers already.
    in_words: those that are written out as sums.
    """

    def __init__(
        self, expanded: Expanded, done: set[Node], in_words: Collection[Node] = ()
    ) -> None:
        self.expanded = expanded
        self.numbers = expanded.numbers
        self.done = frozenset(done)
        self.in_words = in_words

    @cached_property
    def expression(self) -> Expression:
        """What stands on the line."""
        return self._node(self.expanded.target).alone

    def _node(self, node: Node) -> Expression:
        if node in self.done:
            return array(self.numbers, node)
        if node in self.in_words or self._is_met(node):
            return self._written_out(node)
        if node in self.expanded.leaves:
            return self._symbol(node)
        writers = {"add": self._sum, "subtract": self._sum, "matmul": self._matmul}
        if node.operation in writers:
            return writers[node.operation](node)
        shorthand = self._shorthand(node)
        if shorthand:
            return shorthand(node, [self._node(node.operands[1])])
        table, *others = node.operands
        is_lookup = node.operation in ("index", "take") and table in self.expanded.leaves
        first = self._symbol if is_lookup else self._node  # a table of numbers says less
        operands = [first(table), *map(self._node, others)]
        if node.operation in ELEMENT_BY_ELEMENT:
            operands = [
                _aligned(expression, operand, node)
                for expression, operand in zip(operands, node.operands, strict=True)
            ]
        return OPERATIONS[node.operation](node, operands)

    def _symbol(self, node: Node) -> Expression:
        name = self.expanded.trace.name_of(node)
        if name is not None:
            return Name(name)
        if self.expanded.is_item(node):
            return OPERATIONS["index"](node, [self._symbol(node.operands[0])])
        whole = root_of(float(node.value)) if node.is_scalar else None
        if whole:
            return Root(Text(str(whole)))
        return array(self.numbers, node)  # a constant of the function

    def _sum(self, node: Node) -> Expression:
        written: list[tuple[str, Expression]] = []
        for sign, term in self.expanded.terms(node):
            expression = _aligned(self._node(term), term, node)
            written.append((sign, expression.at_least(PRODUCT if written else SUM)))
        return Sum(tuple(written))

    def _matmul(self, node: Node) -> Expression:
        left, right = self.expanded.operands(node)
        if len(left.shape) == 1 and len(right.shape) == 2:  # a row times a matrix, shown upright
            matrix = self._node(right)
            if not self.expanded.transposed_factor(node):
                matrix = matrix.transposed
            first, second = matrix, self._node(left)
        else:
            first, second = self._node(left), self._node(right)
            if len(left.shape) == 1:
                first = first.transposed
        if second.precedence == RELATION:  # A [a > b] would be an entry of A
            second = Fenced(second.alone)
        return Juxtaposed(first.at_least(JUXTAPOSED), second.at_least(POWER))

    def _shorthand(self, node: Node) -> "Write | None":
        """How a product with np.eye, or a row of it, is written; None for anything else."""
        if self._is_diagonal(node):
            return _diagonal
        return _one_hot if self._is_one_hot(node) else None

    def _is_diagonal(self, node: Node) -> bool:
        """Whether a vector is laid along the diagonal of a matrix, as np.eye(2) * v."""
        if node.operation != "multiply":
            return False
        identity, vector = node.operands
        return len(vector.shape) == 1 and self._is_identity(identity, len(vector.value))

    def _is_one_hot(self, node: Node) -> bool:
        """Whether a row of np.eye(K) is looked up, as np.eye(K)[y]."""
        if node.operation != "index" or node.options["key"] != (None,):
            return False
        table, place = node.operands
        return place.is_scalar and self._is_identity(table, table.shape[0])

    def _is_identity(self, node: Node, size: int) -> bool:
        unnamed = node.operation == "constant" and self.expanded.trace.name_of(node) is None
        return unnamed and node.shape == (size, size) and np.array_equal(node.value, np.eye(size))

    def _written_out(self, node: Node) -> Expression:
        if meets_unequal(node):
            return self._entry_by_entry(node)
        if node.operation in ("sum", "mean"):
            totals = tuple(self._total(node, indices) for indices in sums(node))
            if node.is_scalar:
                return totals[0]
            return Matrix((totals,)) if node.shape[0] == 1 < len(totals) else column(totals)
        rows = tuple(
            tuple(self._dot(node, (*row, *place)) for place in _indices(node, 1))
            for row in _indices(node, 0)
        )
        if node.is_scalar:
            return rows[0][0]
        return column(rows[0]) if len(node.operands[0].shape) == 1 else Matrix(rows)

    def _is_met(self, node: Node) -> bool:
        """Whether arrays of unequal shapes meet that are numbers already, if arranged otherwise."""
        known = [
            each in self.done or (each.operation in MOVED and each.operands[0] in self.done)
            for each in node.operands
        ]
        return all(known) and meets_unequal(node) and not self._shorthand(node)

    def _entry_by_entry(self, node: Node) -> Expression:
        """Of arrays of unequal shapes, each entry with the one that it meets."""

        def both(index: tuple[int, ...]) -> Expression:
            found = (self.numbers.entry(each, met(each, index)) for each in node.operands)
            left, right = map(Number, found)
            if node.operation == "divide":
                return Fraction(left, right)
            return Product(left, "·", right.at_least(PRODUCT))

        entries = tuple(map(both, np.ndindex(node.shape)))
        width = math.prod(node.shape[1:])
        return Matrix(tuple(entries[i : i + width] for i in range(0, len(entries), width)))

    def _total(self, node: Node, indices: list[tuple[int, ...]]) -> Expression:
        """The sum, or the mean, of some entries."""
        first, *others = (self.numbers.entry(node.operands[0], index) for index in indices)
        terms = [Number(first), *map(GuardedNumber, others)]
        total = Sum(tuple(("+", term) for term in terms))
        return total if node.operation == "sum" else Fraction(total, Text(str(len(indices))))

    def _dot(self, node: Node, index: tuple[int, ...]) -> Expression:
        """The sum of products that makes one entry of a product of matrices."""
        left, right = node.operands
        row, place = index[: len(left.shape) - 1], index[len(left.shape) - 1 :]
        source = self.expanded.transposed_factor(node)
        products: list[tuple[str, Expression]] = []
        for k in range(left.shape[-1]):
            first = self.numbers.entry(left, (*row, k))
            second = (
                self.numbers.entry(source, (*place, k))
                if source
                else self.numbers.entry(right, (k, *place))
            )
            if not row and place:  # written as W x, whatever NumPy's order
                first, second = second, first
            leading = GuardedNumber(first) if products else Number(first)
            products.append(("+", Product(leading, "·", GuardedNumber(second))))
        return Sum(tuple(products))


def _indices(node: Node, side: int) -> list[tuple[int, ...]]:
    """The rows of the left factor, or the columns of the right one; one () for a vector."""
    shape = node.operands[side].shape
    if len(shape) == 1:
        return [()]
    return [(i,) for i in range(shape[side])]


def _aligned(expression: Expression, operand: Node, result: Node) -> Expression:
    """A vector that is laid along the rows of a matrix, as the row that it then is."""
    return expression.transposed if len(operand.shape) == 1 < len(result.shape) else expression


# How each operation is written.

Write = Callable[[Node, list[Expression]], Expression]


def _call(function: str, operands: list[Expression], subscript: str = "") -> Expression:
    return Call(function, tuple(operand.alone for operand in operands), subscript)


def _function(name: str, node: Node, operands: list[Expression]) -> Expression:
    return _call(name, operands)


def _reduction(name: str, node: Node, operands: list[Expression]) -> Expression:
    rank, axes = len(node.operands[0].shape), axes_of(node)
    along = f"axis {', '.join(map(str, axes))}" if axes else ""
    if rank == 2 and len(axes) == 1:
        along = "each row" if axes == [1] else "each column"
    reduced = _call(name, operands, along)
    if not node.options.get("keepdims"):
        return reduced
    if node.shape in ((1,), (1, 1)):
        return Matrix(((reduced,),))
    return reduced.transposed if rank == 2 and axes == [0] else reduced


def _relation(sign: str, node: Node, operands: list[Expression]) -> Expression:
    left, right = operands
    return Relation(left.at_least(SUM), sign, right.at_least(SUM))


def _multiply(node: Node, operands: list[Expression]) -> Expression:
    left, right = operands
    if any(operand.is_scalar for operand in node.operands):
        return Product(left.at_least(PRODUCT), "·", right.at_least(JUXTAPOSED))
    if is_outer(node):
        above, beside = (left, right) if node.operands[0].shape[-1] == 1 else (right, left)
        return Juxtaposed(above.at_least(JUXTAPOSED), beside.at_least(POWER))
    first, second = (
        factor.at_least(ATOM if factor.precedence == JUXTAPOSED else precedence)
        for factor, precedence in ((left, PRODUCT), (right, POWER))
    )
    return Product(first, "⊙", second)


def _divide(node: Node, operands: list[Expression]) -> Expression:
    above, below = operands
    if not (has_matrix(above) or has_matrix(below)):
        return Fraction(above.alone, below.alone)
    sign = "/" if node.operands[1].is_scalar else "⊘"
    return Product(above.at_least(PRODUCT), sign, below.at_least(POWER))


def _power(node: Node, operands: list[Expression]) -> Expression:
    base, exponent = operands
    if node.is_scalar:
        return Power(base.at_least(ATOM), exponent.alone)
    is_number = not node.operands[1].operands and node.operands[1].is_scalar
    raised = exponent if is_number else exponent.at_least(ATOM)
    return Power(base.at_least(ATOM), raised, elementwise=True)


def _index(node: Node, operands: list[Expression]) -> Expression:
    table, *computed = operands
    key = [part and _key(part[0]) for part in node.options["key"]]
    if len(node.operands[0].shape) == 1:
        if key in ([":", "new"], ["…", "new"]):
            return table  # upright already
        if key in (["new"], ["new", ":"], ["new", "…"]):
            return table.transposed
    if node.operands[0].is_scalar and key == ["new"]:
        return Matrix(((table.alone,),))
    indices = iter(computed)
    shown = [next(indices).alone if part is None else Text(part) for part in key]
    return Item(table.at_least(LETTER), tuple(shown))


def _key(key: object) -> str:
    if isinstance(key, slice):
        ends = ["" if end is None else str(end) for end in (key.start, key.stop)]
        return ":".join(ends if key.step is None else [*ends, str(key.step)])
    if key is Ellipsis:
        return "…"
    if key is None:
        return "new"
    if np.ndim(key):  # type: ignore[arg-type]
        return f"[{', '.join(map(str, np.asarray(key).tolist()))}]"
    return str(key)


def _take(node: Node, operands: list[Expression]) -> Expression:
    table, indices = operands
    rank, axis = len(node.operands[0].shape), node.options.get("axis")
    if axis is None and rank > 1:
        table = _as_vector(node.operands[0], table)
    before = [Text(":")] * (axis % rank if axis else 0)
    return Item(table.at_least(LETTER), (*before, indices.alone))


def _as_vector(node: Node, operand: Expression) -> Expression:
    return _call("reshape", [operand], str(math.prod(node.shape)))


def _joined(node: Node, operands: list[Expression]) -> Expression:
    """One below the other, or side by side; what no matrix can show, as a function."""
    ranks = {len(operand.shape) for operand in node.operands}
    axis = node.options.get("axis", 0)
    if axis is None and ranks - {0, 1}:
        operands = [_as_vector(*both) for both in zip(node.operands, operands, strict=True)]
    axis = axis % len(node.shape) if axis else 0
    if len(node.shape) > 2:
        return _call(node.operation, operands, f"axis {axis}")
    if node.operation == "stack" and ranks == {1} and axis == 0:
        operands = [operand.transposed for operand in operands]
    parts = tuple(operand.alone for operand in operands)
    return column(parts) if axis == 0 else Matrix((parts,))


def _transpose(node: Node, operands: list[Expression]) -> Expression:
    rank, axes = len(node.shape), node.options.get("axes")
    order = tuple(range(rank))[::-1] if axes is None else tuple(axis % rank for axis in axes)
    if order == tuple(range(rank)):
        return operands[0]
    if rank == 2:
        return operands[0].transposed
    return _call("transpose", operands, ",".join(map(str, order)))


def _one_hot(node: Node, operands: list[Expression]) -> Expression:
    return _call("onehot", operands, str(node.shape[0]))


_diagonal = partial(_function, "diag")

OWN: dict[str, Write] = {
    "sqrt": lambda node, operands: Root(operands[0].alone),
    "negative": lambda node, operands: Negative(operands[0].at_least(PRODUCT)),
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "concatenate": _joined,
    "stack": _joined,
    "take": _take,
    "index": _index,
    "transpose": _transpose,
    "reshape": lambda node, operands: _call(
        "reshape", operands, " × ".join(map(str, node.shape)) or "1"
    ),
    "where": lambda node, operands: Cases(operands[0], operands[1].alone, operands[2].alone),
}
"""What is written in a way of its own; sums and products of matrices, the writer knows."""

OPERATIONS: dict[str, Write] = {
    **OWN,
    **{
        row.name: partial(_function if row.elementwise else _reduction, row.call)
        for row in ROWS
        if row.call
    },
    **{row.name: partial(_relation, row.sign) for row in ROWS if row.bound is COMPARES},
}

MOVED = {"index", "transpose", "reshape"}

ELEMENT_BY_ELEMENT = {"where", *(row.name for row in ROWS if row.elementwise)}
