"""What can be shown of a value, and how it is written in each place of a page."""

import html
from collections.abc import Callable
from dataclasses import dataclass

from rnn_examples.publish import source_code, values_index
from rnn_examples.publish.addresses import Here
from rnn_examples.publish.values import Value
from rnn_examples.render import derivation, diagram, symbols, table
from rnn_examples.render.numbers import Mark, Printed, in_latex, in_text

Write = Callable[[Value, Mark], str]
"""Writes a value, each of its numbers through the mark. Raises ValueError where that cannot be."""


@dataclass(frozen=True)
class View:
    """How a view is written in each place; None where it does not fit.

    text: in running text, as HTML.
    label: in a diagram or an attribute, as plain text.
    latex: in a formula.
    mermaid: as a diagram of its own.
    block: as HTML of its own.
    """

    text: Write | None = None
    label: Write | None = None
    latex: Write | None = None
    mermaid: Write | None = None
    block: Callable[[Value, Mark, Here], str] | None = None


def _text(value: Value, mark: Mark) -> str:
    return in_text(value.numbers, value.node, mark, value.token.index)


def _latex(value: Value, mark: Mark) -> str:
    return in_latex(value.numbers, value.node, mark, value.token.index)


def _equals(value: Value) -> str:
    """`=` only where every printed number is the number itself."""
    return "=" if all(number.exact for number in value.numbers.entries(value.node)) else "≈"


def _equation_text(value: Value, mark: Mark) -> str:
    return f"{symbols.html(value.name)} {_equals(value)} {_text(value, mark)}"


def _equation_label(value: Value, mark: Mark) -> str:
    return f"{symbols.plain(value.name)} {_equals(value)} {_text(value, mark)}"


def _equation_latex(value: Value, mark: Mark) -> str:
    return derivation.equation(value.numbers, value.name, mark)


def _derivation_latex(value: Value, mark: Mark) -> str:
    return derivation.derivation(value.numbers, value.name, mark)


def _shape(value: Value, mark: Mark) -> str:
    if value.node.is_scalar:
        return mark(Printed(f"{value.name}.shape", 1, "1", exact=True))
    return " × ".join(
        mark(Printed(f"{value.name}.shape[{axis}]", size, str(size), exact=True))
        for axis, size in enumerate(value.node.shape)
    )


def _shape_latex(value: Value, mark: Mark) -> str:
    return _shape(value, mark).replace("×", r"\times")


def _word(value: Value) -> str:
    words = value.example.words
    word = diagram.word_of(value.example.trace, value.name, words)
    if not word:
        known = ", ".join(words) or "none of its values"
        raise ValueError(f"{value.token.path} is no token: its example gives words to {known}")
    return word


def _word_text(value: Value, mark: Mark) -> str:
    del mark  # a word is no number
    word = _word(value)
    lang = "" if word.isascii() else ' lang="hi"'
    name = f"{value.token.example}.{value.name}"
    return f'<span class="word" data-value="{name}"{lang}>{html.escape(word)}</span>'


def _word_label(value: Value, mark: Mark) -> str:
    del mark
    return html.escape(_word(value))


def _word_latex(value: Value, mark: Mark) -> str:
    del mark
    return rf"\text{{{_word(value)}}}"


def _diagram(value: Value, mark: Mark) -> str:
    return diagram.diagram(value.numbers, mark, value.example.words, value.token.fields)


def _table(value: Value, mark: Mark, here: Here) -> str:
    del here
    return table.table(value.numbers, mark, value.example.words, value.token.fields)


def _code(value: Value, mark: Mark, here: Here) -> str:
    del mark
    return source_code.block(value.token.path, here)


def _index(value: Value, mark: Mark, here: Here) -> str:
    del value, mark
    return values_index.block(here)


VIEWS = {
    "": View(text=_text, label=_text, latex=_latex),
    "equation": View(text=_equation_text, label=_equation_label, latex=_equation_latex),
    "derivation": View(latex=_derivation_latex),
    "shape": View(text=_shape, label=_shape, latex=_shape_latex),
    "word": View(text=_word_text, label=_word_label, latex=_word_latex),
    "diagram": View(mermaid=_diagram),
    "table": View(block=_table),
    "code": View(block=_code),
    "index": View(block=_index),
}
