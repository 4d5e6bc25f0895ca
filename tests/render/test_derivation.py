"""The derivations, read back by an evaluator that shares no code with what wrote them."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import quickjs
from hypothesis import HealthCheck, given, settings

from rnn_examples.render import derivation
from rnn_examples.render.expanded import Expanded
from rnn_examples.render.expressions import Expression, Number
from rnn_examples.render.latex import latex
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Mark, Piece, Printed, Relation
from rnn_examples.trace import Trace, record
from rnn_examples.worked_example import catalogue
from tests.render.latex_reader import (
    ElidedError,
    Interval,
    UnreadableError,
    agree,
    number,
    points,
    read,
    symbol_of,
    upright,
    wide,
)
from tests.render.programs import program, programs

KATEX = Path(__file__).parents[2] / "docs" / "vendor" / "katex" / "katex.min.js"


def marked(piece: Piece) -> str:
    """A rounded number has a question mark, after its sign."""
    rounded = isinstance(piece, Printed) and not piece.exact
    return re.sub("^-?", r"\g<0>?", piece.latex) if rounded else piece.latex


def as_interval(numbers: Numbers, name: str) -> Interval:
    node = numbers.trace[name]
    entries = [number_of(marked(printed)) for printed in numbers.entries(node)]
    low, high = (np.array([getattr(x, end) for x in entries]) for end in ("low", "high"))
    return Interval(low.reshape(node.shape), high.reshape(node.shape), named=True)


def number_of(text: str) -> Interval:
    if not text.startswith("-"):
        return number(text)
    x = number(text[1:])
    return Interval(-x.high, -x.low)


@cache
def said_of(form: str) -> str:
    """What KaTeX says against a formula whose numbers are all 1: it parses each number alike."""
    return parsed()(form)


@cache
def parsed() -> Callable[[str], str]:
    """Give what KaTeX says against a formula: all of it comes as it parses, before it typesets."""
    context = quickjs.Context()
    context.eval("var self = globalThis;" + KATEX.read_text("utf-8"))
    context.eval(
        "globalThis.parse = (s) => { try { return JSON.stringify(katex.__parse(s, "
        "{displayMode: true, throwOnError: true, strict: 'error'}) && ''); }"
        " catch (e) { return JSON.stringify(e.message); } }"
    )
    parse = context.get("parse")
    return lambda latex: json.loads(parse(latex))


class Line(NamedTuple):
    """A line of a derivation in LaTeX."""

    because: Relation
    latex: str

    @property
    def relation(self) -> str:
        return self.because.plain


def derive(numbers: Numbers, name: str, mark: Mark) -> list[Line]:
    return in_latex(derivation.derive(numbers, name), mark)


def in_latex(derived: list[derivation.Line], mark: Mark) -> list[Line]:
    return [Line(line.because, latex(line.expression, mark)) for line in derived]


class Known:
    """The numbers of a trace as they are printed, and the symbols they stand behind."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.symbols: dict[str, Interval] = {}
        for name in numbers.trace.names:
            with suppress(ValueError):  # no derivation can show it
                self.symbols[symbol_of(name)] = as_interval(numbers, name)
        self.points = points(self.symbols)


LARGE = {"flow_large"}
"""Five places are too many on the way to its norms, which are large: five significant digits."""


EXAMPLES = catalogue.load().examples


def of_example(example: str) -> Known:
    """Worked out once for all derivations of an example."""
    trace = EXAMPLES[example].trace
    return Known(Numbers(trace, ".4e" if example in LARGE else ""))


def faults(trace: Trace, name: str, known: Known | None = None) -> list[str]:
    """Everything that is wrong with a derivation."""
    known = known or Known(Numbers(trace))
    numbers, symbols = known.numbers, known.symbols
    derived = derivation.derive(numbers, name)
    lines = in_latex(derived, marked)
    found = []
    values = []
    for line in lines:
        try:
            values.append(read(line.latex, symbols))
        except UnreadableError as error:
            return [f"unreadable: {error}"]
    true = np.asarray(trace[name].value, float)
    own = upright(wide(true - 1e-14, true + 1e-14))  # the run's own rounding
    for line, value in zip(lines, values, strict=True):
        if not agree(value, own):
            found.append(f"{line.latex} is not {true}")
    if not agree(values[-1], upright(as_interval(numbers, name))):
        found.append(f"it does not end with its value: {lines[-1].latex}")
    for before, after in pairwise(lines):
        if before.latex == after.latex:
            found.append(f"repeated: {after.latex}")
    found += relation_faults(lines, known.points)
    whole = derivation.aligned(name, derived, lambda p: p.latex)
    complaint = said_of(re.sub(r"\d+(\.\d+)?", "1", whole))
    return [*found, complaint] if complaint else found


def relation_faults(lines: list[Line], printed: dict[str, Interval]) -> list[str]:
    """Where = or ≈ is wrong, each printed number being taken for what it says."""
    found = []
    if "?" in lines[-1].latex and lines[-1].relation == "=" and len(lines) > 1:
        found.append(f"= before a rounded result: {lines[-1].latex}")
    if (lines[0].relation == "=") == ("?" in lines[0].latex):
        found.append(f"{lines[0].relation} before {lines[0].latex}")
    for before, line in pairwise(lines):
        if line.relation == "≈" and "?" not in before.latex + line.latex:
            found.append(f"≈, but nothing is rounded: {line.latex}")
        if line.relation == "=" and before is not lines[0]:
            values = [read(text.latex.replace("?", ""), printed) for text in (before, line)]
            if not agree(*map(loose, values)):
                found.append(f"=, but {values[0].middle} is not {values[1].middle}")
    return found


def loose(x: Interval) -> Interval:
    room = 1e-9 * np.maximum(np.abs(x.low), np.abs(x.high))
    room = np.where(np.isfinite(room), room, 0) + 1e-12
    return Interval(x.low - room, x.high + room)


MANY = 100


def sampled(names: list[str]) -> list[str]:
    """Of an example with very many values each ninth: kinds repeat every eight, so all are met."""
    return names[::9] if len(names) > MANY else names


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_line_of_every_example_follows_from_the_line_before(example):
    known = of_example(example)
    computed = [name for name, node in known.numbers.trace.names.items() if node.operands]
    found = {name: faults_of(known, name) for name in sampled(computed)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def faults_of(known: Known, name: str) -> list[str]:
    try:
        return faults(known.numbers.trace, name, known)
    except ElidedError:
        return []  # a long vector is written with dots: nobody can go on from it
    except ValueError as error:  # a page that asked for it would not be built
        return [] if REFUSED.search(str(error)) else [str(error)]


REFUSED = re.compile("midway|floating point lost|too many for one|fewer certain|is not certain")


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(programs)
def test_the_derivation_of_any_expression_reads_back_to_its_value(made):
    steps, named, values = made
    function = program(steps, named)
    with np.errstate(all="ignore"):
        trace = record(function, **values)
    for name in ("p", "q"):
        if trace[name].operands and trace.name_of(trace[name]) == name:
            try:
                found = faults(trace, name)
            except ValueError as error:  # refused for the number's sake, not the formula's
                found = [] if REFUSED.search(str(error)) else [str(error)]
            assert found == []


# What a careful teacher would write.


def run(expression: str, **values: Any) -> Trace:
    return record(eval(f"lambda {', '.join(values)}: {expression}"), **values)  # noqa: S307


def lines_of(expression: str, **values: Any) -> list[str]:
    """The lines of `result`, with shorter brackets."""
    trace = run(expression, **values)
    assert faults(trace, "result") == []
    short = {r"\begin{bmatrix}": "[", r"\end{bmatrix}": "]", r"\left": "", r"\right": ""}
    found = []
    for line in derive(Numbers(trace), "result", lambda p: p.latex):
        text = line.latex
        for long, brief in short.items():
            text = text.replace(long, brief)
        found.append(f"{line.relation} {text}")
    return found


S, R = np.float64(-0.4), np.float64(2.5)
V, W_ = np.array([0.3, -0.7]), np.array([1.5, 2.0])
A, B = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[2.0, 1.0], [-1.0, 4.0]])
C, T = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, -6.0]]), np.arange(12.0).reshape(2, 3, 2)
Y, STAR = np.int64(1), np.array([2.0, -1.0])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("s - r + s", "s - r + s"),
        ("s - (r + s)", "s - (r + s)"),
        ("s - (r - s)", "s - (r - s)"),
        ("s + (r - s)", "s + (r - s)"),
        ("-(-s)", "-(-s)"),
        ("-s + r", "-s + r"),
        ("r - -s", "r - (-s)"),
        ("-(s + r)", "-(s + r)"),
        ("(s + r) * r", r"(s + r) \cdot r"),
        ("s * (r * s)", r"s \cdot (r \cdot s)"),
        ("s**-2", "s^{-2}"),
        ("(-s) ** 2", "(-s)^{2}"),
        ("-(s**2)", "-s^{2}"),
        ("(s**2) ** 2", "(s^{2})^{2}"),
        ("r ** (s / r)", r"r^{\frac{s}{r}}"),
        ("(s / r) ** 2", r"(\frac{s}{r})^{2}"),
        ("s / (r / s)", r"\frac{s}{\frac{r}{s}}"),
        ("1 / (1 + np.exp(-s))", r"\frac{1}{1 + \exp(-s)}"),
        ("np.tanh(s) ** 2", r"(\tanh(s))^{2}"),
        ("np.sqrt(r) ** 2", r"\sqrt{r}^{2}"),
        ("np.maximum(s, r)", r"\max(s,\, r)"),
        ("(s > r) * 2.0", r"[s > r] \cdot 2"),
        ("s == r", "[s = r]"),
        ("(s > r)[None] + s", "[[s > r]] + s"),
    ],
)
def test_an_expression_of_numbers_has_the_parentheses_it_needs(expression, expected):
    assert lines_of(expression, s=S, r=R)[0] == f"= {expected}"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("v @ A", r"A^{\top} v"),
        ("v @ A.T", "A v"),
        ("v @ A @ B", r"B^{\top} (A^{\top} v)"),
        ("A @ B @ v", "A B v"),
        ("A @ (B @ v)", "A (B v)"),
        ("v @ w", r"v^{\top} w"),
        ("A @ v * w", r"(A v) \odot w"),
        ("(A * B) @ v", r"(A \odot B) v"),
        ("A @ (v > w)", "A ([v > w])"),
        ("A @ B + v", r"A B + v^{\top}"),
        ("v[:, None] * w", r"v w^{\top}"),
        ("v[:, None] @ w[None]", r"v w^{\top}"),
        ("v**2", r"v^{\circ 2}"),
        ("(A + B).T", r"(A + B)^{\top}"),
        ("np.stack([v, w])", r"[v^{\top} \\ w^{\top}]"),
        ("np.stack([v, w], axis=1)", "[v & w]"),
        ("np.concatenate([v, w])", r"[v \\ w]"),
        ("np.concatenate([A, B], axis=-1)", "[A & B]"),
        ("np.concatenate([A, B], axis=-2)", r"[A \\ B]"),
        ("np.take(A, [1], axis=1)", "A[{:}, [1]]"),
        ("A[np.argmax(v)]", r"A[\operatorname{argmax}(v)]"),
        ("v.T + w", "v + w"),
        ("v - np.eye(2)[y]", r"v - \operatorname{onehot}_{2}(y)"),
        ("np.eye(2) * (v - w)", r"\operatorname{diag}(v - w)"),
        ("(np.eye(2) * v) @ A", r"\operatorname{diag}(v) A"),
        ("np.eye(2) * A", r"[1 & 0 \\ 0 & 1] \odot A"),
        ("np.eye(2)[0] + v", r"[1 \\ 0] + v"),
        ("(A + np.eye(2))[y]", r"(A + [1 & 0 \\ 0 & 1])[y]"),
        (
            "np.where(v > 0, v, -v) + 1",
            r"(\begin{cases} v & \text{where } v > 0 \\ -v & \text{elsewhere} \end{cases}) + 1",
        ),
        ("np.stack([A, B])", r"\operatorname{stack}_{\text{axis 0}}(A,\, B)"),
        ("v[:0] + 1", "v[{:}0] + 1"),
        ("v[::-1] + 1", "v[{:}{:}-1] + 1"),
        ("v[[1, 0]] + 1", "v[[1, 0]] + 1"),
        ("v[np.array([1, 0])] + 1", "v[[1, 0]] + 1"),
        ("v[np.array(1)] + 1", "v[1] + 1"),
        ("A[(1, 0),] + 1", "A[[1, 0]] + 1"),
        ("A[None] + 1", r"A[\text{new}] + 1"),
        ("T[..., 0] + 1", r"T[\dots, 0] + 1"),
        ("T[:, 1, None] + 1", r"T[{:}, 1, \text{new}] + 1"),
        ("np.transpose(T, (1, 0, 2)) + 1", r"\operatorname{transpose}_{1,0,2}(T) + 1"),
        ("np.transpose(T) + 1", r"\operatorname{transpose}_{2,1,0}(T) + 1"),
        ("np.transpose(A, (0, -1)) + v", r"A + v^{\top}"),
        ("C[0] @ T.T", r"C[0]^{\top} \operatorname{transpose}_{2,1,0}(T)"),
        ("np.reshape(T, (3, 4))", r"\operatorname{reshape}_{3 \times 4}(T)"),
        ("np.reshape(v[:1], ()) + 1", r"\operatorname{reshape}_{1}(v[{:}1]) + 1"),
        ("np.reshape(s, -1)[0] + 1", r"(\operatorname{reshape}_{1}(s))[0] + 1"),
        ("np.take(v, [1, 0], axis=0)", r"v[[1 \\ 0]]"),
        ("np.take(v, y) + 1", "v[y] + 1"),
        ("np.take(A, y) ** 2", r"(\operatorname{reshape}_{4}(A))[y]^{2}"),
        ("np.concatenate([T, T], axis=2)", r"\operatorname{concatenate}_{\text{axis 2}}(T,\, T)"),
        ("np.concatenate([s, v], axis=None) + 1", r"[s \\ v] + 1"),
        (
            "np.concatenate([v, A], axis=None) + 1",
            r"[\operatorname{reshape}_{2}(v) \\ \operatorname{reshape}_{4}(A)] + 1",
        ),
        ("np.stack([v, w]) @ v", r"[v^{\top} \\ w^{\top}] v"),
        ("np.sum(v, axis=0)", r"\operatorname{sum}(v)"),
        ("np.sum(v, keepdims=True) * v", r"[\operatorname{sum}(v)] \odot v"),
        ("np.sum(A, keepdims=True) + A", r"[\operatorname{sum}(A)] + A"),
        (
            "np.sum(A, axis=0, keepdims=True) + A",
            r"(\operatorname{sum}_{\text{each column}}(A))^{\top} + A",
        ),
        ("np.max(A, axis=1, keepdims=True) + A", r"\max_{\text{each row}}(A) + A"),
        ("np.sum(T, axis=0, keepdims=True) + T", r"\operatorname{sum}_{\text{axis 0}}(T) + T"),
        ("np.sum(T, axis=(0, -1))", r"\operatorname{sum}_{\text{axis 0, 2}}(T)"),
        ("(v / w) ** 2", r"(\frac{v}{w})^{\circ 2}"),
        ("w**-2", r"w^{\circ -2}"),
        ("w ** (s + 1)", r"w^{\circ (s + 1)}"),
        ("w**v_star", r"w^{\circ (v^{*})}"),
        ("v_star**2", r"(v^{*})^{\circ 2}"),
        ("v_star[y] + 1", "v^{*}[y] + 1"),
        ("I * v", r"I \odot v^{\top}"),
        ("(I + I) / 2 * v", r"\frac{I + I}{2} \odot v^{\top}"),
        ("np.array([[1.0, 2.0], [3.0, 4.0]]) * v", r"[1 & 2 \\ 3 & 4] \odot v^{\top}"),
        ("(v + w)[y]", "(v + w)[y]"),
    ],
)
def test_an_expression_of_arrays_is_written_as_mathematics(expression, expected):
    values = {"s": S, "v": V, "w": W_, "A": A, "B": B, "C": C, "T": T, "I": np.eye(2)}
    assert lines_of(expression, **values, v_star=STAR, y=Y)[0] == f"= {expected}"


def test_a_derivative_is_a_fraction_that_needs_parentheses_for_a_power_or_an_index():
    def function(dh_now_1, dh_later_1, W, h_1):
        dh_1 = dh_now_1 + dh_later_1
        return {
            "dh_1": dh_1,
            "delta_1": (1 - h_1**2) * dh_1,
            "squares": dh_1**2,
            "turned": W @ dh_1,
            "norm_h_1": np.sqrt(np.sum(h_1**2)),
        }

    trace = record(function, dh_now_1=V, dh_later_1=W_, W=A, h_1=np.array([0.5, -0.25]))
    first = {}
    for name in ("dh_1", "delta_1", "squares", "turned", "norm_h_1"):
        assert faults(trace, name) == []
        first[name] = derive(Numbers(trace), name, lambda p: p.latex)[0].latex
    total = r"\frac{\mathrm{d}L}{\mathrm{d}h_{1}}"
    assert first == {
        "dh_1": r"\frac{\partial L}{\partial h_{1}} + \frac{\mathrm{d}L_{>1}}{\mathrm{d}h_{1}}",
        "delta_1": rf"\left(1 - h_{{1}}^{{\circ 2}}\right) \odot {total}",
        "squares": rf"\left({total}\right)^{{\circ 2}}",
        "turned": f"W {total}",
        "norm_h_1": r"\sqrt{\operatorname{sum}\left(h_{1}^{\circ 2}\right)}",
    }


WHOLE = r"""
s - r + s * r
= s - r + s \cdot r
= -0.4 - 2.5 + (-0.4) \cdot 2.5
= -0.4 - 2.5 + (-1)
= -3.9

s + s - r + A @ v
= s + s - r + A v
= -0.4 + (-0.4) - 2.5 + [1 & -2 \\ 0.5 & 3] [0.3 \\ -0.7]
= -0.4 + (-0.4) - 2.5 + [1 \cdot 0.3 + (-2) \cdot (-0.7) \\ 0.5 \cdot 0.3 + 3 \cdot (-0.7)]
= -0.4 + (-0.4) - 2.5 + [1.7 \\ -1.95]
= [-1.6 \\ -5.25]

t * r + r * t
= t \cdot r + r \cdot t
= 3.0000\times 10^{-7} \cdot 2.5 + 2.5 \cdot (3.0000\times 10^{-7})
= 7.5000\times 10^{-7} + 7.5000\times 10^{-7}
= 1.5000\times 10^{-6}

v @ np.stack([t, -t])
= v^{\top} [t \\ -t]
= [0.3 \\ -0.7]^{\top} [3.0000\times 10^{-7} \\ -3.0000\times 10^{-7}]
= 0.3 \cdot 3.0000\times 10^{-7} + (-0.7) \cdot (-3.0000\times 10^{-7})
= 3.0000\times 10^{-7}

v[0] * s + v[y]
= v[0] \cdot s + v[y]
= 0.3 \cdot (-0.4) + v[1]
= -0.12 + (-0.7)
= -0.82

np.take(A, y, axis=1) + A[0, y]
= A[{:}, y] + A[0, y]
= A[{:}, 1] + A[0, 1]
= [-2 \\ 3] + (-2)
= [-4 \\ 1]

np.sum(v_star - 3) * r
= \operatorname{sum}(v^{*} - 3) \cdot r
= \operatorname{sum}([2 \\ -1] - 3) \cdot 2.5
= \operatorname{sum}[-1 \\ -4] \cdot 2.5
= (-1 + (-4)) \cdot 2.5
= (-5) \cdot 2.5
= -12.5

np.mean(v) ** 2
= (\operatorname{mean}(v))^{2}
= (\operatorname{mean}[0.3 \\ -0.7])^{2}
= (\frac{0.3 + (-0.7)}{2})^{2}
= (-0.2)^{2}
= 0.04

(v @ w) * r
= v^{\top} w \cdot r
= [0.3 \\ -0.7]^{\top} [1.5 \\ 2] \cdot 2.5
= (0.3 \cdot 1.5 + (-0.7) \cdot 2) \cdot 2.5
= (-0.95) \cdot 2.5
= -2.375

A @ w[:, None]
= A w
= [1 & -2 \\ 0.5 & 3] [1.5 \\ 2]
= [1 \cdot 1.5 + (-2) \cdot 2 \\ 0.5 \cdot 1.5 + 3 \cdot 2]
= [-2.5 \\ 6.75]

v[None] @ A.T
= v^{\top} A^{\top}
= [0.3 & -0.7] [1 & -2 \\ 0.5 & 3]^{\top}
= [0.3 & -0.7] [1 & 0.5 \\ -2 & 3]
= [0.3 \cdot 1 + (-0.7) \cdot (-2) & 0.3 \cdot 0.5 + (-0.7) \cdot 3]
= [1.7 & -1.95]

v @ (A - B)
= (A - B)^{\top} v
= ([1 & -2 \\ 0.5 & 3] - [2 & 1 \\ -1 & 4])^{\top} [0.3 \\ -0.7]
= [-1 & -3 \\ 1.5 & -1]^{\top} [0.3 \\ -0.7]
= [-1 \cdot 0.3 + 1.5 \cdot (-0.7) \\ -3 \cdot 0.3 + (-1) \cdot (-0.7)]
= [-1.35 \\ -0.2]

v @ np.transpose(A, (0, 1))
= A^{\top} v
= [1 & -2 \\ 0.5 & 3]^{\top} [0.3 \\ -0.7]
= [1 \cdot 0.3 + 0.5 \cdot (-0.7) \\ -2 \cdot 0.3 + 3 \cdot (-0.7)]
= [-0.05 \\ -2.7]

np.sum(A, axis=1, keepdims=True) * s
= \operatorname{sum}_{\text{each row}}(A) \cdot s
= \operatorname{sum}_{\text{each row}}[1 & -2 \\ 0.5 & 3] \cdot (-0.4)
= [1 + (-2) \\ 0.5 + 3] \cdot (-0.4)
= [-1 \\ 3.5] \cdot (-0.4)
= [0.4 \\ -1.4]

np.mean(A, axis=0)
= \operatorname{mean}_{\text{each column}}(A)
= \operatorname{mean}_{\text{each column}}[1 & -2 \\ 0.5 & 3]
= [\frac{1 + 0.5}{2} \\ \frac{-2 + 3}{2}]
= [0.75 \\ 0.5]

w * np.sqrt(2)
= w \cdot \sqrt{2}
≈ [1.5 \\ 2] \cdot 1.41421
≈ [2.12132 \\ 2.82843]

v.T / w / r
= \frac{\frac{v}{w}}{r}
= [0.3 \\ -0.7] \oslash [1.5 \\ 2] / 2.5
= [0.2 \\ -0.35] / 2.5
= [0.08 \\ -0.14]

np.argmax(np.tanh(v)) + 1
= \operatorname{argmax}(\tanh(v)) + 1
= \operatorname{argmax}(\tanh[0.3 \\ -0.7]) + 1
≈ \operatorname{argmax}[0.29131 \\ -0.60437] + 1
= 0 + 1
= 1
"""


@pytest.mark.parametrize(
    "written", WHOLE.strip().split("\n\n"), ids=lambda written: written.partition("\n")[0]
)
def test_a_whole_derivation_is_what_a_teacher_would_write(written):
    expression, *lines = written.split("\n")
    values = {"s": S, "r": R, "t": np.float64(3e-7), "v": V, "w": W_, "A": A, "B": B}
    assert lines_of(expression, **values, v_star=STAR, y=Y) == lines


@pytest.mark.parametrize(
    ("written_out", "not_written_out"),
    [
        ("x[:6] @ x[:6]", "x[:7] @ x[:7]"),
        ("np.sum(x[:6])", "np.sum(x[:7])"),
        ("np.mean(x[:2])", "np.mean(x[:1])"),
        ("np.sum(M[:2, :3], axis=1)", "np.sum(M[:2, :7], axis=1)"),
        ("np.mean(M[:3, :2], axis=0)", "np.mean(M[:7, :2], axis=0)"),
        ("x[:1] @ x[:1]", "x[:0] @ x[:0]"),
        ("M[:, :2] @ x[:2]", "N[:, :2] @ x[:2]"),
        ("M[:2, :3] @ M[:3, :2]", "M[:2, :4] @ M[:4, :2]"),
        ("M[:2, :2] @ M[:2, :3]", "M[:2, :2] @ M[:2, :4]"),
        ("x[:2] @ M[:2, :4]", "x[:7] @ M[:7, :1]"),
        ("np.sum(x[:6])", "np.sum(M)"),
        ("M[:3, :2] @ x[:2]", "T @ x[:2]"),
    ],
)
def test_products_and_sums_are_written_out_where_they_are_short(written_out, not_written_out):
    values = {"x": np.arange(7.0), "M": np.ones((12, 12)), "N": np.ones((13, 2)), "T": T}
    for expression, out in ((written_out, True), (not_written_out, False)):
        lines = derive(Numbers(run(expression, **values)), "result", marked)
        assert any(re.search(r"\d \\cdot \d|\d \+ \d|\\frac", line.latex) for line in lines) == out


def test_a_product_of_a_row_vector_is_written_out_as_the_transposed_product():
    assert lines_of("v @ A", v=V, A=A) == [
        r"= A^{\top} v",
        r"= [1 & -2 \\ 0.5 & 3]^{\top} [0.3 \\ -0.7]",
        r"= [1 \cdot 0.3 + 0.5 \cdot (-0.7) \\ -2 \cdot 0.3 + 3 \cdot (-0.7)]",
        r"= [-0.05 \\ -2.7]",
    ]


def test_products_then_sums_then_the_activation_have_a_line_each():
    lines = lines_of("np.tanh(A @ v + 1.0)", A=A, v=V)
    assert lines == [
        r"= \tanh(A v + 1)",
        r"= \tanh([1 & -2 \\ 0.5 & 3] [0.3 \\ -0.7] + 1)",
        r"= \tanh([1 \cdot 0.3 + (-2) \cdot (-0.7) \\ 0.5 \cdot 0.3 + 3 \cdot (-0.7)] + 1)",
        r"= \tanh([1.7 \\ -1.95] + 1)",
        r"= \tanh[2.7 \\ -0.95]",
        r"≈ [0.99101 \\ -0.73978]",
    ]


def because(trace: Trace, name: str) -> list[tuple]:
    """Of each line: whether it is exact, which numbers have to be, and what has to follow."""
    found = [line.because for line in derive(Numbers(trace), name, marked)]
    return [(relation.is_exact, relation.numbers, relation.follows) for relation in found]


def of_a_third(expression: str) -> Trace:
    """p of a and b, which are a third, and a third below 0."""

    def function(one):
        a, b = one / 3, -one / 3
        return {"a": a, "b": b, "p": eval(expression, {"a": a, "b": b})}  # noqa: S307

    return record(function, one=np.float64(1.0))


@pytest.mark.parametrize("expression", ["a * 3", "a + a + a"])
def test_an_exact_result_of_rounded_numbers_is_not_said_to_equal_them(expression):
    relations = [line.relation for line in derive(Numbers(of_a_third(expression)), "p", marked)]
    assert relations == ["=", "≈", "≈"]


@pytest.mark.parametrize("expression", ["a + a + b + b", "a - b - a + b", "a - b + b - a"])
def test_a_chain_of_sums_is_one_step_from_its_terms(expression):
    terms = tuple(re.findall(r"\w", expression))
    assert because(of_a_third(expression), "p") == [
        (True, (), ()),
        (False, ("a", "b"), ()),
        (True, ("p",), (("p", terms),)),
    ]


def test_a_line_is_rounded_by_what_is_new_in_it():
    trace = record(
        lambda M, v, o: {"Q": (Q := M / 3), "p": v @ Q.T, "z": Q @ o}, M=A, v=V, o=np.zeros(2)
    )
    assert because(trace, "p") == [
        (True, (), ()),
        (False, ("Q", "v"), ()),
        (True, (), ()),  # the same numbers, as sums of products
        (False, ("p",), (("p", ("v", "Q")),)),
    ]
    assert because(trace, "z")[-1] == (True, ("z",), (("z", ("Q", "o")),))


def test_of_a_long_vector_only_what_is_shown_has_to_be_exact():
    trace = record(lambda x: x * 2, x=np.arange(13.0))
    shown = tuple(f"x[{i}]" for i in (0, 1, 2, 3, 12))
    assert because(trace, "result")[1] == (True, shown, ())


def test_a_formula_says_approximately_where_its_own_constant_is_rounded():
    assert lines_of("s * (1 / 3)", s=S)[0] == r"≈ s \cdot 0.33333"


def test_a_big_matrix_is_shown_with_dots():
    trace = record(lambda X: X * 2, X=np.arange(400.0).reshape(20, 20))
    last = derive(Numbers(trace), "result", marked)[-1].latex
    assert last == (
        r"\begin{bmatrix}0 & 2 & 4 & 6 & \cdots & 38 \\ 40 & 42 & 44 & 46 & \cdots & 78 \\ "
        r"80 & 82 & 84 & 86 & \cdots & 118 \\ 120 & 122 & 124 & 126 & \cdots & 158 \\ "
        r"\vdots & \vdots & \vdots & \vdots & \ddots & \vdots \\ "
        r"760 & 762 & 764 & 766 & \cdots & 798\end{bmatrix}"
    )
    with pytest.raises(ElidedError):
        read(last, {})


def test_a_given_value_has_no_derivation():
    trace = record(lambda s: s + 1, s=S)
    with pytest.raises(ValueError, match="s is given, not computed"):
        derive(Numbers(trace), "s", marked)


def test_an_expression_too_long_to_read_asks_for_a_name_on_the_way():
    def grow(s):
        for _ in range(30):
            s = s + s * s
        return s

    with pytest.raises(ValueError, match=r"name a value on the way in the function's result$"):
        derive(Numbers(record(grow, s=np.float64(0.01))), "result", marked)


def test_200_operations_are_read_and_no_more():
    def function(s):
        powers = [s]  # by 0, 1, 3, 7, 15, 31, 63 and 127 products
        for _ in range(7):
            powers.append(powers[-1] * powers[-1])
        longest = powers[7] * (powers[6] * (powers[3] * s))
        return {"p": longest, "q": longest * 1 * s}

    trace = record(function, s=np.float64(1.0))
    assert derive(Numbers(trace), "p", marked)[0].latex.count(r"\cdot") == 200
    trace = record(lambda s: -function(s)["p"], s=np.float64(1.0))
    with pytest.raises(ValueError, match="result takes 201 operations"):
        derive(Numbers(trace), "result", marked)


def test_a_function_of_a_named_value_is_derived_from_where_that_one_comes_from():
    def function(v, w, A):
        a, first = A @ v + w, v[0]
        return {
            "a": a,
            "h": np.tanh(a),
            "e": np.exp(v),
            "d": np.tanh(first),
            "b_1": first,
            "r": np.sqrt(a),
            "s": np.tanh(a + 1),
        }

    trace = record(function, v=V, w=W_, A=A)
    first = {name: derive(Numbers(trace), name, marked)[0].latex for name in "hedrs"}
    assert first == {
        "h": r"\tanh\left(A v + w\right)",
        "e": r"\exp\left(v\right)",
        "d": r"\tanh\left(b_{1}\right)",
        "r": r"\sqrt{a}",
        "s": r"\tanh\left(a + 1\right)",
    }


def test_a_named_identity_keeps_its_name():
    trace = record(lambda v: {"I": (identity := np.eye(2)), "D": identity * v}, v=V)
    assert derive(Numbers(trace), "D", marked)[0].latex == r"I \odot v^{\top}"


def test_the_lines_stand_below_each_other_and_an_equation_on_one():
    numbers = Numbers(record(lambda s: {"h_1": np.tanh(s)}, s=S))
    assert derivation.derivation(numbers, "h_1", marked) == (
        r"\begin{aligned}h_{1} &= \tanh\left(s\right) \\[0.4em] "
        r"&= \tanh\left(-0.4\right) \\[0.4em] &\approx -?0.37995\end{aligned}"
    )
    assert derivation.equation(numbers, "h_1", marked) == r"h_{1} \approx -?0.37995"
    assert derivation.equation(numbers, "s", marked) == "s = -0.4"


# The checker itself is checked: each of these mistakes is found.


def never_in_parentheses(monkeypatch):
    for kind in (Expression, Number):
        monkeypatch.setattr(kind, "at_least", lambda self, _: self)


def minus_for_plus(monkeypatch):
    terms = Expanded.terms
    monkeypatch.setattr(Expanded, "terms", lambda *a: [("+", node) for _, node in terms(*a)])


def swapped_factors(monkeypatch):
    operands = Expanded.operands
    monkeypatch.setattr(Expanded, "operands", lambda *a: operands(*a)[::-1])


def forgotten_transpose(monkeypatch):
    monkeypatch.setattr(Expression, "transposed", property(lambda self: self))


def always_equal(monkeypatch):
    monkeypatch.setattr(derivation, "all", lambda _: True, raising=False)


def wrong_rounding(monkeypatch):
    printed = Printed.latex.fget
    monkeypatch.setattr(Printed, "latex", property(lambda self: re.sub("2$", "3", printed(self))))


@pytest.mark.parametrize(
    ("mistake", "expression"),
    [
        (never_in_parentheses, "v - (w + v)"),
        (never_in_parentheses, "(A * B) @ v"),
        (never_in_parentheses, "(v - w) ** 2"),
        (minus_for_plus, "v - w"),
        (swapped_factors, "A @ B"),
        (forgotten_transpose, "v @ A"),
        (always_equal, "np.tanh(v)"),
        (wrong_rounding, "v * v * v"),
    ],
)
def test_a_planted_mistake_is_found(mistake, expression, monkeypatch):
    trace = run(expression, v=np.array([0.3, -0.8]), w=W_, A=A, B=B)
    assert faults(trace, "result") == []
    mistake(monkeypatch)
    assert faults(trace, "result") != []
