"""Plots in a real browser: redrawn as Python draws them, legible, on a phone."""

import gzip
import re
from typing import Any, NamedTuple

import minify
import numpy as np
import pytest
from jaxtyping import Float

from rnn_examples.render import plot as plots
from rnn_examples.render.heat import heat
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.render.plot import plot
from rnn_examples.trace import Trace
from rnn_examples.typesetting.bound import mark_html, mark_svg
from rnn_examples.worked_example import WorkedExample
from tests.browser.accessibility import violations
from tests.conftest import ROOT

HOST = "reference/values/"
"""The page whose text gives way to plots."""


class Step(NamedTuple):
    h_t: Any
    norm_t: Any
    dW_t: Any


class Run(NamedTuple):
    steps: list[Step]
    loss: Any


def run(x: Float[Any, "time"], h_0, W, w):
    steps, h = [], h_0
    for x_t in x:
        h = W @ h + x_t
        steps.append(Step(h, np.sqrt(np.sum(h**2)), h[:, None] * np.tanh(h)))
    return Run(steps, w**2 + h[0])


FIRST = WorkedExample(
    run,
    x=np.array([1.0, -0.4, 0.3]),
    h_0=np.array([0.3, -0.7]),
    W=np.array([[0.4, -0.9], [0.3, 0.2]]),
    w=np.array([-1.3, -0.2, 0.4, 2.1]),
)
MOVED = FIRST.with_inputs(W=np.array([[0.7, 0.3], [-1.9, 3.4]]), w=np.array([-1.0, 0.1, 0.5, 1.7]))


@pytest.fixture(autouse=True)
def _values_may_leave_the_frame(monkeypatch):
    """As a reader's do, but not those that a page is made with."""
    monkeypatch.setattr(plots, "value_range", lambda values, span, *_: span)


def figures(example: WorkedExample) -> str:
    """Every kind of plot, each in a frame that does not depend on the values."""
    numbers = Numbers(example.trace)
    svg, text = mark_svg("run"), mark_html("run")
    return "".join(
        (
            plot(numbers, svg, "run", ["h_t", "x_t"], span=(-1, 1)),
            plot(numbers, svg, "run", ["h_t"], span=(-9, 9)),
            plot(numbers, svg, "run", ["norm_t"], is_log=True, span=(0.01, 10)),
            heat(numbers, text, "run", "W", (), (-2, 2)),
            heat(numbers, text, "run", None, ["dW_t"], (-5, 5)),
        )
    )


def values(trace: Trace) -> dict[str, float]:
    return {
        f"run.{name}{suffix(index)}": float(np.asarray(node.value)[index])
        for name, node in trace.names.items()
        for index in np.ndindex(node.shape)
    }


SHOW = """made => {
    const title = document.querySelector("article h1");
    while (title.nextSibling) title.nextSibling.remove();
    title.insertAdjacentHTML("afterend", made);
}"""
UPDATE = """async values => {
    const {drawings} = await import(new URL("../../javascripts/plots.js", document.baseURI));
    for (const {show} of drawings(document)) show(path => values[path] ?? NaN);
}"""
FOLLOW = """async wanted => {
    const {follow} = await import(new URL("../../javascripts/live/dots.js", document.baseURI));
    follow(name => name === wanted);
}"""
DRAWN = """() => [
    ...[...document.querySelectorAll("[data-points] path")].map(path => path.getAttribute("d")),
    ...[...document.querySelectorAll(".plot .end")].map(end => end.getAttribute("y")),
    ...[...document.querySelectorAll("[data-cell]")].map(
        cell => cell.style.getPropertyValue("--share")),
]"""


def coordinates(drawn: list[str]) -> list[float]:
    return [float(number) for text in drawn for number in re.findall(r"-?[\d.]+", text)]


def test_moved_values_are_drawn_as_python_draws_them(page):
    page.goto(HOST)
    page.evaluate(SHOW, figures(FIRST))
    before = coordinates(page.evaluate(DRAWN))
    page.evaluate(UPDATE, values(MOVED.trace))
    redrawn = page.evaluate(DRAWN)
    page.evaluate(SHOW, figures(MOVED))
    drawn = page.evaluate(DRAWN)
    assert [re.sub(r"[\d.-]+", "0", path) for path in redrawn] == [
        re.sub(r"[\d.-]+", "0", path) for path in drawn
    ]
    assert np.allclose(coordinates(redrawn), coordinates(drawn), atol=0.101)
    assert not np.allclose(before, coordinates(drawn), atol=20)
    assert page.locator("[data-cell]").count() == 4 + 3 * 4


def test_a_vector_that_others_stand_against_moves_too(page):
    made = [
        plot(
            Numbers(example.trace),
            mark_svg("run"),
            "run",
            ["loss"],
            against="w",
            span=(0, 4),
        )
        for example in (FIRST, MOVED)
    ]
    page.goto(HOST)
    page.evaluate(SHOW, made[0])
    page.evaluate(UPDATE, values(MOVED.trace))
    (path, *_) = page.evaluate(DRAWN)
    low, high = -1.3, 2.1  # the frame stays that of the first
    inside = int(page.get_attribute(".plot svg svg", "width")) - 16
    expected = [8 + inside * (w - low) / (high - low) for w in (-1.0, 0.1, 0.5, 1.7)]
    assert np.allclose([float(x) for x in re.findall(r"[ML](\S+)", path)], expected, atol=0.051)


def test_a_dot_stands_on_the_point_that_is_looked_at_and_moves_with_it(page):
    page.goto(HOST)
    page.evaluate(SHOW, figures(FIRST))
    page.evaluate(FOLLOW, "run.h_2[1]")
    page.evaluate(UPDATE, values(MOVED.trace))
    marked = """() => [...document.querySelectorAll(".dot")].map(
        dot => [dot.parentNode.dataset.points, dot.getAttribute("d")])"""
    points, path = page.evaluate(marked)[1]
    at = points.split().index("run.h_2[1]")
    line = page.evaluate(
        "document.querySelectorAll('.dot')[1].parentNode.firstChild.getAttribute('d')"
    )
    assert path == f"M{line[1:].split('L')[at]}h0"
    assert len(page.evaluate(marked)) == 2  # one in each plot of h
    page.evaluate(FOLLOW, "run.nothing")
    assert page.evaluate(marked) == []


def test_what_is_no_number_leaves_the_frame_without_an_error(page, page_faults):
    page.goto(HOST)
    page.evaluate(SHOW, figures(FIRST))
    page.evaluate(UPDATE, {})
    assert "NaN" not in "".join(page.evaluate(DRAWN))
    assert page_faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plots_are_accessible_and_fit_a_phone(open_page, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.goto(HOST)
    page.evaluate(SHOW, figures(FIRST))
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    assert violations(page) == ""
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".plot text")].map(
            text => 13 * text.getScreenCTM().a)"""
    )
    assert min(sizes) > 9


def test_the_script_is_small():
    script = (ROOT / "docs" / "javascripts" / "plots.js").read_text("utf-8")
    sent = minify.string("application/javascript", script)
    assert len(gzip.compress(sent.encode(), 9)) <= 800
