"""What the page on real-time recurrent learning says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.bptt import BPTT, BPTT_DENSE
from rnn_examples.examples.rtrl import AGREEMENT, GRADIENTS, RTRL
from rnn_examples.models.rtrl import carry_forward
from rnn_examples.render.numbers import Numbers


def value(name, example=RTRL):
    return example.trace[name].value


def printed(example, name):
    return [number.text for number in Numbers(example.trace).entries(example.trace[name])]


@pytest.mark.parametrize("name", ["L", *GRADIENTS])
def test_both_ways_print_the_same(name):
    assert printed(RTRL, name) == printed(BPTT, name)


def test_both_ways_are_compared_in_full_and_none_is_beyond_the_tolerance():
    size = sum(value(name).size for name in GRADIENTS)
    assert (value("within", AGREEMENT), value("beyond", AGREEMENT)) == (size, 0)
    assert value("tolerance", AGREEMENT) == 1e-12


def test_a_difference_would_be_counted():
    other = AGREEMENT.with_inputs(dU_forth=value("dU") + np.array([[0.0], [1e-6]]))
    assert value("beyond", other) == 1


def test_both_ways_agree_where_nothing_is_zero():
    forwards = carry_forward(**BPTT_DENSE.arguments)
    for name in GRADIENTS:
        np.testing.assert_allclose(
            getattr(forwards, name), value(name, BPTT_DENSE), rtol=1e-12, atol=0
        )


def test_the_shares_differ_and_are_cut_as_the_page_says():
    """Three contributions: step 1 uses U for L_1, step 1 for L_2, step 2 for L_2."""
    through_now = (1 - value("h_1") ** 2) * value("dh_now_1")
    through_later = (1 - value("h_1") ** 2) * (value("W").T @ value("delta_2", BPTT))
    x_1, x_2 = value("x_1"), value("x_2")
    first, second = np.outer(through_now, x_1), np.outer(through_later, x_1)
    third = np.outer(value("delta_2", BPTT), x_2)
    np.testing.assert_allclose(value("dU_1", BPTT), first + second, atol=1e-15)
    np.testing.assert_allclose(value("dU_2", BPTT), third, atol=1e-15)
    np.testing.assert_allclose(value("dU_loss_1"), first, atol=1e-15)
    np.testing.assert_allclose(value("dU_loss_2"), second + third, atol=1e-15)
    assert np.all(np.abs(second) > 0.01)


def test_w_has_no_effect_at_step_1_and_u_has():
    assert not value("dh_dW_1").any()
    assert np.all(np.diag(value("dh_dU_1")) > 0)
    assert value("dh_dU_1")[0, 1] == 0


def test_at_step_2_the_second_weight_of_u_has_reached_unit_1():
    assert value("dh_dU_2")[0, 1] != 0
    without = RTRL.with_inputs(W=np.zeros((2, 2)))
    assert value("dh_dU_2", without)[0, 1] == 0


def test_without_the_part_from_before_dw_is_right_and_du_is_wrong():
    D = value("D_2")
    W_now = (value("dh_now_2") @ (D @ value("da_dW_now_2"))).reshape(2, 2)
    U_now = (value("dh_now_2") @ (D @ value("da_dU_now_2"))).reshape(2, 1)
    np.testing.assert_allclose(W_now, value("dW_loss_2"), atol=1e-15)
    assert np.all(np.abs(U_now - value("dU_loss_2")) > 0.01)


def test_u_and_b_are_alike_at_step_1_only():
    assert value("x_1").tolist() == [1]
    assert value("dh_dU_1").tolist() == value("dh_db_1").tolist()
    assert value("dh_dU_2").tolist() != value("dh_db_2").tolist()
