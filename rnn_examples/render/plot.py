"""Curves in SVG: values over time, vectors against another vector, or paths in the plane.

The picture says how to draw it again when its values change: each series carries the names of its
values, and the axes their rule from a value to a place. The frame stays as it was first drawn, and
cuts what leaves it. The scale's numbers are the picture's own; the number at the end of a curve is
computed, and written like any other.
"""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnn_examples.render import steps, symbols
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.pieces import Mark, plain
from rnn_examples.trace import Node, Trace

WIDE, HIGH = 270, 170
"""The frame, in pixels."""

INSET, MARGIN = 8, 0.06
"""What is free at the frame's sides, and, as a share of the values' range, above and below."""

LINE, LETTER = 15, 6.7
"""The height of a line of text, and the usual width of a character."""

MOST, DOTTED = 8, 30
"""More curves than this cannot be told apart; up to so many values, each has a dot."""

FAR = 9999
"""Far enough outside of any frame."""


@dataclass(frozen=True)
class Series:
    """One curve: its label, and of each point the place across and the value, by name and index."""

    label: str
    across: tuple[float, ...]
    points: tuple[tuple[str, tuple[int, ...]], ...]
    against: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True)
class Axis:
    """The rule from a value to a place: offset + scale · value, or · its decimal logarithm."""

    offset: float
    scale: float
    is_log: bool = False

    @classmethod
    def between(
        cls, low: float, high: float, start: float, end: float, *, is_log: bool = False
    ) -> "Axis":
        """Lay low at the start and high at the end. What is written down is what is used."""
        if is_log:
            low, high = math.log10(low), math.log10(high)
        scale = float(f"{(end - start) / (high - low):.10g}")
        return cls(float(f"{start - scale * low:.10g}"), scale, is_log)

    def place(self, value: float) -> float:
        """Where a value lies; one that has no logarithm lies far below."""
        if self.is_log:
            value = math.log10(value) if value > 0 else -math.inf
        return min(max(self.offset + self.scale * value, -FAR), FAR)

    def __str__(self) -> str:
        return f"{self.offset:.10g} {self.scale:.10g}{' log' * self.is_log}"


def plot(
    numbers: Numbers,
    mark: Mark,
    example: str,
    fields: Sequence[str],
    *,
    against: str = "",
    is_path: bool = False,
    is_log: bool = False,
    span: tuple[float, float] | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Draw fields of a run over time, or vectors against another one, or points of the plane.

    mark: writes the number at a curve's end, in SVG. span: the range of the axis; by default the
    values'. Raises ValueError for what cannot be drawn.
    """
    trace = numbers.trace
    if is_path and (is_log or against):
        raise ValueError("a path has its own axes: leave `log` and `against` out")
    drawn = series(trace, fields, against, words or {}, is_path=is_path)
    values = [[_value(trace, point) for point in curve.points] for curve in drawn]
    low, high = _range([v for curve in values for v in curve], span, is_log, fields)
    across = [x for curve in drawn for x in curve.across]
    first, last = min(across), max(across)
    if first == last:
        first, last = first - 1, last + 1
    if is_path:
        (first, last), (low, high) = _alike((first, last), (low, high))
    y = Axis.between(low, high, HIGH, 0, is_log=is_log)
    x = Axis.between(first, last, INSET, WIDE - INSET)

    up = log_ticks(low, high) if is_log else ticks(low, high)
    along = ticks(first, last, whole=not against and not is_path)
    left = math.ceil(max(map(len, up.values())) * LETTER) + 8
    ends = [_end(numbers, curve, mark) for curve in drawn]
    right = math.ceil(max(length for _, length in ends) * LETTER) + 10
    wide, high_ = left + WIDE + right, HIGH + LINE + 14
    title = f"{symbols.plain(fields[0]) * (len(fields) == 1)}[0]" if is_path else ""
    title = title or symbols.plain(against or "t")

    scale = [
        f'<path class="grid" d="{"".join(f"M{left} {_px(y.place(v) + 8)}h{WIDE}" for v in up)}"/>',
        _zero(y, left) if not is_log and low < 0 < high else "",
        *(_text("y", left - 6, y.place(v) + 12, text) for v, text in up.items()),
        *(_text("x", left + x.place(v), HIGH + 8 + LINE, text) for v, text in along.items()),
        _text("title", left + WIDE + 6, HIGH + 8 + LINE, title),
    ]
    curves = [
        _curve(
            n, curve, example, [*zip(map(x.place, curve.across), map(y.place, row), strict=True)]
        )
        for n, (curve, row) in enumerate(zip(drawn, values, strict=True))
    ]
    heights = spread([y.place(row[-1]) for row in values])
    labels = [
        f'<text class="end {_style(n)}" x="{left + WIDE + 6}" y="{_px(height + 12)}">{text}</text>'
        for n, ((text, _), height) in enumerate(zip(ends, heights, strict=True))
    ]
    told = _told(example, fields, against, along, is_path=is_path, is_log=is_log)
    rules = f' data-y="{y}"' + (f' data-x="{x}"' if against or is_path else "")
    return (
        f'<figure class="plot" role="group" aria-label="{html.escape(told)}" '
        f'style="--width: {wide}px" data-search-exclude="">'
        f'<svg viewBox="0 0 {wide} {high_}"{rules}>'
        f'<g aria-hidden="true">{"".join(scale)}</g>'
        f'<svg x="{left}" y="8" width="{WIDE}" height="{HIGH}">{"".join(curves)}</svg>'
        f"{''.join(labels)}</svg></figure>"
    )


# What is drawn.


def series(
    trace: Trace,
    fields: Sequence[str],
    against: str,
    words: Mapping[str, Sequence[str]],
    *,
    is_path: bool,
) -> list[Series]:
    """The curves: each entry of a vector is one. Raises ValueError for what has no curve."""
    if is_path:
        drawn = _paths_of(trace, fields)
    elif against:
        drawn = _against(trace, fields, against)
    else:
        chosen = steps.chosen(trace, fields, "plot")
        drawn = [curve for field in chosen for curve in _over_time(trace, field, words)]
    if len(drawn) > MOST:
        raise ValueError(f"{len(drawn)} curves cannot be told apart: name fewer fields")
    return drawn


def _over_time(trace: Trace, field: str, words: Mapping[str, Sequence[str]]) -> list[Series]:
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
    return [
        Series(
            symbols.plain(field) + suffix(index),
            tuple(map(float, named)),
            tuple((name, index) for name in named.values()),
        )
        for index in np.ndindex(shape)
    ]


def _against(trace: Trace, fields: Sequence[str], against: str) -> list[Series]:
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
        across = tuple(_value(trace, (against, place)) for place in places)
        points = tuple((name, place) for place in places)
        onto = tuple((against, place) for place in places)
        drawn.append(Series(symbols.plain(name), across, points, onto))
    return drawn


def _paths_of(trace: Trace, fields: Sequence[str]) -> list[Series]:
    """A path for each field of vectors of two entries, and for each matrix of two columns."""
    drawn = []
    for field in fields or steps.chosen(trace, fields, "plot"):
        label = f"{symbols.plain(field)}[1]"
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
        drawn.append(Series(label, tuple(_value(trace, point) for point in onto), points, onto))
    return drawn


def _vector(trace: Trace, name: str) -> Node:
    if name not in trace.names:
        raise ValueError(f"no value named {name!r}; there are {', '.join(trace.names)}")
    node = trace[name]
    if len(node.shape) != 1 or not node.shape[0]:
        shape = " × ".join(map(str, node.shape)) or "a single number"
        raise ValueError(f"{name} is {shape}: a curve is of one vector against another")
    return node


def _value(trace: Trace, point: tuple[str, tuple[int, ...]]) -> float:
    name, index = point
    value = float(np.asarray(trace[name].value)[index])
    if not math.isfinite(value):
        raise ValueError(f"{name}{suffix(index)} is {value}: it has no place in a plot")
    return value


def _range(
    values: Sequence[float], span: tuple[float, float] | None, is_log: bool, fields: Sequence[str]
) -> tuple[float, float]:
    low, high = span or (min(values), max(values))
    if is_log and min(low, *values) <= 0:
        what = f"{min(low, *values):g} has no place on a logarithmic axis"
        raise ValueError(f"{', '.join(fields)}: {what}: leave `log` out")
    if span:
        return span
    if is_log:
        low, high = math.log10(low), math.log10(high)
    room = (high - low) * MARGIN or abs(low) / 2 or 1
    low, high = low - room, high + room
    return (10**low, 10**high) if is_log else (low, high)


def _alike(
    across: tuple[float, float], up: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Widen one of two ranges until a unit is as long in both directions: circles stay round."""
    room = (across[1] - across[0]) * MARGIN
    across = (across[0] - room, across[1] + room)
    sides = ((WIDE - 2 * INSET, across), (HIGH, up))
    unit = max((high - low) / side for side, (low, high) in sides)
    wide, tall = (
        ((low + high - unit * side) / 2, (low + high + unit * side) / 2)
        for side, (low, high) in sides
    )
    return wide, tall


# How it is drawn.


def _px(place: float) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{round(place, 1) + 0:g}"


def _style(n: int) -> str:
    return f"s{n % 4}" + " dashed" * (n >= 4)


def _curve(n: int, curve: Series, example: str, places: Sequence[tuple[float, float]]) -> str:
    line = "L".join(f"{_px(x)} {_px(y)}" for x, y in places)
    dots = "".join(f"M{_px(x)} {_px(y)}h0" for x, y in places)
    onto = f' data-against="{_paths(example, curve.against)}"' if curve.against else ""
    return (
        f'<g class="{_style(n)}" data-points="{_paths(example, curve.points)}"{onto}>'
        f'<path d="M{line}"/>'
        + (f'<path class="dots" d="{dots}"/>' if len(places) <= DOTTED else "")
        + "</g>"
    )


def _paths(example: str, points: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    return " ".join(f"{example}.{name}{suffix(index)}" for name, index in points)


def _end(numbers: Numbers, curve: Series, mark: Mark) -> tuple[str, int]:
    """The label at a curve's end, with its last value, and how many characters it has."""
    name, index = curve.points[-1]
    number = numbers.entry(numbers.trace[name], index)
    return f"{html.escape(curve.label)} {mark(number)}", len(f"{curve.label} {number.plain}")


def spread(places: Sequence[float]) -> list[float]:
    """Heights of labels: each at its curve's end, moved as little as keeps them apart."""
    heights = [min(max(place, 0.0), HIGH) for place in places]
    order = sorted(range(len(places)), key=heights.__getitem__)
    free = 0.0
    for n in order:
        heights[n] = max(heights[n], free)
        free = heights[n] + LINE
    free = HIGH
    for n in reversed(order):
        heights[n] = min(heights[n], free)
        free = heights[n] - LINE
    return heights


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{_px(x)}" y="{_px(y)}">{html.escape(text)}</text>'


def _zero(y: Axis, left: float) -> str:
    return f'<path class="zero" d="M{left} {_px(y.place(0) + 8)}h{WIDE}"/>'


def _told(
    example: str,
    fields: Sequence[str],
    against: str,
    along: Mapping[float, str],
    *,
    is_path: bool,
    is_log: bool,
) -> str:
    """What the plot shows, for those who do not see it; its numbers are at the curves' ends."""
    what = ", ".join(map(symbols.plain, fields))
    over = f"against {symbols.plain(against)}" if against else "over time"
    over = "as paths in the plane, entry 1 against entry 0" if is_path else over
    reach = f"from {next(iter(along.values()))} to {list(along.values())[-1]}"
    scale = ", on a logarithmic scale" if is_log else ""
    return f"{example}: {what} {over}, {reach}{scale}; each curve ends at the value beside it"


# The scale.


def ticks(low: float, high: float, most: int = 6, *, whole: bool = False) -> dict[float, str]:
    """Round numbers from low to high, at most so many steps apart, and how they are written."""
    power = math.floor(math.log10((high - low) / most))
    if whole:
        power = max(power, 0)
    for factor, exponent in ((1, power), (2, power), (5, power), (1, power + 1)):
        step = factor * 10.0**exponent
        if (high - low) / step <= most:
            break
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    places = [float(f"{n * factor}e{exponent}") for n in range(first, last + 1)]
    return {place: _written(place) for place in places}


def log_ticks(low: float, high: float, most: int = 6) -> dict[float, str]:
    """Powers of ten, every so many; on few decades 2 and 5 of each as well; at last, any."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first < 2:
        near = [float(f"{n}e{power}") for power in range(first - 1, last + 1) for n in (1, 2, 5)]
        found = {place: _written(place) for place in near if low <= place <= high}
        return found if len(found) > 2 else ticks(low, high)
    every = math.ceil((last - first) / most)
    return {float(f"1e{n}"): _power(n) for n in range(first, last + 1) if n % every == 0}


def _written(value: float) -> str:
    return plain(f"{value:.10g}")


def _power(exponent: int) -> str:
    text = f"{10.0**exponent:g}" if -1 <= exponent <= 1 else f"1e{exponent}"
    return plain(text).removeprefix("1 × ")
