"""What can be shown of a value, and how it is written in each place of a page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import zip_longest

from rnn_examples.authoring.tokens import Token
from rnn_examples.authoring.values import Value, catalogue, numbers_of
from rnn_examples.pages import live
from rnn_examples.render import curves, derivation, diagram, heat, plot, symbols, table
from rnn_examples.render.arrays import in_latex
from rnn_examples.render.network import Run, network
from rnn_examples.render.numbers import in_text
from rnn_examples.render.pieces import Mark, Size
from rnn_examples.render.words import word_of
from rnn_examples.typesetting.bound import Marker, mark_html, mark_svg

Write = Callable[[Value, Mark], str]
"""Writes a value, each of its numbers through the mark. Raises ValueError where that cannot be."""


@dataclass(frozen=True)
class View:
    """How a view is written in each place; None where it does not fit.

    text: in running text, as HTML.
    label: in a diagram or an attribute, as plain text.
    latex: in a formula.
    mermaid: as a diagram of its own.
    told: what a diagram of its own is, to those who do not see it.
    block: as HTML of its own.
    runs: the same of several examples, each number through the mark of its own example.
    marker: marks the numbers of a block; those of a picture are marked otherwise.
    drawn: the values that it draws, whether it prints a number of them or not.
    has_graph: whether the page needs the example's graph, to explain its numbers.
    """

    text: Write | None = None
    label: Write | None = None
    latex: Write | None = None
    mermaid: Write | None = None
    told: str = ""
    block: Write | None = None
    runs: Callable[[Value, Marker], str] | None = None
    marker: Marker = mark_html
    drawn: Callable[[Value], Collection[str]] = lambda _: ()
    has_graph: bool = True


def _text(value: Value, mark: Mark) -> str:
    return in_text(value.numbers, value.node, mark, value.token.index)


def _equation_text(value: Value, mark: Mark) -> str:
    relation = mark(value.numbers.relation(value.node))
    return f"{symbols.html(value.name)} {relation} {_text(value, mark)}"


def _equation_label(value: Value, mark: Mark) -> str:
    relation = mark(value.numbers.relation(value.node))
    return f"{symbols.plain(value.name)} {relation} {_text(value, mark)}"


def _shape(value: Value, mark: Mark) -> str:
    if value.node.is_scalar:
        return mark(Size(f"{value.name}.shape", 1))
    return " × ".join(
        mark(Size(f"{value.name}.shape[{axis}]", size))
        for axis, size in enumerate(value.node.shape)
    )


def _word(value: Value, mark: Mark) -> str:
    words = value.example.words
    word = word_of(value.example.trace, value.name, words)
    if word is None:
        known = ", ".join(words) or "none of its values"
        raise ValueError(f"{value.token.path} is no token: its example gives words to {known}")
    return mark(word)


def _table(value: Value, mark: Mark) -> str:
    token = value.token
    made = table.table(value.numbers, mark, value.example.words, token.fields, token.labels)
    _check_labels(token)
    return made


def _check_labels(token: Token) -> None:
    """Raise ValueError for a field that has no words, and is no symbol but a name of the code."""
    for field, label in zip_longest(token.fields, token.labels):
        if field and not label and not symbols.is_symbol(field):
            raise ValueError(f'{field} is no symbol: say what it is, {field} "in words"')


def _plot(value: Value, mark: Mark) -> str:
    token = value.token
    made = plot.plot(
        value.numbers,
        mark,
        token.example,
        token.fields,
        labels=token.labels,
        against=token.against,
        across=token.across,
        up=token.up,
        is_path=token.is_path,
        is_log=token.is_log,
        span=token.span,
        words=value.example.words,
    )
    _check_labels(token)
    return made


def _curves(value: Value) -> Collection[str]:
    """The values that a plot draws, of most of which no number is printed."""
    token, words = value.token, value.example.words
    drawn = curves.series(
        value.numbers.trace, token.fields, token.against, words, is_path=token.is_path
    )
    return [name for curve in drawn for name, _ in (*curve.points, *curve.against)]


def _heat(value: Value, mark: Mark) -> str:
    token = value.token
    rows, _, columns = token.by.partition(" and ")
    return heat.heat(
        value.numbers,
        mark,
        token.example,
        token.name,
        token.fields,
        token.span,
        rows=token.labels or (rows,) * max(len(token.fields), 1),
        columns=columns,
        words=value.example.words,
    )


def _network(value: Value, marker: Marker) -> str:
    token = value.token
    runs = [
        Run(name, numbers_of(name, ""), catalogue().examples[name].vocabulary)
        for name in token.examples
    ]
    return network(runs, marker, token.fields, token.span, token.spec)


VIEWS = {
    "": View(
        text=_text,
        label=_text,
        latex=lambda v, mark: in_latex(v.numbers, v.node, mark, v.token.index),
    ),
    "equation": View(
        text=_equation_text,
        label=_equation_label,
        latex=lambda v, mark: derivation.equation(v.numbers, v.name, mark),
    ),
    "derivation": View(latex=lambda v, mark: derivation.derivation(v.numbers, v.name, mark)),
    "shape": View(
        text=_shape,
        label=_shape,
        latex=lambda v, mark: _shape(v, mark).replace("×", r"\times"),
        has_graph=False,
    ),
    "word": View(text=_word, label=_word, latex=_word),
    "network": View(block=lambda value, _: _network(value, mark_svg), runs=_network),
    "diagram": View(
        mermaid=lambda v, mark: diagram.diagram(v.numbers, mark, v.example.words, v.token.fields),
        told="the network unrolled over time",
    ),
    "table": View(block=_table),
    "plot": View(block=_plot, marker=mark_svg, drawn=_curves),
    "heat": View(block=_heat),
    "live": View(block=live.panel),
}
"""Each view by its name; the name of the value itself is empty. The names that an author can write
stand in `authoring.tokens`, and a test holds the two together.
"""
