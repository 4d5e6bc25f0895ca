"""The graphs of a page's examples, written into the page for its script.

The script computes them anew when a reader changes an input, and reads from them how each number
came about.
"""

import html
import json
from collections.abc import Iterable, Mapping
from functools import cache
from types import CodeType
from typing import Any
from urllib.parse import quote

from rnn_examples.authoring.values import catalogue
from rnn_examples.pages import repository
from rnn_examples.pages.addresses import Here, in_project
from rnn_examples.pages.published import published
from rnn_examples.pages.script import MODULE, SCRIPT
from rnn_examples.pages.values_index import closeness
from rnn_examples.render.graph import Graph, graph, origins, packed
from rnn_examples.trace import Node, Source
from rnn_examples.trace.positions import source_of
from rnn_examples.worked_example import WorkedExample

LARGE = 210_000
"""More characters than this are no part of a page, which is read before anybody asks a number.

Its script asks for them in a file beside it.
"""

AS_SCRIPT = "document.currentScript.graphs="
"""How such a file begins: from disk, a page may run a script, and read nothing else."""


def block(shown: Iterable[str], here: Here, claims: Mapping[str, Graph]) -> str:
    """The graphs of the examples, of those they take values from, and of claims; the script."""
    written = _written(shown, here, claims)
    if not written:
        return ""
    source = ""
    if len(written) > LARGE and here.site.files is not None:
        name = f"{here.page.removesuffix('.md')}.graphs.js"
        here.site.files[name] = f"{AS_SCRIPT}{written}"
        source, written = f' data-src="{here.link(quote(name))}"', ""
    return (
        f'<template class="graphs"{source} data-search-exclude>'
        f"{html.escape(written, quote=False)}</template>\n"
        f'{MODULE}"{here.link(SCRIPT)}"></script>'
    )


def _written(shown: Iterable[str], here: Here, claims: Mapping[str, Graph]) -> str:
    names = with_origins(shown)
    graphs = [f"{_json(name)}:{_graph(name, names[name], here)}" for name in names]
    graphs += [f"{_json(name)}:{_json(graph)}" for name, graph in claims.items()]
    return f"{{{','.join(graphs)}}}" if names else ""


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def with_origins(shown: Iterable[str]) -> dict[str, WorkedExample]:
    """The examples, each after those whose values it takes."""
    known = catalogue().examples
    found: dict[str, WorkedExample] = {}

    def take(name: str) -> None:
        if name not in found:
            for owner in _taken_from(name):
                take(owner)
            found[name] = known[name]

    for name in sorted(shown):
        take(name)
    return found


@cache
def _taken_from(name: str) -> tuple[str, ...]:
    """The examples that hand values over to this one, in the order in which it takes them."""
    nodes = catalogue().examples[name].trace.nodes
    taken = [known_origins()[node.origin][0] for node in nodes if node.origin is not None]
    return tuple(dict.fromkeys(taken))


@cache
def known_origins() -> Mapping[Node, tuple[str, int]]:
    """Where each node of each example stands, for what takes a value from it."""
    return origins({name: example.trace for name, example in catalogue().examples.items()})


def _graph(name: str, example: WorkedExample, here: Here) -> str:
    before, between, after, sources = _on_any_page(name)
    links = {
        "sources": [_source(source, here) for source in sources],
        "given": _link(here, example.file, example.line),
    }
    pages = published(here.docs, name).pages.get(name, {})
    shown = {"pages": {value: _pages(shown, here) for value, shown in pages.items()}}
    return f"{{{','.join(_inside(part) for part in (before, links, between, shown, after))}}}"


def _inside(part: str | Mapping[str, Any]) -> str:
    return part if isinstance(part, str) else _json(part)[1:-1]


@cache
def _on_any_page(name: str) -> tuple[str, str, str, tuple[Source, ...]]:
    """What an example's graph says on every page: before its links, between them, behind them.

    With it, where its expressions stand.
    """
    example = catalogue().examples[name]
    trace = example.trace
    sources: dict[Source, int] = {}
    numbered: dict[tuple[CodeType, int], int] = {}
    written = graph(trace, known_origins())
    for node, data in zip(trace.nodes, written["nodes"], strict=True):
        if node.place is None:
            continue
        if node.place not in numbered:
            numbered[node.place] = sources.setdefault(source_of(*node.place), len(sources))
        data["at"] = numbered[node.place]
    between = {
        "words": {
            base: dict(words) if isinstance(words, Mapping) else list(words)
            for base, words in example.vocabulary.items()
        },
        "checks": {
            value: [[check.oracle, closeness(check.difference)] for check in checks]
            for value, checks in example.checks.values.items()
        },
    }
    after = {
        "presets": [
            [title, {key: _flat(value) for key, value in inputs.items()}]
            for title, inputs in example.presets.items()
        ],
    }
    return _inside(packed(written)), _inside(between), _inside(after), tuple(sources)


def _flat(value: Any) -> list[Any]:
    return list(value.reshape(-1).tolist())


def _source(source: Source, here: Here) -> list[str]:
    is_loop = source.text.startswith("for ")  # whose items are taken one by one
    text = source.text.partition(":")[0] if is_loop else source.text
    return [text, *_link(here, source.file, source.line)]


def _link(here: Here, file: str, line: int) -> list[str]:
    """Where a line stands: what to call it, its page on this site, its place in the repository."""
    name = in_project(file)
    link, in_repository = here.source_link(file, line) or "", repository.link(name, line)
    others = [in_repository] if in_repository and in_repository != link else []
    return [f"{name}:{line}", link, *others]


def _pages(shown: Mapping[str, str], here: Here) -> list[list[str]]:
    """The other pages that show a value: the address and the title of each."""
    return [
        [here.link(here.address(source)), title]
        for source, title in shown.items()
        if source != here.page
    ]
