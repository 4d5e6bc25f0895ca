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

from rnn_examples.render import symbols
from rnn_examples.render.axes import HIGH, INSET, WIDE, Axis, alike, log_ticks, ticks, value_range
from rnn_examples.render.curves import Series, series, value_at
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.pieces import Mark

LINE, LETTER = 15, 6.7
"""The height of a line of text, and the usual width of a character."""

DOTTED = 30
"""Up to so many values of a curve, each has a dot."""


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
    if is_path and (is_log or against):
        raise ValueError("a path has its own axes: leave `log` and `against` out")
    drawn = series(numbers.trace, fields, against, words or {}, is_path=is_path)
    values = [[value_at(numbers.trace, point) for point in curve.points] for curve in drawn]
    low, high = value_range([v for curve in values for v in curve], span, is_log, fields)
    first, last = _reach(drawn)
    if is_path:
        (first, last), (low, high) = alike((first, last), (low, high))
    frame = Frame(
        Axis.between(first, last, INSET, WIDE - INSET),
        Axis.between(low, high, HIGH, 0, is_log=is_log),
        ticks(first, last, whole=not against and not is_path),
        log_ticks(low, high) if is_log else ticks(low, high),
        has_zero=not is_log and low < 0 < high,
    )
    title = f"{symbols.plain(fields[0]) * (len(fields) == 1)}[0]" if is_path else ""
    curves = [
        _curve(n, curve, example, frame.places(curve.across, row))
        for n, (curve, row) in enumerate(zip(drawn, values, strict=True))
    ]
    ends = [_end(numbers, curve, mark) for curve in drawn]
    right = math.ceil(max(length for _, length in ends) * LETTER) + 10
    wide, tall = frame.left + WIDE + right, HIGH + LINE + 14
    told = _told(example, fields, against, frame.along, is_path=is_path, is_log=is_log)
    rules = f' data-y="{frame.y}"' + (f' data-x="{frame.x}"' if against or is_path else "")
    return (
        f'<figure class="plot" role="group" aria-label="{html.escape(told)}" '
        f'style="--width: {wide}px" data-search-exclude="">'
        f'<svg viewBox="0 0 {wide} {tall}"{rules}>'
        f'<g aria-hidden="true">{_scale(frame, title or symbols.plain(against or "t"))}</g>'
        f'<svg x="{frame.left}" y="8" width="{WIDE}" height="{HIGH}">{"".join(curves)}</svg>'
        f"{_labels(frame, values, [text for text, _ in ends])}</svg></figure>"
    )


@dataclass(frozen=True)
class Frame:
    """Both axes, and the numbers beside them."""

    x: Axis
    y: Axis
    along: Mapping[float, str]
    up: Mapping[float, str]
    has_zero: bool

    @property
    def left(self) -> int:
        """Where the frame begins: behind the numbers of the axis upwards."""
        return math.ceil(max(map(len, self.up.values())) * LETTER) + 8

    def places(self, across: Sequence[float], up: Sequence[float]) -> list[tuple[float, float]]:
        return [*zip(map(self.x.place, across), map(self.y.place, up), strict=True)]


def _reach(drawn: Sequence[Series]) -> tuple[float, float]:
    """From where to where the curves go across."""
    across = [x for curve in drawn for x in curve.across]
    first, last = min(across), max(across)
    return (first - 1, last + 1) if first == last else (first, last)


def _scale(frame: Frame, title: str) -> str:
    """The lines and the numbers of both axes."""
    left, x, y = frame.left, frame.x, frame.y
    grid = "".join(f"M{left} {_px(y.place(value) + 8)}h{WIDE}" for value in frame.up)
    parts = [
        f'<path class="grid" d="{grid}"/>',
        _zero(y, left) if frame.has_zero else "",
        *(_text("y", left - 6, y.place(v) + 12, text) for v, text in frame.up.items()),
        *(_text("x", left + x.place(v), HIGH + 8 + LINE, text) for v, text in frame.along.items()),
        _text("title", left + WIDE + 6, HIGH + 8 + LINE, title),
    ]
    return "".join(parts)


def _labels(frame: Frame, values: Sequence[Sequence[float]], texts: Sequence[str]) -> str:
    """What stands at the curves' ends."""
    heights = spread([frame.y.place(row[-1]) for row in values])
    left = frame.left + WIDE + 6
    return "".join(
        f'<text class="end {_style(n)}" x="{left}" y="{_px(height + 12)}">{text}</text>'
        for n, (text, height) in enumerate(zip(texts, heights, strict=True))
    )


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
