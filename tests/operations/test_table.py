"""The two tables of operations, Python's and the browser's: what a row still lacks is named."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from inspect import signature

import numpy as np
import pytest

from rnn_examples.models import activations
from rnn_examples.operations import exact
from rnn_examples.operations.table import (
    COMPARES,
    MOVES,
    OPERATIONS,
    ROWS,
    NamedFunction,
    Operation,
)
from rnn_examples.render import writing
from rnn_examples.render.derivation import derivation, derive
from rnn_examples.render.error_bounds import error_bounds
from rnn_examples.render.exact import exact_values
from rnn_examples.render.graph import graph
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.unicode import unicode
from rnn_examples.trace import Trace, record
from rnn_examples.trace.operations import REMEDIES
from rnn_examples.verification import recompute
from tests.operations.browser import Browser

BROWSER = "docs/javascripts/graph/operations.js"

V, W = np.array([0.25, 0.75]), np.array([0.5, 0.125])

SAMPLES: dict[str, Callable] = {
    "sum": lambda v: np.sum(v),
    "max": lambda v: np.max(v),
    "mean": lambda v: np.mean(v),
    "argmax": lambda v: np.argmax(v),
    "transpose": lambda v: np.transpose(v),
    "concatenate": lambda v: np.concatenate([v, v]),
    "stack": lambda v: np.stack([v, v]),
    "take": lambda v: np.take(v, [1, 0]),
    "reshape": lambda v: np.reshape(v, (2, 1)),
    "where": lambda v, w: np.where(v > w, v, w),
    "index": lambda v: v[1],
}
"""One use of each function of arrays; those that go element by element are used as they are."""


def sample(row: Operation) -> Trace:
    """One use of an operation, on values that were computed: not all of them are exact."""
    if isinstance(row.function, np.ufunc):
        use, count = row.function, row.function.nin
    elif isinstance(row.function, NamedFunction):
        use, count = row.function.itself, 1
    else:
        use, count = SAMPLES[row.name], len(signature(SAMPLES[row.name]).parameters)
    if count == 2:
        return record(lambda v, w: {"z": use(v * 1, w * 1)}, v=V, w=W)
    return record(lambda v: {"z": use(v * 1)}, v=V)


@pytest.fixture(scope="module")
def browser() -> Browser:
    return Browser()


def missing(row: Operation, browser: Browser) -> Iterator[str]:
    """Everything that an operation lacks, each with the place where it belongs."""
    if not isinstance(row.function, np.ufunc | NamedFunction) and row.name not in SAMPLES:
        yield "one use of it: SAMPLES in tests/operations/test_table.py"
        return
    if row.name in REMEDIES:
        yield "a free name: REMEDIES in rnn_examples/trace/operations.py says how to do without it"
    try:
        trace = sample(row)
    except (TypeError, ValueError) as error:
        yield f"recording: {error}"
        return
    yield from _lacks_numbers(row, trace)
    yield from _lacks_notation(trace)
    yield from _lacks_recomputation(trace)
    yield from _lacks_in_browser(row, trace, browser)


def _lacks_numbers(row: Operation, trace: Trace) -> Iterator[str]:
    node = trace["z"]
    try:
        found = exact_values(node).flat
        assert all(x is exact.UNKNOWN or isinstance(x, Fraction) for x in found)
    except Exception as error:  # noqa: BLE001 (a rule that is wrong fails in any way)
        yield f"an exact value, or `exact.nowhere`: `exact` in its row: {error!r}"
    try:
        assert np.all(np.isfinite(error_bounds(node, {}, {})))
    except Exception as error:  # noqa: BLE001
        yield f"an error bound: `bound` in its row: {error!r}"


def _lacks_notation(trace: Trace) -> Iterator[str]:
    try:
        numbers = Numbers(trace)
        assert derivation(numbers, "z", lambda piece: piece.latex)
        assert all(unicode(line.expression) for line in derive(numbers, "z"))
    except Exception as error:  # noqa: BLE001
        yield f"a notation: `call` in its row, or a rule in render/writing.py: {error!r}"


def _lacks_recomputation(trace: Trace) -> Iterator[str]:
    try:
        values = recompute.run({"e": graph(trace, {})})["e"]
        assert np.array_equal(values[trace.nodes.index(trace["z"])], trace["z"].value)
    except Exception as error:  # noqa: BLE001
        yield f"a recomputation from the graph: verification/recompute.py: {error!r}"


def _lacks_in_browser(row: Operation, trace: Trace, browser: Browser) -> Iterator[str]:
    facets = browser.facets(row.name)
    needed = {"written"}
    if row.bound is MOVES:
        needed |= {"places"}
    elif row.name == "argmax":
        needed |= {"fold"}
    elif row.bound is COMPARES:
        needed |= {"value"}
    else:
        needed |= {"fold", "bound"} if "fold" in facets else {"value", "exact", "bound"}
    if needed - facets:
        yield f"{', '.join(sorted(needed - facets))} in the browser: its row in {BROWSER}"
        return
    found = browser.value(trace)
    if not np.allclose(found, np.ravel(trace["z"].value), rtol=1e-14):
        yield f"the same value in the browser: {BROWSER}: {found}, not {trace['z'].value}"


def test_every_operation_has_all_that_is_needed(browser):
    lacking = [f"{row.name} lacks {what}" for row in ROWS for what in missing(row, browser)]
    assert not lacking, "\n" + "\n".join(lacking)


def test_the_browser_knows_no_other_operations(browser):
    known = browser.ask("Object.keys(graph.OPERATIONS)")
    assert set(known) == set(OPERATIONS)
    assert len(OPERATIONS) == len(ROWS)


def test_an_operation_has_numpys_name_or_that_of_a_model():
    for row in ROWS:
        if isinstance(row.function, NamedFunction):
            assert getattr(activations, row.name) is row.function.itself
            continue
        assert row.name == "index" or getattr(np, row.name) is row.function


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("tanh", {"bound": lambda *_: np.inf}, "an error bound"),
        ("exp", {"exact": lambda node, x: x.astype(float)}, "an exact value, or `exact.nowhere`"),
        ("log", {"bound": None}, "an error bound"),
    ],
)
def test_a_facet_that_is_missing_is_named(browser, monkeypatch, name, wrong, told):
    row = replace(OPERATIONS[name], **wrong)
    monkeypatch.setitem(OPERATIONS, name, row)
    assert any(what.startswith(told) for what in missing(row, browser))


def test_a_notation_that_is_missing_is_named(browser, monkeypatch):
    monkeypatch.delitem(writing.OPERATIONS, "tanh")
    found = list(missing(OPERATIONS["tanh"], browser))
    assert [what.partition(":")[0] for what in found] == ["a notation"]


def test_a_row_that_the_browser_lacks_is_named(browser):
    browser.context.eval("globalThis.kept = graph.OPERATIONS.exp")
    browser.context.eval("delete graph.OPERATIONS.exp")
    found = list(missing(OPERATIONS["exp"], browser))
    browser.context.eval("graph.OPERATIONS.exp = kept")
    assert found == [f"bound, exact, value, written in the browser: its row in {BROWSER}"]
    assert list(missing(OPERATIONS["exp"], browser)) == []


def test_a_new_function_of_numpys_is_asked_for_everything(browser, monkeypatch):
    row = Operation(np.cbrt, exact.nowhere, lambda node, z, x, dx: dx)
    assert any(what.startswith("recording") for what in missing(row, browser))
    row = Operation(np.flip, exact.nowhere, MOVES)
    assert any(what.startswith("one use of it") for what in missing(row, browser))


def test_what_has_no_exact_value_anywhere_is_unknown():
    node = record(lambda v: v * 1, v=V)["result"]
    assert [*exact.nowhere(node, V)] == [exact.UNKNOWN, exact.UNKNOWN]
    assert np.array_equal(exact.as_recorded(node, V), V)
