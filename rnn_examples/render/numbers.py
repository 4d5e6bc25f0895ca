"""How a number is printed: one rule for the whole site.

An exact decimal of at most five places is printed as it is: 0.5, -0.1, 2. Every other number is
rounded to five places, half to even on the exact binary value; to five significant digits with a
power of ten below 0.001 and from ten million on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from rnn_examples.render.exact import Exact, exact_values
from rnn_examples.trace import Node, Trace

PLACES = 5
SMALL, LARGE = 1e-3, 1e7

FORMAT = re.compile(r"\.(\d{1,2})([fe])|d")
FORMAT_HELP = "a format is .3f (three places), .2e (three digits and a power of ten) or d (whole)"


@dataclass(frozen=True)
class Printed:
    """A number as the reader sees it.

    path: where it stands in its trace: h_1[0]; n7[0] for an entry of the unnamed node 7.
    text: plain ASCII: -0.1, 3.2046e-07.
    exact: whether the text is the number itself, not a rounding of it.
    """

    path: str
    value: float | int
    text: str
    exact: bool

    @property
    def latex(self) -> str:
        mantissa, _, exponent = self.text.partition("e")
        return rf"{mantissa}\times 10^{{{int(exponent)}}}" if exponent else mantissa

    @property
    def plain(self) -> str:
        mantissa, _, exponent = self.text.partition("e")
        mantissa = mantissa.replace("-", "−")
        if not exponent:
            return mantissa
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{mantissa} × 10{raised}"


Mark = Callable[[Printed], str]
"""How a view writes a number: the caller may wrap it, to keep it addressable."""


def print_number(value: Any, exact: Any, spec: str = "") -> tuple[str, bool]:
    """Print by the house rule or a given format; say whether the text is the exact number.

    Raises ValueError for NaN and infinity, for a format that is none, and for an exact tie, which
    no rounding prints the same everywhere.
    """
    if not np.isfinite(value):
        raise ValueError(f"{value} cannot be published: mend the example's inputs or its model")
    known = isinstance(exact, Fraction)
    if not spec:
        decimal = _short_decimal(exact) if known else None
        if decimal is not None:
            return decimal, True
        small = value != 0 and not SMALL <= abs(value) < LARGE
        spec = f".{PLACES - 1}e" if small else f".{PLACES}f"
    found = FORMAT.fullmatch(spec)
    if found is None:
        raise ValueError(f"bad format {spec!r}: {FORMAT_HELP}")
    if spec == "d":
        if value != int(value):
            raise ValueError(f"bad format 'd': {value!r} is not whole; {FORMAT_HELP}")
        return str(int(value)), known and exact == int(value)
    text = format(float(value), spec)
    if known:
        if Fraction(text) == exact:
            return _without_negative_zero(text), True
        unit = Fraction(10) ** (_exponent(text) - int(found[1]))
        if 2 * abs(Fraction(text) - exact) == unit:
            raise ValueError(
                f"{float(exact)!r} lies midway between two numbers of this format ({spec}): "
                "print more digits"
            )
    return _without_negative_zero(text), False


def _short_decimal(exact: Fraction) -> str | None:
    """The number itself, where at most five places hold it."""
    scaled = exact * 10**PLACES
    if scaled.denominator != 1 or abs(exact) >= LARGE:
        return None
    whole, places = divmod(abs(scaled.numerator), 10**PLACES)
    text = f"{whole}.{places:0{PLACES}d}".rstrip("0").rstrip(".")
    return f"-{text}" if exact < 0 else text


def _exponent(text: str) -> int:
    return int(text.partition("e")[2] or 0)


def _without_negative_zero(text: str) -> str:
    return text.removeprefix("-") if text.startswith("-") and float(text) == 0 else text


class Numbers:
    """The printed numbers of one trace, by node and entry."""

    def __init__(self, trace: Trace, spec: str = "") -> None:
        self.trace = trace
        self.spec = spec
        self._known: dict[Node, Exact] = {}
        self._index: dict[Node, int] = {node: n for n, node in enumerate(trace.nodes)}

    def name(self, node: Node) -> str:
        """The node's name; n7 for the unnamed node 7."""
        return self.trace.name_of(node) or f"n{self._index[node]}"

    def entry(self, node: Node, index: tuple[int, ...] = (), path: str = "") -> Printed:
        """One entry of a node. An unnamed item of a named array goes by that array's entry."""
        value = np.asarray(node.value)[index].item()
        exact = exact_values(node, self._known)[index]
        spec = "" if isinstance(value, int) and self.spec else self.spec
        text, is_exact = print_number(value, exact, spec)
        return Printed(path or self.name(node) + suffix(index), value, text, is_exact)

    def entries(self, node: Node) -> Iterator[Printed]:
        """Every entry, the last index running fastest."""
        return (self.entry(node, index) for index in np.ndindex(node.shape))


def suffix(index: tuple[int, ...]) -> str:
    """An index as it is written in code: [0,1]; nothing for a scalar."""
    return f"[{','.join(map(str, index))}]" if index else ""


def in_text(numbers: Numbers, node: Node, mark: Mark, index: tuple[int, ...] = ()) -> str:
    """A number, a vector (a, b) or a matrix [[a, b], [c, d]] in running text."""
    rank = len(node.shape) - len(index)
    if rank == 0:
        return mark(numbers.entry(node, index))
    items = [in_text(numbers, node, mark, (*index, i)) for i in range(node.shape[len(index)])]
    inside = ", ".join(items)
    return f"({inside})" if len(node.shape) == 1 else f"[{inside}]"


def in_latex(
    numbers: Numbers, node: Node, mark: Mark, index: tuple[int, ...] = ()
) -> str:
    """A number, a column vector or a matrix in LaTeX."""
    shape = node.shape[len(index) :]
    if not shape:
        return mark(numbers.entry(node, index))
    if len(shape) > 2:
        raise ValueError(
            f"{numbers.name(node)} has {len(shape)} axes; index it down to a matrix to show it"
        )
    rows = []
    for i in range(shape[0]):
        row = [(*index, i)] if len(shape) == 1 else [(*index, i, j) for j in range(shape[1])]
        rows.append(" & ".join(mark(numbers.entry(node, entry)) for entry in row))
    return matrix(rows)


def matrix(rows: list[str]) -> str:
    r"""Rows of LaTeX, entries parted by &, in brackets."""
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"
