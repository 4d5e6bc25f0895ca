"""What a search reads of a page: not its displayed formulas and diagrams, most of its tags."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rnn_examples.typesetting import languages
from rnn_examples.typesetting.languages import END

INDEX = "search/search_index.json"
DOCUMENTS = "search/documents.json"


def read_aloud(text: str) -> str:
    """HTML with the MathML of its formulas alone: for what wants text."""
    formula = rf'<span class="math">.*?(<math.*?</math>).*?{END}</span>'
    return re.sub(formula, r"\1", text, flags=re.S)


NOT_SOUGHT = re.compile(
    rf'<div class="math" .*?{END}</div>'
    r'|<figure class="(?:diagram|plot|network)[ "].*?</figure>'
    r'|<details class="values">.*</details>'
    r'|<div[^>]*class="clipboard-copy-txt".*?</div>'
    r"|<pre\b.*?</pre>",
    re.S,
)
"""Displayed formulas, pictures, code and the index of values: most of a page."""

HEADING = re.compile(r"(?=<h[1-6]\b)")
TAG = re.compile(r"<[^>]+>")
CELL = re.compile(r"(?=</t[dh]>)")
WORD = re.compile("[\\w\u0300-\u036f\u0900-\u0963]+")
MARK = re.compile("[\u0300-\u036f\u093c]")
"""A mark on a letter, as in pānī, or the dot below of ड़: each a character once decomposed."""

DOTTED = {unicodedata.normalize("NFD", letter): letter for letter in map(chr, range(0x958, 0x960))}
"""Hindi letters with a dot below: from two characters to the one that means the same."""


def searchable(text: str) -> str:
    """HTML without what nobody looks for, with other spellings of its words behind each section."""
    sought = CELL.sub(" ", NOT_SOUGHT.sub("", read_aloud(text)))  # else two cells are one word
    return "".join(section + _spellings(section) for section in HEADING.split(sought))


def _spellings(section: str) -> str:
    """How else the words of a section may be typed: pani for pānī, and each letter in two ways."""
    words = dict.fromkeys(WORD.findall(TAG.sub(" ", section)))
    marked = (unicodedata.normalize("NFD", word) for word in words)
    found = (other for word in marked if MARK.search(word) for other in _others(word))
    others = [word for word in dict.fromkeys(found) if word not in words]
    return f"<p>{' '.join(others)}</p>" if others else ""


def _others(word: str) -> Iterator[str]:
    yield MARK.sub("", word)
    yield unicodedata.normalize("NFC", word)
    yield word
    for parts, letter in DOTTED.items():
        word = word.replace(parts, letter)
    yield word


def finish(site: Path, *, is_for_disk: bool) -> None:
    """Say in the index that text in Devanagari is Hindi, if there is an index.

    What is found is then a file of its own, which a page asks for when a search begins: the theme
    reads the index at once. From disk, all stays in the index.
    """
    path = site / INDEX
    if not path.exists():
        return
    index = json.loads(path.read_text("utf-8"))
    for entry in index["docs"]:
        entry |= {part: languages.mark(entry[part]) for part in ("title", "text")}
    _write(path if is_for_disk else site / DOCUMENTS, index)
    if not is_for_disk:
        _write(path, index | {"docs": []})


def _write(path: Path, index: dict[str, Any]) -> None:
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
