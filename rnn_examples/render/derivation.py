"""A value's derivation as a teacher writes it: symbols, numbers put in, then one operation a line.

Vectors stand upright. Where NumPy lays a vector along the rows of a matrix (X + b), it is written
as the row that it then is: X + bᵀ. Comparisons are 1 where they hold and 0 elsewhere: [a > b].
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from rnn_examples.operations.exact import UNKNOWN, Unknown
from rnn_examples.render import symbols
from rnn_examples.render.arrays import in_latex
from rnn_examples.render.exact import apply
from rnn_examples.render.expanded import Expanded
from rnn_examples.render.expressions import Expression, GuardedNumber, Number
from rnn_examples.render.latex import latex
from rnn_examples.render.numbers import MINUS_INFINITY, Numbers
from rnn_examples.render.pieces import Mark, Printed, Relation
from rnn_examples.render.sums import can_be_written_out
from rnn_examples.render.writing import Writer
from rnn_examples.trace import Node

FRACTION = re.compile(r"\\frac\{(?!\\mathrm\{d\}|\\partial)")
"""One that is no derivative's name: below it a line begins too near."""


@dataclass(frozen=True)
class Line:
    """One line: `=` where all that is new in it is exact, `≈` where something is rounded."""

    because: Relation
    expression: Expression

    @property
    def relation(self) -> str:
        return self.because.plain


def derive(numbers: Numbers, name: str) -> list[Line]:
    """The lines of a named value's derivation, the first one in symbols.

    Raises ValueError for a value that was not computed.
    """
    return list(Derivation(numbers, numbers.trace[name]).lines())


def derivation(numbers: Numbers, name: str, mark: Mark) -> str:
    """The derivation as one aligned display equation."""
    return aligned(name, derive(numbers, name), mark)


def aligned(name: str, derived: list[Line], mark: Mark) -> str:
    """The lines of a named value's derivation as one aligned display equation."""
    lines = [f"&{mark(line.because)} {latex(line.expression, mark)}" for line in derived]
    lines[0] = f"{symbols.latex(name)} {lines[0]}"
    gaps = ["0.8em" if FRACTION.search(line) else "0.4em" for line in lines[:-1]]
    rows = (rf"{line} \\[{gap}] " for line, gap in zip(lines, gaps, strict=False))
    return r"\begin{aligned}" + "".join(rows) + lines[-1] + r"\end{aligned}"


def equation(numbers: Numbers, name: str, mark: Mark) -> str:
    """The symbol and its value: h_1 ≈ (0.46212, 0.60437)."""
    node = numbers.trace[name]
    relation = mark(numbers.relation(node))
    return f"{symbols.latex(name)} {relation} {in_latex(numbers, node, mark)}"


class Derivation:
    """The lines of one value's derivation."""

    def __init__(self, numbers: Numbers, target: Node) -> None:
        self.numbers = numbers
        self.expanded = Expanded(numbers, target)

    def lines(self) -> Iterator[Line]:
        before: Writer | None = None
        for writer in self._stages():
            if before and _plain(writer.expression) == _plain(before.expression):
                continue
            yield Line(self._relation(writer, before), writer.expression)
            before = writer

    def _stages(self) -> Iterator[Writer]:
        """Symbols; numbers put in; then what can be computed, products first written out."""
        expanded = self.expanded
        yield Writer(expanded, set())
        done = set(expanded.leaves)
        yield Writer(expanded, done)
        while expanded.target not in done:
            ready = {
                node
                for node in expanded.lengths
                if node not in done and all(operand in done for operand in expanded.operands(node))
            }
            in_words = {node for node in ready if can_be_written_out(node)}
            if in_words:
                yield Writer(expanded, done, in_words)
            done = done | ready
            yield Writer(expanded, done)

    def _relation(self, writer: Writer, before: Writer | None) -> Relation:
        old = {number.path for number in _printed(before.expression)} if before else set()
        new = {n.path: n for n in _printed(writer.expression) if n.path not in old}
        done = writer.done - before.done if before else frozenset()
        steps = [node for node in self.expanded.lengths if node in done]
        exact = all(number.exact for number in new.values()) and all(map(self.follows, steps))
        follows = tuple(
            (self.numbers.name(node), tuple(map(self.numbers.name, self.expanded.operands(node))))
            for node in steps
        )
        return Relation(exact, self._values_of(new), follows)

    def _values_of(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The paths, but a value's name alone where all of its entries are among them."""
        of_value: dict[str, list[str]] = {}
        for path in paths:
            of_value.setdefault(path.partition("[")[0], []).append(path)
        sizes = {name: np.size(self.numbers.node(name).value) for name in of_value}
        return tuple(
            told
            for name, found in of_value.items()
            for told in ([name] if len(found) == sizes[name] else found)
        )

    def follows(self, node: Node) -> bool:
        """Whether an exact result follows from printed operands: from 0.33333 · 3 does not 1."""
        operands = self.expanded.operands(node)
        entries = [list(self.numbers.entries(operand)) for operand in operands]
        rounded = any(not number.exact for numbers in entries for number in numbers)
        if not rounded or np.asarray(node.value).dtype.kind != "f":
            return True
        printed = {
            operand: np.array([*map(_as_printed, numbers)], dtype=object).reshape(operand.shape)
            for operand, numbers in zip(operands, entries, strict=True)
        }

        def compute(part: Node) -> Any:
            return printed[part] if part in printed else apply(part, [*map(compute, part.operands)])

        results = map(_as_printed, self.numbers.entries(node))
        return all(x == y for x, y in zip(np.asarray(compute(node)).flat, results, strict=True))


def _as_printed(number: Printed) -> Fraction | Unknown:
    return UNKNOWN if number.text == MINUS_INFINITY else Fraction(number.text)


def _printed(expression: Expression) -> list[Printed]:
    """Every number of the expression."""
    return [part.number for part in expression if isinstance(part, Number | GuardedNumber)]


def _plain(expression: Expression) -> str:
    return latex(expression, lambda piece: piece.latex)
