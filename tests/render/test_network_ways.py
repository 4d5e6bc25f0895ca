"""A network's picture of two layers, two directions, a context, and of the way back.

No text covers another one or a cell, and no arrow goes through what stands between its ends.
"""

from itertools import combinations, pairwise, product
from typing import NamedTuple

import pytest

from rnn_examples.render.network import network
from rnn_examples.render.network.boxes import Layout
from rnn_examples.render.network.graph import Graph, graph
from rnn_examples.render.network.layout import layout
from rnn_examples.typesetting.bound import mark_svg
from tests.render.test_network import parsed, runs

SHOWN = {
    "two_layers": "",
    "both_ways": "",
    "two_layers_back": "",
    "bptt": "",
    "bptt back": "x_t h_t y_hat_t dh_now_t dh_later_t dh_t delta_t",
    "bptt between": "dh_t delta_t",
    "with_context": "x_enc_t h_t x_dec_t s_t y_hat_t",
    "handed_over": "x_enc_t h_t x_dec_t s_t y_hat_t",
}
"""Networks with fields of one run, by the name of its example and what tells it from others."""


def made(name: str) -> tuple[Graph, Layout]:
    found = graph(runs(name.partition(" ")[0]), SHOWN[name].split())
    return found, layout(found)


# What is written.


class Rect(NamedTuple):
    what: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rect") -> bool:
        return (
            self.left < other.right and other.left < self.right
            and self.top < other.bottom and other.top < self.bottom
        )  # fmt: skip


ENDS = {"name": 0, "label": 1, "part": 0, "beside": 0, "before": 1}
"""Which share of a text stands before its place; half if nothing is said."""

SIZES = {"name": 8, "weight": 8, "word": 8.5, "number": 7.2, "label": 6.6, "part": 6.6}
INDEX = 5.6
"""The usual width of a letter, and of one of an index."""


def rect(text) -> Rect:
    kinds = text.attrib["class"].split()
    width = sum(
        len(part) * (INDEX if span.get("class") == "index" else SIZES[kinds[0]])
        for span in text.iter()
        for part in (span.text or "", *(inner.tail or "" for inner in span))
    )
    share = next((ENDS[kind] for kind in reversed(kinds) if kind in ENDS), 0.5)
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    said = "".join(text.itertext())
    return Rect(said, x - share * width, y - 11, x + (1 - share) * width, y + 3)


def texts_and_cells(name: str) -> tuple[list[Rect], list[Rect]]:
    figure = parsed(network(runs(name.partition(" ")[0]), mark_svg, SHOWN[name].split()))
    texts = [rect(text) for text in figure.iter("text")]
    cells = []
    for cell in figure.iter("rect"):
        x, y, wide, tall = (float(cell.attrib[key]) for key in ("x", "y", "width", "height"))
        cells.append(Rect("cell", x, y, x + wide, y + tall))
    return texts, cells


@pytest.mark.parametrize("name", SHOWN)
def test_no_text_covers_another_or_is_cut(name):
    texts, _ = texts_and_cells(name)
    assert len(texts) > 8
    assert [(a.what, b.what) for a, b in combinations(texts, 2) if a.meets(b)] == []
    assert [text.what for text in texts if text.left < 0 or text.right > made(name)[1].wide] == []


@pytest.mark.parametrize("name", SHOWN)
def test_no_name_and_no_weights_stand_on_a_cell(name):
    texts, cells = texts_and_cells(name)
    on = [(text, cell) for text, cell in product(texts, cells) if text.meets(cell)]
    is_inside = [cell.left < text.left and text.right < cell.right for text, cell in on]
    assert [text.what for (text, _), inside in zip(on, is_inside, strict=True) if not inside] == []


def test_texts_that_cover_each_other_are_found():
    assert Rect("a", 0, 0, 10, 10).meets(Rect("b", 9, 9, 20, 20))
    assert not Rect("a", 0, 0, 10, 10).meets(Rect("b", 11, 0, 20, 10))


# Where it stands.


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_stands_on_anything_else(name):
    _, found = made(name)
    for a, b in combinations(found.boxes.values(), 2):
        is_apart = a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top
        assert is_apart, (a.vertex.name, b.vertex.name)


@pytest.mark.parametrize("name", SHOWN)
def test_no_arrow_goes_through_a_value(name):
    drawn, found = made(name)
    for edge in drawn.edges:
        ends = found.boxes[edge.source], found.boxes[edge.target]
        if edge in found.wires:
            points = found.wires[edge].points
        elif ends[0].column == ends[1].column or ends[0].y == ends[1].y:
            points = tuple((box.x, box.y) for box in ends)
        else:
            continue  # a curve, between two columns
        for (x, y), (to_x, to_y) in pairwise(points):
            way = Rect("", min(x, to_x), min(y, to_y), max(x, to_x) + 1, max(y, to_y) + 1)
            for box in found.boxes.values():
                own = Rect(box.vertex.name, box.left, box.top, box.right, box.bottom)
                assert box in ends or not way.meets(own), (edge.source.name, edge.target.name, own)


def places(name: str) -> dict[str, tuple[float, float]]:
    _, found = made(name)
    return {vertex.name: (box.x, box.y) for vertex, box in found.boxes.items()}


def test_layers_stand_above_each_other():
    place = places("two_layers")
    for lower, upper in (("x", "h_l1"), ("h_l1", "h_l2")):
        assert len({place[f"{upper}_{t}"][1] for t in (1, 2, 3)}) == 1
        assert all(place[f"{upper}_{t}"][1] < place[f"{lower}_{t}"][1] for t in (1, 2, 3))


def test_each_direction_has_a_lane_and_its_arrows_go_its_way():
    drawn, found = made("both_ways")
    boxes = {vertex.name: box for vertex, box in found.boxes.items()}
    assert boxes["x_1"].y > boxes["h_fwd_1"].y > boxes["h_bwd_1"].y > boxes["h_1"].y
    ways = {
        edge.label: {
            found.boxes[each.target].x > found.boxes[each.source].x
            for each in drawn.edges
            if each.label == edge.label
        }
        for edge in drawn.edges
    }
    assert (ways["W_fwd"], ways["W_bwd"]) == ({True}, {False})


def test_a_context_runs_under_the_states_to_every_step():
    drawn, found = made("with_context")
    fan = [edge for edge in drawn.edges if edge.label == "C_dec"]
    assert [edge.target.name for edge in fan] == ["s_1", "s_2", "s_3"]
    assert len({edge.source for edge in fan}) == 1
    floor = max(found.boxes[edge.target].bottom for edge in fan)
    assert len({found.wires[edge].points[1][1] for edge in fan}) == 1
    assert all(found.wires[edge].points[1][1] > floor for edge in fan)


# How it is played.


def test_what_comes_back_from_later_steps_is_played_from_the_last_one_to_the_first():
    _, found = made("both_ways")
    assert [time for _, time in found.steps] == [1, 2, 3, 3, 2, 1]
    step = {vertex.name: box.step for vertex, box in found.boxes.items()}
    assert [step[f"h_fwd_{t}"] for t in (1, 2, 3)] == [1, 2, 3]
    assert [step[f"h_bwd_{t}"] for t in (1, 2, 3)] == [6, 5, 4]
    assert [step[f"h_{t}"] for t in (1, 2, 3)] == [6, 5, 4]


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_played_before_what_it_is_made_of(name):
    drawn, found = made(name)
    for edge in drawn.edges:
        assert found.boxes[edge.source].step <= found.boxes[edge.target].step
