"""A run as a table: one row a time step, one column a value."""

import html
from collections.abc import Iterable, Mapping, Sequence

from rnn_examples.render import symbols
from rnn_examples.render.numbers import Numbers, in_text
from rnn_examples.render.pieces import Mark
from rnn_examples.render.steps import initial_values
from rnn_examples.render.words import word_of


def table(
    numbers: Numbers,
    mark: Mark,
    words: Mapping[str, Sequence[str]] | None = None,
    fields: Sequence[str] = (),
    labels: Sequence[str] = (),
) -> str:
    """The run's table in HTML; for a run without time steps, one row a named value.

    fields: the columns to show, such as s_t; all if none. labels: of each its head in words, empty
    where its symbol is to be written.
    Raises ValueError for a field that the run does not have.
    """
    trace = numbers.trace
    if not trace.steps:
        return _values(numbers, mark)
    rows: dict[int, dict[str, str]] = {
        t: {f"{sequence}_t": f"{sequence}_{t}" for sequence in trace.sequences} | dict(step)
        for t, step in enumerate(trace.steps, 1)
    }
    start = {f"{name.removesuffix('_0')}_t": name for name in initial_values(trace)}
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    unknown = [name for name in fields if name not in columns]
    if unknown:
        raise ValueError(f"no column {unknown[0]!r}; the columns are {', '.join(columns)}")
    columns = list(fields) or columns
    if any(column in start for column in columns):
        rows = {0: start} | rows

    def cell(name: str | None) -> str:
        if name is None or name not in trace.names:
            return "<td></td>"
        word = word_of(trace, name, words or {})
        told = f" {mark(word)}" if word else ""
        return f"<td>{in_text(numbers, trace[name], mark)}{told}</td>"

    said = dict(zip(fields, map(html.escape, labels), strict=False))
    heads = (said.get(name) or symbols.html(name) for name in ("t", *columns))
    body = "".join(
        f'<tr data-time="{t}"><th scope="row">{t}</th>'
        + "".join(cell(row.get(column)) for column in columns)
        + "</tr>"
        for t, row in rows.items()
    )
    return framed(heads, body)


def _values(numbers: Numbers, mark: Mark) -> str:
    """For a run without time steps: every named value with its shape."""
    body = ""
    for name, node in numbers.trace.names.items():
        shape = " × ".join(map(str, node.shape)) or "scalar"
        body += (
            f'<tr><th scope="row">{symbols.html(name)}</th><td>{shape}</td>'
            f"<td>{in_text(numbers, node, mark)}</td></tr>"
        )
    return framed(("Name", "Shape", "Value"), body)


def framed(heads: Iterable[str], body: str, kind: str = "table-scroll", more: str = "") -> str:
    """A table that scrolls sideways. kind, more: its classes, and other attributes."""
    head = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<div class="{kind}" tabindex="0"{more}><table class="plain">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
