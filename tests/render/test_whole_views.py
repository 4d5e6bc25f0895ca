"""Each view of one small network, whole: as it stands in a page.

The other tests hold the numbers and places against arithmetic of their own. Here stands what is
around them, and it was read by a person; the network's own numbers can be checked with a pencil.
"""

import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from jaxtyping import Float

from rnn_examples.render.diagram import diagram
from rnn_examples.render.heat import heat
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.plot import plot
from rnn_examples.render.table import table
from rnn_examples.trace import record


class Step(NamedTuple):
    a_t: Any
    h_t: Any
    y_t: Any


def network(x: Float[Any, "time input"], h_0, y_0, W, U):
    steps, h = [], h_0
    for x_t in x:
        a = W @ h + U @ x_t
        h = np.tanh(a)
        steps.append(Step(a, h, np.argmax(h)))
    return steps


NETWORK = Numbers(
    record(
        network,
        x=np.array([[0.5], [-1.0]]),
        h_0=np.array([0.25, 0.0]),
        y_0=np.int64(1),
        W=np.array([[0.5, -0.25], [0.0, 1.0]]),
        U=np.array([[2.0], [-1.0]]),
    )
)
GROWTH = Numbers(
    record(
        lambda s, L: {"M": L * 2, "s2": s * 1},
        s=np.array([1.0, 2.0, 4.0]),
        L=np.array([0.5, 50.0, 5000.0]),
    )
)
PLAIN = Numbers(record(lambda a, v: {"h": a * v}, a=0.5, v=np.array([[1.0, 2.0]])))
WORDS = {"y": ["no", "yes"]}


def mark(piece):
    """A number as it is read, between braces, where a page has an element."""
    return f"{{{piece.plain}}}"


def lines(view):
    return re.sub(r">(?=<)", ">\n", view).splitlines()


def test_the_diagram_of_a_network():
    assert lines(diagram(NETWORK, mark, WORDS)) == [
        "flowchart TB",
        '  v0["h₀<br>({0.25}, {0})"]:::state',
        '  v1["x₁<br>({0.5})"]:::input',
        '  v2["x₂<br>({−1})"]:::input',
        '  v3["h₁<br>({0.80930}, {−0.46212})"]:::state',
        '  v4["y₁ {=} {0}<br>{no}"]:::output',
        '  v5["h₂<br>({−0.90143}, {0.49138})"]:::state',
        '  v6["y₂ {=} {1}<br>{yes}"]:::output',
        "  v0 -->|W| v3",
        "  v1 -->|U| v3",
        "  v3 -->|argmax| v4",
        "  v2 -->|U| v5",
        "  v3 -->|W| v5",
        "  v5 -->|argmax| v6",
    ]


def test_the_diagram_of_two_fields():
    assert lines(diagram(NETWORK, mark, fields=["a_t", "h_t"])) == [
        "flowchart TB",
        '  v0["h₀<br>({0.25}, {0})"]:::state',
        '  v1["x₁<br>({0.5})"]:::input',
        '  v2["x₂<br>({−1})"]:::input',
        '  v3["a₁<br>({1.125}, {−0.5})"]:::output',
        '  v4["h₁<br>({0.80930}, {−0.46212})"]:::state',
        '  v5["a₂<br>({−1.47982}, {0.53788})"]:::output',
        '  v6["h₂<br>({−0.90143}, {0.49138})"]:::state',
        "  v0 -->|W| v3",
        "  v1 -->|U| v3",
        "  v3 --> v4",
        "  v2 -->|U| v5",
        "  v4 -->|W| v5",
        "  v5 --> v6",
    ]


def test_the_table_of_a_network():
    assert lines(table(NETWORK, mark, WORDS)) == [
        '<div class="table-scroll" tabindex="0">',
        '<table class="plain">',
        "<thead>",
        "<tr>",
        '<th scope="col">',
        "<var>t</var>",
        "</th>",
        '<th scope="col">',
        "<var>x</var>",
        "<sub>t</sub>",
        "</th>",
        '<th scope="col">',
        "<var>a</var>",
        "<sub>t</sub>",
        "</th>",
        '<th scope="col">',
        "<var>h</var>",
        "<sub>t</sub>",
        "</th>",
        '<th scope="col">',
        "<var>y</var>",
        "<sub>t</sub>",
        "</th>",
        "</tr>",
        "</thead>",
        "<tbody>",
        '<tr data-time="0">',
        '<th scope="row">0</th>',
        "<td>",
        "</td>",
        "<td>",
        "</td>",
        "<td>({0.25}, {0})</td>",
        "<td>{1} {yes}</td>",
        "</tr>",
        '<tr data-time="1">',
        '<th scope="row">1</th>',
        "<td>({0.5})</td>",
        "<td>({1.125}, {−0.5})</td>",
        "<td>({0.80930}, {−0.46212})</td>",
        "<td>{0} {no}</td>",
        "</tr>",
        '<tr data-time="2">',
        '<th scope="row">2</th>',
        "<td>({−1})</td>",
        "<td>({−1.47982}, {0.53788})</td>",
        "<td>({−0.90143}, {0.49138})</td>",
        "<td>{1} {yes}</td>",
        "</tr>",
        "</tbody>",
        "</table>",
        "</div>",
    ]


def test_the_table_of_one_field():
    assert lines(table(NETWORK, mark, fields=["y_t"])) == [
        '<div class="table-scroll" tabindex="0">',
        '<table class="plain">',
        "<thead>",
        "<tr>",
        '<th scope="col">',
        "<var>t</var>",
        "</th>",
        '<th scope="col">',
        "<var>y</var>",
        "<sub>t</sub>",
        "</th>",
        "</tr>",
        "</thead>",
        "<tbody>",
        '<tr data-time="0">',
        '<th scope="row">0</th>',
        "<td>{1}</td>",
        "</tr>",
        '<tr data-time="1">',
        '<th scope="row">1</th>',
        "<td>{0}</td>",
        "</tr>",
        '<tr data-time="2">',
        '<th scope="row">2</th>',
        "<td>{1}</td>",
        "</tr>",
        "</tbody>",
        "</table>",
        "</div>",
    ]


def test_the_table_of_a_run_without_time_steps():
    assert lines(table(PLAIN, mark)) == [
        '<div class="table-scroll" tabindex="0">',
        '<table class="plain">',
        "<thead>",
        "<tr>",
        '<th scope="col">Name</th>',
        '<th scope="col">Shape</th>',
        '<th scope="col">Value</th>',
        "</tr>",
        "</thead>",
        "<tbody>",
        "<tr>",
        '<th scope="row">',
        "<var>a</var>",
        "</th>",
        "<td>scalar</td>",
        "<td>{0.5}</td>",
        "</tr>",
        "<tr>",
        '<th scope="row">',
        "<var>v</var>",
        "</th>",
        "<td>1 × 2</td>",
        "<td>[[{1}, {2}]]</td>",
        "</tr>",
        "<tr>",
        '<th scope="row">',
        "<var>h</var>",
        "</th>",
        "<td>1 × 2</td>",
        "<td>[[{0.5}, {1}]]</td>",
        "</tr>",
        "</tbody>",
        "</table>",
        "</div>",
    ]


def test_the_heat_map_of_a_matrix():
    assert lines(heat(NETWORK, mark, "net", "W")) == [
        (
            '<figure class="plot heat" tabindex="0" role="group" aria-label="net: W as a heat map'
            '" data-scale="1" data-search-exclude="">'
        ),
        '<table class="heat">',
        "<caption>",
        "<var>W</var>",
        "</caption>",
        "<tr>",
        "<td>",
        "</td>",
        '<th scope="col">0</th>',
        '<th scope="col">1</th>',
        "</tr>",
        "<tr>",
        '<th scope="row">0</th>',
        '<td data-cell="net.W[0,0]" style="--share:0.5">{0.5}</td>',
        '<td data-cell="net.W[0,1]" style="--share:-0.25">{−0.25}</td>',
        "</tr>",
        "<tr>",
        '<th scope="row">1</th>',
        '<td data-cell="net.W[1,0]" style="--share:0">{0}</td>',
        '<td data-cell="net.W[1,1]" style="--share:1">{1}</td>',
        "</tr>",
        "</table>",
        '<p class="scale" aria-hidden="true">−1<span>',
        "</span>1</p>",
        "</figure>",
    ]


def test_the_heat_map_of_a_field():
    assert lines(heat(NETWORK, mark, "net", None, ["h_t"], (-2, 1))) == [
        (
            '<figure class="plot heat" tabindex="0" role="group" aria-label="net: hₜ as a heat ma'
            'p, one table for each time step" data-scale="2" data-search-exclude="">'
        ),
        '<table class="heat">',
        "<caption>",
        "<var>h</var>",
        "<sub>0</sub>",
        "</caption>",
        "<tr>",
        '<th scope="row">0</th>',
        '<td data-cell="net.h_0[0]" style="--share:0.125">{0.25}</td>',
        "</tr>",
        "<tr>",
        '<th scope="row">1</th>',
        '<td data-cell="net.h_0[1]" style="--share:0">{0}</td>',
        "</tr>",
        "</table>",
        '<table class="heat">',
        "<caption>",
        "<var>h</var>",
        "<sub>1</sub>",
        "</caption>",
        "<tr>",
        '<th scope="row">0</th>',
        '<td data-cell="net.h_1[0]" style="--share:0.405">{0.80930}</td>',
        "</tr>",
        "<tr>",
        '<th scope="row">1</th>',
        '<td data-cell="net.h_1[1]" style="--share:-0.231">{−0.46212}</td>',
        "</tr>",
        "</table>",
        '<table class="heat">',
        "<caption>",
        "<var>h</var>",
        "<sub>2</sub>",
        "</caption>",
        "<tr>",
        '<th scope="row">0</th>',
        '<td data-cell="net.h_2[0]" style="--share:-0.451">{−0.90143}</td>',
        "</tr>",
        "<tr>",
        '<th scope="row">1</th>',
        '<td data-cell="net.h_2[1]" style="--share:0.246">{0.49138}</td>',
        "</tr>",
        "</table>",
        '<p class="scale" aria-hidden="true">−2<span>',
        "</span>2</p>",
        "</figure>",
    ]


def test_the_plot_of_a_field():
    assert lines(plot(NETWORK, mark, "net", ["h_t"])) == [
        (
            '<figure class="plot" role="group" aria-label="net: hₜ[0], hₜ[1] over time step t, fr'
            'om 0 to 2; each curve ends at the value beside it" data-search-exclude="">'
        ),
        '<svg viewBox="0 -15 440 229" data-y="80.91272061 -88.72542048">',
        '<g aria-hidden="true">',
        '<path class="grid" d="M44 177.6h292M44 133.3h292M44 88.9h292M44 44.6h292"/>',
        '<path class="zero" d="M44 88.9h292"/>',
        '<text class="y" x="38" y="181.6">−1</text>',
        '<text class="y" x="38" y="137.3">−0.5</text>',
        '<text class="y" x="38" y="92.9">0</text>',
        '<text class="y" x="38" y="48.6">0.5</text>',
        '<text class="x" x="52" y="193">0</text>',
        '<text class="x" x="190" y="193">1</text>',
        '<text class="x" x="328" y="193">2</text>',
        '<text class="title" x="190" y="208">time step t</text>',
        '<text class="title up" x="44" y="-2">hₜ</text>',
        "</g>",
        '<svg x="44" y="8" width="292" height="170">',
        '<g class="s0" data-points="net.h_0[0] net.h_1[0] net.h_2[0]">',
        '<path d="M8 58.7L146 9.1L284 160.9"/>',
        '<path class="dots" d="M8 58.7h0M146 9.1h0M284 160.9h0"/>',
        "</g>",
        '<g class="s1" data-points="net.h_0[1] net.h_1[1] net.h_2[1]">',
        '<path d="M8 80.9L146 121.9L284 37.3"/>',
        '<path class="dots" d="M8 80.9h0M146 121.9h0M284 37.3h0"/>',
        "</g>",
        "</svg>",
        '<text class="end s0" x="342" y="172.9">hₜ[0] {−0.90143}</text>',
        '<text class="end s1" x="342" y="49.3">hₜ[1] {0.49138}</text>',
        "</svg>",
        "</figure>",
    ]


def test_the_path_of_a_field():
    assert lines(plot(NETWORK, mark, "net", ["h_t"], is_path=True)) == [
        (
            '<figure class="plot" role="group" aria-label="net: hₜ as paths in the plane, hₜ[1] o'
            'ver hₜ[0], from −1 to 0.5; each curve ends at the value beside it" data-search-exclu'
            'de="">'
        ),
        (
            '<svg viewBox="0 -15 440 229" data-y="86.6420214 -112.2115612" data-x="120.6692063 11'
            '2.2115612">'
        ),
        '<g aria-hidden="true">',
        '<path class="grid" d="M44 150.7h231M44 94.6h231M44 38.5h231"/>',
        '<path class="zero" d="M44 94.6h231"/>',
        '<text class="y" x="38" y="154.7">−0.5</text>',
        '<text class="y" x="38" y="98.6">0</text>',
        '<text class="y" x="38" y="42.5">0.5</text>',
        '<text class="x" x="52.5" y="193">−1</text>',
        '<text class="x" x="108.6" y="193">−0.5</text>',
        '<text class="x" x="164.7" y="193">0</text>',
        '<text class="x" x="220.8" y="193">0.5</text>',
        '<text class="title" x="159.5" y="208">hₜ[0]</text>',
        '<text class="title up" x="44" y="-2">hₜ[1]</text>',
        "</g>",
        '<svg x="44" y="8" width="231" height="170">',
        (
            '<g class="s0" data-points="net.h_0[1] net.h_1[1] net.h_2[1]" data-against="net.h_0[0'
            '] net.h_1[0] net.h_2[0]">'
        ),
        '<path d="M148.7 86.6L211.5 138.5L19.5 31.5"/>',
        '<path class="dots" d="M148.7 86.6h0M211.5 138.5h0M19.5 31.5h0"/>',
        "</g>",
        "</svg>",
        '<text class="end s0" x="281" y="43.5">hₜ ({−0.90143}, {0.49138})</text>',
        "</svg>",
        "</figure>",
    ]


def test_the_plot_of_two_vectors_against_another():
    assert lines(plot(GROWTH, mark, "net", ["M", "L"], against="s", is_log=True)) == [
        (
            '<figure class="plot" role="group" aria-label="net: M, L over s, from 1 to 4, on a lo'
            'garithmic scale; each curve ends at the value beside it" data-search-exclude="">'
        ),
        '<svg viewBox="0 0 440 214" data-y="150.269343 -35.29055004 log" data-x="-93 101">',
        '<g aria-hidden="true">',
        ('<path class="grid" d="M44 158.3h319M44 123h319M44 87.7h319M44 52.4h319M44 17.1h319"/>'),
        '<text class="y" x="38" y="162.3">1</text>',
        '<text class="y" x="38" y="127">10</text>',
        '<text class="y" x="38" y="91.7">10²</text>',
        '<text class="y" x="38" y="56.4">10³</text>',
        '<text class="y" x="38" y="21.1">10⁴</text>',
        '<text class="x" x="52" y="193">1</text>',
        '<text class="x" x="102.5" y="193">1.5</text>',
        '<text class="x" x="153" y="193">2</text>',
        '<text class="x" x="203.5" y="193">2.5</text>',
        '<text class="x" x="254" y="193">3</text>',
        '<text class="x" x="304.5" y="193">3.5</text>',
        '<text class="x" x="355" y="193">4</text>',
        '<text class="title" x="203.5" y="208">s</text>',
        "</g>",
        '<svg x="44" y="8" width="319" height="170">',
        (
            '<g class="s0" data-points="net.M[0] net.M[1] net.M[2]" data-against="net.s[0] net.s['
            '1] net.s[2]">'
        ),
        '<path d="M8 150.3L109 79.7L311 9.1"/>',
        '<path class="dots" d="M8 150.3h0M109 79.7h0M311 9.1h0"/>',
        "</g>",
        (
            '<g class="s1" data-points="net.L[0] net.L[1] net.L[2]" data-against="net.s[0] net.s['
            '1] net.s[2]">'
        ),
        '<path d="M8 160.9L109 90.3L311 19.7"/>',
        '<path class="dots" d="M8 160.9h0M109 90.3h0M311 19.7h0"/>',
        "</g>",
        "</svg>",
        '<text class="end s0" x="369" y="21.1">M {10000}</text>',
        '<text class="end s1" x="369" y="36.1">L {5000}</text>',
        "</svg>",
        "</figure>",
    ]


REFUSED = {
    "no time steps": (
        lambda: diagram(PLAIN, mark),
        "<lambda> has no time steps: show its values instead, as with | table",
    ),
    "no field": (
        lambda: diagram(NETWORK, mark, fields=["h_t", "g_t"]),
        "no step has a field 'g_t'; its fields are a_t, h_t, y_t",
    ),
    "no word": (
        lambda: diagram(NETWORK, mark, {"y": ["no"]}),
        "y_2 is 1, but there are 1 words for 'y'",
    ),
    "no column": (
        lambda: table(NETWORK, mark, fields=["h_t", "g_t"]),
        "no column 'g_t'; the columns are x_t, a_t, h_t, y_t",
    ),
    "a heat map of no field": (
        lambda: heat(NETWORK, mark, "net", None),
        "say what to show, as in heat | y_t: the fields are x_t, a_t, h_t, y_t",
    ),
    "a heat map of one that is not there": (
        lambda: heat(NETWORK, mark, "net", None, ["h_t", "g_t"]),
        "no step has a field 'g_t'; the fields are x_t, a_t, h_t, y_t",
    ),
    "a heat map of a value and a field": (
        lambda: heat(NETWORK, mark, "net", "W", ["h_t", "a_t"]),
        "W is one value: leave h_t, a_t out",
    ),
    "a heat map of a number": (
        lambda: heat(NETWORK, mark, "net", None, ["y_t"]),
        "y_0 is a single number: a heat map shows a vector or a matrix",
    ),
    "a heat map without time steps": (
        lambda: heat(PLAIN, mark, "net", None, ["h_t"]),
        "<lambda> has no time steps: name one of its values instead",
    ),
    "a path on a logarithmic axis": (
        lambda: plot(NETWORK, mark, "net", ["h_t"], is_path=True, is_log=True),
        "a path has its own axes: leave `log` and `against` out",
    ),
    "a path of numbers": (
        lambda: plot(NETWORK, mark, "net", ["y_t"], is_path=True),
        (
            "y_t is one number: a path is of vectors of two entries over time, or of the rows of a "
            "matrix of two columns"
        ),
    ),
    "a path of a column": (
        lambda: plot(NETWORK, mark, "net", ["U"], is_path=True),
        (
            "U is 2 × 1: a path is of vectors of two entries over time, or of the rows of a matrix "
            "of two columns"
        ),
    ),
    "a plot of no field": (
        lambda: plot(NETWORK, mark, "net", []),
        "say what to show, as in plot | y_t: the fields are x_t, a_t, h_t, y_t",
    ),
    "a plot of tokens": (
        lambda: plot(NETWORK, mark, "net", ["y_t"], words=WORDS),
        "y_t is a token: its number has no height",
    ),
    "a plot of too much": (
        lambda: plot(NETWORK, mark, "net", ["h_t"] * 5),
        "10 curves cannot be told apart: name fewer fields",
    ),
    "a plot against nothing": (
        lambda: plot(GROWTH, mark, "net", [], against="s"),
        "say what to show against s: one of s, L, M, s2",
    ),
    "a plot against what is not there": (
        lambda: plot(GROWTH, mark, "net", ["M"], against="t"),
        "no value named 't'; there are s, L, M, s2",
    ),
    "a plot against a matrix": (
        lambda: plot(NETWORK, mark, "net", ["h_0"], against="W"),
        "W is 2 × 2: a curve is of one vector against another",
    ),
    "a plot against a number": (
        lambda: plot(NETWORK, mark, "net", ["h_0"], against="y_0"),
        "y_0 is a single number: a curve is of one vector against another",
    ),
    "a plot against a shorter one": (
        lambda: plot(NETWORK, mark, "net", ["h_0"], against="x_1"),
        "h_0 has 2 entries and x_1 has 1: a curve needs as many",
    ),
    "a logarithm of what is below 0": (
        lambda: plot(NETWORK, mark, "net", ["h_t", "a_t"], is_log=True),
        "h_t, a_t: -1.47982 has no place on a logarithmic axis: leave `log` out",
    ),
    "a plot without time steps": (
        lambda: plot(PLAIN, mark, "net", ["h_t"]),
        "<lambda> has no time steps: name one of its values instead",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_told_in_whole_sentences(what):
    make, told = REFUSED[what]
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the whole message is held)
        make()
    assert str(refused.value) == told
