"""Formulas, typeset by KaTeX while the page is made; their numbers stay addressable."""

import re

from rnn_examples.render.pieces import Paren, Piece, Relation
from rnn_examples.typesetting import engines
from rnn_examples.typesetting.bound import Placeholders
from rnn_examples.typesetting.languages import END

PLACEHOLDER = "9007199255"
"""Ten digits that no page contains; six more number what stands in their place."""

PLACES = re.compile(
    rf"(?P<relation><mo>)?<mtext>(?P<mathml>[^<]*{PLACEHOLDER}[^<]*)</mtext>(?(relation)</mo>)"
    rf'|<span class="mord">(?P<visible>(?:{PLACEHOLDER}\d{{6}})+)</span>'
    rf"|{PLACEHOLDER}(?P<within>\d{{6}})"  # in a script, or next to other text
    r"|<annotation.*?</annotation>",  # the LaTeX, which no reader sees
    re.S,
)

CELL = re.compile(r"(?<=<mtd>)<mstyle[^>]*>|</mstyle>(?=</mtd>)")
"""How large a cell would be in the branch that is read aloud: nobody sees it."""


def pieces() -> Placeholders:
    """The pieces of one formula."""
    return Placeholders(_hold)


def _hold(n: int, piece: Piece) -> str:
    held = rf"\text{{{PLACEHOLDER}{n:06}}}"
    if isinstance(piece, Relation):
        return rf"\mathrel{{{held}}}"
    if isinstance(piece, Paren):  # a power is the number's, not a parenthesis's that may be hidden
        return f"{{{held}" if piece.symbol == "(" else f"{held}}}"
    return held


def _spoken(text: str, held: Placeholders) -> str:
    """Pieces and the text around them, each in an element of its own."""
    parts = re.split(rf"{PLACEHOLDER}(\d{{6}})", text)
    made = [
        held.spoken(int(part)) if n % 2 else f"<mtext>{part}</mtext>"
        for n, part in enumerate(parts)
        if part
    ]
    return made[0] if len(made) == 1 else f"<mrow>{''.join(made)}</mrow>"


def typeset(latex: str, held: Placeholders, *, display: bool) -> str:
    """Typeset a formula, each piece named both in what is seen and in what is read aloud.

    Raises TypesettingError for bad LaTeX.
    """

    def bind(match: re.Match[str]) -> str:
        if match["mathml"]:
            return _spoken(match["mathml"], held)
        if match["visible"]:
            numbers = re.findall(rf"{PLACEHOLDER}(\d{{6}})", match["visible"])
            return "".join(held.visible(int(n), "span", "mord") for n in numbers)
        if match["within"]:
            return held.visible(int(match["within"]), "span")
        return ""

    made = engines.katex(latex, display)
    spoken, _, visible = made.partition('<span class="katex-html"')
    for branch in (re.sub(r"<annotation.*?</annotation>", "", spoken, flags=re.S), visible):
        if len(re.findall(PLACEHOLDER, branch)) != len(held):
            raise engines.TypesettingError("a value cannot stand in this place of a formula")
    made = CELL.sub("", PLACES.sub(bind, made))
    if display:
        return f'<div class="math" tabindex="0" data-search-exclude>{made}{END}</div>'
    return f'<span class="math">{made}{END}</span>'


def problem(error: engines.TypesettingError) -> str:
    """What KaTeX says, on one line, without the marks it puts below the place."""
    return "bad LaTeX: " + re.sub(r"[\u0332\s]+", " ", str(error).replace("\u0332", "")).strip()
