"""The picture of a network: what it shows, where that stands, and that every number is bound."""

import re
from itertools import combinations
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from jaxtyping import Float

from rnn_examples.render.network import Run, network
from rnn_examples.render.network.graph import Graph, graph
from rnn_examples.render.network.layout import layout
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record
from rnn_examples.typesetting.bound import mark_svg
from rnn_examples.worked_example.catalogue import load

EXAMPLES = load().examples

SHOWN = {
    "encoder": (),
    "encoder greedy": (),
    "encoder teacher_forced": (),
    "embedding": ("x_t",),
    "bptt": ("x_t", "h_t", "y_hat_t", "L_t"),
    "rtrl": ("x_t", "h_t", "L_t"),
    "trained_translation": (),
    "at_step": (),
    "first_gradient": ("x_enc_t", "h_t", "s_t", "L_t"),
}
"""Networks of the site's examples: which fields."""


def runs(names: str) -> list[Run]:
    return [
        Run(name, Numbers(EXAMPLES[name].trace), EXAMPLES[name].vocabulary)
        for name in names.split()
    ]


def made(names: str) -> Graph:
    return graph(runs(names), SHOWN[names])


def drawn(names: str, **options: Any) -> ET.Element:
    return parsed(network(runs(names), mark_svg, SHOWN[names], **options))


def parsed(html: str) -> ET.Element:
    """HTML as XML: an input is an element that has no end."""
    return ET.fromstring(re.sub("(<input[^>]*)>", r"\1/>", html))


def arrows(found: Graph) -> list[tuple[str, str, str]]:
    def called(vertex):
        return f"{vertex.run.name}.{vertex.name}" + " read" * vertex.is_read

    return [(called(e.source), e.label, called(e.target)) for e in found.edges]


# What is drawn.


def test_an_encoder_hands_its_last_state_to_the_decoder_in_one_picture():
    found = made("encoder greedy")
    assert ("encoder.h_2", "W_dec", "greedy.s_1") in arrows(found)
    (handed,) = [edge for edge in found.edges if edge.kind == "handed"]
    assert handed.name == "s_0"
    assert "s_0" not in [vertex.name for vertex in found.vertices]


def test_each_value_is_made_of_those_that_its_arrows_come_from():
    first = [arrow for arrow in arrows(made("encoder greedy")) if arrow[2].endswith("_1")]
    assert first == [
        ("encoder.h_0", "W", "encoder.h_1"),
        ("encoder.x_1", "U", "encoder.h_1"),
        ("greedy.y_0 read", "E_dec", "greedy.x_1"),
        ("encoder.h_2", "W_dec", "greedy.s_1"),
        ("greedy.x_1", "U_dec", "greedy.s_1"),
        ("greedy.s_1", "V", "greedy.y_hat_1"),
        ("greedy.y_hat_1", "argmax", "greedy.y_1"),
    ]


def test_a_token_that_was_written_is_read_by_the_next_step():
    found = made("encoder greedy")
    fed = [(e.source.name, e.target.name, e.target.time) for e in found.edges if e.kind == "fed"]
    assert fed == [("y_1", "y_1", 2), ("y_2", "y_2", 3)]
    forced = made("encoder teacher_forced")
    assert [edge for edge in forced.edges if edge.kind == "fed"] == []
    read = [(v.name, v.time) for v in forced.vertices if v.is_read]
    assert read == [("y_0", 1), ("y_star_1", 2), ("y_star_2", 3)]


def test_without_fields_what_only_leads_to_others_is_left_out():
    fields = {(v.run.name, v.field) for v in made("encoder greedy").vertices}
    assert fields == {
        ("encoder", "x_t"), ("encoder", "h_t"),
        ("greedy", "x_t"), ("greedy", "s_t"), ("greedy", "y_hat_t"), ("greedy", "y_t"),
    }  # fmt: skip


def test_the_encoder_and_the_decoder_of_one_function_have_columns_of_their_own():
    found = made("trained_translation")
    strands = [sorted(fields) for _, fields in found.strands]
    assert strands == [["h_t", "x_enc_t"], ["s_t", "x_t", "y_hat_t", "y_t"]]
    place = {v.name: box.column for v, box in layout(found).boxes.items() if not v.is_read}
    assert place["h_1"] < place["h_2"] < place["s_1"] < place["s_2"] < place["s_3"]


def test_the_weights_of_a_moment_of_training_are_named_on_the_arrows():
    labels = {edge.label for edge in made("trained_translation").edges}
    assert labels == {"E_enc", "U_enc", "W_enc", "E_dec", "U_dec", "W_dec", "V", "argmax", ""}


# Where it stands.


@pytest.mark.parametrize("names", SHOWN)
def test_nothing_covers_anything_else_and_all_is_in_the_picture(names):
    found = layout(made(names))
    for a, b in combinations(found.boxes.values(), 2):
        is_apart = a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top
        assert is_apart, (a.vertex.name, b.vertex.name)
    for box in found.boxes.values():
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= found.wide
        assert box.bottom <= found.tall


@pytest.mark.parametrize("names", SHOWN)
def test_time_goes_to_the_right_and_a_step_upwards(names):
    found = made(names)
    boxes = layout(found).boxes
    for edge in found.edges:
        source, target = boxes[edge.source], boxes[edge.target]
        if source.column == target.column and not edge.source.is_read:
            assert source.y > target.y
        elif source.column != target.column:
            assert source.x < target.x


@pytest.mark.parametrize("names", ["encoder greedy", "trained_translation", "first_gradient"])
def test_the_states_stand_in_one_lane(names):
    boxes = layout(made(names)).boxes
    states = [vertex for vertex in boxes if vertex.field in ("h_t", "s_t") and not vertex.is_read]
    heights = {boxes[vertex].y for vertex in states}
    assert len(heights) == 1


# How it is drawn.


def cells(figure: ET.Element) -> dict[str, tuple[str, float]]:
    """Of each number its text and its share, by its path; each cell has one number, its own."""
    found = {}
    for cell in figure.iter("g"):
        if "data-cell" in cell.attrib:
            (number,) = [tspan for tspan in cell.iter("tspan") if "data-value" in tspan.attrib]
            assert number.attrib["data-value"] == cell.attrib["data-cell"]
            share = float(cell.attrib["style"].removeprefix("--share:"))
            found[cell.attrib["data-cell"]] = (number.text or "", share)
    return found


@pytest.mark.parametrize("names", SHOWN)
def test_every_number_is_bound_and_coloured_by_its_value(names):
    found = cells(drawn(names, span=(-1.5, 2)))
    for path, (text, share) in found.items():
        example, name, index = re.fullmatch(r"(\w+)\.(\w+?)(?:\[(\d+)\])?", path).groups()
        value = float(
            np.asarray(EXAMPLES[example].trace[name].value)[() if index is None else int(index)]
        )
        assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.0051)
        is_bar = name.startswith("y_hat") and "y" in EXAMPLES[example].words
        assert share == pytest.approx(max(-1, min(value / (1 if is_bar else 2), 1)), abs=6e-4)
    shown = {path.partition("[")[0].split(".")[1] for path in found}
    assert shown == {v.name for v in made(names).vertices if v.kind != "token"}


def test_computed_numbers_are_short_and_given_ones_are_whole():
    found = cells(drawn("encoder"))
    assert found["encoder.x_2[0]"][0] == "2"
    assert found["encoder.h_1[0]"][0] == "0.46"
    assert cells(drawn("encoder", spec=".4f"))["encoder.h_1[0]"][0] == "0.4621"


class Step(NamedTuple):
    m_t: Any


def halves(x: Float[Any, "time"], m_0: Any) -> list[Step]:
    steps = []
    for x_t in x:
        m_0 = m_0 / 2 + x_t
        steps.append(Step(m_0))
    return steps


HALVES = Numbers(record(halves, x=np.array([0.1, 0.0, 0.33337]), m_0=np.array(0.13)))


def test_a_number_midway_between_two_short_ones_has_all_its_digits():
    text = network([Run("halves", HALVES, {})], mark_svg)
    found = cells(parsed(text))
    assert found["halves.m_1"][0] == "0.165"
    assert found["halves.m_2"][0] == "0.08"
    assert found["halves.x_3"][0] == "0.33"


class Taken(NamedTuple):
    x_t: Any
    m_t: Any


def from_a_table(rows: Float[Any, "row n"], k: Any, m_0: Any) -> list[Taken]:
    return [Taken(x_t, step.m_t) for x_t, step in zip(rows[k], halves(rows[k], m_0), strict=True)]


def test_a_number_out_of_a_table_is_short_where_one_of_another_row_does_not_fit():
    rows = np.array([[0.1, 2.0], [0.12345, 3.0]])
    for table, first in ((rows, "0.10"), (rows[:1], "0.1")):
        numbers = Numbers(record(from_a_table, rows=table, k=np.int64(0), m_0=np.array(0.13)))
        found = cells(parsed(network([Run("halves", numbers, {})], mark_svg, ("x_t", "m_t"))))
        assert found["halves.x_1"][0] == first


def test_words_stand_where_tokens_are_in_both_scripts():
    words = [
        (tspan.attrib["data-word"], tspan.text, tspan.attrib.get("lang"))
        for tspan in drawn("encoder greedy").iter("tspan")
        if "data-word" in tspan.attrib
    ]
    assert words == [
        ("encoder.x_1", "drink", None),
        ("encoder.x_2", "water", None),
        ("greedy.y_0", "<bos>", None),
        ("greedy.y_1", "पियो", "hi"),
        ("greedy.y_1", "पियो", "hi"),
        ("greedy.y_2", "पियो", "hi"),
        ("greedy.y_2", "पियो", "hi"),
        ("greedy.y_3", "पियो", "hi"),
    ]


def test_a_bar_stands_behind_the_word_of_its_token():
    bars = [g for g in drawn("encoder greedy").iter("g") if "bar" in g.get("class", "").split()]
    first = ["".join(text.itertext()) for bar in bars[:3] for text in bar.iter("text")]
    assert first == ["पानी", "0.27", "पियो", "0.48", "<eos>", "0.25"]


def test_it_is_told_to_those_who_do_not_see_it():
    (box,) = drawn("encoder greedy").findall("div")
    assert box.attrib["aria-label"] == (
        "encoder, then greedy: the network unrolled over time, step by step from what is read to "
        "what is written: xₜ, hₜ, sₜ, ŷₜ, yₜ; the arrows carry W, U, E_dec, W_dec, "
        "U_dec, V, argmax. "
        "Arrow keys choose a number, Enter explains it."
    )
    (hidden,) = [g for g in box.iter("g") if "aria-hidden" in g.attrib]
    assert {g.get("class", "").split()[0] for g in hidden.findall("g")} == {"arrow"}


def test_the_numbers_are_read_step_by_step_upwards():
    values = list(cells(drawn("encoder greedy")))
    assert values[:8] == [
        "encoder.h_0[0]", "encoder.h_0[1]",
        "encoder.x_1[0]", "encoder.h_1[0]", "encoder.h_1[1]",
        "encoder.x_2[0]", "encoder.h_2[0]", "encoder.h_2[1]",
    ]  # fmt: skip


def test_the_columns_are_counted_for_the_player():
    figure = drawn("encoder")
    steps = {
        cell.attrib["data-cell"].partition("[")[0]: group.attrib["data-step"]
        for group in figure.iter("g")
        if "value" in group.get("class", "").split()
        for cell in group.iter("g")
        if "data-cell" in cell.attrib
    }
    assert steps == {
        "encoder.h_0": "0", "encoder.x_1": "1", "encoder.h_1": "1", "encoder.x_2": "2",
        "encoder.h_2": "2",
    }  # fmt: skip
    into = [g.attrib["data-step"] for g in figure.iter("g") if g.get("class") == "arrow"]
    assert sorted(into) == ["1", "1", "2", "2"]


def test_its_player_walks_through_the_steps_of_every_example():
    (player,) = [div for div in drawn("encoder greedy").iter("div") if "data-steps" in div.attrib]
    assert player.attrib["data-steps"] == "encoder:1 encoder:2 greedy:1 greedy:2 greedy:3"


# What cannot be drawn.


def long(x: Float[Any, "time"]) -> list[Step]:
    return [Step(x_t * 1.0) for x_t in x]


def wide(x: Float[Any, "time n m"]) -> list[Step]:
    return [Step(x_t * 1.0) for x_t in x]


@pytest.mark.parametrize(
    ("function", "x", "fields", "problem"),
    [
        (long, np.ones(13), [], "run has 13 time steps; a network shows 12"),
        (long, np.ones(2), ["h_t"], "no step has a field 'h_t'; there are x_t, m_t"),
        (wide, np.ones((2, 2, 3)), ["m_t"], "m_1 is 2 × 3: a network shows vectors of at most 12"),
        (wide, np.ones((2, 13, 1))[:, :, 0], ["m_t"], "m_1 is 13: a network shows vectors of"),
        (wide, np.ones((2, 0, 1))[:, :, 0], ["m_t"], "m_1 is 0: a network shows vectors of"),
    ],
)
def test_what_cannot_be_drawn_says_why(function, x, fields, problem):
    numbers = Numbers(record(function, x=x))
    with pytest.raises(ValueError, match=re.escape(problem)):
        network([Run("run", numbers, {})], mark_svg, fields)


def test_a_run_without_time_steps_says_so():
    with pytest.raises(ValueError, match="preference has no time steps"):
        network(runs("preference"), mark_svg)


def test_a_vector_without_a_word_says_so():
    other = EXAMPLES["encoder"].with_inputs(x=np.array([[3.0]]))
    run = Run("other", Numbers(other.trace), other.vocabulary)
    with pytest.raises(ValueError, match=re.escape("x_1 is [3.0], which is the vector of no word")):
        network([run], mark_svg)
