"""A formula as a tree. `latex` and `unicode` print it; parentheses are part of the tree.

Signs are Unicode characters: "⊙", "−", "≤".
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar

from rnn_examples.render import symbols
from rnn_examples.render.pieces import Printed

CASES, RELATION, SUM, PRODUCT, JUXTAPOSED, POWER, LETTER, ATOM = range(8)
"""Precedence: a power binds more tightly than W h, and that more tightly than a · b.

A LETTER has a mark in the place of a power, as y^*.
"""


@dataclass(frozen=True)
class Expression:
    """A part of a formula, and how tightly it binds."""

    precedence: ClassVar[int] = ATOM

    def at_least(self, precedence: int) -> "Expression":
        """The expression, in parentheses unless it binds as tightly as it must."""
        return self if self.precedence >= precedence else Fenced(self)

    @property
    def alone(self) -> "Expression":
        """Where something else marks its ends: no parentheses, but a comparison in brackets."""
        return Fenced(self) if self.precedence == RELATION else self

    @property
    def transposed(self) -> "Expression":
        return Power(self.at_least(ATOM), Text("ᵀ"))

    def __iter__(self) -> Iterator["Expression"]:
        """The expressions that it is made of, each with all of its own."""
        yield self
        for field in fields(self):
            yield from _expressions(getattr(self, field.name))


def _expressions(part: object) -> Iterator[Expression]:
    if isinstance(part, Expression):
        yield from part
    elif isinstance(part, tuple):
        for inner in part:
            yield from _expressions(inner)


@dataclass(frozen=True)
class Text(Expression):
    """A sign, a number that follows from the shapes, or a word, as it stands."""

    text: str


@dataclass(frozen=True)
class Name(Expression):
    """The symbol of a named value."""

    name: str

    @property
    def precedence(self) -> int:  # type: ignore[override]
        if symbols.is_compound(self.name):
            return POWER
        return LETTER if symbols.parts(self.name)[1] in symbols.BESIDE else ATOM


@dataclass(frozen=True)
class Number(Expression):
    """A number of the trace, whose parentheses come and go with its sign."""

    number: Printed

    def at_least(self, precedence: int) -> Expression:
        if precedence <= SUM:
            return self
        return GuardedNumber(self.number, around_powers=precedence > PRODUCT)


@dataclass(frozen=True)
class GuardedNumber(Expression):
    """A number in parentheses where it is negative.

    around_powers: also where it has a power of ten.
    """

    number: Printed
    around_powers: bool = False


@dataclass(frozen=True)
class Fenced(Expression):
    """An expression in parentheses; a comparison in square brackets."""

    inside: Expression

    @property
    def fences(self) -> str:
        return "[]" if self.inside.precedence == RELATION else "()"


@dataclass(frozen=True)
class Sum(Expression):
    """Terms, each with its sign, + or −. The first one is +."""

    terms: tuple[tuple[str, Expression], ...]
    precedence: ClassVar[int] = SUM


@dataclass(frozen=True)
class Negative(Expression):
    """Minus an operand."""

    operand: Expression
    precedence: ClassVar[int] = SUM


@dataclass(frozen=True)
class Product(Expression):
    """Two factors and the sign between them: · ⊙ ⊘ or /."""

    left: Expression
    sign: str
    right: Expression
    precedence: ClassVar[int] = PRODUCT


@dataclass(frozen=True)
class Juxtaposed(Expression):
    """A product without a sign, as W h."""

    left: Expression
    right: Expression
    precedence: ClassVar[int] = JUXTAPOSED


@dataclass(frozen=True)
class Relation(Expression):
    """A comparison, as a > b."""

    left: Expression
    sign: str
    right: Expression
    precedence: ClassVar[int] = RELATION


@dataclass(frozen=True)
class Fraction(Expression):
    """One expression over another."""

    above: Expression
    below: Expression
    precedence: ClassVar[int] = POWER


@dataclass(frozen=True)
class Power(Expression):
    """A base and its exponent.

    elementwise: each entry to its power, which is marked with a ring.
    """

    base: Expression
    exponent: Expression
    elementwise: bool = False
    precedence: ClassVar[int] = POWER


@dataclass(frozen=True)
class Root(Expression):
    """The square root."""

    operand: Expression


@dataclass(frozen=True)
class Call(Expression):
    """A function of its arguments. No parentheses around a matrix, which has its brackets.

    subscript: what stands below the name, such as "axis 0".
    """

    function: str
    arguments: tuple[Expression, ...]
    subscript: str = ""
    precedence: ClassVar[int] = POWER

    @property
    def is_fenced(self) -> bool:
        return len(self.arguments) > 1 or not isinstance(self.arguments[0], Matrix)


@dataclass(frozen=True)
class Item(Expression):
    """An entry, or a part, of a table: table[0, :]."""

    table: Expression
    indices: tuple[Expression, ...]


@dataclass(frozen=True)
class Matrix(Expression):
    """Rows of as many entries each; none for an empty one."""

    rows: tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True)
class Sequence(Expression):
    """Items of an array with more than two axes."""

    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Cases(Expression):
    """One of two, as a condition says."""

    condition: Expression
    yes: Expression
    no: Expression
    precedence: ClassVar[int] = CASES


def column(entries: tuple[Expression, ...]) -> Matrix:
    """A column vector."""
    return Matrix(tuple((entry,) for entry in entries))


def has_matrix(expression: Expression) -> bool:
    """Whether any part stands on more than one line by itself."""
    return any(isinstance(part, Matrix | Cases) for part in expression)
