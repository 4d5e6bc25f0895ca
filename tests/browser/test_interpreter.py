"""The page's interpreter, in a real browser, computes what Python computed.

What is compared, and to which last bit, is said in graph_comparison.py.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from rnn_examples.render.graph import graph
from rnn_examples.render.numbers import Numbers, suffix
from rnn_examples.trace import FUNCTIONS, UFUNCS, record
from rnn_examples.worked_example import catalogue
from tests.browser.conftest import watch
from tests.browser.graph_cases import cases
from tests.browser.graph_comparison import Case, numbers, outcomes
from tests.browser.graph_mutations import MUTATIONS
from tests.browser.graph_programs import BINARY, UNARY, edited, floats, inputs, recorded, runnable
from tests.browser.interpreter import MODULES, Interpreter
from tests.everyday import RECORDED, inputs_of

CASES = cases()

RANDOM = settings(
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a failure smaller takes minutes
)


@pytest.fixture(scope="module")
def interpreter(browser: Browser) -> Iterator[Interpreter]:
    """Return a page with the modules, and with each mutation in them below its number."""
    page_faults: list[str] = []
    interpreter = Interpreter(browser, MUTATIONS)
    watch(interpreter.context, page_faults)
    yield interpreter
    interpreter.context.close()
    assert not page_faults


def seen(interpreter: Interpreter, case: Case, folder: str = "graph") -> list[str]:
    [found] = interpreter.evaluate([case.job], folder)
    return case.differences(found)


def test_the_cases_show_every_operation():
    recorded = {*UFUNCS.values(), *(name for name, _, _ in FUNCTIONS.values()), "index"}
    shown = Counter(
        node.operation
        for case in CASES.values()
        for trace in case.traces.values()
        for node in trace.nodes
        if node.operands
    )
    assert set(shown) == recorded


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_computed_as_in_python(interpreter, name):
    assert seen(interpreter, CASES[name]) == []


@settings(max_examples=1)
@given(inputs)
def test_whatever_step_a_random_program_keeps_can_be_recorded(values):
    """Each operation on each pair of inputs."""
    for operation in (*UNARY, *BINARY):
        for i, j in np.ndindex(len(values), len(values) if operation in BINARY else 1):
            recorded(runnable([(operation, i, j)], values), values)


@settings(RANDOM, max_examples=80)
@given(edited)
def test_a_random_program_is_computed_as_in_python_after_an_edit(interpreter, made):
    before, after, inputs = made
    entered = {f"e.{name}": value for name, value in inputs.items()}
    assert seen(interpreter, Case({"e": before}, entered, {"e": after})) == []


def test_every_number_of_the_examples_is_printed_as_in_python(interpreter):
    traces = {name: example.trace for name, example in catalogue.load().examples.items()}
    assert seen(interpreter, Case(traces, {}, traces)) == []


def test_everyday_programs_are_computed_as_in_python(interpreter):
    traces = {f"p{n}": record(f, **inputs_of(f)) for n, f in enumerate(RECORDED)}
    assert seen(interpreter, Case(traces, {}, traces)) == []


@pytest.mark.parametrize(
    ("n", "mutation"), [*enumerate(MUTATIONS)], ids=[mutation.name for mutation in MUTATIONS]
)
def test_a_fault_is_seen(interpreter, n, mutation):
    assert seen(interpreter, CASES[mutation.seen_in], str(n))


def test_every_module_and_every_operation_has_its_faults():
    assert {mutation.file for mutation in MUTATIONS} == {
        file.name for file in MODULES.glob("*.js")
    } - {
        "names.js",
        "pack.js",
    }
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)


# Numbers by themselves.

PRINT = """async ([numbers, specs]) => {
  const { print } = await import("/graph/print.js");
  return numbers.map(([value, known, error, kind]) => {
    const exact = known && known.split("/").map(BigInt);
    return specs.map((spec) => {
      const found = print(Number(value), exact, Number(error), kind, spec);
      return [found.text, found.exact, found.problem, found.why];
    });
  });
}"""

FORMATS = ("", ".0f", ".1f", ".2f", ".5f", ".17f", ".99f", ".0e", ".2e", ".4e", ".20e", "d")
BAD_FORMATS = ("f", ".3g", ".123f", "5f", "x", ".f", "dd", ".3f ", ".-1f")

HARD = [
    *(0.125, 0.375, 2.675, 2.5e-05, 1e7, 9999999.999995, 0.1 + 0.2, 1e21, 1e22, 5e-324, 2.5e-310),
    *(
        0.0,
        -0.0,
        0.5,
        1.5,
        2.5,
        1e-9,
        -1e-9,
        0.001,
        0.00099999999,
        1.7976931348623157e308,
        123456.5,
    ),
    *(9.9995, 99999.5, 0.000999995, 1e15, 123456789.125, 4503599627370497.5, 2**53, -7.0, 1 / 3),
]


def printed(interpreter, made, specs):
    jobs = [
        [
            numbers(value)[0],
            f"{exact.numerator}/{exact.denominator}" if isinstance(exact, Fraction) else None,
            numbers(error)[0],
            {int: "i", bool: "b", float: "f"}[type(value)],
        ]
        for value, exact, error in made
    ]
    for one, found in zip(made, interpreter.page.evaluate(PRINT, [jobs, specs]), strict=True):
        for spec, (text, is_exact, problem, why) in zip(specs, found, strict=True):
            yield (*one, spec), None if problem else (text, is_exact), (problem, why)


def unlike(interpreter, made, specs):
    return [
        (given, shown)
        for given, shown, _ in printed(interpreter, made, specs)
        if shown not in list(outcomes(*given))
    ]


def test_hard_numbers_are_printed_and_refused_as_in_python(interpreter):
    values = [float(sign * value) for value in HARD for sign in (1, -1)]
    errors = [0.0, 1e-17, 1e-9, float("inf")]
    known = [(value, Fraction(str(value)), 0.0) for value in values]
    binary = [(value, Fraction(value), 0.0) for value in values]
    near = [(value, Fraction(value) * (1 + Fraction(1, 3 * 10**17)), 1e-16) for value in values]
    lost = [(value, Fraction(value) + Fraction(1, 10**k), 0.0) for value in values for k in (7, 10)]
    unknown = [(value, None, error) for value in values for error in errors]
    assert unlike(interpreter, [*known, *binary, *near, *lost, *unknown], FORMATS) == []


@settings(RANDOM, max_examples=12)
@given(st.lists(st.tuples(floats, st.sampled_from([0.0, 1e-16, 1e-12, 1e-6])), min_size=10))
def test_random_numbers_are_printed_and_refused_as_in_python(interpreter, given_):
    unknown = [(float(value), None, abs(value) * error) for value, error in given_]
    known = [(float(value), Fraction(str(float(value))), 0.0) for value, _ in given_]
    thirds = [
        (float(Fraction(value) / 3), Fraction(value) / 3, 0.0)
        for value, _ in given_
        if abs(value) > 1e-290
    ]
    assert unlike(interpreter, [*unknown, *known, *thirds], FORMATS) == []


def test_whole_numbers_are_printed_as_they_are_in_any_format(interpreter):
    whole = [(value, Fraction(value), 0.0) for value in (0, -7, 2**53, True, False)]
    assert unlike(interpreter, whole, FORMATS) == []


@pytest.mark.parametrize(
    ("value", "exact", "error", "spec", "problem"),
    [
        (float("nan"), None, 0.0, "", "not a number"),
        (-float("inf"), None, float("inf"), "", "too large"),
        (0.5, None, float("inf"), "", "uncertain"),
        (0.5, Fraction(2), 0.0, "", "lost digits"),
        (0.5, None, 1e-3, "", "too few digits"),
        (0.125, Fraction(1, 8), 0.0, ".2f", "midway"),
        (0.5, Fraction(1, 2), 0.0, "d", "bad format"),
        *((0.5, Fraction(1, 2), 0.0, spec, "bad format") for spec in BAD_FORMATS),
        (3, Fraction(3), 0.0, ".3g", "bad format"),
    ],
)
def test_a_refusal_has_a_word_and_a_sentence(interpreter, value, exact, error, spec, problem):
    [(_, shown, told)] = printed(interpreter, [(value, exact, error)], [spec])
    assert shown is None
    assert told[0] == problem
    assert told[1].endswith(".")


# Inputs and names.


def test_what_a_reader_enters_for_a_place_outside_is_a_problem_and_no_number(interpreter):
    table = np.array([[0.1, 0.2], [0.3, 0.4]])
    trace = record(
        lambda E, y: {"x": E[y], "t": np.take(E, y, axis=0), "z": E[0] + E[y]},
        E=table,
        y=np.int64(1),
    )
    for entered in (2, -3, 0.5, float("nan"), 2**60):
        made = {**Case({"e": trace}, {}, {"e": trace}).job}
        made["inputs"] = {"e.y": numbers(entered)}
        [found] = interpreter.evaluate([made])
        for node, one in zip(trace.nodes, found["e"], strict=True):
            if node.operands and trace.name_of(node):
                assert all(problem for printed in one["printed"] for _, _, problem, _ in printed)
    made["inputs"] = {"e.y": [-2]}
    [found] = interpreter.evaluate([made])
    assert [number[0] for number in found["e"][trace.nodes.index(trace["x"])]["printed"][0]] == [
        "0.1",
        "0.2",
    ]


@pytest.mark.parametrize(
    ("path", "data"), [("e.z", [1]), ("e.x", [1, 2]), ("f.x", [1]), ("x", [1]), ("e.toString", [1])]
)
def test_an_input_that_is_none_is_refused(interpreter, path, data):
    traces = {"e": record(lambda x: {"z": x * 2}, x=0.5)}
    made = {**Case(traces, {}, traces).job}
    made["inputs"] = {path: data}
    [found] = interpreter.evaluate([made])
    assert found.startswith(f"RangeError: {path}: no input of {len(data)} numbers")


NAMES = """async ([graph, paths]) => {
  const { nameOf, suffix, find } = await import("/graph/names.js");
  return [
    graph.nodes.map(({ shape }, n) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return Array.from({ length: size }, (_, at) => nameOf(graph, n) + suffix(shape, at));
    }),
    paths.map((path) => find(graph, path) ?? null),
  ];
}"""


def test_a_number_is_called_and_found_as_in_python(interpreter):
    trace = record(
        lambda x, C: {"h": x * 2 + 1, "same": x, "C_2": C[1] - 1, "n0": C[0, 0, 0] + x[0]},
        x=np.array([0.5, 1.5]), C=np.arange(12.0).reshape(2, 3, 2),
    )  # fmt: skip
    wanted = [[number.path for number in Numbers(trace).entries(node)] for node in trace.nodes]
    paths = [path for node in wanted for path in node]
    wrong = [
        "nothing",
        "n99",
        "h[2]",
        "h[0,0]",
        "C[1]",
        "C[2,0,0]",
        "h[",
        "h[-1]",
        "n01x",
        "",
        "h[0]x",
    ]
    whole = ["h", "C", "n3", "same"]
    called, found = interpreter.page.evaluate(NAMES, [graph(trace, {}), [*paths, *whole, *wrong]])
    assert called == wanted
    places = [
        [n, at] for n, node in enumerate(trace.nodes) for at, _ in enumerate(np.ndindex(node.shape))
    ]
    assert found[: len(paths)] == places
    index = {name: trace.nodes.index(node) for name, node in trace.names.items()}
    assert found[len(paths) :] == [
        [index["h"], None], [index["C"], None], [3, None], [index["x"], None], *[None] * len(wrong),
    ]  # fmt: skip
    assert suffix((0, 1)) == "[0,1]"
