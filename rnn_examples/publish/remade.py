"""A page made again from its source, and held against the one that is shown, word by word.

Words are those of the text, of formulas and drawings, and of attributes, as where a curve goes.
Links are left out, as the site generator writes them; so is what it lays around the page.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

from rnn_examples.publish import one_page
from rnn_examples.publish.page import END, START

MADE = re.compile(f"{START}(?P<made>.*?){END}", re.S)
LINKS = ("href", "src", "data-src")
GRAPHS = ("script", "template")
AROUND = 6
"""So many words say where on the page something is."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_graph = False  # which has checks of its own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_graph = tag in GRAPHS
        if self.is_graph:
            return
        told = " ".join(
            f'{name}="{value}"'
            for name, value in attrs
            if name not in LINKS and value != "md-code__content"  # as the hooks mark code
        )
        self.parts.append(f" {told} ")

    def handle_endtag(self, tag: str) -> None:
        self.is_graph = self.is_graph and tag not in GRAPHS

    def handle_data(self, data: str) -> None:
        if not self.is_graph:
            self.parts.append(data)


def words(html: str) -> list[str]:
    """The words of an article."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).split()


@cache
def _made(path: Path) -> list[str]:
    return words(one_page.made(path)[0])


def unlike(html: str, path: Path) -> Iterator[str]:
    """How a page first differs from what its source gives; nothing of one with docstrings."""
    if path.suffix != ".md" or re.search(r"^::: ", path.read_text("utf-8"), re.M):
        return
    shown = MADE.search(html)
    here, there = _made(path), words(shown["made"] if shown else "")
    for n, (word, other) in enumerate(zip_longest(here, there)):
        if word != other:
            after = " ".join(here[max(0, n - AROUND) : n])
            yield f"after “{after}” its source gives “{word or ''}”, shown is “{other or ''}”"
            return
