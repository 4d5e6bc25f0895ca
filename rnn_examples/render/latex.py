"""Expressions as LaTeX."""

from collections.abc import Callable
from typing import Any

from rnn_examples.render import symbols
from rnn_examples.render.expressions import (
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
    Sequence,
    Sum,
    Text,
)
from rnn_examples.render.pieces import Mark, Paren

SIGNS = {
    "−": "-",
    "·": r"\cdot",
    "⊙": r"\odot",
    "⊘": r"\oslash",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "⋯": r"\cdots",
    "⋮": r"\vdots",
    "⋱": r"\ddots",
    "…": r"\dots",
    "ᵀ": r"\top",
    ":": "{:}",
}

NAMED = {name: f"\\{name}" for name in ("exp", "log", "max", "tanh")} | {"σ": r"\sigma"}
"""Functions that LaTeX has a command for."""


def latex(expression: Expression, mark: Mark) -> str:
    """Print an expression, each of its numbers through the mark."""
    return PRINTERS[type(expression)](expression, lambda part: latex(part, mark), mark)


Inner = Callable[[Expression], str]


def _text(part: Text, inner: Inner, mark: Mark) -> str:
    if part.text in SIGNS:
        return SIGNS[part.text]
    if part.text.isalpha() and len(part.text) > 1:
        return rf"\text{{{part.text}}}"
    return part.text.replace(":", "{:}")


def _guarded(part: GuardedNumber, inner: Inner, mark: Mark) -> str:
    number, powers = part.number, part.around_powers
    return mark(Paren("(", number, powers)) + mark(number) + mark(Paren(")", number, powers))


def _fenced(part: Fenced, inner: Inner, mark: Mark) -> str:
    left, right = list(part.fences)
    return rf"\left{left}{inner(part.inside)}\right{right}"


def _sum(part: Sum, inner: Inner, mark: Mark) -> str:
    (_, first), *others = part.terms
    signed = (f" {SIGNS.get(sign, sign)} {inner(term)}" for sign, term in others)
    return inner(first) + "".join(signed)


def _between(part: Product | Relation, inner: Inner, mark: Mark) -> str:
    return f"{inner(part.left)} {SIGNS.get(part.sign, part.sign)} {inner(part.right)}"


def _power(part: Power, inner: Inner, mark: Mark) -> str:
    ring = r"\circ " if part.elementwise else ""
    return f"{inner(part.base)}^{{{ring}{inner(part.exponent)}}}"


def _call(part: Call, inner: Inner, mark: Mark) -> str:
    words = part.function.replace(" ", r"\ ")
    name = NAMED.get(part.function, rf"\operatorname{{{words}}}")
    if part.subscript:
        below = part.subscript.replace("×", r"\times")
        name += rf"_{{\text{{{below}}}}}" if below[0].isalpha() else f"_{{{below}}}"
    inside = r",\, ".join(map(inner, part.arguments))
    return rf"{name}\left({inside}\right)" if part.is_fenced else f"{name}{inside}"


def _matrix(part: Matrix, inner: Inner, mark: Mark) -> str:
    rows = r" \\ ".join(" & ".join(map(inner, row)) for row in part.rows) or r"\,"
    return rf"\begin{{bmatrix}}{rows}\end{{bmatrix}}"


def _sequence(part: Sequence, inner: Inner, mark: Mark) -> str:
    return r"\left(" + r",\, ".join(map(inner, part.items)) + r"\right)"


def _cases(part: Cases, inner: Inner, mark: Mark) -> str:
    rows = max((len(matrix.rows) for matrix in part.yes if isinstance(matrix, Matrix)), default=1)
    gap = f"[{0.6 * rows - 0.4:.1f}em]" if rows > 1 else ""  # a matrix is as deep as half its rows
    return (
        rf"\begin{{cases}} {inner(part.yes)} & \text{{where }} {inner(part.condition)}"
        rf" \\{gap} {inner(part.no)} & \text{{elsewhere}} \end{{cases}}"
    )


PRINTERS: dict[type[Expression], Callable[[Any, Inner, Mark], str]] = {
    Text: _text,
    Name: lambda part, inner, mark: symbols.latex(part.name),
    Number: lambda part, inner, mark: mark(part.number),
    GuardedNumber: _guarded,
    Fenced: _fenced,
    Sum: _sum,
    Negative: lambda part, inner, mark: f"-{inner(part.operand)}",
    Product: _between,
    Relation: _between,
    Juxtaposed: lambda part, inner, mark: f"{inner(part.left)} {inner(part.right)}",
    Fraction: lambda part, inner, mark: rf"\frac{{{inner(part.above)}}}{{{inner(part.below)}}}",
    Power: _power,
    Root: lambda part, inner, mark: rf"\sqrt{{{inner(part.operand)}}}",
    Call: _call,
    Item: lambda part, inner, mark: f"{inner(part.table)}[{', '.join(map(inner, part.indices))}]",
    Matrix: _matrix,
    Sequence: _sequence,
    Cases: _cases,
}
