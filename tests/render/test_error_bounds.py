"""The certificates: what a recorded number's error can be, against arithmetic with 50 digits."""

import itertools
from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_examples.operations.exact import UNKNOWN
from rnn_examples.operations.table import OPERATIONS
from rnn_examples.render.error_bounds import _clear_winner, error_bounds
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record

mpmath.mp.dps = 50

FLOATS = st.floats(-3, 3, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-12)


def printed(function, **inputs):
    trace = record(function, **inputs)
    return [number.text for number in Numbers(trace).entries(trace["result"])]


@pytest.mark.parametrize(
    ("function", "x"),
    [
        (lambda x: np.exp(x) - 1, 1e-13),
        (lambda x: np.log(1 + x), 1e-13),
        (lambda x: 1 - np.tanh(x), 18.0),
        (lambda x: np.tanh(x) - np.tanh(x + 1e-13), 1.0),
    ],
    ids=["exp", "log", "tanh", "two tanh"],
)
def test_a_difference_that_lost_its_digits_is_refused(function, x):
    with pytest.raises(ValueError, match=r"print (fewer|more)"):
        printed(function, x=np.float64(x))


def test_a_whole_number_that_overflowed_is_refused():
    with pytest.raises(ValueError, match="overflowed"):
        printed(lambda x: x * x, x=np.array([4 * 10**9]))
    assert printed(lambda x: x * x, x=np.int64(4 * 10**4)) == ["1600000000"]


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y, z: (x + y == z) * 1.0,
        lambda x, y, z: np.where(x * 3.0 > z, 1.0, 0.0),
        lambda x, y, z: np.argmax(np.stack([z, x + y])),
        lambda x, y, z: np.take(np.stack([x, y]), np.argmax(np.stack([z, x + y]))),
        lambda x, y, z: np.where(np.tanh(x) > np.tanh(x + 1e-17), x, y),
    ],
    ids=["equal", "where", "argmax", "take", "tanh"],
)
def test_a_choice_that_rounding_decides_is_refused(function):
    with pytest.raises(ValueError, match="comparison was decided"):
        printed(function, x=np.float64(0.1), y=np.float64(0.2), z=np.float64(0.3))


@pytest.mark.parametrize(
    "function",
    [
        lambda x, big: (np.where(x == 0.3, x, 1.0) > 0.2) * 1.0,
        lambda x, big: np.argmax(np.stack([np.where(x == 0.3, x, 1.0), x * 0.0])),
        lambda x, big: (big * big > 0) * 1.0,
        lambda x, big: np.argmax(np.stack([x == 0.3, x == 0.4])),
        lambda x, big: np.sqrt(np.where(x == 0.3, x, 1.0)),
        lambda x, big: np.argmax(np.stack([np.where(x == 0.3, x, 1.0), x * 0.0])) + 1,
        lambda x, big: np.stack([x, x])[np.argmax(np.stack([x, x * 1.0]))] + 1,
    ],
    ids=["compare", "argmax", "overflow", "argmax of booleans", "sqrt", "a sum", "an index"],
)
def test_what_follows_from_an_uncertain_choice_is_refused(function):
    inputs = {"x": np.tanh(np.float64(0.3)), "big": np.array([4 * 10**9])}
    with pytest.raises(ValueError, match="comparison was decided"):
        printed(lambda x, big: function(np.log(np.exp(x)) * 0.3 / x, big), **inputs)


def test_the_root_of_what_may_not_be_zero_may_not_be_zero():
    trace = record(lambda x: np.sqrt(np.exp(x) - np.exp(x + 1e-17)), x=np.float64(0.5))
    assert trace["result"].value == 0
    assert error_bounds(trace["result"], {}, {}) > 1e-9


def test_a_clear_choice_is_printed():
    one = {"x": np.array([0.1, 0.7, -0.2])}
    assert printed(lambda x: np.argmax(np.tanh(x)), **one) == ["1"]
    assert printed(lambda x: (x > 0) * 2.0, **one) == ["2", "2", "0"]
    assert printed(lambda x: np.where(np.exp(x) > 1, x, 0), **one) == ["0.1", "0.7", "0"]


def programs(x, y, A):
    """Every operation that can lose digits, one after the other."""
    v = np.stack([x * y, x - y, np.exp(x)])
    a = A @ v + np.tanh(v * 3)
    b = a / (1 + np.exp(-a)) - np.sum(a) / 7
    c = np.sqrt(b**2 + 1) - np.log(2 + np.mean(a * a))
    return {"a": a, "b": b, "c": c, "d": np.maximum(b, c) * np.max(a) ** 3}


def precisely(x, y, A):
    tanh, exp, sqrt, log = mpmath.tanh, mpmath.exp, mpmath.sqrt, mpmath.log
    x, y = mpmath.mpf(x), mpmath.mpf(y)
    v = [x * y, x - y, exp(x)]
    rows = [[mpmath.mpf(float(entry)) for entry in row] for row in A]
    a = [
        mpmath.fsum(r * e for r, e in zip(row, v, strict=True)) + tanh(3 * own)
        for row, own in zip(rows, v, strict=True)
    ]
    b = [e / (1 + exp(-e)) - mpmath.fsum(a) / 7 for e in a]
    c = [sqrt(e**2 + 1) - log(2 + mpmath.fsum(f * f for f in a) / 3) for e in b]
    d = [max(e, f) * max(a) ** 3 for e, f in zip(b, c, strict=True)]
    return {"a": a, "b": b, "c": c, "d": d}


@given(FLOATS, FLOATS, st.lists(FLOATS, min_size=9, max_size=9))
def test_the_bound_holds_and_is_not_far_too_wide(x, y, entries):
    inputs = {"x": np.float64(x), "y": np.float64(y), "A": np.array(entries).reshape(3, 3)}
    trace = record(programs, **inputs)
    for name, expected in precisely(**inputs).items():
        bounds = error_bounds(trace[name], {}, {})
        for value, true, bound in zip(trace[name].value, expected, bounds, strict=True):
            assert abs(mpmath.mpf(float(value)) - true) <= bound
            assert bound < 1e-6


def bounds_of(function, inputs, errors):
    """What the operation's own rule makes of given bounds of its operands."""
    node = record(function, **inputs)["result"]
    values = [np.asarray(operand.value, float) for operand in node.operands]
    with np.errstate(all="ignore"):
        found = OPERATIONS[node.operation].bound(node, np.asarray(node.value), *values, *errors)
    return np.asarray(found, float)


def reach(function, inputs, errors):
    """How far the result moves at most, when every operand lies in a corner of its box."""
    middle = function(*inputs.values())
    sides = itertools.product(*[[-1, 0, 1]] * sum(np.size(x) for x in inputs.values()))
    most = np.zeros(np.shape(middle))
    for side in sides:
        rest, moved = np.array(side), []
        for x, dx in zip(inputs.values(), errors, strict=True):
            mine, rest = rest[: np.size(x)], rest[np.size(x) :]
            moved.append(np.asarray(x + mine.reshape(np.shape(x)) * dx)[()])
        most = np.maximum(most, np.abs(function(*moved) - middle))
    return most


PAIR = {"x": np.array([[0.5, -1.5]]), "y": np.array([[2.0], [-3.0]])}
ROWS = {"x": np.array([[0.5, -1.5, 2.0], [1.0, 3.0, -0.25]])}


@pytest.mark.parametrize(
    ("function", "inputs", "errors"),
    [
        (lambda x, y: x + y, PAIR, [np.array([[0.1, 0.2]]), np.array([[0.3], [0.7]])]),
        (lambda x, y: x - y, PAIR, [np.array([[0.1, 0.2]]), np.array([[0.3], [0.7]])]),
        (lambda x, y: x * y, PAIR, [np.array([[0.1, 0.2]]), np.array([[0.3], [0.7]])]),
        (lambda x, y: x / y, PAIR, [np.array([[0.1, 0.2]]), np.array([[0.3], [0.7]])]),
        (lambda x, y: x @ y, PAIR, [np.array([[0.1, 0.2]]), np.array([[0.3], [0.7]])]),
        (
            lambda x, y: x @ y,
            {"x": np.array([0.5, -1.5]), "y": np.array([[2.0, 0.25], [-3.0, -1.0]])},
            [np.array([0.1, 0.2]), np.array([[0.3, 0.1], [0.7, 0.2]])],
        ),
        (lambda x: -x, {"x": np.array([0.5, -1.5])}, [np.array([0.1, 0.2])]),
        (lambda x: np.exp(x), {"x": np.array([0.5, -1.5])}, [np.array([0.1, 0.2])]),
        (lambda x: np.sqrt(x), {"x": np.array([0.5, 4.0])}, [np.array([0.1, 0.2])]),
        (lambda x: np.sum(x), ROWS, [np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.7]])]),
        (lambda x: np.sum(x, axis=1), ROWS, [np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.7]])]),
        (
            lambda x: np.sum(x, axis=0, keepdims=True),
            ROWS,
            [np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.7]])],
        ),
        (lambda x: np.mean(x), ROWS, [np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.7]])]),
        (lambda x: np.mean(x, axis=1), ROWS, [np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.7]])]),
        (lambda x: np.max(x, axis=1), ROWS, [np.array([[0.1, 0.2, 0.3], [0.4, 0.7, 0.5]])]),
        (
            lambda x, y: np.maximum(x, y),
            {"x": np.array([0.5, 2.0]), "y": np.array([0.25, 3.0])},
            [np.array([0.3, 0.1]), np.array([0.2, 0.4])],
        ),
        (
            lambda x, y: x**y,
            {"x": np.array([0.5, 1.25, 3.0]), "y": np.array([2.5, -1.5, 0.75])},
            [np.array([0.1, 0.2, 0.3]), np.array([0.3, 0.2, 0.1])],
        ),
        # A whole exponent was typed, and has no error; there x may be below 0.
        (lambda x, y: x**y, {"x": np.array([-2.0, 0.5]), "y": np.array([3.0, -2.0])},
         [np.array([0.1, 0.2]), np.array([0.0, 0.0])]),
    ],
)  # fmt: skip
def test_the_bound_is_how_far_the_result_can_move(function, inputs, errors):
    bounds, most = bounds_of(function, inputs, errors), reach(function, inputs, errors)
    assert bounds.shape == most.shape
    np.testing.assert_allclose(bounds, most, rtol=1e-12)


@pytest.mark.parametrize(("x", "dx"), [(0.7, 0.2), (-0.7, 0.2), (0.1, 0.3), (2.0, 0.0)])
def test_the_bound_of_tanh_is_by_its_steepest_slope(x, dx):
    found = bounds_of(lambda x: np.tanh(x), {"x": np.float64(x)}, [np.float64(dx)])
    slope = mpmath.sech(max(abs(mpmath.mpf(x)) - mpmath.mpf(dx), 0)) ** 2
    expected = slope * dx + 16 * 2.0**-53 * abs(np.tanh(x))
    assert abs(found - float(expected)) <= 1e-15 * float(expected) + 1e-30
    assert found >= reach(np.tanh, {"x": np.float64(x)}, [dx])


@pytest.mark.parametrize(("x", "dx"), [(0.7, 0.2), (3.0, 1.0), (2.0, 0.0)])
def test_the_bound_of_a_logarithm_is_by_its_steepest_slope(x, dx):
    found = bounds_of(lambda x: np.log(x), {"x": np.float64(x)}, [np.float64(dx)])
    expected = mpmath.mpf(dx) / (mpmath.mpf(x) - mpmath.mpf(dx)) + 16 * 2.0**-53 * abs(np.log(x))
    assert abs(found - float(expected)) <= 1e-15 * float(expected)


ROUNDING = 2.0**-53


@pytest.mark.parametrize(
    ("function", "inputs", "expected"),
    [
        (lambda x, y: x + y, PAIR, lambda x, y: abs(x + y)),
        (lambda x, y: x - y, PAIR, lambda x, y: abs(x - y)),
        (lambda x, y: x * y, PAIR, lambda x, y: abs(x * y)),
        (lambda x, y: x / y, PAIR, lambda x, y: abs(x / y)),
        (lambda x, y: x @ y, PAIR, lambda x, y: 3 * (abs(x) @ abs(y))),
        (lambda x, y: x**y, {"x": np.float64(2.0), "y": np.float64(2.5)}, lambda x, y: 16 * x**y),
        (lambda x: np.exp(x), ROWS, lambda x: 16 * np.exp(x)),
        (lambda x: np.tanh(x), ROWS, lambda x: 16 * abs(np.tanh(x))),
        (lambda x: np.log(x), {"x": np.array([0.5, 3.0])}, lambda x: 16 * abs(np.log(x))),
        (lambda x: np.sqrt(x), {"x": np.array([0.5, 3.0])}, lambda x: 16 * np.sqrt(x)),
        (lambda x: np.sum(x), ROWS, lambda x: 6 * np.sum(abs(x))),
        (lambda x: np.sum(x, axis=1), ROWS, lambda x: 3 * np.sum(abs(x), axis=1)),
        (lambda x: np.mean(x), ROWS, lambda x: np.sum(abs(x)) + abs(np.mean(x))),
        (
            lambda x: np.mean(x, axis=0),
            ROWS,
            lambda x: np.sum(abs(x), axis=0) + abs(np.mean(x, axis=0)),
        ),
        (lambda x: -x, ROWS, lambda x: 0 * x),
        (lambda x: np.max(x, axis=0), ROWS, lambda x: 0 * x[0]),
    ],
)
def test_an_operation_adds_its_own_rounding(function, inputs, expected):
    errors = [np.zeros(np.shape(x)) for x in inputs.values()]
    own = expected(*inputs.values()) * ROUNDING
    np.testing.assert_allclose(bounds_of(function, inputs, errors), own, rtol=1e-13)


@pytest.mark.parametrize(
    ("function", "inputs", "errors"),
    [
        (lambda x, y: x / y, {"x": np.float64(1), "y": np.float64(0.5)}, [0.0, 0.5]),
        (lambda x: np.log(x), {"x": np.float64(0.5)}, [0.5]),
        (lambda x, y: x**y, {"x": np.float64(0.5), "y": np.float64(-2)}, [0.5, 0.0]),
        (lambda x, y: x**y, {"x": np.float64(-0.5), "y": np.float64(-1)}, [0.7, 0.0]),
    ],
    ids=["divide", "log", "power", "below 0"],
)
def test_what_may_be_divided_by_zero_has_no_bound(function, inputs, errors):
    assert bounds_of(function, inputs, [np.float64(e) for e in errors]) == np.inf


def test_nothing_is_divided_by_zero_where_a_power_is_positive():
    found = bounds_of(lambda x, y: x**y, {"x": np.float64(0.5), "y": np.float64(2)}, [0.5, 0.0])
    assert abs(found - 0.75) < 1e-14


@pytest.mark.parametrize(("x", "y"), [(-2.0, 3.0), (1.01, 100.0), (1.0, 2.0**20 - 1)])
def test_a_whole_exponent_was_typed_and_has_no_error(x, y):
    errors = [np.float64(1e-7), np.float64(0.25)]
    inputs = {"x": np.float64(x), "y": np.float64(y)}
    most = reach(lambda x: x**y, {"x": np.float64(x)}, errors[:1])
    found = bounds_of(lambda x, y: x**y, inputs, errors)
    assert abs(found - most - 16 * ROUNDING * abs(x**y)) <= 1e-9 * most


def test_an_exponent_too_large_to_be_typed_has_an_error():
    errors = [np.float64(1e-7), np.float64(0.25)]
    inputs = {"x": np.float64(1.000001), "y": np.float64(2.0**20)}
    np.testing.assert_allclose(
        bounds_of(lambda x, y: x**y, inputs, errors),
        reach(lambda x, y: x**y, inputs, errors),
        rtol=1e-9,
    )


@pytest.mark.parametrize("y", [0.0, 0.5])
def test_a_power_of_what_may_be_zero_has_a_bound_if_nothing_is_divided(y):
    found = bounds_of(lambda x, y: x**y, {"x": np.float64(0.5), "y": np.float64(y)}, [0.5, 0.0])
    assert abs(found - (0.5**y if y else 0)) < 1e-14


def test_the_root_of_what_may_be_zero_has_a_bound():
    found = bounds_of(lambda x: np.sqrt(x), {"x": np.float64(0)}, [np.float64(0.25)])
    assert found == 0.5


def test_whole_numbers_beyond_the_floats_are_certain():
    trace = record(lambda i: {"j": i + 1}, i=np.array([2**53, -(2**62)]))
    assert error_bounds(trace["j"], {}, {}).tolist() == [0.0, 0.0]


def test_the_smallest_of_the_small_whole_numbers_is_as_large_as_it_is():
    """In 8 bits, the absolute value of -128 is -128."""
    trace = record(lambda x, y: x * y, x=np.array([-128], np.int8), y=np.array([0.1]))
    (bound,) = error_bounds(trace["result"], {}, {})
    assert abs(bound - 2 * 12.8 * ROUNDING) < 1e-25


def test_what_is_not_chosen_may_be_uncertain():
    def function(x):
        uncertain = np.where(np.tanh(x) > np.tanh(x), x, 2 * x)
        return {"u": uncertain, "h": np.where(x > 10, uncertain, x)}

    trace = record(function, x=np.array([0.3, 0.4]))
    assert error_bounds(trace["u"], {}, {}).tolist() == [np.inf, np.inf]
    assert error_bounds(trace["h"], {}, {}).tolist() == [0.3 * ROUNDING, 0.4 * ROUNDING]


def test_the_gap_to_the_largest_has_to_be_more_than_the_errors():
    values, unknown = np.array([1.0, 0.5, -3.0]), np.array([UNKNOWN] * 3)
    assert not _clear_winner(values, np.array([0.25, 0.25, 0.0]), unknown)
    assert _clear_winner(values, np.array([0.25, 0.2, 0.0]), unknown)
    assert _clear_winner(np.array([0.5, 0.2]), np.array([9.0, 9.0]), np.array([Fraction(1), 0]))


def test_the_difference_of_a_number_and_itself_has_no_error():
    def function(x):
        y = np.tanh(x)
        return {"none": y - y, "twice": y + y, "below": y - np.max(y), "other": y - np.tanh(x)}

    trace = record(function, x=np.array([0.3, 0.9, -0.4]))
    bounds = {name: error_bounds(trace[name], {}, {}) for name in trace.names if name != "x"}
    assert bounds["none"].tolist() == [0.0, 0.0, 0.0]
    assert (bounds["below"] == 0).tolist() == [False, True, False]
    assert np.all(bounds["twice"] > 0)
    assert np.all(bounds["other"] > 0)


def test_inputs_are_rounded_once_and_whole_numbers_never():
    trace = record(lambda x, k: {"y": x[k] * 3}, x=np.array([0.5, -3.0]), k=np.int64(1))
    assert error_bounds(trace["x"], {}, {}).tolist() == [0.5 * ROUNDING, 3.0 * ROUNDING]
    whole = record(lambda i: {"j": i * 2 + 1}, i=np.array([[1, -2, 3]]))
    for name in ("i", "j"):
        bound = error_bounds(whole[name], {}, {})
        assert (bound.dtype, bound.tolist()) == (np.float64, [[0.0, 0.0, 0.0]])
    over = record(lambda x: {"y": x}, x=trace["y"])  # handed over: with the bound that it has
    assert error_bounds(over["x"], {}, {}) == error_bounds(trace["y"], {}, {}) > 0


def test_moved_numbers_keep_their_bounds_each_its_own():
    x = np.array([[0.5, -3.0, 7.0], [11.0, -13.0, 17.0]])
    for function in (
        lambda x: x.T,
        lambda x: np.reshape(x, (3, 2)),
        lambda x: np.concatenate([x, x[:1]], axis=0),
        lambda x: np.stack([x[1], x[0]], axis=1),
        lambda x: x[:, 1:],
        lambda x: np.take(x, np.array([2, 0]), axis=1),
        lambda x: np.where(x > 0, x, -x),
    ):
        result = record(function, x=x)["result"]
        expected = np.abs(result.value) * ROUNDING
        assert error_bounds(result, {}, {}).tolist() == expected.tolist()


COMPARED = {
    "greater": lambda x, y: x > y,
    "greater_equal": lambda x, y: x >= y,
    "less": lambda x, y: x < y,
    "less_equal": lambda x, y: x <= y,
    "equal": lambda x, y: x == y,
    "not_equal": lambda x, y: x != y,
}


@pytest.mark.parametrize("compare", COMPARED.values(), ids=COMPARED)
def test_a_comparison_of_exact_numbers_is_certain_where_it_came_out_right(compare):
    pairs = {"x": np.array([0.5, 0.2, 2.0, 7.0]), "y": np.array([0.5, 0.3, 2.0, 3.0])}
    right = record(lambda x, y: compare(x, y), **pairs)
    assert error_bounds(right["result"], {}, {}).tolist() == [0.0, 0.0, 0.0, 0.0]
    booleans = {"x": np.array([True, False]), "y": np.array([True, True])}
    right = record(lambda x, y: compare(x, y), **booleans)
    assert error_bounds(right["result"], {}, {}).tolist() == [0.0, 0.0]
    nothing = record(lambda x: compare(x, 1), x=np.ones(0))
    assert error_bounds(nothing["result"], {}, {}).shape == (0,)
    same = record(lambda x: compare(np.tanh(x), np.tanh(x)), x=np.float64(0.3))
    assert error_bounds(same["result"], {}, {}) == np.inf
    itself = record(lambda x: compare(y := np.tanh(x), y), x=np.float64(0.3))
    assert error_bounds(itself["result"], {}, {}) == 0.0


def test_a_comparison_is_certain_where_its_operands_are_further_apart_than_both_errors():
    """tanh(x) is known to 16 roundings of itself, and the input to one."""
    x = np.float64(0.5)
    error = float(error_bounds(record(lambda x: np.tanh(x), x=x)["result"], {}, {}))
    value = float(np.tanh(x))
    for apart, bound in ((0.5, np.inf), (0.9, np.inf), (1.5, 0.0)):
        other = np.float64(value + error * apart)
        trace = record(lambda x, y: np.tanh(x) > np.tanh(np.log(np.exp(y))), x=x, y=other)
        assert np.isfinite(error_bounds(trace["result"].operands[1], {}, {}))
        close = record(lambda x, y: np.tanh(x) < y * 1.0, x=x, y=other)
        assert error_bounds(close["result"], {}, {}) == bound


def test_the_place_of_a_maximum_is_certain_where_it_is_first_by_more_than_the_errors():
    def place(function, **inputs):
        return error_bounds(record(function, **inputs)["result"], {}, {}).tolist()

    rows = np.array([[0.1, 0.5, 0.3], [0.7, 0.2, 0.4]])
    assert place(lambda x: np.argmax(np.tanh(x), axis=1), x=rows) == [0.0, 0.0]
    assert place(lambda x: np.argmax(np.tanh(x), axis=0), x=rows) == [0.0, 0.0, 0.0]
    assert place(lambda x: np.argmax(np.tanh(x)), x=rows) == 0.0
    tied = np.array([[0.1, 0.5, 0.5], [0.7, 0.2, 0.4]])
    assert place(lambda x: np.argmax(np.tanh(x), axis=1), x=tied) == [np.inf, 0.0]
    assert place(lambda x: np.argmax(np.tanh(x), axis=1, keepdims=True), x=tied) == [
        [np.inf],
        [0.0],
    ]
    assert place(lambda x: np.argmax(x, axis=1), x=tied) == [0.0, 0.0]  # the first of equal ones
    assert place(lambda x: np.argmax(x - 0.2), x=np.array([0.1, 0.3])) == 0.0
    almost = np.array([0.3, 0.1 + 0.2])  # 0.3 and 0.3 on paper: the first, and NumPy's the second
    assert place(lambda x: np.argmax(np.stack([x[0], x[2] + x[1]])),
                 x=np.array([0.3, 0.1, 0.2])) == np.inf  # fmt: skip
    assert place(lambda x: np.argmax(x), x=almost) == 0.0


def test_a_bound_that_is_left_out_would_be_seen(monkeypatch):
    monkeypatch.setitem(
        OPERATIONS,
        "subtract",
        replace(OPERATIONS["subtract"], bound=lambda node, z, *_: 2.0**-53 * np.abs(z)),
    )
    trace = record(lambda x: np.exp(x) - 1, x=np.float64(1e-13))
    bound = error_bounds(trace["result"], {}, {})
    true = mpmath.expm1(mpmath.mpf(1e-13))
    assert abs(mpmath.mpf(float(trace["result"].value)) - true) > bound
