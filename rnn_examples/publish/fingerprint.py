"""What the HTML of a page is a function of, as one key: while it is the same, so is the HTML.

Values are never kept: every example runs anew, and what came out is a part of the key.
"""

import hashlib
import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from rnn_examples.publish.addresses import PACKAGE, ROOT, modules
from rnn_examples.publish.source_code import module_file
from rnn_examples.publish.tokens import TOKEN, Token, parse
from rnn_examples.publish.values import catalogue
from rnn_examples.publish.values_index import published
from rnn_examples.render.graph import origins
from rnn_examples.trace import Node

BY_TRACE = ("examples", "models")
"""Folders whose modules reach a page through what they computed; those in capitals of it apart."""

MACHINERY = ("__init__.py", "_checks.py")
"""Modules of the examples' folder that are none of them."""


def page(text: str, docs: Path, site: Iterable[str]) -> str | None:
    """The key of a page by its text; None for one that is to be made anew each time.

    site: what else of the site it may depend on, such as its settings and the names of its pages.
    """
    if "8<--" in text:  # other files' text
        return None
    parts = [text, code(), os.environ.get("REPO_URL", ""), *site]
    try:
        tokens = [parse(found["body"]) for found in TOKEN.finditer(text) if not found["escape"]]
        for token in tokens:
            parts += _shown(token, docs)
    except (ValueError, KeyError):  # a fault of the page, or of an example
        return None
    if "\n::: " in text:
        parts.append(package())
    return _digest("\0".join(parts).encode())


def _shown(token: Token, docs: Path) -> list[str]:
    if token.view == "code":
        file = module_file(token.path)
        return [package() if file is None else file.read_text("utf-8")]
    if token.view == "index":
        return [example(name, docs) for name in catalogue().examples]
    return [example(token.example, docs)]


@cache
def example(name: str, docs: Path) -> str:
    """What a page shows of an example: its run, what its oracles say, the pages that show it."""
    checks = catalogue().examples[name].checks.values
    said = {
        value: [(one.oracle, one.tolerance, one.difference) for one in checked]
        for value, checked in checks.items()
    }
    shown = [
        (of, [(value, list(pages.items())) for value, pages in published(docs)[of].items()])
        for of in sorted(_owners(name) | {name})
        if of in published(docs)
    ]
    return _digest(pickle.dumps((run(name), said, shown)))


def runs() -> dict[str, str]:
    """Each example's run, with what decides what its oracles say of it."""
    known = catalogue().examples
    with suppress(KeyError):  # values of an example that has no name
        return {name: run(name) + oracles() for name in known}
    return {}


@cache
def run(name: str) -> str:
    """The run of an example, and of those that it takes values from."""
    example = catalogue().examples[name]
    trace = example.trace
    place = {node: n for n, node in enumerate(trace.nodes)}
    sources = {}
    nodes = []
    for node in trace.nodes:
        if node.place is not None and node.place not in sources:
            sources[node.place] = (len(sources), node.source, node.source.text)
        nodes.append(
            (
                node.operation,
                [place[operand] for operand in node.operands],
                dict(node.options),
                node.value,
                node.place and sources[node.place][0],
                node.origin and _places()[node.origin],
            )
        )
    written = [
        (s.file, s.line, s.column, s.end_line, s.end_column, text)
        for _, s, text in sources.values()
    ]
    about = (
        trace.function,
        [(name, place[node]) for name, node in trace.names.items()],
        trace.inputs,
        [dict(step) for step in trace.steps],
        trace.sequences,
        list(example.words.items()),
        [(title, list(inputs.items())) for title, inputs in example.presets.items()],
        list(example.sliders.items()),
        list(example.settings.items()),
        (example.file, example.line),
        [(one.oracle.title, one.tolerance, one.line, one.column) for one in example.oracles],
    )
    taken = [run(owner) for owner in sorted(_owners(name) - {name})]
    return _digest(pickle.dumps((nodes, written, about, taken)))


@cache
def _places() -> dict[Node, tuple[str, int]]:
    return origins({name: one.trace for name, one in catalogue().examples.items()})


@cache
def _owners(name: str) -> frozenset[str]:
    """The examples that this one takes values from, directly or not."""
    nodes = catalogue().examples[name].trace.nodes
    direct = {_places()[node.origin][0] for node in nodes if node.origin is not None}
    return frozenset(direct.union(*map(_owners, direct)))


# Files.


@cache
def code() -> str:
    """The package, but for the modules whose values are known."""
    return _files([file for file in modules() if not _is_known_by_trace(file)])


@cache
def oracles() -> str:
    """What says whether a run is right, and what that shares with it."""
    return code() + _files([file for file in modules() if file.parent == PACKAGE / "models"])


@cache
def package() -> str:
    """The whole package."""
    return _files(modules())


def _is_known_by_trace(file: Path) -> bool:
    return file.parent.name in BY_TRACE and file.name not in MACHINERY


def _files(files: Iterable[Path]) -> str:
    told = [(file.relative_to(ROOT).as_posix(), file.read_bytes()) for file in files]
    return _digest(pickle.dumps(told))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()
