"""A network's picture in SVG: columns of cells, their digits, bars, words and arrows.

A cell carries the name of its number, and the share of the scale that its colour is mixed by: the
page's script follows both. The style sheet has the colours.
"""

import html
import re
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from rnn_examples.render import symbols
from rnn_examples.render.axes import px, share
from rnn_examples.render.network.boxes import (
    BAR,
    CAPTION,
    CELL,
    GAP,
    RING,
    ROW,
    TALL,
    Box,
    Layout,
    Point,
    Wire,
    is_long,
    label_width,
    labels,
)
from rnn_examples.render.network.graph import Edge, Graph, Merge, Vertex
from rnn_examples.render.numbers import suffix
from rnn_examples.render.pieces import Mark
from rnn_examples.render.words import word_of
from rnn_examples.trace import Node

Marks = Callable[[str, str], Mark]
"""From an example's name and a format to how its pieces are written."""

SHORT = ".2f"
"""The format of a number that has no room for all its digits."""

FITS = 5
"""As many characters fit into a cell."""

TIP = 5
"""The size of an arrow's point."""

NEAR, NEARER = 25, 18
"""How far from its start a long arrow has its weights: what is read next crosses its middle.

A name with a subscript is wider, so it is nearer.
"""


def draw(graph: Graph, layout: Layout, marks: Marks, specs: dict[str, str], scale: float) -> str:
    """Everything inside the picture, in reading order. specs: the format of each example."""
    boxes = layout.boxes
    arrows = "".join(
        _arrow(edge, boxes[edge.source], boxes[edge.target], layout.wires.get(edge))
        for edge in graph.edges
    )
    rings = "".join(_ring(box) for box in boxes.values() if isinstance(box.vertex, Merge))
    doors = "".join(f'<path class="door" d="M{px(x)} 0V{px(layout.tall)}"/>' for x in layout.doors)
    drawn = (box for box in boxes.values() if not isinstance(box.vertex, Merge))
    order = sorted(drawn, key=lambda box: (box.column, -box.y, box.x))
    values = "".join(_value(box, marks, specs[box.vertex.run.name], scale) for box in order)
    return f'<g aria-hidden="true">{doors}{arrows}{rings}</g>{values}'


# Values.


def _value(box: Box, marks: Marks, spec: str, scale: float) -> str:
    draw = {"cells": _cells, "shares": _shares, "token": _token}[box.vertex.kind]
    classes = f"value {box.vertex.kind}" + " read" * box.vertex.is_read
    return f'<g class="{classes}" data-step="{box.step}">{draw(box, marks, spec, scale)}</g>'


def _cells(box: Box, marks: Marks, spec: str, scale: float) -> str:
    vertex = box.vertex
    name = ("name before", box.x - 6) if is_long(vertex) else ("name", box.left)
    made = [_text(*name, box.top - 6, symbol(vertex.name))]
    for n, index in enumerate(np.ndindex(vertex.node.shape)):
        y = box.top + n * (TALL + GAP)
        made.append(
            _share(vertex, index, scale, "cell")
            + f'<rect x="{px(box.left)}" y="{px(y)}" width="{CELL}" height="{TALL}" rx="5"/>'
            + _text("number", box.x, y + TALL / 2 + 5, _number(vertex, index, marks, spec))
            + "</g>"
        )
    word = word_of(vertex.run.trace, vertex.name, vertex.run.words)
    if word is not None:
        text = marks(vertex.run.name, "")(word)
        made.append(_text("word", box.x, box.bottom + CAPTION - 3, text))
    return "".join(made)


def _shares(box: Box, marks: Marks, spec: str, scale: float) -> str:
    """The probabilities of tokens as bars, each behind its word."""
    vertex, left = box.vertex, box.left + label_width(box.vertex) + 4
    made = [_text("name", box.left, box.top - 7, symbol(vertex.name))]
    for n, word in enumerate(labels(vertex)):
        y = box.top + n * ROW
        made.append(
            _share(vertex, (n,), 1, "cell bar")
            + _text("label", left - 5, y + 14, html.escape(word), _language(word))
            + f'<path class="whole" d="M{px(left)} {px(y + 9.5)}h{BAR}"/>'
            f'<rect x="{px(left)}" y="{px(y + 3)}" width="{BAR}" height="{ROW - 6}" rx="2"/>'
            + _text("part", left + BAR + 5, y + 14, _number(vertex, (n,), marks, spec))
            + "</g>"
        )
    return "".join(made)


def _token(box: Box, marks: Marks, spec: str, scale: float) -> str:
    vertex = box.vertex
    word = word_of(vertex.run.trace, vertex.name, vertex.run.words)
    assert word is not None
    return _text("word", box.x, box.y + 6, marks(vertex.run.name, "")(word))


def _share(vertex: Vertex, index: tuple[int, ...], scale: float, classes: str) -> str:
    """The start of a group whose colour or length follows a number."""
    value = float(np.asarray(vertex.node.value)[index])
    path = f"{vertex.run.name}.{vertex.name}{suffix(index)}"
    own = ' data-scale="1"' if "bar" in classes else ""
    return f'<g class="{classes}" data-cell="{path}"{own} style="--share:{share(value, scale)}">'


def _number(vertex: Vertex, index: tuple[int, ...], marks: Marks, spec: str) -> str:
    """A number in the format that is asked for; else short, but for a given one that fits.

    One out of a table fits if all of the table do: a reader may choose another row. One that lies
    midway between two short ones has all its digits.
    """
    numbers, node = vertex.run.numbers, vertex.node
    source = _source(node)
    places = (index,) if source is node else np.ndindex(source.shape)
    if not spec and (
        source.operands or any(len(numbers.entry(source, at).plain) > FITS for at in places)
    ):
        with suppress(ValueError):
            numbers.in_format(SHORT).entry(node, index)
            spec = SHORT
    return marks(vertex.run.name, spec)(numbers.in_format(spec).entry(node, index))


def _source(node: Node) -> Node:
    """What a value is a part of; an input has no operands."""
    while node.operation in ("index", "take"):
        node = node.operands[0]
    return node


def _text(kind: str, x: float, y: float, inside: str, attributes: str = "") -> str:
    return f'<text class="{kind}" x="{px(x)}" y="{px(y)}"{attributes}>{inside}</text>'


def _language(word: str) -> str:
    return "" if word.isascii() else ' lang="hi"'


def symbol(name: str) -> str:
    """A name in SVG: the letter, and below it what counts."""
    if symbols.is_compound(name):
        return html.escape(symbols.plain(name))
    base, mark, subscripts = symbols.parts(name)
    below = html.escape(",".join(subscripts))
    return f"{html.escape(symbols.drawn(base, mark))}" + (
        f'<tspan class="index" dy="3">{below}</tspan>' if below else ""
    )


def _weights(label: str) -> str:
    """The weights of an arrow as they are called, and argmax, which is no letter."""

    def written(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) > 3 and "_" not in word:
            return f'<tspan class="function">{html.escape(word)}</tspan>'
        base, _, below = word.removesuffix("ᵀ").partition("_")
        turned = "ᵀ" * word.endswith("ᵀ")
        index = f'<tspan class="index" dy="3">{html.escape(below)}</tspan>'
        raised = f'<tspan dy="-3">{turned}</tspan>' if turned else ""
        return html.escape(base) + (f"{index}{raised}" if below else turned)

    return re.sub(r"[^\s,]+", written, label)


# Arrows.


def _ring(box: Box) -> str:
    """Where values meet: a ring, in it the point of a product or the cross of a sum."""
    assert isinstance(box.vertex, Merge)
    x, y = px(box.x), px(box.y)
    cross = f'<path d="M{px(box.x - 5)} {y}h10m-5 -5v10"/>'
    sign = f'<path class="point" d="M{x} {y}h0"/>' if box.vertex.sign == "⊙" else cross
    return (
        f'<g class="ring" data-step="{box.step}"><circle cx="{x}" cy="{y}" r="{RING // 2}"/>'
        f"{sign}</g>"
    )


def _arrow(edge: Edge, source: Box, target: Box, wire: Wire | None) -> str:
    label = edge.label
    if wire:
        way, text = _line(*wire.points), _text(wire.kind, *wire.place, _weights(label))
    elif edge.kind == "fed":
        way, text = _fed(source, target), ""
    elif source.column == target.column:
        start, end = (source.x, source.top - 3), (target.x, target.bottom + 3)
        if source.y < target.y:
            start, end = (source.x, source.bottom + 3), (target.x, target.top - 3)
        way = _line(start, end)
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        is_left = target.vertex.kind == "token"  # to whose right it is read by the next step
        kind, x = ("weight before", x - 7) if is_left else ("weight beside", x + 7)
        text = _text(kind, x, y + 5, _weights(label))
    elif source.y == target.y:
        start, end = (source.right + 3, source.y), (target.left - 4, target.y)
        is_back = target.column < source.column
        if is_back:
            start, end = (source.left - 3, source.y), (target.right + 4, target.y)
        way = _line(start, end)
        half = (end[0] - start[0]) / 2
        near = NEARER if "_" in label and not is_back else NEAR
        x = start[0] + max(-near, min(half, near))
        text = _text("weight", x, source.y - 9, _weights(label))
        if edge.kind == "handed":
            text += _text("weight", start[0] + half, source.y + 18, _handed(edge))
    else:
        way, text = _curve(source, target, label)
    classes = f"arrow {edge.kind}".strip()
    step = max(source.step, target.step)
    return f'<g class="{classes}" data-step="{step}">{way}{text if label else ""}</g>'


def _handed(edge: Edge) -> str:
    return f"{symbol(edge.name)}<tspan dy='-3'> = </tspan>{symbol(edge.source.name)}"


def _line(*points: Point) -> str:
    return _path(f"M{'L'.join(map(_at, points))}", *points[-2:])


def _bent(start: Point, first: Point, second: Point, end: Point) -> str:
    """A way that leaves towards one point and arrives from another."""
    return _path(f"M{_at(start)}C{' '.join(map(_at, (first, second, end)))}", second, end)


def _curve(source: Box, target: Box, label: str) -> tuple[str, str]:
    """From one lane of a column to another lane of another column; back through the sides."""
    if target.column < source.column:
        start, end = (source.left - 3, source.y), (target.right + 4, target.y)
        half = (start[0] + end[0]) / 2
        text = _text("weight", start[0] - NEARER, start[1] - 9, _weights(label))
        return _bent(start, (half, start[1]), (half, end[1]), end), text
    is_up = target.y < source.y
    start = (source.x, source.top - 3 if is_up else source.bottom + 3)
    end = (target.x, target.bottom + 4 if is_up else target.top - 4)
    half = (start[1] + end[1]) / 2
    text = _text("weight", (start[0] + end[0]) / 2, half - 6, _weights(label))
    return _bent(start, (start[0], half), (end[0], half), end), text


def _fed(source: Box, target: Box) -> str:
    """From a token that was written, between two columns, to where it is read."""
    start, end = (source.right + 2, source.y), (target.left - 2, target.y)
    bend = (end[0] - start[0]) / 2 + 18
    return _bent(start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end)


def _path(d: str, before: Point, end: Point) -> str:
    """A way, and its point, which looks on from where the way comes."""
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    dx, dy = dx / length * TIP, dy / length * TIP
    corners = [
        end,
        (end[0] - 1.6 * dx - 0.8 * dy, end[1] - 1.6 * dy + 0.8 * dx),
        (end[0] - 1.6 * dx + 0.8 * dy, end[1] - 1.6 * dy - 0.8 * dx),
    ]
    return f'<path d="{d}"/><path class="tip" d="M{"L".join(map(_at, corners))}z"/>'


def _at(point: Point) -> str:
    return f"{px(point[0])} {px(point[1])}"
