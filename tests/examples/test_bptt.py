"""What the page on backpropagation through time says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.bptt import BPTT, BPTT_DENSE, WEIGHT_SLICE
from rnn_examples.examples.rnn_theory import ENCODER
from rnn_examples.render.numbers import Numbers


def value(name, example=BPTT):
    return example.trace[name].value


def printed(name, places):
    return [[f"{entry:.{places}f}" for entry in row] for row in np.atleast_2d(value(name))]


def test_the_numbers_are_those_that_are_known_from_elsewhere():
    assert f"{value('L'):.5f}" == "1.80344"
    assert printed("dW", 4) == [["0.0954", "0.1248"], ["-0.0575", "-0.0752"]]
    assert printed("dU", 4) == [["0.1259"], ["-0.1351"]]


def test_the_encoder_is_that_of_the_theory_page():
    for name in ("h_0", "W", "U", "b"):
        assert BPTT.trace[name].origin is ENCODER.trace[name]
    assert value("h_2").tolist() == ENCODER.trace["h_2"].value.tolist()


def test_one_delta_by_hand():
    """The arithmetic of δ_1 with the five places that the page prints."""
    W, delta_2 = [[0.3, -0.1], [0, 0.2]], [0.20653, -0.12438]
    later = [
        W[0][0] * delta_2[0] + W[1][0] * delta_2[1],
        W[0][1] * delta_2[0] + W[1][1] * delta_2[1],
    ]
    total = [-0.42710 + later[0], 0.22467 + later[1]]
    delta_1 = [(1 - 0.46212**2) * total[0], (1 - 0.60437**2) * total[1]]
    np.testing.assert_allclose(delta_1, value("delta_1"), atol=2e-5)
    texts = [number.text for number in Numbers(BPTT.trace).entries(BPTT.trace["delta_1"])]
    assert texts == ["-0.28716", "0.11371"]


def test_after_the_last_step_nothing_comes_back():
    assert value("dh_later_2").tolist() == [0, 0]
    assert value("dh_2").tolist() == value("dh_now_2").tolist()


def test_the_two_sources_of_step_1_disagree_and_the_immediate_one_is_stronger():
    now, later = value("dh_now_1"), value("dh_later_1")
    assert np.all(now * later < 0)
    assert np.all(np.abs(now) > np.abs(later))


def test_little_gets_through_where_tanh_is_almost_flat():
    passed = 1 - value("h_2") ** 2
    assert value("h_2")[1] > 0.9
    assert passed[1] < 0.2
    assert np.all(passed <= 1)


def test_step_1_has_no_share_of_dw_unless_the_first_state_is_not_zero():
    assert not value("dW_1").any()
    assert not value("h_0").any()
    other = BPTT.with_inputs(h_0=np.array([0.5, -0.5]))
    assert np.all(value("dW_1", other) != 0)


def test_the_shares_of_u_disagree_and_cancel_in_good_part():
    first, second = value("dU_1"), value("dU_2")
    assert np.all(first * second < 0)
    larger = np.maximum(np.abs(first), np.abs(second))
    assert np.all(np.abs(value("dU")) < 0.6 * larger)


@pytest.mark.parametrize("name", ["W", "U", "V"])
def test_the_gradient_is_the_sum_of_the_shares(name):
    for example, steps in ((BPTT, 2), (BPTT_DENSE, 3)):
        shares = [value(f"d{name}_{t}", example) for t in range(1, steps + 1)]
        np.testing.assert_allclose(value(f"d{name}", example), sum(shares), atol=1e-15)


def test_the_first_row_of_v_nearly_cancels_and_no_cell_leaves_the_colours():
    first, second = value("dV_1"), value("dV_2")
    assert np.all(first[0] * second[0] < 0)
    assert np.all(np.abs(value("dV")[0]) < 0.1 * np.abs(second[0]))
    for name in ("dU_1", "dU_2", "dV_1", "dV_2", "dV"):
        assert np.abs(value(name)).max() < 0.6
    assert np.abs(value("dW_2")).max() < 0.2
    for name in ("dW_1", "dW_2", "dW_3", "dW"):
        assert np.abs(value(name, BPTT_DENSE)).max() < 0.7


def test_without_w_nothing_comes_back_from_later():
    other = BPTT.with_inputs(W=np.zeros((2, 2)))
    assert not value("dh_later_1", other).any()


def test_the_tangent_touches_the_loss_at_0_and_leaves_it_further_out():
    s, L, tangent = (value(name, WEIGHT_SLICE) for name in ("s", "L", "tangent"))
    assert (s[0], s[-1]) == (-3, 3)
    apart = np.abs(L - tangent)
    (middle,) = np.flatnonzero(s == 0)
    assert apart[middle] < 1e-15
    assert np.all(np.diff(apart[middle:]) > 0)
    assert apart[0] > 0.1
    assert np.flatnonzero(value("D", WEIGHT_SLICE)).tolist() == [1]  # first row, second column
    assert value("dW")[0, 1] > 0


def test_in_the_dense_example_nothing_is_zero():
    for name in ("h_0", "W", "U", "b", "V", "c", "dW_1", "dW_2", "dW_3", "dh_0"):
        assert np.all(value(name, BPTT_DENSE) != 0), name


def test_in_the_dense_example_the_corner_cancels_and_step_1_is_quiet_in_the_bottom_row():
    shares = [value(f"dW_{t}", BPTT_DENSE) for t in (1, 2, 3)]
    corner = [share[0, 0] for share in shares]
    assert corner[0] > 0 > max(corner[1:])
    assert abs(sum(corner)) < 0.15 * corner[0]
    assert np.all(np.abs(shares[0][1]) < 0.05 * np.abs(shares[1][1] + shares[2][1]))


def test_only_the_dense_example_finds_a_forgotten_sum():
    assert value("dW").tolist() == value("dW_2").tolist()
    assert np.all(np.abs(value("dW", BPTT_DENSE) - value("dW_3", BPTT_DENSE)) > 0.05)


def test_the_share_of_u_equals_delta_where_the_word_is_1():
    assert value("x_1").tolist() == [1]
    assert value("dU_1")[:, 0].tolist() == value("delta_1").tolist()
    assert value("dU_2")[:, 0].tolist() != value("delta_2").tolist()
