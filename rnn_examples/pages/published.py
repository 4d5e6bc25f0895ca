"""What the pages publish: every value that they show and every number that they print.

It is found by writing each token of each page once. The files are read, not the pages made so far:
the order in which pages are made says nothing.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from rnn_examples.authoring import snippets
from rnn_examples.authoring.claims import values_of, written
from rnn_examples.authoring.tokens import OF_EXAMPLES, TOKEN, parse
from rnn_examples.authoring.values import Value, catalogue, resolve
from rnn_examples.pages.addresses import pages
from rnn_examples.pages.views import VIEWS
from rnn_examples.render.numbers import in_text
from rnn_examples.render.pieces import Mark, Piece, Printed
from rnn_examples.worked_example import WorkedExample

OF_TEXTS, OF_TOKENS = 1024, 8192
"""More than there are in one build."""


@dataclass(frozen=True)
class Shown:
    """What a token shows.

    spec: its format, where it is not the house rule's.
    printed: its numbers, in order.
    names: the values that it names, draws or prints a number of.
    """

    example: str
    spec: str
    printed: tuple[Printed, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Number:
    """A number as a page prints it. page: the page's file in docs/."""

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


@dataclass(frozen=True)
class Said:
    """A claim of a page: its phrase as it is written, and the condition that makes it true."""

    phrase: str
    condition: str
    page: str


@dataclass(frozen=True)
class Published:
    """What all pages show. texts: each page by its file in docs/. only: an example; empty for all.

    Tokens at fault show nothing.
    """

    texts: Mapping[str, str]
    only: str

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that is printed, each once a page."""
        found = {
            Number(shown.example, number, shown.spec, page): None
            for page, text in self.texts.items()
            for shown in _shown(text, self.only)
            for number in shown.printed
        }
        return tuple(found)

    @cached_property
    def pages(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        """Example and value to the pages that show it, each with its title."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for page, text in self.texts.items():
            for shown in _shown(text, self.only):
                for name in shown.names:
                    by_name = found.setdefault(shown.example, {})
                    by_name.setdefault(name, {})[page] = self.titles[page]
        return found

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Each page's title."""
        return {page: _title(text, page) for page, text in self.texts.items()}

    @cached_property
    def said(self) -> Mapping[str, list[Said]]:
        """The claims that are made of each value, by its path: encoder.h_1."""
        found: dict[str, list[Said]] = {}
        for page, text in self.texts.items():
            for phrase, condition in written(text):
                for path in values_of(condition):
                    found.setdefault(path, []).append(Said(phrase, condition, page))
        return found


@cache
def published(docs: Path, only: str = "") -> Published:
    """What the pages in docs/ show, of one example or of all."""
    return Published(read(docs), only)


@cache
def read(docs: Path) -> Mapping[str, str]:
    """Each page by its file in docs/, with its snippets."""
    return {file.relative_to(docs).as_posix(): snippets.read(file) for file in pages(docs)}


@cache
def _shown(text: str, only: str) -> tuple[Shown, ...]:
    found = _each(text, only) if only in text else ()
    return tuple(shown for shown in found if only in ("", shown.example))


def _each(text: str, only: str) -> Iterator[Shown]:
    """What each token of a text shows."""
    for body, examples in _tokens(text):
        if not only or only in examples:
            known = catalogue().examples
            with suppress(ValueError):  # reported on its own page
                yield from _of_token(body, tuple(map(known.get, examples)))


@lru_cache(OF_TEXTS)
def _tokens(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The tokens of a text that show values, and the examples that they name."""
    found = []
    for match in TOKEN.finditer(text):
        if not match["escape"]:
            with suppress(ValueError):  # reported on its own page
                token = parse(match["body"])
                if token.is_of_example:
                    found.append((match["body"], token.examples))
    return tuple(found)


@lru_cache(OF_TOKENS)
def _of_token(body: str, examples: tuple[WorkedExample | None, ...]) -> tuple[Shown, ...]:
    """What a token shows of these examples: as long as they are the same, a preview keeps it."""
    return tuple(_of_value(resolve(parse(body))))


def _of_value(value: Value) -> Iterator[Shown]:
    """What a view prints and draws, for each example and format."""
    printed: dict[tuple[str, str], list[Printed]] = {}

    def noted(example: str, spec: str) -> Mark:
        numbers = printed.setdefault((example, spec), [])

        def note(piece: Piece) -> str:
            if isinstance(piece, Printed):
                numbers.append(piece)
            return ""

        return note

    token, view = value.token, VIEWS[value.token.view]
    if view.runs:
        view.runs(value, noted)
    else:
        write = view.text or view.latex or view.mermaid or view.block
        assert write is not None
        write(value, noted(token.example, token.spec))
    for (example, spec), numbers in printed.items():
        named = [token.name or "", *view.drawn(value)] if example == token.example else []
        numbered = (number.path.partition("[")[0] for number in numbers)
        known = catalogue().examples[example].trace.names
        shown = tuple(name for name in dict.fromkeys([*named, *numbered]) if name in known)
        yield Shown(example, spec, tuple(numbers), shown)


@cache
def _title(text: str, page: str) -> str:
    """The page's title, as a reader knows it."""
    written = re.search(r"^(?:title:|#) *(.+?)(?: *\{.*\})?$", text, re.M)
    if written is None:
        return page
    return TOKEN.sub(lambda match: _plain(match["body"]), written[1].strip("\"'`"))


def _plain(body: str | None) -> str:
    try:
        token = parse(body)
        value = resolve(token)
    except ValueError:  # reported on its own page
        return ""
    if not token.is_of_example or token.view in OF_EXAMPLES:
        return ""
    return in_text(value.numbers, value.node, lambda piece: piece.plain, token.index)
