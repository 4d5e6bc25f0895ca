"""Matrices as heat maps: a table whose cells are the darker the further they are from zero.

A table is read aloud cell by cell and keeps its size on a phone. The colour is a share between −1
and 1, which the style sheet mixes, of the scale that the figure names: the largest entry when the
page was made, unless the author gives one.
"""

import html
from collections.abc import Sequence

import numpy as np

from rnn_examples.render import steps, symbols
from rnn_examples.render.arrays import BIG
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.pieces import Mark
from rnn_examples.trace import Trace


def heat(
    numbers: Numbers,
    mark: Mark,
    example: str,
    name: str | None,
    fields: Sequence[str] = (),
    span: tuple[float, float] | None = None,
) -> str:
    """Show one value, or fields of a run, one table a time step.

    span: its larger end in size is the scale. Raises ValueError for what is no vector or matrix.
    """
    trace = numbers.trace
    shown = names(trace, name, fields)
    largest = max(np.abs(trace[key].value).max() for key in shown)
    scale = float(f"{max(map(abs, span)) if span else largest or 1:.6g}")
    panels = "".join(_panel(numbers, mark, example, key, scale) for key in shown)
    what = ", ".join(map(symbols.plain, [name] if name else fields))
    each = "" if name else ", one table for each time step"
    told = f"{example}: {what} as a heat map{each}"
    return (
        f'<figure class="plot heat" tabindex="0" role="group" aria-label="{html.escape(told)}" '
        f'data-scale="{scale:.6g}" data-search-exclude="">{panels}</figure>'
    )


def names(trace: Trace, name: str | None, fields: Sequence[str]) -> list[str]:
    """The values that are shown: the one that is named, or those of the fields, step by step."""
    if name and fields:
        raise ValueError(f"{name} is one value: leave {', '.join(fields)} out")
    if name:
        return [_checked(trace, name)]
    chosen = [steps.over_time(trace, field) for field in steps.chosen(trace, fields, "heat")]
    times = sorted({t for named in chosen for t in named})
    return [_checked(trace, named[t]) for t in times for named in chosen if t in named]


def _checked(trace: Trace, name: str) -> str:
    shape = trace[name].shape
    written = " × ".join(map(str, shape)) or "a single number"
    if len(shape) not in {1, 2} or 0 in shape:
        raise ValueError(f"{name} is {written}: a heat map shows a vector or a matrix")
    if max(shape) > BIG:
        raise ValueError(f"{name} is {written}: a heat map has at most {BIG} rows and columns")
    return name


def _panel(numbers: Numbers, mark: Mark, example: str, name: str, scale: float) -> str:
    node = numbers.trace[name]
    rows = "".join(
        "<tr>"
        + "".join(
            _cell(numbers, mark, example, name, scale, (i, *column))
            for column in np.ndindex(node.shape[1:])
        )
        + "</tr>"
        for i in range(node.shape[0])
    )
    return f'<table class="heat"><caption>{symbols.html(name)}</caption>{rows}</table>'


def _cell(
    numbers: Numbers, mark: Mark, example: str, name: str, scale: float, index: tuple[int, ...]
) -> str:
    number = numbers.entry(numbers.trace[name], index)
    share = round(min(max(number.value / scale, -1), 1), 3) + 0
    return (
        f'<td data-cell="{example}.{name}{suffix(index)}" style="--share:{share:g}">'
        f"{mark(number)}</td>"
    )
