"""The inside of a cell in the picture of a network: gates, ⊙ and +, the road of the state."""

from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest

from rnn_examples.models.shapes import Inputs
from rnn_examples.render.network import Run, network
from rnn_examples.render.network.graph import Graph, Merge, Vertex, graph
from rnn_examples.render.network.inside import inside
from rnn_examples.render.network.layout import Layout
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record
from rnn_examples.typesetting.bound import mark_svg
from tests.render.test_network import parsed


class LSTMStep(NamedTuple):
    """The gates in another order than that in which they reach the road."""

    i_t: Any
    f_t: Any
    o_t: Any
    g_t: Any
    c_t: Any
    h_t: Any


class GRUStep(NamedTuple):
    z_t: Any
    r_t: Any
    g_t: Any
    h_t: Any


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm(
    x: Inputs, h_0: Any, c_0: Any,
    W_i: Any, U_i: Any, W_f: Any, U_f: Any, W_o: Any, U_o: Any, W_g: Any, U_g: Any,
) -> list[LSTMStep]:  # fmt: skip
    steps, h, c = [], h_0, c_0
    for x_t in x:
        i_t = sigmoid(W_i @ h + U_i @ x_t)
        f_t = sigmoid(W_f @ h + U_f @ x_t)
        o_t = sigmoid(W_o @ h + U_o @ x_t)
        g_t = np.tanh(W_g @ h + U_g @ x_t)
        c = f_t * c + i_t * g_t
        h = o_t * np.tanh(c)
        steps.append(LSTMStep(i_t, f_t, o_t, g_t, c, h))
    return steps


def gru(
    x: Inputs, h_0: Any,
    W_z: Any, U_z: Any, W_r: Any, U_r: Any, W_g: Any, U_g: Any,
) -> list[GRUStep]:  # fmt: skip
    steps, h = [], h_0
    for x_t in x:
        z_t = sigmoid(W_z @ h + U_z @ x_t)
        r_t = sigmoid(W_r @ h + U_r @ x_t)
        g_t = np.tanh(W_g @ (r_t * h) + U_g @ x_t)
        h = z_t * h + (1 - z_t) * g_t
        steps.append(GRUStep(z_t, r_t, g_t, h))
    return steps


class GatedStep(NamedTuple):
    r_t: Any
    h_t: Any


def gated(x: Inputs, h_0: Any, W: Any, U: Any) -> list[GatedStep]:
    """Values meet, but none leads the state on by itself."""
    steps, h = [], h_0
    for x_t in x:
        r_t = sigmoid(U @ x_t)
        h = np.tanh(W @ (r_t * h))
        steps.append(GatedStep(r_t, h))
    return steps


FIELDS = {
    lstm: ("x_t", *LSTMStep._fields),
    gru: ("x_t", *GRUStep._fields),
    gated: ("x_t", *GatedStep._fields),
}


def run(function, size=2) -> Run:
    chance = np.random.default_rng(3)
    shapes = {"x": (2, 1), "h_0": (size,), "c_0": (size,), "W": (size, size), "U": (size, 1)}
    names = [name for name in function.__annotations__ if name != "return"]
    given = {
        name: chance.normal(size=shapes[name if name in shapes else name[0]]).round(2)
        for name in names
    }
    return Run(function.__name__, Numbers(record(function, **given)), {})


def made(function, fields=None) -> Graph:
    return graph([run(function)], fields or FIELDS[function])


def called(vertex: Vertex) -> str:
    return f"{vertex.sign} of {vertex.name}" if isinstance(vertex, Merge) else vertex.name


def arrows(found: Graph, name: str) -> list[tuple[str, str]]:
    """What leads to a value or to where values meet, with what stands on the way."""
    return sorted((called(e.source), e.label) for e in found.edges if called(e.target) == name)


# What is drawn.


def test_a_cell_state_is_a_sum_of_products():
    found = made(lstm)
    assert arrows(found, "c_2") == [("+ of c_2", "")]
    assert arrows(found, "+ of c_2") == [("⊙ of c_2", "")] * 2
    products = [("c_1", ""), ("f_2", ""), ("g_2", ""), ("i_2", "")]
    assert arrows(found, "⊙ of c_2") == products
    assert arrows(found, "f_2") == [("h_1", "W_f"), ("x_2", "U_f")]


def test_what_a_factor_went_through_stands_on_its_arrow():
    assert arrows(made(lstm), "⊙ of h_1") == [("c_1", "tanh"), ("o_1", "")]
    assert ("z_1", "1 −") in arrows(made(gru), "⊙ of h_1")


def test_a_product_on_the_way_to_a_gate_is_drawn_before_its_weights():
    found = made(gru)
    assert arrows(found, "g_2") == [("x_2", "U_g"), ("⊙ of g_2", "W_g")]
    assert arrows(found, "⊙ of g_2") == [("h_1", ""), ("r_2", "")]


def test_where_the_gates_are_not_drawn_nothing_meets():
    found = made(lstm, ("x_t", "c_t", "h_t"))
    assert not any(isinstance(vertex, Merge) for vertex in found.vertices)


def test_each_gate_and_state_has_its_numbers_and_each_meeting_its_sign():
    figure = parsed(network([run(lstm)], mark_svg, FIELDS[lstm]))
    cells = {e.attrib["data-cell"] for e in figure.iter() if "data-cell" in e.attrib}
    names = [f"{key[:-2]}_{t}" for key in LSTMStep._fields for t in (1, 2)]
    assert cells >= {f"lstm.{name}[{n}]" for name in names for n in (0, 1)}
    rings = [group for group in figure.iter("g") if group.get("class") == "ring"]
    products = [ring for ring in rings if ring.find("path").get("class") == "point"]
    assert (len(rings), len(products)) == (8, 6)
    assert {ring.attrib["data-step"] for ring in rings} == {"1", "2"}


# Where it stands.


def placed(function) -> tuple[Graph, Layout]:
    found = made(function)
    return found, inside(found)


@pytest.mark.parametrize(("function", "field"), [(lstm, "c_t"), (gru, "h_t")])
def test_the_state_has_a_straight_road(function, field):
    _, layout = placed(function)
    road = [box for v, box in layout.boxes.items() if v.field == field and not isinstance(v, Merge)]
    assert len(road) == 3
    assert len({box.y for box in road}) == 1
    on_road = [box for box in layout.boxes.values() if box.y == road[0].y]
    assert len(on_road) == 3 + 2 * 2
    assert [called(box.vertex)[0] for box in sorted(on_road, key=lambda box: box.x)] == [
        *(field[0], "⊙", "+", field[0], "⊙", "+", field[0])
    ]


def test_gates_stand_below_the_road_in_the_order_in_which_they_reach_it():
    _, layout = placed(lstm)
    boxes = {called(vertex): box for vertex, box in layout.boxes.items()}
    gates = [boxes[name] for name in ("f_1", "i_1", "g_1", "o_1")]
    assert len({box.y for box in gates}) == 1
    assert all(a.right < b.left for a, b in pairwise(gates))
    assert (
        boxes["c_1"].bottom < boxes["h_1"].top < gates[0].top < gates[0].bottom < boxes["x_1"].top
    )


@pytest.mark.parametrize("function", [lstm, gru])
@pytest.mark.parametrize("size", [1, 2, 4])
def test_nothing_stands_on_anything_else_or_outside(function, size):
    layout = inside(graph([run(function, size)], FIELDS[function]))
    for a, b in combinations(layout.boxes.values(), 2):
        is_apart = a.right < b.left or b.right < a.left or a.bottom < b.top or b.bottom < a.top
        assert is_apart, (called(a.vertex), called(b.vertex))
    for box in layout.boxes.values():
        assert 0 <= box.left < box.right <= layout.wide
        assert 0 <= box.top < box.bottom <= layout.tall


@pytest.mark.parametrize("function", [lstm, gru])
def test_each_wire_begins_at_its_source_and_ends_at_its_target(function):
    found, layout = placed(function)

    def distance(point, box) -> float:
        x, y = point
        across = max(box.left - x, x - box.right, 0)
        return (across**2 + max(box.top - y, y - box.bottom, 0) ** 2) ** 0.5

    assert {*layout.wires} == {*found.edges}
    for edge, wire in layout.wires.items():
        assert distance(wire.points[0], layout.boxes[edge.source]) < 5
        assert distance(wire.points[-1], layout.boxes[edge.target]) < 9, called(edge.target)


# What cannot be drawn.


def test_a_cell_that_leads_no_state_on_is_not_drawn_with_its_inside():
    with pytest.raises(ValueError, match="no state is led on by ⊙ and \\+ alone"):
        network([run(gated)], mark_svg, FIELDS[gated])
