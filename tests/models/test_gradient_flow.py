"""Gradients over time, against the complex step and linear algebra's own functions."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.models import gradient_flow
from rnn_examples.models.gradient_flow import (
    flow,
    flow_at_radius,
    linear_flow,
    spectral_norm_step_by_step,
    spectral_radius_step_by_step,
)

numbers = st.floats(-100, 100).filter(lambda x: x == 0 or abs(x) > 1e-6)
matrices = st.lists(numbers, min_size=4, max_size=4).map(lambda m: np.array(m).reshape(2, 2))


def network(seed, time=6):
    random = np.random.default_rng(seed)
    return {
        "x": random.normal(size=(time, 3)),
        "h_0": random.normal(size=2),
        "W": random.normal(size=(2, 2)),
        "U": random.normal(size=(2, 3)),
        "b": random.normal(size=2),
    }


def states(inputs, start, first=0):
    """Complex states from a time step on."""
    h, found = start, []
    for x_t in inputs["x"][first:]:
        h = np.tanh(inputs["W"].dot(h) + inputs["U"].dot(x_t) + inputs["b"])
        found.append(h)
    return found


def complex_jacobian(inputs, start, first, t):
    columns = []
    for k in range(2):
        changed = start.astype(complex)
        changed[k] += 1e-30j
        columns.append(states(inputs, changed, first)[t - first].imag / 1e-30)
    return np.array(columns).T


def largest_error(inputs):
    worst = 0.0
    before = inputs["h_0"]
    for t, step in enumerate(flow(**inputs)):
        whole = complex_jacobian(inputs, inputs["h_0"], 0, t)
        own = complex_jacobian(inputs, before, t, t)
        worst = max(worst, np.abs(step.dh_dh_0_t - whole).max() / np.abs(whole).max())
        worst = max(worst, np.abs(step.dh_dh_prev_t - own).max() / np.abs(own).max())
        norm = np.linalg.norm(whole, 2)
        worst = max(worst, abs(step.norm_dh_dh_0_t - norm) / norm)
        worst = max(worst, np.abs(np.tanh(step.a_t) - step.h_t).max())
        before = step.h_t
    return worst


@pytest.mark.parametrize("seed", range(10))
def test_every_jacobian_agrees_with_the_complex_step(seed):
    assert largest_error(network(seed)) < 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_without_tanh_the_product_is_a_power(seed):
    W = network(seed)["W"]
    for t, step in enumerate(linear_flow(W, 6), 1):
        true = np.linalg.matrix_power(W, t)
        assert np.allclose(step.P_t, true, rtol=1e-12, atol=0)
        assert step.norm_P_t == pytest.approx(np.linalg.svd(true)[1][0], rel=1e-12)


@given(matrices)
def test_the_spectral_norm_is_the_largest_singular_value(J):
    large, small = np.linalg.svd(J)[1]
    found = spectral_norm_step_by_step(J)
    assert found.norm_J == pytest.approx(large, rel=1e-12, abs=1e-14)
    assert abs(found.r_turn - found.r_mirror) == pytest.approx(small, rel=1e-9, abs=1e-12 * large)


@given(matrices)
def test_the_spectral_radius_is_the_largest_eigenvalue(W):
    true = np.abs(np.linalg.eigvals(W)).max()
    # A double eigenvalue is as uncertain as the root of a rounding error.
    assert spectral_radius_step_by_step(W).rho_W == pytest.approx(
        true, rel=1e-6, abs=1e-6 * np.abs(W).max()
    )


def test_a_matrix_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="the matrix is 3 × 3; this formula is for 2 × 2"):
        spectral_norm_step_by_step(np.eye(3))


def test_a_scaled_matrix_has_the_radius_that_was_asked_for():
    inputs = network(2)
    W = inputs.pop("W")
    rho_0 = np.abs(np.linalg.eigvals(W)).max()
    found = flow_at_radius(**inputs, W_0=W, rho_0=rho_0, rho=np.float64(1.5))
    assert np.abs(np.linalg.eigvals(found.W)).max() == pytest.approx(1.5)
    own = flow(**inputs, W=found.W)
    assert [s.norm_dh_dh_0_t for s in found.steps] == [s.norm_dh_dh_0_t for s in own]


def no_slope(h_t, W):
    return W * 1.0


def slope_of_the_columns(h_t, W):
    return W * (1 - h_t**2)


def turned(h_t, W):
    return ((1 - h_t**2) * np.eye(2)) @ W.T


@pytest.mark.parametrize("mistake", [no_slope, slope_of_the_columns, turned])
def test_a_planted_mistake_is_found(mistake, monkeypatch):
    monkeypatch.setattr(gradient_flow, "step_jacobian", mistake)
    assert largest_error(network(1)) > 1e-2


def test_a_turn_that_shortens_has_its_scale_for_radius():
    turn = 0.5 * np.array([[0.6, -0.8], [0.8, 0.6]])
    found = spectral_radius_step_by_step(turn)
    assert abs(found.S - 0.6) < 1e-15
    assert abs(found.D - 0.25) < 1e-15
    assert abs(found.rho_W - 0.5) < 1e-15
