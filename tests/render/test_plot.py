"""Plots, read as a reader does: by the scale beside them, never by the rule that they carry."""

import gzip
import math
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_examples.render import axes
from rnn_examples.render import plot as plots
from rnn_examples.render.axes import log_ticks, ticks
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.plot import plot
from rnn_examples.trace import record
from rnn_examples.worked_example.catalogue import load
from tests import commands


def mark(number):
    return f'<tspan data-value="{number.path}">{number.plain}</tspan>'


class Step(NamedTuple):
    h_t: Any
    norm_t: Any
    dW_t: Any


class Run(NamedTuple):
    steps: list[Step]
    loss: Any
    slope: Any
    short: Any
    total: Any


def shrink(h_0, W, w):
    steps, h = [], h_0
    for _ in range(12):
        h = W @ h
        steps.append(Step(h, np.sqrt(np.sum(h**2)), h[:, None] * h))
    return Run(steps, w**2 + 0.3, 0.5 * w, w[1:], np.sum(w))


GIVEN = {
    "h_0": np.array([1.0, -0.7]),
    "W": np.array([[0.4, -0.9], [0.3, 0.2]]),
    "w": np.array([-1.3, -0.2, 0.4, 2.1]),
}
SHRINK = Numbers(record(shrink, **GIVEN))


def states() -> list[np.ndarray]:
    """The states by a power of W each, which is not how the run makes them."""
    return [np.linalg.matrix_power(GIVEN["W"], t) @ GIVEN["h_0"] for t in range(13)]


class Read(NamedTuple):
    """A curve as it is read off a plot: its values, places across, names, and its label."""

    values: list[float]
    across: list[float]
    names: list[str]
    label: str
    style: str


def number(text: str) -> float:
    mantissa, _, power = text.replace("−", "-").partition("10⁻")
    if power:
        return float(f"1e-{power.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹', '0123456789'))}")
    return float(mantissa)


def scale(texts: list[ET.Element], along: str, is_log: bool = False) -> Callable[[float], float]:
    """From a place in pixels to a value, by the first and last number of the scale."""
    shift = 4 if along == "y" else 0  # a text's base line is that much below its middle
    places = [float(text.get(along, "")) - shift for text in texts]
    values = [number(text.text or "") for text in texts]
    if is_log:
        values = [math.log10(value) for value in values]
    slope = (values[-1] - values[0]) / (places[-1] - places[0])

    def line(place: float) -> float:
        return values[0] + slope * (place - places[0])

    between = zip(places, values, strict=True)  # every number stands where it belongs
    assert all(math.isclose(line(p), v, abs_tol=abs(slope) * 0.11) for p, v in between)
    return (lambda place: 10 ** line(place)) if is_log else line


def read(figure: str, is_log: bool = False) -> list[Read]:
    """The curves of a plot."""
    (svg,) = ET.fromstring(figure)
    (frame,) = svg.findall("svg")
    left, top = float(frame.get("x", "")), float(frame.get("y", ""))
    texts = {kind: [t for t in svg.iter("text") if t.get("class") == kind] for kind in ("x", "y")}
    up, along = scale(texts["y"], "y", is_log), scale(texts["x"], "x")
    ends = [text for text in svg.iter("text") if (text.get("class") or "").startswith("end")]
    curves = []
    for series, end in zip(frame, ends, strict=True):
        assert end.get("class") == f"end {series.get('class')}"
        places = [
            (float(x) + left, float(y) + top)
            for x, y in re.findall(r"[ML](\S+?) ([^ML]+)", series[0].get("d", ""))
        ]
        curves.append(
            Read(
                [up(y) for _, y in places],
                [along(x) for x, _ in places],
                (series.get("data-points") or "").split(),
                "".join(end.itertext()),
                series.get("class") or "",
            )
        )
    return curves


def test_each_entry_over_time_is_a_curve():
    curves = read(plot(SHRINK, mark, "shrink", ["h_t"]))
    assert len(curves) == 2
    for i, curve in enumerate(curves):
        assert np.allclose(curve.values, [state[i] for state in states()], atol=2e-3)
        assert np.allclose(curve.across, range(13), atol=0.01)
        assert curve.names == [f"shrink.h_{t}[{i}]" for t in range(13)]
        assert curve.label.startswith(f"hₜ[{i}] ")


def test_a_curve_ends_at_its_last_value_in_print():
    figure = plot(SHRINK, mark, "shrink", ["h_t"])
    for i, tspan in enumerate(ET.fromstring(figure).iter("tspan")):
        assert tspan.get("data-value") == f"h_12[{i}]"
        assert tspan.text == SHRINK.entry(SHRINK.trace["h_12"], (i,)).plain


def test_a_logarithmic_axis_reads_the_same_values():
    (curve,) = read(plot(SHRINK, mark, "shrink", ["norm_t"], is_log=True), is_log=True)
    norms = [float(np.hypot(*state)) for state in states()[1:]]
    assert np.allclose(np.log(curve.values), np.log(norms), atol=0.03)
    assert norms[0] / norms[-1] > 100  # over decades


def test_a_given_range_is_kept():
    figure = plot(SHRINK, mark, "shrink", ["h_t"], span=(-2, 2))
    written = [t.text for t in ET.fromstring(figure).iter("text") if t.get("class") == "y"]
    assert (written[0], written[-1]) == ("−2", "2")
    for i, curve in enumerate(read(figure)):
        assert np.allclose(curve.values, [state[i] for state in states()], atol=3e-3)


def test_states_of_two_entries_are_a_path_in_the_plane():
    (curve,) = read(plot(SHRINK, mark, "shrink", ["h_t"], is_path=True))
    assert np.allclose(np.transpose([curve.across, curve.values]), states(), atol=6e-3)
    assert curve.names == [f"shrink.h_{t}[1]" for t in range(13)]
    last = [SHRINK.entry(SHRINK.trace["h_12"], (i,)).plain for i in range(2)]
    assert curve.label == f"hₜ ({last[0]}, {last[1]})"


def test_the_range_of_a_path_holds_in_both_directions():
    figure = plot(SHRINK, mark, "shrink", ["h_t"], is_path=True, span=(-9.0, 9.0))
    offset, scale = map(float, ET.fromstring(figure).find("svg").get("data-x").split())
    wide = float(ET.fromstring(figure).find("svg/svg").get("width"))
    assert offset == pytest.approx(wide / 2)
    assert offset - 9 * scale > 0


def test_the_rows_of_a_matrix_are_a_path_too():
    (curve,) = read(plot(SHRINK, mark, "shrink", ["W"], is_path=True))
    assert np.allclose(np.transpose([curve.across, curve.values]), GIVEN["W"], atol=6e-3)
    assert curve.names == ["shrink.W[0,1]", "shrink.W[1,1]"]
    assert (curve.label, curve.style) == ("W", "s0")  # its last row is no end


def test_beside_a_path_over_time_the_rows_of_a_matrix_are_a_guide_that_lies_below():
    figure = plot(SHRINK, mark, "shrink", ["h_t", "W"], is_path=True, labels=["state", "frame"])
    guide, path = read(figure)
    assert (guide.label, guide.style) == ("frame", "guide")
    assert (path.label.partition(" (")[0], path.style) == ("state", "s0")


def texts(figure: str, kind: str) -> list[str]:
    """What stands in a plot's texts of a kind."""
    return [
        text.text or "" for text in ET.fromstring(figure).iter("text") if text.get("class") == kind
    ]


@pytest.mark.parametrize(
    ("fields", "options", "across", "up"),
    [
        (["h_t"], {}, "time step t", ["hₜ"]),
        (["h_t", "norm_t"], {}, "time step t", []),
        (["h_t", "norm_t"], {"across": "step", "up": "size"}, "step", ["size"]),
        (["loss"], {"against": "w"}, "w", ["loss"]),
        (["loss", "slope"], {"against": "w", "across": "weight"}, "weight", []),
        (["h_t"], {"is_path": True}, "hₜ[0]", ["hₜ[1]"]),
        (["h_t", "W"], {"is_path": True}, "entry 0", ["entry 1"]),
        (["h_t"], {"is_path": True, "across": "first"}, "first", ["hₜ[1]"]),
    ],
)
def test_each_axis_says_what_it_shows(fields, options, across, up):
    figure = plot(SHRINK, mark, "shrink", fields, **options)
    assert texts(figure, "title") == [across]
    assert texts(figure, "title up") == up


def test_curves_have_the_authors_words():
    labels = ["the state", "", "its slope"]
    state, other, norm, slope = read(
        plot(SHRINK, mark, "shrink", ["h_t", "norm_t"], labels=["the state", ""])
    ) + read(plot(SHRINK, mark, "shrink", ["slope"], against="w", labels=labels[2:]))
    assert state.label.startswith("the state, first ")
    assert other.label.startswith("the state, second ")
    assert norm.label.startswith("‖t‖ ")
    assert slope.label == f"its slope {SHRINK.entry(SHRINK.trace['slope'], (3,)).plain}"


def test_words_of_an_author_are_text():
    figure = plot(SHRINK, mark, "shrink", ["norm_t"], labels=["a<b"], across="<i>", up="&")
    assert read(figure)[0].label.startswith("a<b ")
    assert texts(figure, "title") == ["<i>"]


def test_a_circle_stays_round():
    angles = np.linspace(0, 6, 40)
    ring = np.stack([3 * np.cos(angles), 3 * np.sin(angles)], axis=1)
    numbers = Numbers(record(lambda ring: {"half": ring / 2}, ring=ring))
    figure = plot(numbers, mark, "ring", ["ring", "half"], is_path=True)
    (frame,) = ET.fromstring(figure).findall("svg/svg")
    for group in frame:
        places = np.array(re.findall(r"[ML](\S+?) ([^ML]+)", group[0].get("d", "")), dtype=float)
        middle = (places.max(axis=0) + places.min(axis=0)) / 2
        lengths = np.hypot(*(places - middle).T)
        assert np.ptp(lengths) < 1


@pytest.mark.parametrize(
    ("fields", "options", "what"),
    [
        (["norm_t"], {}, "norm_t is one number: a path is of vectors of two entries"),
        (["dW_t"], {}, "dW_t is 2 × 2"),
        (["w"], {}, "w is 4"),
        (["loss"], {}, "loss is 4"),
        (["total"], {}, "total is one number: a path is of"),
        (["x_t"], {}, "no step has a field 'x_t'; the fields are h_t, norm_t, dW_t"),
        (["h_t"], {"is_log": True}, "leave `log` and `against` out"),
        ([], {}, "say what to show, as in plot | dW_t: the fields are h_t, norm_t, dW_t"),
    ],
)
def test_what_is_no_path_is_refused(fields, options, what):
    with pytest.raises(ValueError, match=re.escape(what)):
        plot(SHRINK, mark, "shrink", fields, is_path=True, **options)


def test_one_vector_against_another():
    loss, slope = read(plot(SHRINK, mark, "shrink", ["loss", "slope"], against="w"))
    assert np.allclose(loss.across, GIVEN["w"], atol=2e-2)
    assert np.allclose(loss.values, [1.99, 0.34, 0.46, 4.71], atol=0.03)
    assert np.allclose(slope.values, [-0.65, -0.1, 0.2, 1.05], atol=0.03)
    assert slope.names == [f"shrink.slope[{i}]" for i in range(4)]


def test_a_range_that_leaves_out_a_value_is_refused():
    """A curve that leaves its frame would end at a label that says another height."""
    with pytest.raises(ValueError, match=r"loss: 1\.99 lies outside of the range 0 to 1: widen it"):
        plot(SHRINK, mark, "shrink", ["loss"], against="w", span=(0, 1))


def test_what_a_reader_moves_out_of_the_frame_is_cut_by_it():
    figure = plot(SHRINK, mark, "shrink", ["loss"], against="w")
    (svg,) = ET.fromstring(figure)
    (frame,) = svg.findall("svg")  # a picture in a picture hides what leaves it
    assert frame.get("height")
    assert frame.get("overflow") is None


@given(st.lists(st.floats(-50, 250), min_size=1, max_size=8))
def test_labels_keep_apart_and_in_the_frame(places):
    heights = plots.spread(places)
    kept = sorted(heights)
    assert all(b - a > plots.LINE - 1e-9 for a, b in pairwise(kept))
    assert kept[0] >= -1e-9
    assert kept[-1] <= axes.HIGH
    order = sorted(range(len(places)), key=lambda n: min(max(places[n], 0), axes.HIGH))
    assert [heights[n] for n in order] == kept


def test_labels_that_have_room_stay_at_their_curves():
    assert plots.spread([100, 20, 60]) == [100, 20, 60]
    assert plots.spread([0, axes.HIGH]) == [0, axes.HIGH]


def over_time(values):
    """A run whose only field takes these values."""
    return Numbers(record(lambda x: [{"s_t": x[i]} for i in range(len(values))], x=values))


def drawn(values, **options):
    (svg,) = ET.fromstring(plot(over_time(np.array(values)), mark, "a", ["s_t"], **options))
    return svg


@pytest.mark.parametrize(("count", "has_dots"), [(30, True), (31, False)])
def test_a_few_values_have_a_dot_each(count, has_dots):
    (group,) = drawn(np.arange(count) / 8).findall("svg/g")
    assert [path.get("class") for path in group] == [None, *["dots"] * has_dots]
    assert not group.text
    assert not group[0].tail


def test_a_single_step_stands_in_the_middle():
    svg = drawn([0.5])
    (group,) = svg.findall("svg/g")
    (frame,) = svg.findall("svg")
    assert group[0].get("d") == f"M{float(frame.get('width', '')) / 2:g} {axes.HIGH / 2:g}"
    assert [t.text for t in svg.iter("text") if t.get("class") == "x"] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("value", "scale"),
    [(4.0, ["2", "3", "4", "5", "6"]), (0.0, ["−1", "−0.5", "0", "0.5", "1"])],
)
def test_a_level_curve_has_a_scale_around_it(value, scale):
    svg = drawn([value, value, value])
    assert [t.text for t in svg.iter("text") if t.get("class") == "y"] == scale


@pytest.mark.parametrize(
    ("values", "options", "is_drawn"),
    [
        ([-1.0, 2.0], {}, True),
        ([1.0, 2.0], {}, False),
        ([-2.0, -1.0], {}, False),
        ([0.5, 0.7], {"span": (0, 1)}, False),
        ([-0.5, -0.7], {"span": (-1, 0)}, False),
        ([1.0, 2.0], {"is_log": True}, False),
    ],
)
def test_zero_has_a_line_where_it_is_inside(values, options, is_drawn):
    lines = [path for path in drawn(values, **options).iter("path") if path.get("class") == "zero"]
    assert len(lines) == is_drawn


def test_up_to_eight_curves_are_told_apart():
    ring = np.arange(8.0)
    numbers = Numbers(record(lambda x: [{"s_t": x}, {"s_t": x * x}], x=ring))
    groups = ET.fromstring(plot(numbers, mark, "a", ["s_t"])).findall("svg/svg/g")
    solid = ["s0", "s1", "s2", "s3"]
    assert [group.get("class") for group in groups] == [
        *solid,
        *(f"{style} again" for style in solid),
    ]


def test_a_field_that_changes_its_shape_has_no_curve():
    numbers = Numbers(record(lambda x: [{"s_t": x}, {"s_t": x[:1]}], x=np.ones(2)))
    told = "s_t has not the same shape at every time step: it has no curve"
    with pytest.raises(ValueError, match=told):
        plot(numbers, mark, "a", ["s_t"])


def test_a_path_may_have_a_single_step():
    numbers = Numbers(record(lambda x: [{"s_t": x, "u_t": x[0]}], x=np.array([0.5, 2.0])))
    (curve,) = read(plot(numbers, mark, "a", ["s_t"], is_path=True))
    assert np.allclose([*curve.across, *curve.values], [0.5, 2.0], atol=6e-3)
    with pytest.raises(ValueError, match="u_t is one number"):
        plot(numbers, mark, "a", ["u_t"], is_path=True)


def test_what_has_no_logarithm_lies_below_the_frame():
    axis = axes.Axis.between(1, 100, axes.HIGH, 0, is_log=True)
    assert [axis.place(value) for value in (100, 1, 0, -3)] == [0, axes.HIGH, axes.FAR, axes.FAR]


def test_a_place_has_no_negative_zero():
    assert [axes.px(place) for place in (-0.04, 0.04, -0.06)] == ["0", "0", "-0.1"]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_a_scale_has_a_few_round_numbers(low, size):
    high = low + size
    scale = ticks(low, high)
    assert 2 <= len(scale) <= 7
    assert all(low - size * 1e-6 <= place <= high + size * 1e-6 for place in scale)
    steps = [b - a for a, b in pairwise(scale)]
    assert max(steps) - min(steps) < size * 1e-6
    assert re.fullmatch(r"[125](\.?0*)?(e[+-]\d+)?", f"{steps[0]:.1e}")


def test_a_scale_of_time_steps_is_whole():
    assert list(ticks(0, 2, whole=True).values()) == ["0", "1", "2"]
    assert list(ticks(1, 50, whole=True).values()) == ["10", "20", "30", "40", "50"]


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (1, 10, ["1", "2", "5", "10"]),
        (2, 50, ["2", "5", "10", "20", "50"]),
        (0.015, 0.25, ["0.02", "0.05", "0.1", "0.2"]),
        (4, 25, ["5", "10", "20"]),
        (4, 12, ["4", "6", "8", "10", "12"]),
        (6, 9, ["6", "6.5", "7", "7.5", "8", "8.5", "9"]),
        (0.006, 150, ["10⁻²", "0.1", "1", "10", "10²"]),
    ],
)
def test_a_logarithmic_scale_is_written_as_one_reads_it(low, high, written):
    assert list(log_ticks(low, high).values()) == written


@given(st.integers(-30, 5), st.integers(1, 30))
def test_a_logarithmic_scale_has_a_few_powers_of_ten(first, decades):
    scale = log_ticks(10.0**first, 10.0 ** (first + decades))
    assert 2 <= len(scale) <= 8
    assert all(float(f"{place:.0e}") == place for place in scale)
    if decades > 1:
        written = {place: number(text) for place, text in scale.items() if "10⁻" in text}
        assert all(math.isclose(place, value) for place, value in written.items())


def test_the_same_bytes_in_two_processes_and_not_many():
    code = (
        "from rnn_examples.worked_example.catalogue import load\n"
        "from rnn_examples.render.numbers import Numbers\n"
        "from rnn_examples.render.plot import plot\n"
        "numbers = Numbers(load().examples['encoder'].trace)\n"
        "print(plot(numbers, lambda n: n.plain, 'encoder', ['h_t', 'a_t', 'x_t']))"
    )
    made = [
        commands.run(
            sys.executable, "-c", code, environment={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(gzip.compress(made[0].encode())) < 1500
    assert "id=" not in made[0]  # two plots of a page share nothing


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"fields": []}, "say what to show, as in plot | dW_t: the fields are h_t, norm_t, dW_t"),
        ({"fields": ["g_t"]}, "no step has a field 'g_t'; the fields are h_t, norm_t, dW_t"),
        ({"fields": ["dW_t"]}, "dW_t is 2 × 2: a curve is of numbers, a heat map shows a matrix"),
        ({"fields": ["h_t"], "is_log": True}, "has no place on a logarithmic axis: leave `log`"),
        (
            {"fields": ["norm_t"], "is_log": True, "span": (0, 1)},
            "norm_t: 0 has no place on a logarithmic axis",
        ),
        ({"fields": ["W"], "against": "w"}, "W is 2 × 2: a curve is of one vector against another"),
        ({"fields": ["short"], "against": "w"}, "short has 3 entries and w has 4: a curve needs"),
        ({"fields": ["loss"], "against": "v"}, "no value named 'v'; there are"),
        ({"fields": [], "against": "w"}, "say what to show against w: one of"),
        ({"fields": ["h_t"], "words": {"h": ("a", "b")}}, "h_t is a token: its number has no heig"),
        ({"fields": ["h_t"] * 5}, "10 curves cannot be told apart: name fewer fields"),
    ],
)
def test_what_cannot_be_drawn_says_why(options, problem):
    with pytest.raises(ValueError, match=re.escape(problem)):
        plot(SHRINK, mark, "shrink", **options)


def test_a_run_without_time_steps_says_so():
    numbers = Numbers(load().examples["preference"].trace)
    with pytest.raises(ValueError, match="preference has no time steps"):
        plot(numbers, mark, "preference", ["c_t"])


def test_nan_has_no_place():
    numbers = Numbers(record(lambda x: {"y": x * 2}, x=np.array([1.0, np.nan])))
    with pytest.raises(ValueError, match=re.escape("x[1] is nan: it has no place in a plot")):
        plot(numbers, mark, "a", ["y"], against="x")
