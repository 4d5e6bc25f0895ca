"""How a number is printed: one rule for the whole site.

Whole numbers, and exact decimals of at most five places, are printed as they are: 0.5, -0.1, 2.
Every other number is rounded to five places, half to even on the exact binary value; to five
significant digits with a power of ten below 0.001 and from ten million on.

Processors disagree in a number's last bits. So each rounding has a certificate: the number lies
further from the next tie than its error can be (see `errors`). One that has none is refused.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np

from rnn_examples.operations.error_bounds import Bound
from rnn_examples.operations.exact import Exact
from rnn_examples.render.error_bounds import error_bounds
from rnn_examples.render.exact import exact_values
from rnn_examples.render.pieces import Mark, Printed, Relation
from rnn_examples.trace import Node, Trace

PLACES = 5
MOST_PLACES = 13
SMALL, LARGE = 1e-3, 1e7

CERTAIN = Fraction(1, 2**44)
"""The relative error that is allowed for a float of which no bound is known."""

AGREED = Fraction(1, 10**9)
"""How far a float may lie from the exact number, before it has lost too many digits to be shown."""

MINUS_INFINITY = "-inf"

FORMAT = re.compile(r"\.(\d{1,2})([fe])|d")
FORMAT_HELP = "a format is .3f (three places), .2e (three digits and a power of ten) or d (whole)"


def print_number(  # noqa: C901 (each refusal is one line of the rule)
    value: Any, exact: Any = None, spec: str = "", error: float | None = None
) -> tuple[str, bool]:
    """Print by the house rule or a given format; say whether the text is the exact number.

    - exact: the number as a Fraction; anything else where it is not known.
    - error: how far the value may lie from the true one, if it is not known exactly; it is 0 for
      −∞ where that was given, as for a masked logit, and no overflow.

    Raises ValueError for NaN, infinity, a bad format, and a number too near a tie to be certain.
    """
    if value == -np.inf and error == 0:
        return MINUS_INFINITY, True
    if not np.isfinite(value):
        raise ValueError(f"{value} cannot be published: mend the example's inputs or its model")
    found = FORMAT.fullmatch(spec) if spec else None
    if spec and found is None:
        raise ValueError(f"bad format {spec!r}: {FORMAT_HELP}")
    if error == float("inf"):
        raise ValueError(
            f"{value!r} is not certain: a whole number overflowed, a divisor may be 0, or a "
            "comparison was decided by less than its rounding error; change the inputs"
        )
    if isinstance(value, int):
        return str(int(value)), True
    known = exact if isinstance(exact, Fraction) else None
    true = Fraction(value) if known is None else known
    if known is not None and abs(true - Fraction(value)) > AGREED * max(Fraction(1), abs(true)):
        raise ValueError(
            f"{value!r} is {float(true)!r} in exact arithmetic: floating point lost its digits"
        )
    if spec == "d":
        whole = Fraction(value) if value == int(value) else true
        if whole.denominator != 1:
            raise ValueError(f"bad format 'd': {value!r} is not whole; {FORMAT_HELP}")
        return str(int(whole)), known == whole
    if not spec:
        decimal = None if known is None else _short_decimal(known)
        if decimal is not None:
            return decimal, True
        small = value != 0 and not SMALL <= abs(value) < LARGE
        spec = f".{PLACES - 1}e" if small else f".{PLACES}f"
    text = format(float(true), spec)
    if known is not None:
        if Fraction(text) == known:
            return _without_negative_zero(text), True
        error = 0
    bound = abs(true) * CERTAIN if error is None else Fraction(error) + abs(true) / 2**52
    _demand_certificate(text, true, spec, bound)
    return _without_negative_zero(text), False


def _demand_certificate(text: str, true: Fraction, spec: str, error: Fraction) -> None:
    """Raise ValueError where the number is as near to a tie as its error is large."""
    digits = int(spec[1:-1])
    unit = Fraction(10) ** (int(text.partition("e")[2] or 0) - digits)
    if abs(abs(Fraction(text) - true) - unit / 2) > error:
        return
    if unit < 4 * error:
        raise ValueError(
            f"{float(true)!r} has fewer certain digits than this format ({spec}): print fewer, "
            "with a format such as | .2e at the end of the token"
        )
    raise ValueError(
        f"{float(true)!r} lies midway between two numbers of this format ({spec}): print more "
        f"digits, with | .{digits + 1}{spec[-1]} at the end of each token that shows it"
    )


def _short_decimal(exact: Fraction) -> str | None:
    """The number itself, where at most five places hold it."""
    scaled = exact * 10**PLACES
    if scaled.denominator != 1 or abs(exact) >= LARGE:
        return None
    whole, places = divmod(abs(scaled.numerator), 10**PLACES)
    text = f"{whole}.{places:0{PLACES}d}".rstrip("0").rstrip(".")
    return f"-{text}" if exact < 0 else text


def _without_negative_zero(text: str) -> str:
    return text.removeprefix("-") if text.startswith("-") and float(text) == 0 else text


class Numbers:
    """The printed numbers of one trace, by node and entry."""

    def __init__(self, trace: Trace, spec: str = "") -> None:
        self.trace = trace
        self.spec = spec
        self._known: dict[Node, Exact] = {}
        self._bounds: dict[Node, Bound] = {}
        self._printed: dict[tuple[Node, tuple[int, ...]], Printed] = {}
        self._formats: dict[str, Numbers] = {spec: self}
        self._index: dict[Node, int] = {node: n for n, node in enumerate(trace.nodes)}

    def in_format(self, spec: str) -> "Numbers":
        """The same numbers in another format: what is known of their errors stays."""
        if spec not in self._formats:
            self._formats[spec] = other = copy(self)
            vars(other).update(spec=spec, _printed={})
        return self._formats[spec]

    def name(self, node: Node) -> str:
        """The node's name; n7 for the unnamed node 7."""
        return self.trace.name_of(node) or f"n{self._index[node]}"

    def node(self, name: str) -> Node:
        """The node of a name that `name` gave."""
        if name in self.trace.names:
            return self.trace.names[name]
        return self.trace.nodes[int(name.removeprefix("n"))]

    def entry(self, node: Node, index: tuple[int, ...] = ()) -> Printed:
        """One entry of a node. Raises ValueError for a number that cannot be printed."""
        if (node, index) in self._printed:
            return self._printed[node, index]
        path = self.name(node) + suffix(index)
        value = np.asarray(node.value)[index].item()
        exact = exact_values(node, self._known)[index]
        try:
            text, is_exact = print_number(value, exact, self.spec, self.error(node, index))
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        printed = Printed(path, value, text, is_exact)
        return self._printed.setdefault((node, index), printed)

    def error(self, node: Node, index: tuple[int, ...] = ()) -> float:
        """How far an entry can lie from the true number; how far it lies, where that is known."""
        bound = float(error_bounds(node, self._known, self._bounds)[index])
        exact = exact_values(node, self._known)[index]
        if bound < float("inf") and isinstance(exact, Fraction):
            return float(abs(Fraction(np.asarray(node.value)[index].item()) - exact))
        return bound

    def entries(self, node: Node) -> Iterator[Printed]:
        """Every entry, the last index running fastest."""
        return (self.entry(node, index) for index in np.ndindex(node.shape))

    def long_enough(self, node: Node) -> "Numbers":
        """These numbers, or the same with as many more digits as a value needs.

        For a list of many values, in which nobody can give each a format.
        Raises ValueError for a value that no number of digits lets be printed.
        """
        sizes = np.abs(np.asarray(node.value, dtype=np.float64))
        letter = "e" if np.any((sizes < SMALL) & (sizes > 0) | (sizes >= LARGE)) else "f"
        longer = (self.in_format(f".{n}{letter}") for n in range(PLACES + 1, MOST_PLACES))
        for numbers in chain([self], longer):
            with suppress(ValueError):
                list(numbers.entries(node))
                return numbers
        list(self.entries(node))  # says why
        return self

    def relation(self, node: Node) -> Relation:
        """What stands between a value's symbol and its numbers."""
        return Relation(all(number.exact for number in self.entries(node)), (self.name(node),))


def rounds_to(true: Fraction, text: str) -> bool:
    """Whether a printed number is a rounding of the true one, to its last place."""
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    half = Fraction(10) ** (int(exponent or 0) - places) / 2
    return abs(Fraction(text) - true) <= half * (1 + Fraction(1, 10**9))


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
