"""Heat maps, against shares of the largest entry that are computed here."""

import re
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from rnn_examples.render.heat import heat
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record
from rnn_examples.worked_example.catalogue import load


def mark(number):
    return f'<data data-value="{number.path}">{number.plain}</data>'


class Step(NamedTuple):
    dW_t: Any
    g_t: Any
    loss_t: Any


def shrink(g, x, wide, full, many, empty, mask, zero, tiny):
    steps = []
    for _ in range(2):
        g = g * 0.5
        steps.append(Step(g[:, None] * x, g, np.sum(g)))
    return steps


G, X = np.array([3.0, -1.0]), np.array([1.0, -0.5, 0.25])
SHRINK = Numbers(
    record(
        shrink,
        g=G,
        x=X,
        wide=np.ones((2, 13)),
        full=np.ones((1, 12)),
        many=np.ones((2, 2, 2)),
        empty=np.ones((2, 0)),
        mask=np.array([True, False]),
        zero=np.zeros(2),
        tiny=np.array([-1e-5, 1.0]),
    )
)


def cells(figure: str) -> list[list[tuple[str, str, float]]]:
    """Of each table its cells: name, printed number, share."""
    return [
        [
            (
                cell.get("data-cell", ""),
                "".join(cell.itertext()),
                float(cell.get("style", "").removeprefix("--share:")),
            )
            for cell in table.iter("td")
            if cell.get("data-cell")
        ]
        for table in ET.fromstring(figure).iter("table")
    ]


def headings(figure: str) -> list[tuple[list[str], list[str]]]:
    """Of each table what its columns and its rows are called."""
    return [
        (
            [th.text or "" for th in table.iter("th") if th.get("scope") == "col"],
            [th.text or "" for th in table.iter("th") if th.get("scope") == "row"],
        )
        for table in ET.fromstring(figure).iter("table")
    ]


WORDS = {"w": ("पानी", "<eos>", "milk"), "y": ("no",)}


def test_rows_and_columns_are_counted_or_words():
    assert headings(heat(SHRINK, mark, "shrink", "dW_1")) == [(["0", "1", "2"], ["0", "1"])]
    named = heat(SHRINK, mark, "shrink", None, ["dW_t", "g", "x"], rows=["", "w", "w"], words=WORDS)
    counted, words = (["0", "1", "2"], ["0", "1"]), ["पानी", "<eos>", "milk"]
    assert headings(named) == [counted, counted, ([], words[:2]), ([], words)]
    assert headings(heat(SHRINK, mark, "shrink", "g", rows=["w"], words=WORDS)) == [([], words[:2])]


def test_columns_are_named_by_words_too():
    named = heat(SHRINK, mark, "shrink", "dW_1", rows=["w"], columns="w", words=WORDS)
    words = ["पानी", "<eos>", "milk"]
    assert headings(named) == [(words, words[:2])]
    with pytest.raises(ValueError, match="dW_1 has 3 columns, but y has 1 words"):
        heat(SHRINK, mark, "shrink", "dW_1", columns="y", words=WORDS)


@pytest.mark.parametrize(
    ("tokens", "problem"),
    [
        ("y", "g has 2 rows, but y has 1 words"),
        ("v", "v is no token: the example gives words to w, y"),
    ],
)
def test_rows_that_have_no_words_are_refused(tokens, problem):
    with pytest.raises(ValueError, match=problem):
        heat(SHRINK, mark, "shrink", "g", rows=[tokens], words=WORDS)
    with pytest.raises(ValueError, match="gives words to none of its values"):
        heat(SHRINK, mark, "shrink", "g", rows=["w"])


def test_values_that_a_run_has_once_stand_behind_its_steps_and_share_the_scale():
    figure = heat(SHRINK, mark, "shrink", None, ["x", "g_t", "g"])
    assert [found[0][0] for found in cells(figure)] == [
        f"shrink.{name}[0]" for name in ("g_1", "g_2", "x", "g")
    ]
    assert [found[0][2] for found in cells(figure)] == [0.5, 0.25, 0.333, 1]
    assert ET.fromstring(heat(SHRINK, mark, "shrink", None, ["x", "g"])).get("aria-label") == (
        "shrink: x, g as a heat map"
    )


def test_a_legend_says_what_the_colours_mean():
    (legend,) = ET.fromstring(heat(SHRINK, mark, "shrink", "dW_1")).iter("p")
    assert "".join(legend.itertext()) == "−1.51.5"
    assert [part.tag for part in legend] == ["span"]
    (legend,) = ET.fromstring(heat(SHRINK, mark, "shrink", "dW_1", span=(0.0, 2.0))).iter("p")
    assert "".join(legend.itertext()) == "02"


def test_a_matrix_has_a_table_of_its_entries():
    (found,) = cells(heat(SHRINK, mark, "shrink", "dW_1"))
    dW = np.array([[1.5, -0.75, 0.375], [-0.5, 0.25, -0.125]])
    assert [name for name, _, _ in found] == [
        f"shrink.dW_1[{i},{j}]" for i in range(2) for j in range(3)
    ]
    assert [float(text.replace("−", "-")) for _, text, _ in found] == list(dW.flat)
    assert np.allclose([share for _, _, share in found], (dW / 1.5).flat, atol=5e-4)


def test_a_field_has_a_table_each_time_step_and_one_scale():
    first, second = cells(heat(SHRINK, mark, "shrink", None, ["dW_t"]))
    halves = [share / 2 for _, _, share in first]
    assert np.allclose([share for _, _, share in second], halves, atol=1e-3)
    assert second[0][:2] == ("shrink.dW_2[0,0]", "0.75")


def test_a_vector_is_a_column_and_a_range_is_kept():
    figure = heat(SHRINK, mark, "shrink", "g", (), (0, 12))
    assert headings(figure) == [([], ["0", "1"])]
    assert [share for _, _, share in cells(figure)[0]] == [0.25, -0.083]


@pytest.mark.parametrize(("end", "shares"), [(2, [1, -0.5]), (0.4, [1, -1])])
def test_colours_end_at_the_scale(end, shares):
    (found,) = cells(heat(SHRINK, mark, "shrink", "g", (), (-end, end)))
    assert [share for _, _, share in found] == shares


def test_what_is_zero_has_no_colour_and_no_sign():
    assert heat(SHRINK, mark, "shrink", "zero").count('--share:0"') == 2
    assert re.findall(r"--share:(.*?)\"", heat(SHRINK, mark, "shrink", "tiny")) == ["0", "1"]


def test_where_all_is_zero_the_scale_is_1():
    assert 'data-scale="1"' in heat(SHRINK, mark, "shrink", "zero")


def test_a_mask_is_shown_as_its_zeros_and_ones():
    (found,) = cells(heat(SHRINK, mark, "shrink", "mask"))
    assert [share for _, _, share in found] == [1, 0]


def test_one_row_of_as_many_columns_as_there_may_be_is_shown():
    (found,) = cells(heat(SHRINK, mark, "shrink", "full"))
    assert len(found) == 12


def test_several_fields_are_read_aloud_one_by_one():
    told = ET.fromstring(heat(SHRINK, mark, "shrink", None, ["g_t", "dW_t"])).get("aria-label")
    assert told == "shrink: gₜ, dL/dWₜ as a heat map, one table for each time step"


@pytest.mark.parametrize(
    ("name", "fields", "problem"),
    [
        (None, [], "say what to show, as in heat | loss_t: the fields are dW_t, g_t, loss_t"),
        (None, ["h_t"], "no step has a field 'h_t'; the fields are"),
        (None, ["loss_t"], "loss_1 is a single number: a heat map shows a vector or a matrix"),
        ("many", [], "many is 2 × 2 × 2: a heat map shows a vector or a matrix"),
        ("empty", [], "empty is 2 × 0: a heat map shows a vector or a matrix"),
        ("g", ["log"], "g is one value: leave log out"),
        ("wide", [], "wide is 2 × 13: a heat map has at most 12 rows and columns"),
    ],
)
def test_what_cannot_be_shown_says_why(name, fields, problem):
    with pytest.raises(ValueError, match=re.escape(problem)):
        heat(SHRINK, mark, "shrink", name, fields)


def test_a_run_without_time_steps_says_so():
    numbers = Numbers(load().examples["preference"].trace)
    with pytest.raises(ValueError, match="preference has no time steps"):
        heat(numbers, mark, "preference", None, ["h_t"])
