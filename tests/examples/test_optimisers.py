"""What the page on optimisers says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.bptt import BPTT
from rnn_examples.examples.optimisers import ADAM, ADAM_TURNED, LOSS_SLICE, MOMENTUM, RACE, SGD
from rnn_examples.models.optimisers import adam_step


def value(example, name):
    return example.trace[name].value


def path(name, example=RACE):
    return np.array([value(example, f"{name}_{t}") for t in range(1, len(example.trace.steps) + 1)])


def test_the_loss_follows_the_promise_at_first_and_is_lowest_where_the_page_says():
    eta, L, promise = (value(LOSS_SLICE, name) for name in ("eta", "L", "promise"))
    assert eta[0] == 0
    assert L[0] == value(BPTT, "L") == promise[0]
    assert abs(L[1] - promise[1]) < (L[0] - L[1]) / 5
    assert int(np.argmin(L)) == 7
    assert len(L) - 1 == 24
    assert L[24] > L[0]
    assert promise[-1] < 0 < np.min(L)


def test_the_promise_is_the_slope_of_the_loss():
    eta, L, promise = (value(LOSS_SLICE, name) for name in ("eta", "L", "promise"))
    polynomial = np.polynomial.Polynomial.fit(eta[:8], L[:8], 7)
    assert abs(polynomial.deriv()(0) - (promise[1] - promise[0]) / eta[1]) < 1e-4


def test_the_second_parameter_moves_four_times_as_fast():
    moved = value(SGD, "theta_3") - value(SGD, "theta_0")
    assert moved[1] / moved[0] == pytest.approx(-4)
    assert value(SGD, "g_1")[1] / value(SGD, "g_1")[0] == -4


def test_all_three_take_the_same_gradients():
    assert MOMENTUM.trace["g"].origin is ADAM.trace["g"].origin is SGD.trace["g"]


def test_momentum_goes_almost_twice_as_far_in_three_steps():
    start = value(SGD, "theta_0")
    ratio = (value(MOMENTUM, "theta_3") - start) / (value(SGD, "theta_3") - start)
    assert np.all((ratio > 1.8) & (ratio < 2))


def test_with_a_steady_gradient_the_velocity_becomes_ten_times_as_long():
    many = MOMENTUM.with_inputs(g=np.array([[0.5, -2.0]] * 200))
    assert np.allclose(value(many, "v_200"), 10 * value(SGD, "g_1"), rtol=1e-8)


def test_the_correction_gives_the_gradient_back_from_the_first_step_on():
    g = value(ADAM, "g_1")
    assert np.allclose(value(ADAM, "m_1"), g / 10)
    for t in (1, 2, 3):
        assert np.allclose(value(ADAM, f"m_hat_{t}"), g)
        assert np.allclose(value(ADAM, f"v_hat_{t}"), g**2)


def test_the_mean_of_the_squares_is_too_small_by_far_more():
    g = value(ADAM, "g_1")
    assert np.all(value(ADAM, "v_1") / g**2 < value(ADAM, "m_1") / g / 10)


def test_without_the_correction_the_first_step_would_be_over_three_times_too_long():
    step = value(ADAM, "theta_0") - value(ADAM, "theta_1")
    wrong = value(ADAM, "eta") * value(ADAM, "m_1") / np.sqrt(value(ADAM, "v_1"))
    assert np.all((wrong / step > 3) & (wrong / step < 3.5))


def test_adam_moves_every_parameter_by_eta():
    for t in (1, 2, 3):
        moved = value(ADAM, f"theta_{t}") - value(ADAM, f"theta_{t - 1}")
        assert np.allclose(np.abs(moved), value(ADAM, "eta"), rtol=1e-6)


def test_when_the_gradient_turns_adam_hesitates():
    g_1, g_2 = value(ADAM_TURNED, "g_1"), value(ADAM_TURNED, "g_2")
    assert np.all(g_1 * g_2 < 0)
    moved = value(ADAM_TURNED, "theta_2") - value(ADAM_TURNED, "theta_1")
    assert np.all(np.abs(moved) < value(ADAM, "eta") / 3)


def test_a_hundred_times_the_gradient_changes_a_step_of_sgd_and_not_of_adam():
    def step(factor):
        zero, g = np.zeros(2), factor * np.array([0.5, -2.0])
        rates = (np.float64(0.1), np.float64(0.9), np.float64(0.999), np.float64(1e-8))
        return adam_step(zero, zero, zero, g, 1, *rates).theta_t

    assert np.allclose(step(100), step(1), rtol=1e-6)
    more = SGD.with_inputs(g=100 * value(SGD, "g"))
    start = value(SGD, "theta_0")
    assert np.allclose(value(more, "theta_1") - start, 100 * (value(SGD, "theta_1") - start))


def test_sgd_wins_this_race():
    losses = [float(value(RACE, f"loss_{name}_21")) for name in ("sgd", "momentum", "adam")]
    assert losses == sorted(losses)


def test_another_wins_with_other_rates():
    low, high, _ = RACE.sliders["eta_sgd"]
    assert low <= 0.02 <= high
    slow = RACE.with_inputs(eta_sgd=np.float64(0.02))
    assert value(slow, "loss_sgd_21") > value(slow, "loss_momentum_21")


def test_sgd_jumps_from_side_to_side_and_the_two_others_go_past_the_middle():
    assert np.all(np.diff(np.sign(path("sgd")[:, 1])) != 0)
    assert np.all(path("sgd")[:, 0] > 0)
    assert np.min(path("momentum")[:, 0]) < 0
    assert np.min(path("adam")[:, 0]) < -0.5
    assert path("adam")[-1, 0] > np.min(path("adam")[:, 0])  # and comes back


def test_adam_starts_diagonally():
    first = path("adam")[1] - path("adam")[0]
    assert np.allclose(first, -value(RACE, "eta_adam"), rtol=1e-6)


def test_on_an_ellipse_the_loss_is_the_same_everywhere():
    k, start = value(RACE, "curvature"), value(RACE, "start")
    height = np.sum(k * start**2) / 2
    for name, share in (("outer", 1), ("inner", 1 / 4)):
        assert np.allclose(
            np.sum(k * value(RACE, name) ** 2, axis=1) / 2, share * height, rtol=1e-5
        )


def test_sgd_converges_up_to_two_over_the_larger_curvature():
    limit = 2 / np.max(value(RACE, "curvature"))
    assert limit == pytest.approx(1 / 3)
    _, high, _ = RACE.sliders["eta_sgd"]
    assert high > limit

    def far(rate):
        return abs(path("sgd", RACE.with_inputs(eta_sgd=np.float64(rate)))[-1, 1])

    assert far(limit - 0.01) < far(limit + 0.01)
    assert far(limit - 0.01) < 1 < far(limit + 0.01)  # it started at 1
