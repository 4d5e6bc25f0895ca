"""Matrices as heat maps: a table whose cells are the darker the further they are from zero.

A table is read aloud cell by cell and keeps its size on a phone. Its rows and columns are named by
their places, counted from 0 as in code, or by the words of a vocabulary. The colour is a share
between −1 and 1, which the style sheet mixes, of the scale that the figure names: the largest entry
when the page was made, unless the author gives one.
"""

import html
from collections.abc import Mapping, Sequence

import numpy as np

from rnn_examples.render import steps, symbols
from rnn_examples.render.arrays import BIG
from rnn_examples.render.axes import share
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.pieces import Mark, plain
from rnn_examples.render.words import Vocabulary
from rnn_examples.trace import Trace


def heat(
    numbers: Numbers,
    mark: Mark,
    example: str,
    name: str | None,
    fields: Sequence[str] = (),
    span: tuple[float, float] | None = None,
    *,
    rows: Sequence[str] = (),
    columns: str = "",
    words: Mapping[str, Vocabulary] | None = None,
) -> str:
    """Show one value, or fields of a run, one table a time step, and values that it has once.

    span: its larger end in size is the scale. rows: of each field, or of the one value, the tokens
    whose words name the rows; empty for none. columns: those whose words name the columns. Raises
    ValueError for what is no vector or matrix, and for more rows or columns than there are words.
    """
    trace = numbers.trace
    shown = names(trace, name, fields)
    largest = max(np.abs(trace[key].value).max() for key in shown)
    scale = float(f"{max(map(abs, span)) if span else largest or 1:.6g}")
    named = dict(zip([name] if name else fields, rows, strict=False))
    panels = "".join(
        _panel(
            numbers,
            mark,
            example,
            key,
            scale,
            _named(trace, key, 0, named.get(field, ""), words or {}),
            _named(trace, key, 1, columns, words or {}),
        )
        for key, field in shown.items()
    )
    what = ", ".join(map(symbols.plain, [name] if name else fields))
    has_steps = any(field not in trace.names for field in fields)
    each = ", one table for each time step" if has_steps else ""
    told = f"{example.replace('_', ' ')}: {what} as a heat map{each}"
    return (
        f'<figure class="plot heat" tabindex="0" role="group" aria-label="{html.escape(told)}" '
        f'data-scale="{scale:.6g}" data-search-exclude="">{panels}{_legend(scale, span)}</figure>'
    )


def names(trace: Trace, name: str | None, fields: Sequence[str]) -> dict[str, str]:
    """The values that are shown, each with its field: step by step, then those without a step."""
    if name and fields:
        raise ValueError(f"{name} is one value: leave {', '.join(fields)} out")
    if name:
        return {_checked(trace, name): name}
    over = [field for field in fields if field not in trace.names]
    if over or not fields:
        steps.chosen(trace, over, "heat")
    behind = len(trace.steps) + 1
    chosen = {
        field: {behind: field} if field in trace.names else steps.over_time(trace, field)
        for field in fields
    }
    times = sorted({t for named in chosen.values() for t in named})
    return {
        _checked(trace, named[t]): field
        for t in times
        for field, named in chosen.items()
        if t in named
    }


def _checked(trace: Trace, name: str) -> str:
    shape = trace[name].shape
    written = " × ".join(map(str, shape)) or "a single number"
    if len(shape) not in {1, 2} or 0 in shape:
        raise ValueError(f"{name} is {written}: a heat map shows a vector or a matrix")
    if max(shape) > BIG:
        raise ValueError(f"{name} is {written}: a heat map has at most {BIG} rows and columns")
    return name


def _named(
    trace: Trace, name: str, axis: int, tokens: str, words: Mapping[str, Vocabulary]
) -> Sequence[str]:
    """What rows (axis 0) or columns (1) are called: their number is the token's; some have none."""
    shape = trace[name].shape
    if axis == len(shape):
        return ()
    if not tokens:
        return [*map(str, range(shape[axis]))]
    if tokens not in words:
        known = ", ".join(words) or "none of its values"
        raise ValueError(f"{tokens} is no token: the example gives words to {known}")
    if len(words[tokens]) < shape[axis]:
        what, count = ("rows", "columns")[axis], len(words[tokens])
        raise ValueError(f"{name} has {shape[axis]} {what}, but {tokens} has {count} words")
    return [*words[tokens]][: shape[axis]]


def _panel(
    numbers: Numbers,
    mark: Mark,
    example: str,
    name: str,
    scale: float,
    rows: Sequence[str],
    columns: Sequence[str],
) -> str:
    shape = numbers.trace[name].shape
    cells = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    head = f"<tr><td></td>{cells}</tr>" if cells else ""
    body = "".join(
        f'<tr><th scope="row">{html.escape(row)}</th>'
        + "".join(
            _cell(numbers, mark, example, name, scale, (i, *column))
            for column in np.ndindex(shape[1:])
        )
        + "</tr>"
        for i, row in enumerate(rows)
    )
    return f'<table class="heat"><caption>{symbols.html(name)}</caption>{head}{body}</table>'


def _legend(scale: float, span: tuple[float, float] | None) -> str:
    """The colours, from one end of the scale to the other; from zero where the span lies above."""
    end = plain(f"{scale:.3g}")
    kind, start = ("scale from-zero", "0") if span and min(span) >= 0 else ("scale", f"−{end}")
    return f'<p class="{kind}" aria-hidden="true">{start}<span></span>{end}</p>'


def _cell(
    numbers: Numbers, mark: Mark, example: str, name: str, scale: float, index: tuple[int, ...]
) -> str:
    number = numbers.entry(numbers.trace[name], index)
    style = f"--share:{share(number.value, scale)}"
    return f'<td data-cell="{example}.{name}{suffix(index)}" style="{style}">{mark(number)}</td>'
