"""A recorded value as an expression: a number, a column vector or a matrix."""

from rnn_examples.render.expressions import Expression, Matrix, Number, Sequence, Text
from rnn_examples.render.latex import latex
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Mark
from rnn_examples.trace import Node

BIG = 12
"""A longer axis is shown with dots: its first entries, and the last."""
SHOWN = 4


def in_latex(numbers: Numbers, node: Node, mark: Mark, index: tuple[int, ...] = ()) -> str:
    """A number, a column vector or a matrix in LaTeX; more axes as a list of matrices."""
    return latex(array(numbers, node, index), mark)


def array(numbers: Numbers, node: Node, index: tuple[int, ...] = ()) -> Expression:
    """A value, or the part of it at an index."""
    shape = node.shape[len(index) :]
    if not shape:
        return Number(numbers.entry(node, index))
    rows = [None if i is None else (*index, i) for i in _shown(shape[0])]
    if len(shape) > 2:
        return Sequence(
            tuple(Text("⋯") if row is None else array(numbers, node, row) for row in rows)
        )
    columns = [()] if len(shape) == 1 else [None if j is None else (j,) for j in _shown(shape[1])]

    def entry(row: tuple[int, ...] | None, column: tuple[int, ...] | None) -> Expression:
        if row is None:
            return Text("⋱" if column is None else "⋮")
        return Text("⋯") if column is None else Number(numbers.entry(node, (*row, *column)))

    made = tuple(tuple(entry(row, column) for column in columns) for row in rows)
    return Matrix(made if any(made) else ())


def _shown(size: int) -> list[int | None]:
    """The indices of an axis that are written; None stands for dots."""
    return list(range(size)) if size <= BIG else [*range(SHOWN), None, size - 1]
