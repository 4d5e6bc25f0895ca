"""From a token to the value that it names; from a wrong one to what would be right."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from rnn_examples.authoring.tokens import OF_BOTH, OF_EXAMPLES, Token
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.paths import PACKAGE
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.pieces import Printed
from rnn_examples.trace import Node
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.catalogue import Catalogue, defines, load

CLOSE = 0.6
"""How like a name another must be to be offered in its place: 1 if it is the same."""

SOME = 8
"""As many names are listed where none is like it."""

_only: ContextVar[frozenset[str] | None] = ContextVar("_only", default=None)


def catalogue() -> Catalogue:
    """Every example, run once a build."""
    return _catalogue(_only.get())


@cache
def _catalogue(only: frozenset[str] | None) -> Catalogue:
    return load(only=only)


def know(names: Iterable[str] | None) -> None:
    """From now on know the modules of these examples alone, and those that they import.

    It is quicker. None for all; what is cached of others stays until the caches are cleared.
    """
    _only.set(None if names is None else frozenset(names))


@contextmanager
def single_example(name: str) -> Iterator[None]:
    """Know the module of one example alone, and those that it imports."""
    before = _only.get()
    know([name] if is_written(name) else None)
    try:
        yield
    finally:
        know(before)


@cache
def numbers_of(example: str, spec: str) -> Numbers:
    """The printed numbers of an example, worked out once a build."""
    return Numbers(catalogue().examples[example].trace, spec)


@cache
def nodes_of(example: str) -> dict[str, Node]:
    """Every node of an example by its name, the unnamed ones too, in the trace's order."""
    numbers = numbers_of(example, "")
    return {numbers.name(node): node for node in catalogue().examples[example].trace.nodes}


class BrokenExampleError(ValueError):
    """The example is written, but does not run, and what is wrong with it."""

    def __init__(self, name: str, faults: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"the example {name!r} does not run: {faults[0]}")
        self.faults = faults


@dataclass(frozen=True)
class Value:
    """What a token names."""

    token: Token

    @cached_property
    def example(self) -> WorkedExample:
        return catalogue().examples[self.token.example]

    @property
    def numbers(self) -> Numbers:
        return numbers_of(self.token.example, self.token.spec)

    @property
    def name(self) -> str:
        assert self.token.name is not None
        return self.token.name

    @property
    def node(self) -> Node:
        return self.example.trace[self.name]

    @property
    def entries(self) -> list[Printed]:
        """Its printed numbers; with an index, those of the part."""
        node, index = self.node, self.token.index
        places = np.ndindex(node.shape[len(index) :])
        return [self.numbers.entry(node, (*index, *place)) for place in places]

    @property
    def path(self) -> str:
        """What it is an entry or a part of: encoder.h_1, without an index."""
        return f"{self.token.example}.{self.name}"


def resolve(token: Token) -> Value:
    """Find what the token names. Raises ValueError with what would be right."""
    value = Value(token)
    if token.is_of_example:
        for example in token.examples:
            find_example(example)
        if token.name is None:
            _check_whole(token, value)
        else:
            _check_name(token, value)
            _check_index(token, value.node)
    return value


def find_example(name: str) -> WorkedExample:
    """Find an example by its name. Raises ValueError with what would be right."""
    known = catalogue().examples
    if name in known:
        return known[name]
    if catalogue().faults and is_written(name):
        raise BrokenExampleError(name, catalogue().faults)
    raise ValueError(f"no example named {name!r}{_hint(name, known, 'rnn-examples list')}")


def is_written(example: str) -> bool:
    """Whether a module of examples defines one of this name; none is run."""
    files = (PACKAGE / "examples").glob("*.py")
    return any(defines(file, example) for file in files)


def _check_whole(token: Token, value: Value) -> None:
    if token.view not in OF_EXAMPLES:
        names = ", ".join(f"{token.example}.{name}" for name in list(value.example.trace.names)[:4])
        raise ValueError(
            f"{token.example!r} is an example: show it with a view ({', '.join(OF_EXAMPLES)}), "
            f"or one of its values: {names}, …"
        )


def _check_name(token: Token, value: Value) -> None:
    names = value.example.trace.names
    if token.name not in names:
        path = f"{token.example}.{token.name}"
        hint = _hint(token.name or "", names, f"rnn-examples show {token.example}", path)
        raise ValueError(f"no value named {path!r}{hint}")
    if token.view in OF_EXAMPLES and token.view not in OF_BOTH:
        raise ValueError(
            f"{token.path} is a value: a {token.view} shows a whole example: "
            f"[[= {token.example} | {token.view} =]]"
        )


def _check_index(token: Token, node: Node) -> None:
    if not token.index:
        return
    path = f"{token.example}.{token.name}"
    if token.view:
        raise ValueError(f"a {token.view} shows the whole value: [[= {path} | {token.view} =]]")
    shape = " × ".join(map(str, node.shape)) or "a single number"
    if len(token.index) > len(node.shape):
        raise ValueError(f"{path} is {shape}: {suffix(token.index)} is one index too many")
    if any(place >= size for place, size in zip(token.index, node.shape, strict=False)):
        last = suffix(tuple(size - 1 for size in node.shape))
        raise ValueError(
            f"{path} is {shape}: {suffix(token.index)} is outside; "
            f"places count from 0, the last is {path}{last}"
        )


def _hint(name: str, known: Collection[str], whole: str, path: str = "") -> str:
    """Offer the nearest name, failing that some of those known.

    whole: the command that lists all; path: where the name stands at the end, if not alone.
    """
    before = path.removesuffix(name)
    near = difflib.get_close_matches(name, known, 1, CLOSE)
    if near:
        return f"; did you mean {before + near[0]!r}?"
    some = [before + other for other in known][:SOME]
    rest = len(known) - len(some)
    return f"; there are {', '.join(some)}" + (f" and {rest} more: {whole}" if rest else "")
