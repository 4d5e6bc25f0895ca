"""The panel of a worked example: its inputs as fields, laid out as the matrices they are.

It is complete without script, which hides it: a field that changes nothing would be dead.
"""

import html
import math
from collections.abc import Iterator

import numpy as np

from rnn_examples.authoring.values import Value, numbers_of
from rnn_examples.pages import results
from rnn_examples.pages.input_ranges import Range, input_range, limit_text
from rnn_examples.render import symbols
from rnn_examples.render.numbers import suffix
from rnn_examples.render.pieces import Mark
from rnn_examples.render.player import KEEP, player
from rnn_examples.render.words import word_of
from rnn_examples.trace import Node
from rnn_examples.worked_example import WorkedExample

LARGEST = 40
"""An example with more numbers than this is no panel to read."""

USUAL = 5
"""Characters that a field has room for, unless its numbers need more: -0.25."""


def panel(value: Value, mark: Mark) -> str:
    """The example's form, with all of its inputs or those that the token names.

    mark: writes the word of a token id, which stands beside its field.

    Raises ValueError for an example that has nothing to change, and for what is no input of it.
    """
    example, name = value.example, value.token.example
    inputs = _inputs(value)
    count = sum(int(np.size(example.trace[key].value)) for key in inputs)
    if count > LARGEST:
        raise ValueError(
            f"{name} has {count} inputs, and a panel holds {LARGEST}: "
            f"name those to show, as in [[= {name} | live | {inputs[0]} =]]"
        )
    words = dict(zip(inputs, value.token.labels, strict=False))
    fields = "".join(_matrix(name, key, example, mark, words.get(key, "")) for key in inputs)
    what = ", ".join(map(symbols.plain, inputs)) if value.token.fields else "the inputs"
    title = f"Change {what} of {name.replace('_', ' ')}"
    return (
        f'<form class="live" data-example="{name}" aria-label="{title}" autocomplete="off" '
        f'novalidate onsubmit="return false" onclick="{KEEP}" onkeydown="{KEEP}" '
        "data-search-exclude>"
        '<p class="live-title"><strong>What if?</strong> '
        "<small>Change a number: every number that depends on it follows.</small>"
        '<span class="live-status" role="status"></span></p>'
        f'<div class="live-body"><div class="live-inputs">{fields}</div>'
        f"{results.PLACE}</div>"
        f'<p class="live-problem" role="alert" hidden></p>'
        f"{_buttons(example, inputs)}{_player(name, example)}</form>"
    )


def _inputs(value: Value) -> list[str]:
    example, name = value.example, value.token.example
    own = [key for key in example.trace.inputs if example.trace[key].origin is None]
    if not own:
        raise ValueError(f"{name} takes every input from another example: make that one live")
    unknown = [key for key in value.token.fields if key not in own]
    if unknown:
        raise ValueError(f"{name} has no input {unknown[0]!r} to change: it has {', '.join(own)}")
    return list(value.token.fields) or own


def _matrix(name: str, key: str, example: WorkedExample, mark: Mark, words: str) -> str:
    node = example.trace[key]
    columns = math.prod(node.shape[1:])  # a row for each time step, if it has more axes
    fields = "".join(
        _with_word(field, key, index, example, mark)
        for field, index in zip(
            _fields(name, key, node, example), np.ndindex(node.shape), strict=True
        )
    )
    kind = "live-matrix" if node.shape else "live-number"
    longest = max(len(_text(number)) for number in np.ravel(node.value).tolist())
    said = f" <span>{html.escape(words)}</span>" if words else ""
    return (
        f'<fieldset class="{kind}"><legend>{symbols.html(key)}{said}</legend>'
        f'<div class="live-entries" style="--columns: {columns}; --digits: {max(longest, USUAL)}">'
        f"{fields}{_slider(name, key, node, example)}</div></fieldset>"
    )


def _slider(name: str, key: str, node: Node, example: WorkedExample) -> str:
    if key not in example.sliders:
        return ""
    low, high, step = example.sliders[key]
    return (
        f'<input type="range" data-slider="{name}.{key}" min="{low:g}" max="{high:g}" '
        f'step="{step:g}" value="{node.value}" aria-label="{key}">'
    )


def _fields(name: str, key: str, node: Node, example: WorkedExample) -> Iterator[str]:
    numbers_of(name, "").long_enough(node)  # refuses what cannot be printed
    value = np.asarray(node.value)
    taken = input_range(key, node, example)
    step = example.sliders[key][2] if key in example.sliders and value.dtype.kind == "f" else 0.1
    for index in np.ndindex(node.shape):
        number = value[index].item()
        attributes = {
            "data-input": f"{name}.{key}{suffix(index)}",
            "aria-label": f"{key}{_place(index)}",
            **(_box(number) if value.dtype == bool else _spin_button(number, step, taken)),
        }
        written = " ".join(f'{key}="{html.escape(given)}"' for key, given in attributes.items())
        yield f"<input {written}>"


def _with_word(
    field: str, key: str, index: tuple[int, ...], example: WorkedExample, mark: Mark
) -> str:
    """A field, and beside it the word that its number stands for, if it is the id of a token."""
    name = f"{key}_{index[0] + 1}" if len(index) == 1 else key
    known = key in example.words and name in example.trace.names
    word = word_of(example.trace, name, example.words) if known else None
    return f'<span class="live-word">{field} {mark(word)}</span>' if word else field


def _box(is_ticked: bool) -> dict[str, str]:
    value = {"type": "checkbox", "value": f"{is_ticked:d}"}
    return value | ({"checked": ""} if is_ticked else {})


def _spin_button(number: float, step: float, taken: Range) -> dict[str, str]:
    """A text field: in one of type=number, the browser hides what it does not understand.

    A phone shows letters too, but for whole numbers from 0: iOS has no minus sign beside digits.
    """
    is_whole = isinstance(number, int)
    written = {
        "type": "text",
        "role": "spinbutton",
        "value": _text(number),
        "data-step": "1" if is_whole else f"{step:g}",
    }
    limits = {"aria-valuemin": taken.low, "aria-valuemax": taken.high}
    written |= {name: limit_text(limit) for name, limit in limits.items() if math.isfinite(limit)}
    if str(taken):
        written["data-range"] = str(taken)
    if taken.left_out:
        written["data-left-out"] = " ".join(map(limit_text, taken.left_out))
    if is_whole and taken.low >= 0:
        written["inputmode"] = "numeric"
    return written | ({"data-whole": ""} if is_whole else {})


def _text(number: float) -> str:
    """The shortest decimal of a number, as a person types it."""
    return str(number) if isinstance(number, int) else repr(float(number)).removesuffix(".0")


def _place(index: tuple[int, ...]) -> str:
    names = ("row", "column") if len(index) == 2 else ("entry",)
    if not index:
        return ""
    return ", " + ", ".join(f"{part} {i + 1}" for part, i in zip(names, index, strict=False))


def _buttons(example: WorkedExample, shown: list[str]) -> str:
    """A preset of an input that the panel does not show could be neither seen nor put in a link."""
    presets = "".join(
        f'<button type="button" data-preset="{n}" aria-pressed="false">'
        f"{html.escape(title)}</button>"
        for n, (title, inputs) in enumerate(example.presets.items())
        if {*inputs} <= {*shown}
    )
    return (
        f'<div class="live-buttons" role="group" aria-label="Ready-made changes">{presets}'
        '<button type="button" data-reset>Reset</button>'
        '<button type="button" data-share>Copy the link</button></div>'
    )


def _player(name: str, example: WorkedExample) -> str:
    times = [(name, time) for time, _ in enumerate(example.trace.steps, 1)]
    return player(times) if times else ""
