"""The rules that vouch for a numeral which is bound to no value: a year, an index, Step 3."""

import re
from collections.abc import Callable

from rnn_examples.ledger.markup import (
    ALONE,
    CODE,
    DRAWN,
    HEADING,
    INDEX,
    MADE,
    MATH,
    NOTE,
    POWER,
    SOURCES,
)

COUNTED = re.compile(
    r"(?:\b(?P<in_parts>section|chapter|exercise|equation|figure|table|part|version|CC BY)s?|§|"
    r"\b(?:step|row|column|page|line|example|lesson|question|answer|item|no\.|level|word|token|"
    r"layer|epoch)s?)"
    r"(?:[\s\u00a0(]+\d+(?:\.\d+)*(?:,|\s*[–-]|\s+(?:and|to|or))?)*[\s\u00a0(]+$",
    re.I,
)
"""What comes before a number that counts things: Step 3; equations 10.8 to 10.11."""

IN_PARTS = re.compile(r"[1-9]\d*(?:\.\d+)+")
"""10.8, of chapter 10."""

IDENTIFIER = re.compile(r"\d+|\d{4}\.\d{4,5}")
"""A volume or a page; a number of arXiv."""

Rule = Callable[[re.Match[str], str, int], bool]
"""Whether a numeral is vouched for: where it was found in the text, and in what it stands."""

RELATIONS = tuple("=≈≠<>≤≥≃∝≡∼→∈")
LISTED = re.compile(r"(?:[\s([{−-]|(?<![\w.])[012]\s*[,;])*$")
"""What may stand between a relation and a number: a sign, the entries of a list before it."""


def rule(numeral: re.Match[str], text: str, flags: int) -> str:
    """The rule that vouches for a numeral; nothing if none does."""
    return next((name for name, holds in RULES.items() if holds(numeral, text, flags)), "")


def _line(numeral: re.Match[str], text: str) -> tuple[str, str]:
    """What stands on the same line before it and after it."""
    start, end = text.rfind("\n", 0, numeral.start()) + 1, text.find("\n", numeral.end())
    return text[start : numeral.start()], text[numeral.end() : end if end >= 0 else None]


def _is_ordinal(numeral: re.Match[str], text: str, flags: int) -> bool:
    """1. at the start of a heading, or bold and by itself, also before a new sentence."""
    before, after = _line(numeral, text)
    if not numeral[0].isdecimal() or before.strip():
        return False
    if flags & HEADING:
        return bool(re.match(r"[.):]|\s[-–]\s", after))
    return bool(flags & ALONE) and bool(re.match(r"[.):](?=\s|$)|\s*(?:$|[A-Z])", after))


def _is_structure(numeral: re.Match[str], text: str, flags: int) -> bool:
    """0, 1 or 2 in a formula, as in 1 − z or x², which is no result: it stands by no relation.

    Nor does its sign, or the list that it is an entry of.
    """
    if not flags & MATH or numeral[0].lstrip("−-") not in ("0", "1", "2"):
        return False
    before, after = text[max(0, numeral.start() - 80) : numeral.start()], text[numeral.end() :][:80]
    return not (LISTED.sub("", before).endswith(RELATIONS) or after.lstrip().startswith(RELATIONS))


def _is_citation(numeral: re.Match[str], text: str, flags: int) -> bool:
    """In the list of sources; or a volume before its year, pages, an arXiv number."""
    if flags & SOURCES:
        return True
    before, after = _line(numeral, text)
    if re.search(r"\bdoi:\S*$", before):
        return True
    return bool(IDENTIFIER.fullmatch(numeral[0])) and bool(
        re.match(r"(?:\(\d+\))? \((?:19|20)\d\d\)", after)
        or re.search(r"(?:\bpp?\.|arXiv:)[\s\u00a0]?(?:\d+[–-])?$", before)
    )


def _is_name(numeral: re.Match[str], text: str, flags: int) -> bool:
    """Part of a name: L2, h_1, BLEU-4, 3D, x²; the place in an order: 2nd."""
    if flags & MATH or not numeral[0].isdigit():
        return False
    before, after = text[: numeral.start()][-2:], text[numeral.end() :][:4]
    return bool(re.search(r"[A-Za-z_]-?$", before) or re.match(r"(?:D|st|nd|rd|th)\b", after))


def _is_year(numeral: re.Match[str], text: str, flags: int) -> bool:
    del text, flags
    return bool(re.fullmatch(r"[−-]?(?:19|20)\d\d", numeral[0]))


def _is_count(numeral: re.Match[str], text: str, flags: int) -> bool:
    """Step 3; equations 10.8 to 10.11."""
    del flags
    found = COUNTED.search(text[max(0, numeral.start() - 80) : numeral.start()])
    if not found:
        return False
    in_parts = found["in_parts"] or found[0].startswith("§")
    return numeral[0].isdecimal() or bool(in_parts and IN_PARTS.fullmatch(numeral[0]))


def _is_made(numeral: re.Match[str], text: str, flags: int) -> bool:
    """A whole number that a view wrote: a row's, an index. What it computed is bound."""
    return bool(flags & MADE) and numeral[0].isdecimal()


def _stands_in(flag: int, *, whole: bool = False) -> Rule:
    return lambda numeral, _text, flags: bool(
        flags & flag and (not whole or numeral[0].lstrip("−-").isdecimal())
    )


RULES = {
    "code": _stands_in(CODE),
    "view": _is_made,
    "axis": _stands_in(DRAWN),
    "index": _stands_in(INDEX, whole=True),
    "power": _stands_in(POWER, whole=True),
    "name": _is_name,
    "year": _is_year,
    "count": _is_count,
    "section": _is_ordinal,
    "citation": _is_citation,
    "footnote": _stands_in(NOTE, whole=True),
    "formula": _is_structure,
}
"""What vouches for a numeral that is not bound, by name."""
