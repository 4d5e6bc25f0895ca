"""Every number that the pages print, found by writing each token of each page once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnn_examples.authoring import texts
from rnn_examples.authoring.tokens import TOKEN, parse
from rnn_examples.authoring.values import Value, resolve
from rnn_examples.pages.addresses import Here, pages
from rnn_examples.pages.views import VIEWS, draw_plot
from rnn_examples.render.pieces import Piece, Printed


@dataclass(frozen=True)
class Published:
    """A number as a page prints it.

    spec: its format, where it is not the house rule's.
    page: the page's file in docs/.
    """

    example: str
    number: Printed
    spec: str
    page: str

    @property
    def name(self) -> str:
        """The value that it is an entry of: h_1 for h_1[0]."""
        return self.number.path.partition("[")[0]

    @property
    def index(self) -> str:
        """Its place in the value: [0]; nothing for a scalar."""
        return self.number.path[len(self.name) :]


@cache
def published(docs: Path, only: str = "") -> tuple[Published, ...]:
    """The numbers of every page, or those of one example. Tokens at fault show none.

    The files are read, not the pages made so far: the order in which pages are made says nothing.
    """
    found: dict[Published, None] = {}
    for file in pages(docs):
        page = file.relative_to(docs).as_posix()
        text = texts.read(file)
        for value in _values(text, only) if only in text else ():
            for number in _numbers(value, Here(page, docs)):
                found[Published(value.token.example, number, value.token.spec, page)] = None
    return tuple(found)


def _values(text: str, only: str) -> Iterator[Value]:
    for match in TOKEN.finditer(text):
        if match["escape"]:
            continue
        try:
            token = parse(match["body"])
            if token.is_of_example and only in ("", token.example):
                yield resolve(token)
        except ValueError:  # reported on its own page
            continue


def _numbers(value: Value, here: Here) -> list[Printed]:
    """What a token prints, in order."""
    printed: list[Printed] = []

    def note(piece: Piece) -> str:
        if isinstance(piece, Printed):
            printed.append(piece)
        return ""

    view = VIEWS[value.token.view]
    write = view.text or view.latex or view.mermaid
    try:
        if value.token.view == "plot":
            draw_plot(value, note)
        elif write is not None:
            write(value, note)
        elif view.block is not None:
            view.block(value, note, here)
    except ValueError:  # reported on its own page
        return []
    return printed
