"""What a page is made of: its fingerprint changes with each of them, and a preview keeps the page.

The code that makes pages, the settings and the list of files are not here: they change all pages.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from rnn_examples.authoring import snippets, texts
from rnn_examples.authoring.claims import written
from rnn_examples.authoring.tokens import TOKEN, parse
from rnn_examples.authoring.values import catalogue, is_written
from rnn_examples.generators.package_source import REFERENCE, Code, digest
from rnn_examples.names import PATTERN, normal
from rnn_examples.pages import lesson, notation
from rnn_examples.pages.addresses import Here
from rnn_examples.pages.page_graphs import with_origins
from rnn_examples.pages.published import published

BEFORE_DOT = re.compile(rf"(?<![\w.])({PATTERN})\.")
"""What may be the name of an example in a condition: `encoder` of `encoder.h_1[0] > 0`."""


def fingerprint(text: str, here: Here, code: Code) -> str:
    """The fingerprint of a page as its ingredients are now."""
    written = _with_snippets(text)
    if any(each.page == here.page for each in lesson.lessons(here.docs)):
        written.append(repr(notation.entries(here.docs)))
    if here.page.endswith(".py"):
        return digest(*written, code.sources(code.imported_by(text)))
    if any(map(REFERENCE.search, written)):
        pages = (path for path in sorted(here.docs.rglob("*.md")))
        others = [text for text in map(texts.read, pages) if REFERENCE.search(text)]
        return digest(*written, *others, _everything(here, code))
    named, paths = _named(tuple(written))
    if paths is None:
        return digest(*written, _everything(here, code))
    known = catalogue().examples
    examples = with_origins(name for name in named if name in known)
    parts = {path for path in paths if path not in code.content}
    return digest(
        *written,
        *(code.content[path] for path in sorted(paths - parts)),
        code.sources(parts | {code.module(example.file) for example in examples.values()}),
        *map(values, examples),
        *(repr(published(here.docs, name).pages.get(name)) for name in examples),
    )


def named(pages: Mapping[str, str]) -> frozenset[str] | None:
    """The examples that some pages name, by their texts; None where it may be any."""
    found = frozenset[str]()
    for page, text in pages.items():
        written = _with_snippets(text)
        examples, paths = _named(tuple(written))
        if paths is None or page.endswith(".py") or any(map(REFERENCE.search, written)):
            return None
        found |= examples
    return found if all(map(is_written, found)) else None


@cache
def values(name: str) -> str:
    """The fingerprint of an example's values."""
    nodes = catalogue().examples[name].trace.nodes
    return digest(b"".join(np.asarray(node.value).tobytes() for node in nodes).hex())


def _everything(here: Here, code: Code) -> str:
    examples = catalogue().examples
    return digest(code.everything, repr(published(here.docs).pages), *map(values, examples))


def _with_snippets(text: str) -> list[str]:
    """The text of a page, and of each file that it takes text from."""
    found, known = [text], set[Path]()
    for each in found:  # which grows
        for _, _, named in snippets.named(each.split("\n")):
            taken = snippets.file_of(named)
            if taken not in known:
                known.add(taken)
                found.append(texts.read(taken) if taken.is_file() else "")
    return found


@lru_cache(1024)
def _named(texts: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str] | None]:
    """The examples that tokens name, and the paths whose code they show; None for all."""
    claims = (condition for text in texts for _, condition in written(text))
    examples = {normal(name) for condition in claims for name in BEFORE_DOT.findall(condition)}
    paths = set[str]()
    for match in (match for text in texts for match in TOKEN.finditer(text)):
        try:
            token = parse(match["body"])
        except ValueError:  # a fault, or an escaped one that explains tokens
            continue
        if token.is_of_example:
            examples.update(token.examples)
        elif token.view == "code":
            paths.add(token.path)
        else:
            return frozenset(examples), None
    return frozenset(examples), frozenset(paths)
