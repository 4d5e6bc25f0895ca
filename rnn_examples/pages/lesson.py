"""What stands around a lesson's text: which one it is, how long it takes, its notation, its end.

A lesson is a page in the top folder of docs/ that the navigation names, other than home.
"""

import html
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rnn_examples.authoring import texts
from rnn_examples.pages import notation
from rnn_examples.pages.addresses import Here, settings
from rnn_examples.pages.slots import OnPage
from rnn_examples.typesetting.languages import END as END_OF_FORMULA

WORDS_A_MINUTE = 200
SECONDS_A_FORMULA = 15
"""How fast a text is read, and a formula that stands by itself."""

STEP = 5
"""Reading times are rounded up to so many minutes."""

UNREAD = re.compile(
    rf'<div class="math".*?{END_OF_FORMULA}'
    r"|<(script|style|svg|math|pre|template|form)\b.*?</\1>|<[^>]+>",
    re.S,
)
FORMULA = re.compile(r'<div class="math"')
IN_A_SENTENCE = re.compile(rf'<span class="math">.*?{END_OF_FORMULA}', re.S)

END = (
    '<p class="lesson-end" data-search-exclude hidden>'
    '<label><input type="checkbox" autocomplete="off"> I have finished this lesson</label> '
    '<button type="button">Forget all finished lessons</button></p>'
)
"""Kept in the reader's browser, where a script runs (docs/javascripts/progress.js)."""


@dataclass(frozen=True)
class Lesson:
    """number: its place among all lessons, from 1. group: the section of the navigation, if any."""

    page: str
    number: int
    group: str


@cache
def lessons(docs: Path) -> tuple[Lesson, ...]:
    """All lessons in the order of the navigation."""
    named = _pages(settings(docs).get("nav") or [], "")
    pages = [(page, group) for page, group in named if _is_lesson(page)]
    return tuple(Lesson(page, n, group) for n, (page, group) in enumerate(pages, 1))


def _pages(nav: Any, group: str) -> Iterator[tuple[str, str]]:
    if isinstance(nav, str):
        yield nav, group
    elif isinstance(nav, dict):
        for title, entry in nav.items():
            yield from _pages(entry, group if isinstance(entry, str) else title)
    else:
        for entry in nav:
            yield from _pages(entry, group)


def _is_lesson(page: str) -> bool:
    return "/" not in page and page.endswith(".md") and page != "index.md"


def framed(made: str, here: Here, page: OnPage) -> str:
    """The HTML of a page; of a lesson, with what stands below its title and with its notation."""
    lesson = next((each for each in lessons(here.docs) if each.page == here.page), None)
    if lesson is None:
        return made
    needed, missing = notation.used(made, here, lambda latex: page.formula(latex, display=False))
    for letter in sorted(missing) if notation.entries(here.docs) else ():
        what = f"the letter {letter} of a formula is not explained in docs/{notation.SOURCE}"
        row = f"| ${letter}$ | what it is | a number | [its lesson](../{here.page}) |"
        rest = f"add a row such as {row}, under “In one lesson” if it is for this page alone"
        page.fault(1, 1, f"{what}: {rest}")
    below = _below_title(lesson, len(lessons(here.docs)), minutes(made), bool(needed))
    made = made.replace("</h1>", f"</h1>{below}", 1) + END
    return made + (_card(needed, here, page.formula) if needed else "")


def without_frame(made: str) -> str:
    """A finished page without the line below a lesson's title, whose numbers are counted."""
    return re.sub(r'(?<=</h1>)<p class="lesson" data-search-exclude>.*?</p>', "", made, count=1)


def minutes(made: str) -> int:
    """How long a page takes to read, rounded up; a formula in a sentence is one word."""
    words = len(UNREAD.sub(" ", IN_A_SENTENCE.sub(" formula ", made)).split())
    seconds = words * 60 / WORDS_A_MINUTE + len(FORMULA.findall(made)) * SECONDS_A_FORMULA
    return max(STEP, math.ceil(seconds / 60 / STEP) * STEP)


def _below_title(lesson: Lesson, count: int, time: int, has_notation: bool) -> str:
    parts = [f"Lesson {lesson.number} of {count}", lesson.group, f"about {time} minutes"]
    button = (
        '<button type="button" class="notation-button" popovertarget="notation" '
        'aria-keyshortcuts="k" title="Notation (k)">Notation</button>'
    )
    told = " · ".join(html.escape(part) for part in parts if part)
    return f'<p class="lesson" data-search-exclude>{told}{button if has_notation else ""}</p>'


def _card(entries: list[notation.Entry], here: Here, typeset: Callable[..., str]) -> str:
    """The table of a page's symbols, which opens above the text."""
    rows = "".join(
        f'<tr><th scope="row">{", ".join(typeset(one, display=False) for one in entry.symbols)}'
        f"</th><td>{_text(entry.meaning, typeset)}</td><td>{_text(entry.shape, typeset)}</td>"
        f"<td>{_introduced(entry, here)}</td></tr>"
        for entry in entries
    )
    link = here.link(here.address(notation.SOURCE))
    return (
        '<div popover class="notation" id="notation" role="dialog" aria-label="Notation" '
        'data-search-exclude><p class="notation-title">Notation of this page'
        '<button type="button" popovertarget="notation" popovertargetaction="hide" '
        'aria-label="Close">×</button></p>'
        f'<table class="plain">{rows}</table>'
        f'<p><a href="{html.escape(link)}">All symbols and signs</a></p></div>'
    )


def _text(written: str, typeset: Callable[..., str]) -> str:
    """A cell of the notation page, which is plain text and formulas."""
    return texts.FORMULA.sub(lambda match: typeset(match["latex"], display=False), written)


def _introduced(entry: notation.Entry, here: Here) -> str:
    if entry.page == here.page:
        return "here"
    if not entry.title:
        return ""
    return f'<a href="{html.escape(here.link(here.address(entry.page)))}">{entry.title}</a>'
