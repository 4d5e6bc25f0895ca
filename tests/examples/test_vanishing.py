"""What the page on vanishing gradients says in prose about its numbers."""

import numpy as np

from rnn_examples.examples.vanishing import (
    FLOW_LARGE,
    FLOW_ONE,
    FLOW_SILENT,
    FLOW_SMALL,
    LENGTH,
    RADIUS,
    THEORY_FLOW,
    THEORY_NORM,
)
from rnn_examples.models.gradient_flow import flow_at_radius
from rnn_examples.render.axes import log_ticks


def norms(example, field="norm_dh_dh_0"):
    return np.array([float(example.trace[f"{field}_{t}"].value) for t in range(1, LENGTH + 1)])


def radius(matrix):
    return np.max(np.abs(np.linalg.eigvals(matrix)))


def test_the_theory_page_loses_nine_tenths_in_a_step_and_more_than_29_thirtieths_in_two():
    assert 0.85 < 1 - float(THEORY_NORM.trace["norm_J"].value) < 0.95
    assert float(THEORY_FLOW.trace["norm_dh_dh_0_2"].value) < 1 / 30


def test_the_entries_of_the_second_state_are_large_and_the_slopes_small():
    h = THEORY_FLOW.trace["h_2"].value
    assert np.all(h > 0.75)
    assert np.all(1 - h**2 < 0.4)


def test_the_norm_is_the_largest_stretch_of_any_vector_and_the_radius_the_largest_eigenvalue():
    J = THEORY_NORM.trace["J"].value
    angles = np.linspace(0, np.pi, 20_001)
    stretched = J @ np.stack([np.cos(angles), np.sin(angles)])
    longest = np.max(np.hypot(*stretched))
    assert abs(longest - float(THEORY_NORM.trace["norm_J"].value)) < 1e-8
    assert abs(radius(RADIUS.trace["W"].value) - float(RADIUS.trace["rho_W"].value)) < 1e-14


def test_each_example_has_the_radius_that_it_names():
    for example in (FLOW_SMALL, FLOW_ONE, FLOW_LARGE, FLOW_SILENT):
        assert abs(radius(example.trace["W"].value) - float(example.trace["rho"].value)) < 1e-12


def test_at_a_half_both_curves_fall_at_every_step():
    assert np.all(np.diff(norms(FLOW_SMALL)) < 0)
    assert np.all(np.diff(norms(FLOW_SMALL, "norm_P")) < 0)


def test_at_a_half_each_step_halves_the_gradient_and_ten_leave_about_a_thousandth():
    assert np.allclose(norms(FLOW_SMALL)[1:] / norms(FLOW_SMALL)[:-1], 1 / 2, atol=0.01)
    assert abs(norms(FLOW_SMALL)[9] - 1e-3) < 1e-4


def test_at_one_the_norm_stays_without_tanh_and_falls_slowly_with_it():
    assert np.ptp(norms(FLOW_ONE, "norm_P")) < 0.01
    assert 0.2 < norms(FLOW_ONE)[-1] < 0.6
    assert np.all(np.diff(norms(FLOW_ONE)[3:]) < 0)


def test_at_three_halves_it_explodes_without_tanh():
    assert np.all(np.diff(norms(FLOW_LARGE, "norm_P")) > 0)
    assert norms(FLOW_LARGE, "norm_P")[-1] > 1e8


def test_at_three_halves_it_grows_for_eleven_steps_with_tanh_and_then_vanishes():
    found = norms(FLOW_LARGE)
    assert int(np.argmax(found)) + 1 == 11
    assert 39 < found[10] < 41
    assert found[29] < 0.001
    assert found[-1] < 1e-10


def test_each_late_step_halves_the_gradient_although_the_weights_have_a_large_radius():
    assert radius(FLOW_LARGE.trace["dh_dh_prev_50"].value) < 0.5
    ratios = norms(FLOW_LARGE)[30:] / norms(FLOW_LARGE)[29:-1]
    assert np.all((ratios > 0.45) & (ratios < 0.5))


def test_the_first_jacobian_is_almost_w_and_the_last_slope_is_small_in_the_first_entry():
    first, W = FLOW_LARGE.trace["dh_dh_prev_1"].value, FLOW_LARGE.trace["W"].value
    assert np.max(np.abs(first - W)) < 0.005
    slopes = 1 - FLOW_LARGE.trace["h_50"].value ** 2
    assert slopes[0] < 0.25
    assert slopes[0] < slopes[1]


def test_a_state_that_stays_at_zero_explodes_with_tanh_as_without():
    for t in range(1, 11):
        assert not FLOW_SILENT.trace[f"h_{t}"].value.any()
        with_tanh = float(FLOW_SILENT.trace[f"norm_dh_dh_0_{t}"].value)
        assert with_tanh == float(FLOW_SILENT.trace[f"norm_P_{t}"].value)
        assert abs(with_tanh / norms(FLOW_LARGE, "norm_P")[t - 1] - 1) < 1e-12


def test_no_jacobian_stretches_more_than_w():
    for example in (FLOW_SMALL, FLOW_ONE, FLOW_LARGE):
        most = np.linalg.norm(example.trace["W"].value, 2)
        for t in range(1, LENGTH + 1):
            assert np.linalg.norm(example.trace[f"dh_dh_prev_{t}"].value, 2) <= most


def test_of_all_radii_on_the_slider_one_a_little_above_1_leaves_most_after_all_steps():
    low, high, step = FLOW_ONE.sliders["rho"]
    radii = np.arange(low, high + step / 2, step)
    given = {**FLOW_ONE.arguments}
    left = []
    for rho in radii:
        given["rho"] = rho
        left.append(float(flow_at_radius(**given).steps[-1].norm_dh_dh_0_t))
    assert 1 < radii[int(np.argmax(left))] < 1.1


def test_a_line_of_the_grid_is_a_million_times_the_line_below():
    lines = sorted(log_ticks(1e-20, 1e12))
    assert len(lines) == 6
    assert np.allclose(np.diff(np.log10(lines)), 6)
