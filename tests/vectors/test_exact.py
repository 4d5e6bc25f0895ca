"""The derivatives that numbers of 400 digits know, against mpmath's own."""

import mpmath
import pytest

from rnn_examples.vectors.exact import (
    Number,
    derive,
    dot,
    exact,
    exp,
    leaves,
    log_of_sum,
    sigmoid,
    tanh,
)

MP = mpmath.mp.clone()
MP.dps = 60

FUNCTIONS = {
    "sigmoid": (sigmoid, lambda a: 1 / (1 + MP.exp(-a))),
    "tanh": (tanh, MP.tanh),
    "exp": (exp, MP.exp),
    "times itself": (lambda a: a * a, lambda a: a * a),
    "plus and minus": (lambda a: 1 - (a + a - 3), lambda a: 4 - 2 * a),
    "log of sum": (lambda a: log_of_sum([a, a * a]), lambda a: MP.log(MP.exp(a) + MP.exp(a**2))),
    "dot": (lambda a: dot([a, a], [a, Number(3)]), lambda a: a * a + 3 * a),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("at", [-1.75, 0.0, 0.375, 20.0])
def test_a_function_and_its_derivative_are_mpmaths(name, at):
    ours, true = FUNCTIONS[name]
    a = Number(at)
    found = ours(a)
    derive(found)
    assert float(found.value) == float(true(MP.mpf(at)))
    assert abs(a.gradient - MP.diff(true, at)) <= 1e-18 * abs(a.gradient)


def test_a_saturated_gate_keeps_the_digits_of_its_derivative():
    a = Number(150.0)
    derive(sigmoid(a))
    assert float(a.gradient) == pytest.approx(7.175095973164411e-66, rel=1e-15)


def test_whole_numbers_and_flags_stay_what_they_are():
    assert exact(3) == 3
    assert exact(True) is True
    assert [leaf.value for leaf in leaves(exact([[0.5], [1.5]]))] == [0.5, 1.5]


def test_a_planted_derivative_is_found():
    a = Number(0.375)
    derive(Number(a.value**2, ((a, a.value),)))  # half of it
    assert abs(a.gradient - 0.75) > 0.1
