"""The LSTM of one unit, and the two roads, against arithmetic with 40 digits."""

import mpmath
import numpy as np
import pytest

from rnn_examples.models.lstm_scalar import lstm_scalar
from rnn_examples.models.roads import roads

NAMES = [f"{letter}_{gate}" for gate in "ifoc" for letter in "wub"]


def weights(seed, scale=1.0):
    random = np.random.default_rng(seed)
    return {name: np.float64(random.normal() * scale) for name in NAMES}


def logistic(number):
    return 1 / (1 + mpmath.exp(-number))


def cell(given, x, h, c):
    """One time step: pre-activations, gates, candidate and both states."""
    given = {name: mpmath.mpf(float(value)) for name, value in given.items()}
    a = {g: given[f"w_{g}"] * h + given[f"u_{g}"] * x + given[f"b_{g}"] for g in "ifoc"}
    i, f, o = (logistic(a[g]) for g in "ifo")
    candidate = mpmath.tanh(a["c"])
    c = f * c + i * candidate
    return [*a.values(), i, f, o, candidate, c, o * mpmath.tanh(c)]


@pytest.mark.parametrize(("seed", "scale"), [(0, 1.0), (1, 1.0), (2, 40.0), (3, 0.01)])
def test_every_value_agrees_with_forty_digits(seed, scale):
    given, x = weights(seed, scale), np.array([0.5, -1.75, 3.0, 0.25])
    with mpmath.workdps(40):
        h, c = mpmath.mpf("0.375"), mpmath.mpf(-2)
        steps = lstm_scalar(x, np.float64(h), np.float64(c), **given)
        for number, step in zip(x, steps, strict=True):
            expected = cell(given, mpmath.mpf(float(number)), h, c)
            *_, c, h = expected
            assert np.allclose(list(step), [float(v) for v in expected], rtol=1e-9)


def test_the_road_is_the_derivative_while_the_gates_are_held():
    """Moved by 1, the first cell state moves the last one by the road."""
    x, given, zero = np.array([1.0, -2.0, 0.5]), weights(4), np.float64(0.0)
    steps = lstm_scalar(x, zero, zero, **given)
    road = roads(x, zero, zero, zero, **given)[-1].road_lstm_t

    def last(c):
        for step in steps:
            c = float(step.f_t) * c + float(step.i_t * step.c_tilde_t)
        return c

    assert last(1.0) - last(0.0) == pytest.approx(float(road), rel=1e-12)


def test_a_saturated_gate_is_exactly_open_or_shut():
    given = {**weights(5), "b_f": np.float64(1000.0), "b_i": np.float64(-1000.0)}
    step = lstm_scalar(np.array([0.5]), np.float64(0.1), np.float64(0.75), **given)[0]
    assert (step.f_t, step.i_t, step.c_t) == (1.0, 0.0, 0.75)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_both_roads_agree_with_forty_digits(seed):
    given, x = weights(seed), np.array([0.1, -0.4, 0.9, 0.1, 0.3])
    w, u, b = 1.25, -0.5, 0.125
    steps = roads(x, np.float64(w), np.float64(u), np.float64(b), **given)
    with mpmath.workdps(40):
        h, c, state = mpmath.mpf(0), mpmath.mpf(0), mpmath.mpf(0)
        lstm, elman = mpmath.mpf(1), mpmath.mpf(1)
        for number, step in zip(x, steps, strict=True):
            number = mpmath.mpf(float(number))
            *_, f, _, _, c, h = cell(given, number, h, c)
            lstm *= f
            elman *= mpmath.diff(
                lambda s, number=number: mpmath.tanh(w * s + u * number + b), state
            )
            state = mpmath.tanh(w * state + u * number + b)
            assert np.allclose(list(step), [float(v) for v in (f, lstm, state, elman)], rtol=1e-12)
