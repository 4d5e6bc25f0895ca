"""The curves of a plot: which values of a trace each one shows, by name and index."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnn_examples.render import steps, symbols
from rnn_examples.render.numbers import suffix
from rnn_examples.trace import Node, Trace

MOST = 8
"""More curves than this cannot be told apart."""

ENTRIES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
"""Which entry of a vector a curve is, behind an author's words: as many as can be told apart."""


@dataclass(frozen=True)
class Series:
    """One curve: its label, and of each point the place across and the value, by name and index.

    printed: the values that its label says, which are those of its last point.
    is_guide: whether it is only there for others to be seen against.
    """

    label: str
    across: tuple[float, ...]
    points: tuple[tuple[str, tuple[int, ...]], ...]
    against: tuple[tuple[str, tuple[int, ...]], ...] = ()
    printed: tuple[tuple[str, tuple[int, ...]], ...] = ()
    is_guide: bool = False


def series(
    trace: Trace,
    fields: Sequence[str],
    against: str,
    words: Mapping[str, Sequence[str]],
    labels: Sequence[str] = (),
    *,
    is_path: bool,
) -> list[Series]:
    """The curves: each entry of a vector is one. Raises ValueError for what has no curve.

    labels: words for the fields, each empty where its symbol is to be written.
    """
    written = {field: symbols.plain(field) for field in fields}
    written |= {field: label for field, label in zip(fields, labels, strict=False) if label}
    if is_path:
        drawn = _paths_of(trace, fields, written)
    elif against:
        drawn = _against(trace, fields, against, written)
    else:
        chosen = steps.chosen(trace, fields, "plot")
        drawn = [
            curve for field in chosen for curve in _over_time(trace, field, words, written[field])
        ]
    if len(drawn) > MOST:
        raise ValueError(f"{len(drawn)} curves cannot be told apart: name fewer fields")
    return drawn


def _over_time(
    trace: Trace, field: str, words: Mapping[str, Sequence[str]], label: str
) -> list[Series]:
    if field.removesuffix("_t") in words:
        raise ValueError(f"{field} is a token: its number has no height")
    named = steps.over_time(trace, field)
    shapes = {trace[name].shape for name in named.values()}
    if len(shapes) > 1:
        raise ValueError(f"{field} has not the same shape at every time step: it has no curve")
    (shape,) = shapes
    if len(shape) > 1:
        size = " × ".join(map(str, shape))
        raise ValueError(f"{field} is {size}: a curve is of numbers, a heat map shows a matrix")
    times, last = tuple(map(float, named)), named[max(named)]
    return [
        Series(
            _entry(label, index, has_words=label != symbols.plain(field)),
            times,
            tuple((name, index) for name in named.values()),
            printed=((last, index),),
        )
        for index in np.ndindex(shape)
    ]


def _entry(label: str, index: tuple[int, ...], *, has_words: bool) -> str:
    """The label of one entry of a vector: in code behind a symbol, in words behind words."""
    is_in_words = has_words and index and index[0] < len(ENTRIES)
    return f"{label}, {ENTRIES[index[0]]}" if is_in_words else label + suffix(index)


def _against(
    trace: Trace, fields: Sequence[str], against: str, written: Mapping[str, str]
) -> list[Series]:
    if not fields:
        raise ValueError(f"say what to show against {against}: one of {', '.join(trace.names)}")
    size = _vector(trace, against).shape[0]
    drawn = []
    for name in fields:
        if _vector(trace, name).shape[0] != size:
            raise ValueError(
                f"{name} has {_vector(trace, name).shape[0]} entries and {against} has {size}: "
                "a curve needs as many"
            )
        places = [(i,) for i in range(size)]
        across = tuple(value_at(trace, (against, place)) for place in places)
        points = tuple((name, place) for place in places)
        onto = tuple((against, place) for place in places)
        drawn.append(Series(written[name], across, points, onto, points[-1:]))
    return drawn


def _paths_of(trace: Trace, fields: Sequence[str], written: Mapping[str, str]) -> list[Series]:
    """A path for each field of vectors of two entries, and for each matrix of two columns.

    Beside what moves in time, a matrix is a guide. It comes first, and so lies below.
    """
    drawn = []
    has_time = any(field not in trace.names for field in fields)
    for field in fields or steps.chosen(trace, fields, "plot"):
        if field in trace.names:
            shape = trace[field].shape
            rows: list[tuple[str, tuple[int, ...]]]
            rows = [(field, (i,)) for i in range(shape[0])] if shape else []
        else:
            steps.chosen(trace, [field], "plot")
            named = steps.over_time(trace, field)
            rows = [(name, ()) for name in named.values()]
            shape = (len(rows), *trace[rows[0][0]].shape)
        if shape[1:] != (2,) or not rows:
            size = " × ".join(map(str, trace[rows[0][0] if rows else field].shape)) or "one number"
            raise ValueError(
                f"{field} is {size}: a path is of vectors of two entries over time, or of the rows "
                "of a matrix of two columns"
            )
        onto, points = (tuple((name, (*row, k)) for name, row in rows) for k in (0, 1))
        across = tuple(value_at(trace, point) for point in onto)
        printed = () if field in trace.names else (onto[-1], points[-1])
        is_guide = has_time and not printed
        drawn.append(Series(written[field], across, points, onto, printed, is_guide))
    return sorted(drawn, key=lambda curve: not curve.is_guide)


def _vector(trace: Trace, name: str) -> Node:
    if name not in trace.names:
        raise ValueError(f"no value named {name!r}; there are {', '.join(trace.names)}")
    node = trace[name]
    if len(node.shape) != 1 or not node.shape[0]:
        shape = " × ".join(map(str, node.shape)) or "a single number"
        raise ValueError(f"{name} is {shape}: a curve is of one vector against another")
    return node


def value_at(trace: Trace, point: tuple[str, tuple[int, ...]]) -> float:
    """The value of a point. Raises ValueError for one that is not finite."""
    name, index = point
    value = float(np.asarray(trace[name].value)[index])
    if not math.isfinite(value):
        raise ValueError(f"{name}{suffix(index)} is {value}: it has no place in a plot")
    return value
