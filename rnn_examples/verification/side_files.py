"""What a site has beside its pages: the search index, the values for programs, notebooks to keep.

Each is read and held against what it comes from; what is not there has nothing wrong in it.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from rnn_examples.lock.drift import agree
from rnn_examples.pages import values_index
from rnn_examples.pages.addresses import folder_of_index, stem
from rnn_examples.typesetting.search_text import INDEX

Read = Callable[[str], str | None]
"""Reads a file by its link; None if it is not there."""

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TAG = re.compile(r"<[^>]+>")
OF_THE_MACHINE = ("checks", "digits")
"""What may differ in the last place: how near an oracle comes, and the digits of a value."""


def numbers(html: str) -> frozenset[str]:
    """Every number that a page shows, as search may find it."""
    return frozenset([*NUMBER.findall(TAG.sub("", html)), *NUMBER.findall(TAG.sub(" ", html))])


def search(read: Read, pages: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Numbers that search finds and that are not on their page. pages: numbers by address."""
    for entry in _json(read(INDEX)).get("docs", ()):
        page = folder_of_index(unquote(entry["location"].partition("#")[0]))
        for number in NUMBER.findall(TAG.sub("", f"{entry['title']} {entry['text']}")):
            if page in pages and number not in pages[page]:
                yield INDEX, f"search finds {number} on {page or 'index.html'}, which has it not"


def values(read: Read, docs: Path) -> Iterator[tuple[str, str]]:
    """Values for programs that the installed package gives otherwise."""
    text, made = read(values_index.DATA), values_index.files(docs).get(values_index.DATA)
    if text is None or made is None:
        return
    shown, known = (
        {value["name"]: value | {"pages": [*map(stem, value.get("pages", ()))]} for value in part}
        for part in (_json(text), _json(made))
    )
    for name in {**known, **shown}:
        if not _is_same(shown.get(name, {}), known.get(name, {})):
            yield values_index.DATA, f"{name} is another in the installed package"


def _is_same(shown: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    if any(shown.get(key) != known.get(key) for key in {*shown, *known} - {*OF_THE_MACHINE}):
        return False
    pairs = zip(shown.get("digits", ()), known.get("digits", ()), strict=False)
    return all(a == b or agree(a, b) for a, b in pairs)


def notebook(read: Read, script: Path) -> Iterator[str]:
    """Copies of a notebook that say something else."""
    from rnn_examples.notebooks import notebook_page  # noqa: PLC0415 (it takes long to import)

    for name, text in {
        script.name: script.read_text("utf-8"),
        f"{script.stem}.ipynb": notebook_page.as_jupyter(script),
    }.items():
        if read(name) not in (None, text):
            yield f"{name}, to be downloaded, is not this notebook"


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "{}")
    except ValueError:
        return {}
