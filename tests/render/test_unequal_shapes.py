"""Products and quotients of arrays of unequal shapes, as a teacher writes them: entry by entry."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rnn_examples.render.derivation import derive
from rnn_examples.render.latex import latex
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record

A = np.array([[1.0, 3.0], [-2.0, 5.0]])
X = np.array([2.0, -4.0])
Y = np.array([1.0, 3.0, 4.0])


def lines(function: Callable[..., Any], **inputs: np.ndarray) -> list[str]:
    trace = record(lambda **values: {"z": function(**values)}, **inputs)
    return [
        latex(line.expression, lambda piece: piece.plain) for line in derive(Numbers(trace), "z")
    ]


def matrix(*rows: str) -> str:
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"


def fraction(above: str, below: str) -> str:
    return rf"\frac{{{above}}}{{{below}}}"


def test_a_vector_over_its_sum_is_divided_by_one_number():
    """The usual case, as in softmax: no sign for dividing entry by entry."""
    *_, last, result = lines(lambda y: y / np.sum(y), y=Y)
    assert last == rf"{matrix('1', '3', '4')} / 8"
    assert result == matrix("0.125", "0.375", "0.5")


def test_each_row_over_its_sum_is_a_matrix_of_fractions():
    *_, sums, last, result = lines(lambda A: A / np.sum(A, axis=1, keepdims=True), A=A)
    assert sums == rf"{matrix('1 & 3', '−2 & 5')} \oslash {matrix('1 + 3', '−2 + 5')}"
    first = f"{fraction('1', '4')} & {fraction('3', '4')}"
    second = f"{fraction('−2', '3')} & {fraction('5', '3')}"
    assert last == matrix(first, second)
    assert result == matrix("0.25 & 0.75", "−0.66667 & 1.66667")


@pytest.mark.parametrize(
    ("function", "symbols", "rows"),
    [
        (lambda A, x: A / x[:, None], r"\frac{A}{x}", [("1 2", "3 2"), ("−2 −4", "5 −4")]),
        (lambda A, x: A / x, r"\frac{A}{x^{\top}}", [("1 2", "3 −4"), ("−2 2", "5 −4")]),
        (lambda A, x: x[:, None] / A, r"\frac{x}{A}", [("2 1", "2 3"), ("−4 −2", "−4 5")]),
    ],
    ids=["by a column", "by a row", "of a column"],
)
def test_a_matrix_and_a_column_or_a_row_are_divided_entry_by_entry(function, symbols, rows):
    written = [" & ".join(fraction(*pair.split()) for pair in row) for row in rows]
    assert lines(function, A=A, x=X)[:2] == [symbols, matrix(*written)]


@pytest.mark.parametrize(
    ("function", "symbols", "rows"),
    [
        (
            lambda A, x: A * x[:, None],
            r"A \odot x",
            [r"1 \cdot 2 & 3 \cdot 2", r"−2 \cdot (−4) & 5 \cdot (−4)"],
        ),
        (
            lambda A, x: x * A,
            r"x^{\top} \odot A",
            [r"2 \cdot 1 & −4 \cdot 3", r"2 \cdot (−2) & −4 \cdot 5"],
        ),
    ],
    ids=["by a column", "of a row"],
)
def test_a_matrix_and_a_column_or_a_row_are_multiplied_entry_by_entry(function, symbols, rows):
    assert lines(function, A=A, x=X)[:2] == [symbols, matrix(*rows)]


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: x[:, None] * y,
        lambda x, y: x[:, None] * y[None, :],
        lambda x, y: y * x[:, None],
    ],
    ids=["a vector", "a row", "the row first"],
)
def test_a_column_and_a_row_are_an_outer_product_the_column_first(function):
    symbols, written, result = lines(function, x=X, y=Y)
    assert symbols == r"x y^{\top}"
    assert written.startswith(r"\begin{bmatrix}")
    assert result == matrix("2 & 6 & 8", "−4 & −12 & −16")


def test_a_column_over_a_row_is_a_table_of_all_quotients():
    _, written, _ = lines(lambda x, y: x[:, None] / y, x=X, y=Y)
    rows = [" & ".join(fraction(above, below) for below in "134") for above in ("2", "−4")]
    assert written == matrix(*rows)


def test_equal_shapes_and_large_ones_keep_their_sign():
    assert lines(lambda x: x * x[::-1], x=X)[1].count(r"\odot") == 1
    large = lines(lambda M, y: M / y, M=np.ones((5, 3)), y=Y)
    assert large[1].count(r"\oslash") == 1
