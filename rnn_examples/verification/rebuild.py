"""A page made again from its source, and held against the one that is shown, word by word.

Words are those of the text, of formulas and drawings, and of attributes, as where a curve goes.
Links are left out, as the site generator writes them; so is what it lays around the page.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from rnn_examples.pages import one_page
from rnn_examples.pages.page import END, START

MADE = re.compile(f"{START}(?P<made>.*?){END}", re.S)
LINKS = ("href", "src", "data-src")
GRAPHS = ("script", "template")
"""Tags of graphs, which have checks of their own."""

AROUND = 6
"""So many words say where on the page something is."""


def words(html: str) -> list[str]:
    """The words of an article."""
    parts: list[str] = []
    root = LexborHTMLParser(html).root
    for node in root.traverse(include_text=True) if root else ():
        inside = node.parent.tag if node.parent else None
        if node.is_text_node and inside not in GRAPHS:
            parts.append(node.text_content or "")
        elif node.is_element_node and node.tag not in GRAPHS:
            told = " ".join(
                f'{name}="{value}"'
                for name, value in node.attributes.items()
                if name not in LINKS and value != "md-code__content"  # as the hooks mark code
            )
            parts.append(f" {told} ")
    return "".join(parts).split()


@cache
def _made(source: str, text: str, path: Path | None) -> list[str]:
    return words(one_page.made(source, text, path)[0])


def unlike(html: str, source: str, text: str, path: Path | None) -> Iterator[str]:
    """How a page first differs from what its text gives; nothing of one with docstrings.

    source: its file in docs/; path: None if the page is generated.
    """
    if not source.endswith(".md") or re.search(r"^::: ", text, re.M):
        return
    shown = MADE.search(html)
    here, there = _made(source, text, path), words(shown["made"] if shown else "")
    for n, (word, other) in enumerate(zip_longest(here, there)):
        if word != other:
            after = " ".join(here[max(0, n - AROUND) : n])
            yield f"after “{after}” its source gives “{word or ''}”, shown is “{other or ''}”"
            return
