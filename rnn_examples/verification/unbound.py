"""Sentences that look like a claim about numbers, and that no claim of their page binds.

A help for authors. A word says little of what a sentence means: many that are listed are
mathematics, true for any numbers. Bind the others, or dismiss them (see `authoring.dismissals`).
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from rnn_examples.authoring import dismissals, snippets, texts
from rnn_examples.authoring.texts import FORMULA, FRONT_MATTER
from rnn_examples.authoring.tokens import CLAIM, TOKEN, examples_in
from rnn_examples.diagnostics import Diagnostic

WORDS = """
    all both every first never none only always alone
    equal equals equally same identical unchanged different differ differs
    largest smallest longest shortest highest lowest strongest weakest furthest nearest most least
    larger smaller longer shorter higher lower stronger weaker faster slower further nearer
    positive negative zero
    half halves third thirds quarter fifth tenth tenths twice double doubles triple times
    falls fall fell rises rise rose grows grow grew shrinks shrink drops drop vanishes explodes
    hardly nearly almost roughly exactly
    cancel cancels cancelled agree agrees disagree disagrees
"""
"""The words of claims: how many, which, how large, in which direction, how exactly."""

WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(WORDS.split())})(?![\w-])", re.I)

FENCE = re.compile(r"^([ \t>]*)(```+|~~~+).*?^[ \t>]*\2[ \t]*$", re.M | re.S)

SOURCES = re.compile(r"^## Sources\n.*?(?=^## |\Z)", re.M | re.S)

HEADING = re.compile(r"^[ \t]*(?:#{1,6}|!!!|\?\?\?\+?|--8<--|:::|\| *---)[^\n]*$", re.M)

INLINE = (
    CLAIM,
    TOKEN,
    FORMULA,
    re.compile(r"(`+).+?\1", re.S),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"<[^>]*>"),
)
"""What is no prose inside a sentence: claims that are bound, tokens, formulas, code, addresses."""

BLOCKS = (FENCE, SOURCES, re.compile(r"\$\$.*?\$\$", re.S), HEADING)
"""What is no sentence."""

END = re.compile(
    r"[.!?][*_”)]*(?=\s)|\n[ \t>]*(?=\n)|\n(?=[ \t>]*(?:[-*+]|\d+\.|\|)[ \t])|(?<=[ ])\|(?=[ ])"
)
"""Where a sentence ends: at a stop, with its paragraph, before a list item, with a table's cell."""

SHOWN = 90
"""How many characters of a sentence are told."""


def unbound(path: Path) -> Iterator[Diagnostic]:
    """Each sentence of a page that has a word of claims outside of any claim, at that word.

    A question claims nothing; sources and headings are no sentences of the page.
    """
    text = texts.read(path)
    dismissed = [dismissal.phrase for dismissal in dismissals.read(text)]
    for start, end, prose in _sentences(text):
        word = WORD.search(prose)
        sentence = dismissals.plain(text[start:end])
        if (
            word is None
            or sentence.endswith("?")
            or any(phrase in sentence for phrase in dismissed)
        ):
            continue
        place = start + word.start()
        line = text.count("\n", 0, place) + 1
        column = place - text.rfind("\n", 0, place)
        yield Diagnostic(str(path), line, column, _told(sentence, word[0]))


def pages(docs: Path) -> list[Path]:
    """The pages that show numbers of examples."""
    return [page for page in sorted(docs.rglob("*.md")) if examples_in(snippets.read(page))]


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each sentence stands, and its prose: what else is in it is blank."""
    found = FRONT_MATTER.match(text)
    start = found.end() if found else 0
    prose = " " * start + text[start:]
    for blank, patterns in ((" ", BLOCKS), ("·", INLINE)):
        for pattern in patterns:
            prose = pattern.sub(partial(_blank, blank), prose)
    for end in (*END.finditer(prose, start), None):
        stop = end.end() if end else len(prose)
        yield start, stop, prose[start:stop]
        start = stop


def _blank(blank: str, match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", blank, match[0])


def _told(sentence: str, word: str) -> str:
    short = sentence if len(sentence) <= SHOWN else f"{sentence[:SHOWN].rstrip()} …"
    return f'"{short}" looks like a claim ("{word}")'
