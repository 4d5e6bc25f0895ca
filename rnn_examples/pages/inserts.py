"""What a token can show that is no value: code of the package, its imports, tables of the site."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from rnn_examples.pages import (
    home_translator,
    import_diagram,
    source_code,
    values_index,
    vector_tables,
)
from rnn_examples.pages.addresses import Here
from rnn_examples.pages.published import published


@dataclass(frozen=True)
class Insert:
    """How it is made, from what the token names and the page; each has a paragraph of its own.

    block: as HTML; mermaid: as a diagram. Each raises ValueError where that cannot be.
    told: what the diagram is, to those who do not see it.
    shows: the examples whose numbers it shows.
    """

    block: Callable[[str, Here], str] | None = None
    mermaid: Callable[[str], str] | None = None
    told: str = ""
    shows: Callable[[Here], Collection[str]] = lambda _: ()


INSERTS = {
    "code": Insert(block=source_code.block),
    "imports": Insert(mermaid=import_diagram.diagram, told="which part imports which"),
    "index": Insert(
        block=lambda _, here: values_index.block(here),
        shows=lambda here: published(here.docs).pages,
    ),
    "cases": Insert(block=lambda _, here: vector_tables.cases(here)),
    "translation": Insert(block=lambda _, here: home_translator.block()),
    "mistakes": Insert(block=lambda _, here: vector_tables.mistakes()),
}
