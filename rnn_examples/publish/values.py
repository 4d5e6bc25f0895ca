"""From a token to what it shows; from a wrong one to what would be right."""

import difflib
import html
from dataclasses import dataclass
from functools import cache, cached_property

from rnn_examples import examples
from rnn_examples.publish.tokens import Token
from rnn_examples.render import derivation, diagram, symbols, table
from rnn_examples.render.numbers import Mark, Numbers, Printed, in_latex, in_text, suffix
from rnn_examples.trace import Node

BLOCKS = ("derivation", "diagram", "table", "code", "index")
"""Views that need a paragraph of their own."""

OF_EXAMPLES = ("diagram", "table")
"""Views of a whole run."""


@cache
def catalogue() -> examples.Catalogue:
    """Every example, run once a build."""
    return examples.load()


@dataclass(frozen=True)
class Value:
    """What a token names, and its views. Every number it writes goes through the given mark."""

    token: Token

    @cached_property
    def example(self) -> examples.WorkedExample:
        return catalogue().examples[self.token.example]

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.example.trace, self.token.spec)

    @property
    def name(self) -> str:
        assert self.token.name is not None
        return self.token.name

    @property
    def node(self) -> Node:
        return self.example.trace[self.name]

    def check(self) -> None:
        """Raise ValueError where the view cannot be shown."""
        view = self.token.view
        {
            "derivation": lambda: self.derivation(_plain),
            "diagram": lambda: self.diagram(_plain),
            "table": lambda: self.table(_plain),
            "word": self.word,
            "shape": self.shape,
        }.get(view, lambda: self.text(_plain))()

    # Views.

    def text(self, mark: Mark) -> str:
        """For running text, in HTML."""
        match self.token.view:
            case "shape":
                return self.shape()
            case "word":
                return self._word_element(mark)
            case "equation":
                exact = all(number.exact for number in self.numbers.entries(self.node))
                value = in_text(self.numbers, self.node, mark)
                return f"{symbols.html(self.name)} {'=' if exact else '≈'} {value}"
        return in_text(self.numbers, self.node, mark, self.token.index)

    def latex(self, mark: Mark) -> str:
        """For a formula."""
        match self.token.view:
            case "shape":
                return self.shape().replace("×", r"\times")
            case "word":
                return rf"\text{{{self.word()}}}"
            case "equation":
                return derivation.equation(self.numbers, self.name, mark)
            case "derivation":
                return self.derivation(mark)
        return in_latex(self.numbers, self.node, mark, self.token.index)

    def label(self, mark: Mark) -> str:
        """For a label of a diagram, in plain text."""
        match self.token.view:
            case "shape":
                return self.shape()
            case "word":
                return html.escape(self.word())
            case "equation":
                value = in_text(self.numbers, self.node, mark)
                return f"{symbols.plain(self.name)} = {value}"
        return in_text(self.numbers, self.node, mark, self.token.index)

    def derivation(self, mark: Mark) -> str:
        return derivation.derivation(self.numbers, self.name, mark)

    def diagram(self, mark: Mark) -> str:
        return diagram.diagram(self.numbers, mark, self.example.words, self.token.fields)

    def table(self, mark: Mark) -> str:
        return table.table(self.numbers, mark, self.example.words, self.token.fields)

    def shape(self) -> str:
        return " × ".join(map(str, self.node.shape)) or "1"

    def word(self) -> str:
        word = diagram.word_of(self.example.trace, self.name, self.example.words)
        if not word:
            raise ValueError(
                f"{self.token.path} is no token: its example gives words to "
                f"{', '.join(self.example.words) or 'none of its values'}"
            )
        return word

    def _word_element(self, mark: Mark) -> str:
        del mark  # a word is no number
        word = self.word()
        lang = "" if word.isascii() else ' lang="hi"'
        path = f"{self.token.example}.{self.name}"
        return f'<span class="word" data-value="{path}"{lang}>{html.escape(word)}</span>'


def _plain(number: Printed) -> str:
    return number.plain


def resolve(token: Token) -> Value:
    """What the token shows. Raises ValueError with what would be right."""
    known = catalogue().examples
    if token.example not in known:
        broken = [fault for fault in catalogue().faults if repr(token.example) in fault.text]
        if broken:
            raise ValueError(f"the example {token.example!r} does not run: see {broken[0]}")
        raise ValueError(f"no example named {token.example!r}{_hint(token.example, known)}")
    value = Value(token)
    trace = value.example.trace
    if token.name is None:
        if token.view not in OF_EXAMPLES:
            names = ", ".join(f"{token.example}.{name}" for name in list(trace.names)[:4])
            raise ValueError(
                f"{token.example!r} is an example: show it as a {' or '.join(OF_EXAMPLES)}, "
                f"or one of its values: {names}, …"
            )
    else:
        if token.name not in trace.names:
            paths = [f"{token.example}.{name}" for name in trace.names]
            raise ValueError(
                f"no value named '{token.example}.{token.name}'"
                f"{_hint(f'{token.example}.{token.name}', paths)}"
            )
        if token.view in OF_EXAMPLES:
            raise ValueError(
                f"{token.path} is a value: a {token.view} shows a whole example: "
                f"[[= {token.example} | {token.view} =]]"
            )
        _check_index(token, value.node)
    value.check()
    return value


def _check_index(token: Token, node: Node) -> None:
    if not token.index:
        return
    path = f"{token.example}.{token.name}"
    if token.view:
        raise ValueError(f"a {token.view} shows the whole value: [[= {path} | {token.view} =]]")
    shape = " × ".join(map(str, node.shape)) or "a single number"
    if len(token.index) > len(node.shape):
        raise ValueError(f"{path} is {shape}: {suffix(token.index)} is one index too many")
    for place, size in zip(token.index, node.shape, strict=False):
        if place >= size:
            last = suffix(tuple(size - 1 for size in node.shape))
            raise ValueError(
                f"{path} is {shape}: {suffix(token.index)} is outside; "
                f"places count from 0, the last is {path}{last}"
            )


def _hint(name: str, known: object) -> str:
    near = difflib.get_close_matches(name, list(known), 1, 0.5)  # type: ignore[call-overload]
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; there are {', '.join(list(known)[:8])}"  # type: ignore[call-overload]
