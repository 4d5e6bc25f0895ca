"""Named functions: one operation each, right at the ends, within their bounds, in two languages."""

import json
from collections.abc import Callable
from contextlib import suppress

import mpmath
import numpy as np
import pytest

from rnn_examples.models.activations import log_softmax, relu, sigmoid, softmax, softplus
from rnn_examples.operations.table import NAMED_FUNCTIONS
from rnn_examples.render.boxes import END, START
from rnn_examples.render.derivation import derive
from rnn_examples.render.error_bounds import error_bounds
from rnn_examples.render.graph import graph
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.unicode import unicode
from rnn_examples.trace import Trace, record
from tests.operations.browser import Browser


def exponential(x: float) -> mpmath.mpf:
    return mpmath.exp(mpmath.mpf(x)) if x > -np.inf else mpmath.mpf(0)


def true_log_softmax(row: list[float]) -> list[mpmath.mpf]:
    total = mpmath.fsum(map(exponential, row))
    return [mpmath.mpf(x) - mpmath.log(total) for x in row]


ORACLES: dict[str, Callable[[list[float]], list[mpmath.mpf]]] = {
    "sigmoid": lambda row: [1 / (1 + mpmath.exp(-mpmath.mpf(x))) for x in row],
    "softplus": lambda row: [mpmath.log(1 + mpmath.exp(mpmath.mpf(x))) for x in row],
    "relu": lambda row: [mpmath.mpf(x) if x > 0 else mpmath.mpf(0) for x in row],
    "softmax": lambda row: [exponential(x) / mpmath.fsum(map(exponential, row)) for x in row],
    "log_softmax": true_log_softmax,
}
"""What each function is, in arithmetic of 500 digits: enough for 1 + exp(−1000)."""

FUNCTIONS = {f.__name__: f for f in (sigmoid, softplus, relu, softmax, log_softmax)}

ROWS = [
    [0.6, -1.25, 0.0, 3.5],
    [1000.0, -1000.0, 40.0, -36.5],
    [0.0, -800.0],
    [1e4, -1e4, 9999.5],
    [-745.2, 5e-324, 1e-9],
    [7.0],
]
MASKED = [[0.5, -np.inf, 1.5], [-np.inf, 2.0], [-np.inf, -3.0, -3.0, -np.inf]]

SHARES = ("softmax", "log_softmax")


def test_each_named_function_has_an_oracle():
    assert {named.__name__ for named in NAMED_FUNCTIONS} == set(ORACLES) == set(FUNCTIONS)


def recorded(name: str, row: list[float], off: float = 0.0) -> Trace:
    """The function of a row; `off` makes its operand a computed value, which has an error."""
    function = FUNCTIONS[name]
    if off:
        return record(lambda a, b: {"z": function(a + b)}, a=np.array(row), b=off)
    return record(lambda a: {"z": function(a)}, a=np.array(row))


def cases() -> list[tuple[str, list[float]]]:
    rows = [(name, row) for name in ORACLES for row in ROWS]
    return rows + [(name, row) for name in SHARES for row in MASKED]


@pytest.mark.parametrize(("name", "row"), cases())
@pytest.mark.filterwarnings("error")
def test_a_value_lies_within_its_bound_of_the_true_one(name, row):
    with mpmath.workdps(500):
        node = recorded(name, row)["z"]
        assert node.operation == name
        bounds = error_bounds(node, {}, {})
        for found, true, bound in zip(node.value, ORACLES[name](row), bounds, strict=True):
            assert bound < 1e-10 * max(1, abs(found)) or found == true
            assert found == true or abs(mpmath.mpf(float(found)) - true) <= bound


@pytest.mark.parametrize("name", ORACLES)
def test_the_error_of_the_operand_is_carried_on(name):
    """Of an operand that is off by its bound, the result is within its own."""
    random = np.random.default_rng(5)
    for _ in range(40):
        row = (random.normal(size=4) * 10 ** random.uniform(-2, 2)).tolist()
        trace = recorded(name, row, off=float(random.normal()) * 1e3)
        node = trace["z"]
        (operand,) = node.operands
        bound = error_bounds(operand, {}, {})
        own = error_bounds(node, {}, {})
        with mpmath.workdps(60):
            for signs in ([1] * 4, [-1] * 4, [1, -1, 1, -1], [-1, 1, 1, 1]):
                moved = [
                    mpmath.mpf(float(x)) + sign * mpmath.mpf(float(d))
                    for x, sign, d in zip(operand.value, signs, bound, strict=True)
                ]
                for found, true, allowed in zip(node.value, ORACLES[name](moved), own, strict=True):
                    assert abs(mpmath.mpf(float(found)) - true) <= mpmath.mpf(float(allowed))


@pytest.fixture(scope="module")
def browser() -> Browser:
    return Browser()


def computed(browser: Browser, trace: Trace) -> list[tuple[float, float, str]]:
    """In the browser: value, error bound and printed text of each entry of z."""
    written, place = json.dumps({"e": graph(trace, {})}), trace.nodes.index(trace["z"])
    return browser.ask(
        f"(() => {{ const run = graph.compute({written});"
        f"  return Array.from(run.value('e', {place}).data, (x, at) => ["
        f"    String(x), String(run.errors('e', {place})[at]),"
        f"    run.printed('e', {place}, at).text]) }})()"
    )


@pytest.mark.parametrize(("name", "row"), cases())
def test_the_browser_computes_prints_and_bounds_the_same(browser, name, row):
    trace = recorded(name, row)
    node, numbers = trace["z"], Numbers(trace)
    bounds = error_bounds(node, {}, {})
    for at, (value, bound, text) in enumerate(computed(browser, trace)):
        assert float(value) == node.value[at] or abs(float(value) - node.value[at]) <= bounds[at]
        assert float(bound) == pytest.approx(bounds[at], rel=1e-3, abs=1e-300)
        assert text == shown(numbers, at)


def shown(numbers: Numbers, at: int) -> str:
    """An entry of z as it is printed; nothing where too few of its digits are certain."""
    with suppress(ValueError):
        return numbers.entry(numbers.trace["z"], (at,)).plain
    return ""


@pytest.mark.parametrize("name", ORACLES)
def test_the_browser_follows_an_edit_to_the_ends(browser, name):
    """A weight of −1000 saturates a gate: its numbers stay certain."""
    trace = recorded(name, [0.5, -0.25], off=0.125)
    written, place = json.dumps({"e": graph(trace, {})}), trace.nodes.index(trace["z"])
    for row in ([-1000.0, 3.0], [1000.0, 999.0]):
        found = browser.ask(
            f"(() => {{ const run = graph.compute({written}, {{'e.a': {row}}});"
            f"  return [0, 1].map((at) => run.printed('e', {place}, at)) }})()"
        )
        again = recorded(name, row, off=0.125)
        numbers = Numbers(again)
        assert [one["problem"] for one in found] == [None, None]
        assert [one["text"] for one in found] == [
            numbers.entry(again["z"], (at,)).plain for at in (0, 1)
        ]


def test_a_call_is_one_step_with_its_symbol():
    trace = record(lambda x, w: {"f": sigmoid(w * x)}, x=0.5, w=1.2)
    assert [node.operation for node in trace.nodes] == ["input", "input", "multiply", "sigmoid"]
    written = [
        f"{line.relation} {unicode(line.expression)}" for line in derive(Numbers(trace), "f")
    ]
    plain = [text.replace(START, "").replace(END, "") for text in written]
    assert plain[0].startswith("= σ(w · x)")
    assert "σ(0.6)" in plain[-2]
    assert "0.64566" in plain[-1]


def test_its_place_is_the_call_and_not_the_check_of_its_arguments():
    def gate(a: np.ndarray) -> dict[str, np.ndarray]:
        return {"f": sigmoid(a + 1)}

    source = record(gate, a=np.array([0.5, 2.0]))["f"].source
    assert source is not None
    assert (source.text, source.file) == ("sigmoid(a + 1)", __file__)


def test_recorded_itself_it_shows_what_is_inside():
    operations = {node.operation for node in record(sigmoid, a=np.array([0.5])).nodes}
    assert "sigmoid" not in operations
    assert {"exp", "divide"} <= operations


def test_the_functions_are_as_before_once_a_run_is_over():
    before = sigmoid.__wrapped__.__code__
    record(lambda a: sigmoid(a), a=np.array([0.5]))
    with pytest.raises(ZeroDivisionError):
        record(lambda a: sigmoid(a) / (1 / 0), a=np.array([0.5]))
    assert sigmoid.__wrapped__.__code__ is before
    assert sigmoid(np.array([0.0])) == 0.5


def test_of_numbers_that_are_not_recorded_it_stays_plain():
    trace = record(lambda a: a * sigmoid(np.array([0.0, 2.0])), a=np.array([0.5, 0.5]))
    assert [node.operation for node in trace.nodes] == ["input", "constant", "multiply"]


def test_a_masked_logit_is_published_as_minus_infinity():
    def attention(e: np.ndarray, mask: np.ndarray) -> dict[str, np.ndarray]:
        masked = np.where(mask, e, -np.inf)
        return {"e_masked": masked, "z": masked - np.max(masked), "a": softmax(masked)}

    trace = record(attention, e=np.array([0.5, 2.0, 1.0]), mask=np.array([True, False, True]))
    numbers = Numbers(trace)
    assert [numbers.entry(trace["e_masked"], (at,)).plain for at in range(3)] == ["0.5", "−∞", "1"]
    assert [numbers.entry(trace["z"], (at,)).plain for at in range(3)] == ["−0.5", "−∞", "0"]
    last = numbers.entry(trace["a"], (1,))
    assert (last.plain, last.exact) == ("0", True)
    assert numbers.entry(trace["e_masked"], (1,)).latex == r"-\infty"


def test_an_overflow_is_not_published():
    for make in (lambda a: np.log(a - a), lambda a: -np.exp(a * 1e4), lambda a: a * -1e308 * 1e9):
        with np.errstate(all="ignore"):
            trace = record(lambda a, make=make: {"z": make(a)}, a=2.0)
        with pytest.raises(ValueError, match="cannot be published"):
            Numbers(trace).entry(trace["z"])
