"""Whatever an author writes: a fault in one line, never a traceback, never a raw token."""

import re
from contextlib import suppress
from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rnn_examples.authoring.tokens import VIEWS, parse
from rnn_examples.authoring.values import catalogue, resolve
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.pages.page import Page
from rnn_examples.pages.views import VIEWS as WRITTEN
from rnn_examples.pages.views import View
from rnn_examples.render.numbers import print_number
from rnn_examples.render.pieces import Printed
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.catalogue import _fault
from rnn_examples.worked_example.oracle import Oracle
from tests.pages.conversion import collecting, converter

# Tokens.

names = st.sampled_from(
    [name for example in catalogue().examples.values() for name in example.trace.names] + ["h_9"]
)
paths = st.builds(
    "{}{}{}{}".format,
    st.sampled_from([*catalogue().examples, "nobody", "", "Encoder", "एक"]),
    st.sampled_from([".", "", "..", " . "]),
    names,
    st.one_of(
        st.just(""),
        st.lists(st.integers(-3, 5), max_size=4).map(str),
        st.text("[]0123456789,-: ", max_size=8).map("[{}]".format),
    ),
)
options = st.one_of(
    st.sampled_from(["", *VIEWS, "h_t", "y_t s_t", "d", ".3f", ".0e"]),
    st.builds(".{}{}".format, st.integers(-1, 200), st.sampled_from("fedgxF% ")),
    st.text(max_size=5),
)
bodies = st.builds(" | ".join, st.tuples(paths, st.lists(options, max_size=3)).map(
    lambda made: [made[0], *made[1]]))  # fmt: skip


@settings(max_examples=300)
@given(bodies)
def test_any_path_index_view_and_format_gives_text_or_a_reason(body):
    marked = []
    with suppress(ValueError):
        value = resolve(parse(body))
        view = WRITTEN.get(value.token.view, View())
        for write in (view.text, view.label, view.latex, view.mermaid):
            if write is not None:
                made = write(value, lambda piece: marked.append(piece) or piece.plain)
                assert isinstance(made, str)
        if view.block is not None:
            view.block(value, lambda piece: piece.plain)
    for number in (piece for piece in marked if isinstance(piece, Printed)):
        assert re.fullmatch(r"−?\d[\d.]*( × 10[⁻⁰¹²³⁴-⁹]+)?", number.plain)


@given(
    st.one_of(st.floats(), st.integers(-(2**63), 2**63 - 1), st.booleans()),
    st.one_of(st.just(""), st.text(".0123456789fed", max_size=5)),
    st.one_of(st.none(), st.floats(0, 1)),
)
def test_any_number_and_format_is_printed_right_or_refused(value, spec, error):
    with suppress(ValueError):
        text, exact = print_number(value, None, spec, error)
        assert re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", text)
        if exact and not isinstance(value, bool):
            assert Fraction(text) == Fraction(value)


# Front matter.


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("title: \n-[]{}=\"'#|>&*!%@é\t", max_size=60), st.sampled_from(["\n", "\r\n"]))
def test_any_front_matter_leaves_every_fault_with_a_place(tmp_path_factory, front, newline):
    path = tmp_path_factory.getbasetemp() / "front.md"
    path.write_text(f"---\n{front}\n---\nbody [[= encoder.h_9 =]]", "utf-8", newline=newline)
    with collecting():
        converter(path).convert("body [[= encoder.h_9 =]]")
        page = Page("front.md", path)
        page.take_tokens(["body [[= encoder.h_9 =]]"])
    assert page.faults
    for fault in page.faults:
        assert fault.line >= 1
        assert fault.column >= 1
        assert "\n" not in str(fault)


# Examples.

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.complex_numbers(),
    st.lists(st.floats(), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.just(np.array(["a", None], dtype=object)),
    st.just(np.zeros((0, 3))),
    st.just(np.float32(1)),
    st.just(np.array([[1.0, np.nan]])),
    st.just(np.ones((2, 2, 2))),
    st.just(object()),
)
functions = st.sampled_from(
    [
        lambda x, y: x,
        lambda x, y: x + y,
        lambda x, y: {"h_1": x @ y, "h_2": [x, y]},
        lambda x, y: [{"h_t": x}, {"h_t": y, "z": (x, y)}],
        lambda x, y: {1: x, "a b": y},
        lambda x, y: np.linalg.inv(x),
        lambda x, y: np.where(x > y, x, y)[y],
        lambda x, y: None,
        lambda x, y: x or y,
        lambda x: x,
        lambda x, y, z: z,
        lambda x, y: 1 / 0,
        lambda **inputs: inputs,
        lambda x, y: open,
        np.tanh,
        "no function",
        None,
    ]
)
returned = st.one_of(odd, st.dictionaries(st.sampled_from(["h_1", "x", "result"]), odd, max_size=3))


@settings(max_examples=250)
@given(functions, odd, odd, returned)
def test_any_example_works_or_is_a_fault_in_one_line(function, x, y, answer):
    def oracle(**inputs):
        return answer

    oracle.__module__ = "elsewhere"
    try:
        with np.errstate(all="ignore"):
            example = WorkedExample(function, x=x, y=y).checked_by(Oracle("odd", oracle))
            example.trace  # noqa: B018
    except Exception as error:  # noqa: BLE001 (as `load` does, whatever it is)
        faults = [_fault(error, __file__, 1, "odd")]
    else:
        faults = list(example.checks.faults)
    for fault in faults:
        assert isinstance(fault, Diagnostic)
        assert fault.text
        assert "\n" not in str(fault)
        assert fault.line >= 1
        assert fault.column >= 1
