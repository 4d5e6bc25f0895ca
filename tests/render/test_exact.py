"""Exact values, against rational arithmetic that is written out here."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples.operations.exact import UNKNOWN, Unknown
from rnn_examples.render.exact import exact_values
from rnn_examples.render.numbers import Numbers
from rnn_examples.trace import record
from tests.render.programs import program, programs


def exact(function, **values):
    return exact_values(record(function, **values)["result"]).tolist()


def typed(array):
    """The decimals as they were typed, which are tenths."""
    return np.vectorize(lambda x: Fraction(round(x * 10), 10), otypes=[object])(array)


A, V = np.array([[0.1, -0.7], [0.3, 1.1]]), np.array([0.2, -0.9])


def test_a_sum_of_typed_decimals_is_what_it_is_on_paper():
    assert exact(lambda x: x + 0.2, x=0.1) == Fraction(3, 10)


def test_a_matrix_product_of_typed_decimals_is_exact():
    assert exact(lambda A, v: A @ v, A=A, v=V) == (typed(A) @ typed(V)).tolist()


def test_the_exact_value_follows_a_value_into_another_trace():
    first = record(lambda x: {"h": x * 3}, x=0.1)
    assert exact(lambda s: s + 0, s=first["h"]) == Fraction(3, 10)


def test_a_number_less_itself_is_nothing_whatever_it_is():
    def function(x):
        h = np.tanh(x)
        return h - h

    assert exact(function, x=V) == [0, 0]
    assert exact(lambda x: np.tanh(x) - np.tanh(x), x=V) == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("np.tanh(x * 0)", 0),
        ("np.exp(x - x)", 1),
        ("np.log(x / x)", 0),
        ("np.sqrt(x + 1.24)", Fraction(6, 5)),
        ("(x + 1.24) ** 0.5", Fraction(6, 5)),
        ("x ** -2", Fraction(100, 4)),
        ("x ** 0", 1),
        ("np.tanh(x) ** 0", 1),
        ("np.tanh(x) * 0", 0),
        ("np.tanh(x) - np.tanh(x)", UNKNOWN),
        ("np.tanh(x)", UNKNOWN),
        ("np.sqrt(x)", UNKNOWN),
        ("x ** 0.3", UNKNOWN),
        ("np.maximum(x, 0.1)", Fraction(1, 5)),
        ("np.where(x > 0.1, x, 0.1)", Fraction(1, 5)),
        ("(x > 0.1) * 2.5", Fraction(5, 2)),
        ("np.mean(np.stack([x, x, x * 4]))", Fraction(2, 5)),
        ("np.max(np.stack([x, x * 4, -x]))", Fraction(4, 5)),
        ("np.sum(x * np.zeros((0,)))", Fraction(0)),
        ("x * (1 / 3) * 3", Fraction("0.9999999999999999") / 5),
    ],
)
def test_an_operation_is_exact_where_it_can_be(expression, expected):
    found = exact(eval(f"lambda x: {expression}"), x=0.2)  # noqa: S307
    assert found == expected
    assert isinstance(found, Fraction | Unknown)


def test_the_largest_less_itself_is_zero_and_an_equal_float_is_not():
    saturated = np.array([20.0, 21.0, 1.0])
    found = exact(lambda o: (h := np.tanh(o)) - np.max(h), o=saturated)
    assert found == [0, UNKNOWN, UNKNOWN]


@pytest.mark.parametrize("rows", [[[0.1, 0.3], [0.4, 0.2]], [[0.3], [0.1]], [[0.3, 0.1, 0.2]]])
@pytest.mark.parametrize(
    "options", [{}, {"axis": 0}, {"axis": 1}, {"axis": 1, "keepdims": True}, {"axis": (1, 0)}]
)
def test_the_largest_less_itself_is_zero_however_numpy_lines_it_up(rows, options):
    x = np.array(rows)
    largest = np.max(typed(x), **options)
    found = exact(lambda x: x - np.max(x, **options), x=x)
    assert found == (typed(x) - largest).tolist()
    curved = exact(lambda x: (h := np.tanh(x)) - np.max(h, **options), x=x)
    assert np.array_equal(np.array(curved) == 0, typed(x) == largest)


CUBE = (np.random.default_rng(3).permutation(24).reshape(2, 3, 4) - 11) / 10


@pytest.mark.parametrize(
    "expression",
    [
        "np.sum(x)",
        "np.sum(x, axis=1)",
        "np.sum(x, axis=(0, 2), keepdims=True)",
        "np.transpose(x, (2, 0, 1))",
        "x.T",
        "np.reshape(x, (6, 4))",
        "np.concatenate([x, x[:, :1]], axis=1)",
        "np.concatenate([x[0], x[1]])",
        "np.stack([x[0], x[1]], axis=-1)",
        "np.stack([x[1], x[0]])",
        "np.take(x, np.array([2, 0]), axis=1)",
        "np.take(x, np.array([7, 3]))",
        "x[:, 1, ::-1]",
        "x[:, None, 2]",
        "np.where(x > 0, x, -x)",
        "-x[0] @ x[1].T",
        "x[1] - x[0]",
        "np.maximum(x[0], x[1])",
    ],
)
def test_arrays_are_moved_and_added_up_as_numpy_does_it(expression):
    function = eval(f"lambda x: {expression}")  # noqa: S307
    assert exact(function, x=CUBE) == np.asarray(function(typed(CUBE))).tolist()


@pytest.mark.parametrize(
    ("axis", "count"), [(None, 24), (0, 2), (1, 3), (-1, 4), ((0, 2), 8), ((0, 1, 2), 24)]
)
@pytest.mark.parametrize("keepdims", [False, True])
def test_a_mean_is_the_sum_over_the_number(axis, count, keepdims):
    found = exact(lambda x: np.mean(x, axis=axis, keepdims=keepdims), x=CUBE)
    total = np.sum(typed(CUBE), axis=axis, keepdims=keepdims)
    assert found == np.asarray(total * Fraction(1, count)).tolist()


def test_indices_that_are_computed_are_followed():
    found = exact(lambda x, i: x[i, 1, np.argmax(x[0, 0])], x=CUBE, i=np.array([1, 0]))
    place = int(np.argmax(CUBE[0, 0]))
    assert found == typed(CUBE)[[1, 0], 1, place].tolist()


def test_of_equal_floats_the_first_is_the_largest():
    x = np.float64(0.3)
    y = np.tanh(x)
    assert isinstance(exact(lambda x, y: np.maximum(np.tanh(x), y), x=x, y=y), Unknown)
    assert exact(lambda x, y: np.maximum(y, np.tanh(x)), x=x, y=y) == Fraction(str(y))
    first = exact(lambda x, y: np.max(np.stack([y, np.tanh(x)])), x=x, y=y)
    assert first == Fraction(str(y))
    assert isinstance(exact(lambda x, y: np.max(np.stack([np.tanh(x), y])), x=x, y=y), Unknown)


def test_what_is_not_known_says_so():
    assert repr(UNKNOWN) == "UNKNOWN"


@pytest.mark.parametrize(
    "expression",
    ["u + x", "x + u", "u - x", "x - u", "-u", "u * x", "x * u", "u / x", "x / u", "u - u * 1"],
)
def test_what_is_computed_from_what_is_not_known_is_not_known(expression):
    function = eval(f"lambda x: (lambda u: {expression})(np.tanh(x))")  # noqa: S307
    assert exact(function, x=0.3) is UNKNOWN


def test_zero_times_what_is_not_known_is_zero_from_both_sides():
    assert exact(lambda x: np.tanh(x) * 0.0, x=0.3) == 0
    assert exact(lambda x: 0.0 * np.tanh(x), x=0.3) == 0


def test_zero_over_what_is_not_known_is_zero_and_refused_where_that_may_be_zero():
    assert exact(lambda x: 0.0 / np.tanh(x), x=0.3) == 0
    near = record(lambda x: {"z": 0.0 / (np.tanh(x) - 0.2913126124515909)}, x=0.3000000000000001)
    with pytest.raises(ValueError, match="a divisor may be 0"):
        Numbers(near).entry(near["z"])


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (2.0, 64.0, 2**64),
        (2.0, 65.0, UNKNOWN),
        (2.0, -64.0, Fraction(1, 2**64)),
        (2.0, -65.0, UNKNOWN),
        (-0.5, 3.0, Fraction(-1, 8)),
        (0.0, 0.0, 1),
        (0.0, 2.0, 0),
        (1.44, 0.5, Fraction(6, 5)),
        (0.0, 0.5, 0),
        (0.0, 0.25, 0),
        (0.0, 1e-9, 0),
        (1.5, 0.25, UNKNOWN),
    ],
)
def test_a_power_is_exact_of_zero_and_where_the_exponent_is_whole_or_half(base, exponent, expected):
    assert exact(lambda x, y: x**y, x=base, y=exponent) == expected


def test_no_number_is_no_fraction():
    with np.errstate(all="ignore"):
        for function, x in (
            (lambda x: x**-1, 0.0),
            (lambda x: np.sqrt(x), -1.0),
            (lambda x: np.log(x * 1), 0.0),
            (lambda x: 1 / x, 0.0),
            (lambda x: x, float("inf")),
            (lambda x: x, float("nan")),
        ):
            assert exact(function, x=x) is UNKNOWN


def test_a_fraction_is_followed_up_to_200_digits_below_the_line_and_600_above():
    def raised(power):
        return exact(lambda x, y: x**60 * x**60 * x**60 * x**y, x=0.1, y=float(power))

    assert raised(19) == Fraction(1, 10**199)
    assert raised(20) is UNKNOWN

    def grown(power):
        return exact(lambda x, y: x**y, x=1e10, y=float(power))

    assert grown(30) == 10**300
    with np.errstate(over="ignore"):
        assert exact(lambda x: x**50 * (x**9 * 9) / 9, x=1e10) == 10**590
        assert exact(lambda x: x**60, x=1e10) is UNKNOWN


@pytest.mark.parametrize("axis", [0, 1, -1, (0, 1), (1, 2), None])
def test_the_largest_along_any_axis_is_found(axis):
    x = np.random.default_rng(1).integers(-90, 90, (2, 3, 4)) / 10
    found = exact(lambda x: np.max(x, axis=axis), x=x)
    assert found == typed(np.max(x, axis=axis)).tolist()
    kept = exact(lambda x: np.max(x, axis=axis, keepdims=True), x=x)
    assert kept == typed(np.max(x, axis=axis, keepdims=True)).tolist()


@pytest.mark.parametrize("largest", [np.max, np.argmax])
def test_the_largest_of_one_number_has_any_axis(largest):
    trace = record(lambda x: largest(x, axis=0), x=0.3)
    assert [number.text for number in Numbers(trace).entries(trace["result"])] == [
        str(largest(0.3))
    ]


def test_a_fraction_with_too_many_digits_is_let_go():
    def square(x):
        for _ in range(12):
            x = x * x
        return x

    assert isinstance(exact(square, x=1.1), Unknown)


def test_a_number_too_large_for_a_float_is_let_go():
    def raise_it(x):
        for _ in range(9):
            x = x**60
        return x

    with np.errstate(over="ignore"):
        assert isinstance(exact(raise_it, x=10.0), Unknown)


def test_the_mean_of_nothing_is_no_number():
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning, match="empty"):
        assert isinstance(exact(lambda x: np.mean(x * 2), x=np.zeros(0)), Unknown)


def test_a_thousand_steps_are_followed():
    def loop(x):
        for _ in range(3000):
            x = x + 0.1
        return x

    assert exact(loop, x=0.0) == 300


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs)
def test_what_is_printed_as_exact_is_what_the_float_says_to_a_billionth(made):
    steps, named, values = made
    with np.errstate(all="ignore"):
        trace = record(program(steps, named), **values)
    numbers = Numbers(trace)
    for node in trace.nodes:
        if not np.all(np.isfinite(np.asarray(node.value, float))):
            continue
        for index, value in np.ndenumerate(exact_values(node)):
            if isinstance(value, Fraction):
                number = Fraction(np.asarray(node.value)[index].item())
                assert abs(value - number) <= Fraction(1, 10**9) * max(1, abs(value))
                if abs(value) * 10**5 % 1 == 0 and abs(value) < 10**7:
                    assert numbers.entry(node, index).exact
                    assert Fraction(numbers.entry(node, index).text) == value
