"""What a view writes that follows the numbers, and so changes with them: each is one piece.

A view hands every piece to the mark that it was given, which may wrap it to keep it addressable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Piece(Protocol):
    """Something that is written in a formula or in text."""

    @property
    def latex(self) -> str: ...

    @property
    def plain(self) -> str: ...


Mark = Callable[[Piece], str]
"""How a view writes a piece."""


def plain(number: str) -> str:
    """A number as text shows it: −0.1 for -0.1, 3.2 × 10⁻⁷ for 3.2e-07."""
    mantissa, _, exponent = number.partition("e")
    mantissa = mantissa.replace("-", "−").replace("inf", "∞")
    if not exponent:
        return mantissa
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{raised}"


@dataclass(frozen=True)
class Printed:
    """A number as the reader sees it.

    path: where it stands in its trace: h_1[0]; n7[0] for an entry of the unnamed node 7.
    text: plain ASCII: -0.1, 3.2046e-07, -inf.
    exact: whether the text is the number itself, not a rounding of it.
    """

    path: str
    value: float | int
    text: str
    exact: bool

    @property
    def latex(self) -> str:
        mantissa, _, exponent = self.text.replace("inf", r"\infty").partition("e")
        return rf"{mantissa}\times 10^{{{int(exponent)}}}" if exponent else mantissa

    @property
    def plain(self) -> str:
        return plain(self.text)


@dataclass(frozen=True)
class Paren:
    """A parenthesis that a number needs where it is negative, or has a power of ten.

    around_powers: whether a power of ten needs it too, as before another factor.
    """

    symbol: str
    number: Printed
    around_powers: bool = False

    @property
    def is_shown(self) -> bool:
        return self.number.value < 0 or (self.around_powers and "e" in self.number.text)

    @property
    def latex(self) -> str:
        return self.symbol if self.is_shown else ""

    @property
    def plain(self) -> str:
        return self.latex


@dataclass(frozen=True)
class Relation:
    """`=` where what stands behind it is exact, `≈` where something is rounded.

    numbers: the values that have to be exact, by name or by path.
    follows: values that have to follow exactly from those that are printed before them: the name
        of each, and of its operands.
    """

    is_exact: bool
    numbers: tuple[str, ...]
    follows: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def latex(self) -> str:
        return "=" if self.is_exact else r"\approx"

    @property
    def plain(self) -> str:
        return "=" if self.is_exact else "≈"


@dataclass(frozen=True)
class Word:
    """The word of a token id. widest: the longest word that can stand in its place."""

    path: str
    text: str
    widest: str

    @property
    def latex(self) -> str:
        return rf"\text{{{self.text}}}"

    @property
    def plain(self) -> str:
        return self.text

    @property
    def language(self) -> str:
        """The word's language, where it is not the page's."""
        return "" if self.text.isascii() else "hi"


@dataclass(frozen=True)
class Size:
    """The size of an axis: W.shape[0]. It changes with no number."""

    path: str
    size: int

    @property
    def latex(self) -> str:
        return str(self.size)

    @property
    def plain(self) -> str:
        return str(self.size)
