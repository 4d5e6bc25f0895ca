"""Curves in SVG: values over time, vectors against another vector, or paths in the plane.

The picture says how to draw it again when its values change: each series carries the names of its
values, and the axes their rule from a value to a place. The frame stays as it was first drawn, and
cuts what leaves it. The scale's numbers are the picture's own; the number at the end of a curve is
computed, and written like any other.

A curve that lies on another does not hide it: each is thinner than those below it, and dashed in
its own way.
"""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rnn_examples.render import symbols
from rnn_examples.render.axes import HIGH, INSET, Axis, alike, log_ticks, px, ticks, value_range
from rnn_examples.render.curves import Series, series, value_at
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.pieces import Mark

LINE, LETTER = 15, 6.7
"""The height of a line of text, and the usual width of a character."""

WIDE, LEFT, LEAST = 440, 44, 180
"""The picture, in pixels, the room for the numbers beside it, and the narrowest frame."""

USUAL = 8
"""The usual length of a number, sign included: a reader's may have one that is not there now."""

DOTTED = 30
"""Up to so many values of a curve, each has a dot."""


def plot(
    numbers: Numbers,
    mark: Mark,
    example: str,
    fields: Sequence[str],
    *,
    labels: Sequence[str] = (),
    against: str = "",
    across: str = "",
    up: str = "",
    is_path: bool = False,
    is_log: bool = False,
    span: tuple[float, float] | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Draw fields of a run over time, or vectors against another one, or points of the plane.

    mark: writes the numbers at a curve's end, in SVG. labels: words for the fields, each empty
    where its symbol is to be written. across, up: words for the axes. span: the range of the axis
    (both of a path's), else the values'. Raises ValueError for a value outside of it.
    """
    if is_path and (is_log or against):
        raise ValueError("a path has its own axes: leave `log` and `against` out")
    drawn = series(numbers.trace, fields, against, words or {}, labels, is_path=is_path)
    values = [[value_at(numbers.trace, point) for point in curve.points] for curve in drawn]
    ends = [_end(numbers, curve, mark) for curve in drawn]
    right = math.ceil(max(length for _, length in ends) * LETTER) + 10
    up_from_to = value_range([*chain(*values)], span, is_log, fields)
    wide = max(WIDE - LEFT - right, LEAST)
    along = _reach(drawn, span if is_path else None)
    frame = _frame(wide, along, up_from_to, has_time=not against, is_path=is_path, is_log=is_log)
    titles = _titles(fields, drawn, against, (across, up), is_path=is_path)
    styles = _styles(drawn)
    curves = [
        _curve(style, curve, example, frame.places(curve.across, row))
        for style, curve, row in zip(styles, drawn, values, strict=True)
    ]
    told = _told(example, drawn, titles, frame.along, is_path=is_path, is_log=is_log)
    rules = f' data-y="{frame.y}"' + (f' data-x="{frame.x}"' if against or is_path else "")
    above = LINE if titles[1] else 0
    box = f"0 {-above} {frame.left + wide + right} {above + HIGH + 2 * LINE + 14}"
    return (
        f'<figure class="plot" role="group" aria-label="{html.escape(told)}" '
        f'data-search-exclude=""><svg viewBox="{box}"{rules}>'
        f'<g aria-hidden="true">{_scale(frame, titles)}</g>'
        f'<svg x="{frame.left}" y="8" width="{wide}" height="{HIGH}">{"".join(curves)}</svg>'
        f"{_labels(frame, values, styles, [text for text, _ in ends])}</svg></figure>"
    )


@dataclass(frozen=True)
class Frame:
    """The width of the frame, both axes, and the numbers beside them."""

    wide: float
    x: Axis
    y: Axis
    along: Mapping[float, str]
    up: Mapping[float, str]
    has_zero: bool

    @property
    def left(self) -> int:
        """Where the frame begins: behind the numbers of the axis upwards."""
        return max(LEFT, math.ceil(max(map(len, self.up.values())) * LETTER) + 8)

    def places(self, across: Sequence[float], up: Sequence[float]) -> list[tuple[float, float]]:
        return [*zip(map(self.x.place, across), map(self.y.place, up), strict=True)]


def _frame(
    wide: float,
    across: tuple[float, float],
    up: tuple[float, float],
    *,
    has_time: bool,
    is_path: bool,
    is_log: bool,
) -> Frame:
    """The axes over two ranges; those of a path have the same unit."""
    (first, last), (low, high) = alike(across, up, wide) if is_path else (across, up)
    return Frame(
        wide,
        Axis.between(first, last, INSET, wide - INSET),
        Axis.between(low, high, HIGH, 0, is_log=is_log),
        ticks(first, last, whole=has_time and not is_path),
        log_ticks(low, high) if is_log else ticks(low, high),
        has_zero=not is_log and low < 0 < high,
    )


def _reach(drawn: Sequence[Series], span: tuple[float, float] | None) -> tuple[float, float]:
    """From where to where the axis across goes: the span, or as far as the curves do."""
    if span:
        return span
    across = [x for curve in drawn for x in curve.across]
    first, last = min(across), max(across)
    return (first - 1, last + 1) if first == last else (first, last)


def _titles(
    fields: Sequence[str],
    drawn: Sequence[Series],
    against: str,
    given: tuple[str, str],
    *,
    is_path: bool,
) -> tuple[str, str]:
    """What the axes are called, across and up: as the author says it, or after the fields."""
    only = symbols.plain(fields[0]) if len(fields) == 1 else ""
    if is_path:
        usual = (f"{only}[0]", f"{only}[1]") if only else ("entry 0", "entry 1")
    else:
        usual = (symbols.plain(against) if against else "time step t", only)
    return given[0] or usual[0], given[1] or usual[1]


def _scale(frame: Frame, titles: tuple[str, str]) -> str:
    """The lines, the numbers and the titles of both axes."""
    left, x, y = frame.left, frame.x, frame.y
    grid = "".join(f"M{left} {px(y.place(value) + 8)}h{frame.wide}" for value in frame.up)
    zero = f'<path class="zero" d="M{left} {px(y.place(0) + 8)}h{frame.wide}"/>'
    below = HIGH + 8 + LINE
    parts = [
        f'<path class="grid" d="{grid}"/>',
        zero if frame.has_zero else "",
        *(_text("y", left - 6, y.place(v) + 12, text) for v, text in frame.up.items()),
        *(_text("x", left + x.place(v), below, text) for v, text in frame.along.items()),
        _text("title", left + frame.wide / 2, below + LINE, titles[0]),
        _text("title up", left, -2, titles[1]) if titles[1] else "",
    ]
    return "".join(parts)


def _labels(
    frame: Frame, values: Sequence[Sequence[float]], styles: Sequence[str], texts: Sequence[str]
) -> str:
    """What stands at the curves' ends."""
    heights = spread([frame.y.place(row[-1]) for row in values])
    left = frame.left + frame.wide + 6
    return "".join(
        f'<text class="end {style}" x="{left}" y="{px(height + 12)}">{text}</text>'
        for style, text, height in zip(styles, texts, heights, strict=True)
    )


def _styles(drawn: Sequence[Series]) -> list[str]:
    """A style for each curve, the guides' first; from the fifth on, the colours come again."""
    guides = sum(curve.is_guide for curve in drawn)
    numbered = range(len(drawn) - guides)
    return ["guide"] * guides + [f"s{n % 4}" + " again" * (n >= 4) for n in numbered]


def _curve(style: str, curve: Series, example: str, places: Sequence[tuple[float, float]]) -> str:
    line = "L".join(f"{px(x)} {px(y)}" for x, y in places)
    dots = "".join(f"M{px(x)} {px(y)}h0" for x, y in places)
    onto = f' data-against="{_paths(example, curve.against)}"' if curve.against else ""
    return (
        f'<g class="{style}" data-points="{_paths(example, curve.points)}"{onto}>'
        f'<path d="M{line}"/>'
        + (f'<path class="dots" d="{dots}"/>' if len(places) <= DOTTED else "")
        + "</g>"
    )


def _paths(example: str, points: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    return " ".join(f"{example}.{name}{suffix(index)}" for name, index in points)


def _end(numbers: Numbers, curve: Series, mark: Mark) -> tuple[str, int]:
    """The label at a curve's end, with its last value, and how many characters it has."""
    printed = [numbers.entry(numbers.trace[name], index) for name, index in curve.printed]
    form = "({}, {})" if len(printed) == 2 else "{}" * len(printed)
    text = f"{html.escape(curve.label)} {form.format(*map(mark, printed))}".rstrip()
    room = [number.plain.rjust(USUAL) for number in printed]
    return text, len(f"{curve.label} {form.format(*room)}")


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
    return f'<text class="{kind}" x="{px(x)}" y="{px(y)}">{html.escape(text)}</text>'


def _told(
    example: str,
    drawn: Sequence[Series],
    titles: tuple[str, str],
    along: Mapping[float, str],
    *,
    is_path: bool,
    is_log: bool,
) -> str:
    """What the plot shows, for those who do not see it; its numbers are at the curves' ends."""
    what = ", ".join(dict.fromkeys(curve.label for curve in drawn))
    over = f"over {titles[0]}"
    over = f"as paths in the plane, {titles[1]} over {titles[0]}" if is_path else over
    reach = f"from {next(iter(along.values()))} to {list(along.values())[-1]}"
    scale = ", on a logarithmic scale" if is_log else ""
    ends = "; each curve ends at the value beside it" if drawn[-1].printed else ""
    return f"{example.replace('_', ' ')}: {what} {over}, {reach}{scale}{ends}"
