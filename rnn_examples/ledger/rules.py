"""What vouches for a numeral that is bound to no value: the rules, and what they look at.

A rule sees the numeral, the text around it, and what is known of the place where it stands.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from rnn_examples.ledger import phrases
from rnn_examples.ledger.markup import (
    ALONE,
    AMONG,
    CODE,
    DIAGRAM,
    DRAWN,
    HEADING,
    INDEX,
    MADE,
    MATH,
    NOTE,
    PART,
    POWER,
    PRE,
    PRINTED,
    PROGRAM,
    SOURCES,
)

NUMBER = r"(?:\d+(?:[.,]\d+)*|\.\d+(?:[.,]\d+)*)"
SIGNS = "".join(
    sign
    for sign in map(chr, range(0x30000))
    if unicodedata.numeric(sign, None) is not None and unicodedata.category(sign) != "Nd"
)
"""½, ², ④, Ⅳ, 五: they are numbers, but no digits."""
NUMERAL = re.compile(
    rf"(?:(?<![\w)\]])[−-])?(?<![\w.]){NUMBER}(?:e[+-]?\d+)?(?:\s?×\s?10[⁻⁰¹²³⁴-⁹]+)?(?!\w|[.,]\d)"
    rf"|(?<![\w.]){NUMBER}(?=[A-Za-z])"
    rf"|(?<=[A-Za-z_])\d+(?=,)"
    rf"|(?<=[A-Za-z_]){NUMBER}"
    rf"|{NUMBER}|[{SIGNS}]+|∞"
)
"""A number by itself, with its sign; the digits of 3D; those of L2, h_1 and h_l1,3; any that are
left."""

Rule = Callable[[re.Match[str], str, int], bool]
"""Whether a numeral is vouched for: where it was found in the text, and in what it stands."""


def numerals_in(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The numerals between two places of a text; most texts have none, which is soon seen."""
    part = text[start:end]
    has_any = any(map(str.isnumeric, part)) or "∞" in part
    return NUMERAL.finditer(text, start, end) if has_any else iter(())


def rule(numeral: re.Match[str], text: str, flags: int) -> str:
    """The rule that vouches for a numeral; nothing if none does."""
    return next((name for name, holds in RULES.items() if holds(numeral, text, flags)), "")


# A value of which its neighbours make another number.


def is_changed(text: str, start: int, end: int, flags: int) -> bool:
    """Whether a value is read as another number: −0.4 or 10.4 for 0.4, 0.4e-3, 0.4 %."""
    before, after = text[max(0, start - 16) : start], text[end : end + 8]
    if not (text[start:end].strip("−-")[:1].isdecimal() and text[end - 1].isdecimal()):
        return False
    if flags & MATH:  # where a minus between two terms is no sign
        signed = re.search(rf"(.?)[ ]*[−–—±∓-][ ]*(?:\[[\s{PART}]*)?$", before)
        is_signed = signed and (signed[1] in ("", *"\n([{,;" + PART) or _relates(signed[1]))
        is_argument = re.search(r"[\w\u2061][ ]*\([ ]*[−-][ ]*$", before)
        return bool(
            (is_signed and not is_argument)
            or re.search(r"\d[ ]*(?:\.[ ]*)?$", before)
            or re.match(rf"[ ]*(?:\.[ ]*)?\d|(?:[^\S\n]|{PART})*[%‰]", after)
        )
    return bool(
        re.search(r"(?:^|[\s(\[=,;:])[−–—±∓-][\[(]?$|[\d.]$", before)
        or re.match(r"\d|[.,]\d|e[-+]?\d|\s?[%‰]|\s?[×·]\s?10[⁻⁰¹²³⁴-⁹]", after)
    )


# Formulas.


def _relates(character: str) -> bool:
    """Whether a character is a relation, as = ≤ → are; + and ∑ are none."""
    return unicodedata.category(character) == "Sm" and character not in OPERATORS


OPERATORS = "+−±∓×÷·∕∘∗⋅√∛∂∇∆∑∏∫∬∮∞∧∨¬∩∪⊙⊗⊕⊖⊤⊥∖∣∥|~⨂⨁′"
"""Mathematical signs that combine terms."""


def side(text: str, start: int, end: int) -> tuple[int, int]:
    """The side of a relation that a part of a formula stands on, or its entry in a list."""
    first, last = start, end
    while first and text[first - 1] != "\n" and not _relates(text[first - 1]):
        first -= 1
    while last < len(text) and text[last] != "\n" and not _relates(text[last]):
        last += 1
    opened = _opened(text, first, start)
    is_range = text[max(0, first - 1) : first] == "∈" or "…" in text[first:last]
    if is_range:
        return first, last
    before = text[:opened].removesuffix("\n").rstrip(f" {PART}")[-1:]
    if opened >= first and not re.match(r"[\w\u2061]", before):
        return _entry(text, opened + 1, last, start, end)  # of a vector, not an argument
    return _entry(text, first, last, start, end)


def _opened(text: str, first: int, start: int) -> int:
    """The place of the innermost bracket that is open at start; before first if none is."""
    depth = 0
    for place in range(start - 1, first - 1, -1):
        depth += (text[place] in ")]}⟩") - (text[place] in "([{⟨")
        if depth < 0:
            return place
    return first - 1


def _entry(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The entry, between commas or the ends, that a part stands in."""
    depth, left, right = 0, first, last
    for place in range(first, last):
        depth += (text[place] in "([{⟨") - (text[place] in ")]}⟩")
        if depth < 0 and place >= end:
            return left, min(right, place)
        depth = max(0, depth)
        if text[place] in ",;" and not depth:
            if place < start:
                left = place + 1
            elif right == last and place >= end:
                right = place
    return left, right


def _is_structure(numeral: re.Match[str], text: str, flags: int) -> bool:
    """0, 1 or 2 among symbols or values, as in 1 − z or 2h: it is a part of what is computed."""
    return bool(flags & AMONG) and numeral[0].lstrip("−-") in ("0", "1", "2")


def _is_power(numeral: re.Match[str], text: str, flags: int) -> bool:
    """A square, a cube, an inverse: x², x³, x⁻¹. A higher power is a number like any other."""
    return bool(flags & POWER) and numeral[0] in ("0", "1", "2", "3", "−1", "-1", "∞")


# Text.


def _is_said(name: str) -> Rule:
    def holds(numeral: re.Match[str], text: str, flags: int) -> bool:
        start, end = numeral.span()
        return any(first <= start and end <= last for first, last in phrases.found(name, text))

    return holds


def _is_count(numeral: re.Match[str], text: str, flags: int) -> bool:
    """Step 3; equations 10.8 to 10.11. Steps are counted to nine, and are no step of a result."""
    before = text[max(0, numeral.start() - 80) : numeral.start()]
    found = phrases.COUNTED.search(before)
    if not found:
        return False
    if found["in_run"]:
        is_small = numeral[0].isdecimal() and len(numeral[0]) == 1
        return is_small and not phrases.EXTREME.search(before[: found.start()])
    in_parts = found["in_parts"] or found[0].startswith("§")
    return numeral[0].isdecimal() or bool(in_parts and phrases.IN_PARTS.fullmatch(numeral[0]))


def _line(numeral: re.Match[str], text: str) -> tuple[str, str]:
    """What stands on the same line before it and after it."""
    start, end = text.rfind("\n", 0, numeral.start()) + 1, text.find("\n", numeral.end())
    return text[start : numeral.start()], text[numeral.end() : end if end >= 0 else None]


def _is_ordinal(numeral: re.Match[str], text: str, flags: int) -> bool:
    """1. at the start of a heading, or bold and by itself; in a diagram without the point too."""
    before, after = _line(numeral, text)
    if not numeral[0].isdecimal() or before.strip():
        return False
    if flags & HEADING:
        return bool(re.match(r"[.):]|\s[-–]\s", after))
    if flags & DIAGRAM and flags & ALONE:
        return bool(re.match(r"\s*(?:$|[A-Z])", after))
    return bool(flags & ALONE) and bool(re.match(r"[.):](?=\s|$)", after))


def _is_title(numeral: re.Match[str], text: str, flags: int) -> bool:
    """A year that is a whole heading."""
    line = numeral[0].join(_line(numeral, text)).strip(" ¶\u00a0")
    return bool(flags & HEADING) and bool(re.fullmatch(phrases.YEAR, line))


def _is_name(numeral: re.Match[str], text: str, flags: int) -> bool:
    """Part of a name: L2, h_1, x². A higher power than x³ is none."""
    if flags & (MATH | POWER) or not numeral[0].isdigit():
        return False
    if set(numeral[0]) & set(RAISED) and numeral[0] not in "¹²³":
        return False
    return bool(re.search(r"[A-Za-z_]⁻?\Z", text[: numeral.start()][-2:]))


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _is_cited(numeral: re.Match[str], text: str, flags: int) -> bool:
    """In the list of sources: pages, volumes, reports; 0.4 and 40 % were measured."""
    is_measured = numeral[0].startswith("0.") or re.match(r"\s?[%‰]", text[numeral.end() :])
    return bool(flags & SOURCES) and not is_measured


FORMAT = re.compile(r"(?:\{[^{}\s\"']*:|%)[<>=^+0-]*\Z"), re.compile(r"[a-z]?\}|[a-z]\b")
"""What stands around the number in {x:.3f} and %5d."""


def _is_format(numeral: re.Match[str], text: str, flags: int) -> bool:
    """The places or the width of a format, in a text of a program."""
    before, after = FORMAT
    is_written = before.search(text, max(0, numeral.start() - 40), numeral.start())
    return bool(flags & PRE and is_written and after.match(text, numeral.end()))


# Places.

PRINTED_BY = "transcript"
"""The rule for what a command printed, which is good where a test runs the commands of the page."""


def _stands_in(flag: int, *, whole: bool = False) -> Rule:
    return lambda numeral, _text, flags: bool(
        flags & flag and (not whole or numeral[0].lstrip("−-").isdecimal() or numeral[0] == "∞")
    )


def _is_made(numeral: re.Match[str], text: str, flags: int) -> bool:
    """A whole number that a view wrote: a row's, an index. What it computed is bound."""
    return bool(flags & MADE) and numeral[0].isdecimal()


RULES: dict[str, Rule] = {
    "code": lambda *place: bool(place[2] & (CODE | PROGRAM)) or _is_format(*place),
    PRINTED_BY: _stands_in(PRINTED),
    "view": _is_made,
    "axis": _stands_in(DRAWN),
    "index": _stands_in(INDEX, whole=True),
    "power": _is_power,
    "name": lambda *place: _is_name(*place) or _is_said("name")(*place),
    "year": lambda *place: _is_title(*place) or _is_said("year")(*place),
    "date": _is_said("date"),
    "count": _is_count,
    "section": _is_ordinal,
    "citation": lambda *place: _is_cited(*place) or _is_said("citation")(*place),
    "footnote": _stands_in(NOTE, whole=True),
    "formula": _is_structure,
}
"""What vouches for a numeral that is not bound, by name."""
