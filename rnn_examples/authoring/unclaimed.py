"""Sentences that look like a claim about numbers, and that no claim of their page binds.

A word says little of what a sentence means, so its author decides: a sentence on the numbers of the
page is bound to a condition, any other is dismissed with a reason (see `dismissals`).
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
    never none always
    equal equals equally identical unchanged different differ differs
    largest smallest longest shortest highest lowest strongest weakest furthest nearest
    larger smaller longer shorter higher lower stronger weaker faster slower further nearer
    positive negative
    half halves thirds quarter fifth tenth tenths twice double doubles triple
    falls fall fell rises rise rose grows grow grew shrinks shrink drops drop vanishes explodes
    hardly nearly almost roughly exactly
    cancel cancels cancelled agree agrees disagree disagrees
"""
"""The words of claims: how many, which, how large, in which direction, how exactly."""

PHRASES = (
    "(?:is|are|stays?|becomes?|hardly) the same",
    "same as",
    "(?:is|are|stays?|becomes?) zero",
)
"""Words that claim something only beside others: “the same colours” claims nothing."""

WORD = re.compile(rf"(?<![\w-])(?<!no )(?:{'|'.join([*PHRASES, *WORDS.split()])})(?![\w-])", re.I)

SOUGHT = frozenset((*WORDS.split(), "same", "zero"))
"""One of these is in whatever `WORD` finds; most sentences have none, which is soon seen."""

NO_CLAIM = re.compile(
    r"(?<![\w-])(?:if|suppose|unless|whether|whatever|would|should)(?![\w-])", re.I
)
"""What speaks of numbers that could be."""

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

DECIDE = (
    "bind it, [[? phrase | condition ?]], or say why it needs no condition, "
    'with "phrase": why under unchecked: on top'
)

SHOWN = 90
"""How many characters of a sentence are told."""


def unclaimed(path: Path) -> Iterator[Diagnostic]:
    """Each sentence of a page that has a word of claims outside of any claim, at that word.

    A question claims nothing, and nor does a sentence of what would be. Sources and headings are no
    sentences of the page.
    """
    text = texts.read(path)
    dismissed = dismissals.phrases(text)
    for start, end, prose in _sentences(text):
        if SOUGHT.isdisjoint(re.findall(r"\w+", prose.casefold())):
            continue
        word = WORD.search(prose)
        if word is None or NO_CLAIM.search(prose):
            continue
        sentence = dismissals.plain(text[start:end])
        if (
            len(re.findall(r"\w+", sentence)) == 1
            or sentence.endswith("?")
            or any(phrase in sentence for phrase in dismissed)
        ):
            continue
        place = texts.position(text, start + word.start())
        yield Diagnostic(str(path), *place, _told(sentence, word[0]))


def pages(docs: Path) -> list[Path]:
    """The pages that teach with numbers."""
    return [page for page in sorted(docs.rglob("*.md")) if _teaches(page)]


def faults(page: Path) -> Iterator[Diagnostic]:
    """The sentences about which nobody has decided; none of a page without numbers."""
    if page.suffix == ".md" and page.is_file() and _teaches(page):
        yield from unclaimed(page)


def _teaches(page: Path) -> bool:
    """Whether a page shows numbers, and is not on the project itself."""
    return page.parent.name != "contributing" and bool(examples_in(snippets.read(page)))


def _sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each sentence stands, and its prose: what else is in it is blank."""
    found = FRONT_MATTER.match(text)
    start = found.end() if found else 0
    prose = " " * start + text[start:]
    for sign, patterns in ((" ", BLOCKS), ("·", INLINE)):
        for pattern in patterns:
            prose = pattern.sub(partial(texts.blank, sign=sign), prose)
    for end in (*END.finditer(prose, start), None):
        stop = end.end() if end else len(prose)
        yield start, stop, prose[start:stop]
        start = stop


def _told(sentence: str, word: str) -> str:
    short = sentence if len(sentence) <= SHOWN else f"{sentence[:SHOWN].rstrip()} …"
    return f'"{short}" looks like a claim ("{word}"): {DECIDE}'
