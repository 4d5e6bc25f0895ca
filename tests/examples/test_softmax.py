"""What the page on softmax and cross-entropy says in prose about its numbers."""

import math

import numpy as np
import pytest

from rnn_examples.examples.softmax import CROSS_ENTROPY, EXTREME, NO_IDEA, RIGHT_LOGIT, SHIFTED
from rnn_examples.render.numbers import Numbers


def value(example, name):
    return example.trace[name].value


def printed(example, name):
    return [number.text for number in Numbers(example.trace).entries(example.trace[name])]


def test_the_right_token_is_the_last_and_got_less_than_a_fifth():
    probabilities = value(CROSS_ENTROPY, "y_hat")
    assert value(CROSS_ENTROPY, "y") == len(probabilities) - 1 == 2  # the page shows y_hat[2]
    assert probabilities[2] < 1 / 5
    assert np.argmax(probabilities) == 0


def test_no_idea_gives_a_third_each_and_log_3_and_costs_less_than_being_wrong():
    assert value(NO_IDEA, "o").tolist() == [0, 0, 0]
    np.testing.assert_allclose(value(NO_IDEA, "y_hat"), 1 / 3, rtol=1e-15)
    assert float(value(NO_IDEA, "L")) == pytest.approx(math.log(3), rel=1e-15)
    assert value(NO_IDEA, "L") < value(CROSS_ENTROPY, "L")


def test_the_presets_say_what_they_are():
    presets = {
        title: CROSS_ENTROPY.with_inputs(**given) for title, given in CROSS_ENTROPY.presets.items()
    }
    assert value(presets["sure, and right"], "y_hat")[2] > 0.99
    assert value(presets["sure, and wrong"], "y_hat")[0] > 0.99
    assert np.ptp(value(presets["no idea"], "y_hat")) == 0


def test_only_the_right_token_has_a_negative_gradient_and_the_gradient_adds_up_to_0():
    for example in (CROSS_ENTROPY, EXTREME, NO_IDEA):
        gradient = value(example, "do")
        assert np.flatnonzero(gradient < 0).tolist() == [2]
        assert abs(gradient.sum()) < 1e-15
        assert np.all(np.abs(gradient) <= 1)


def test_the_loss_is_a_straight_line_where_the_network_is_wrong_and_flat_where_it_is_right():
    s, loss, slope = (value(RIGHT_LOGIT, name) for name in ("s", "L", "slope"))
    assert slope[0] < -0.99
    assert slope[-1] > -0.04
    assert loss[0] - loss[1] == pytest.approx(s[1] - s[0], rel=0.01)
    np.testing.assert_allclose(slope, value(RIGHT_LOGIT, "p") - 1, rtol=1e-15)
    between = np.diff(loss) / np.diff(s)  # by the mean value theorem
    assert np.all((slope[:-1] < between) & (between < slope[1:]))


def test_the_curve_passes_through_the_worked_example():
    (place,) = np.flatnonzero(value(RIGHT_LOGIT, "s") == value(CROSS_ENTROPY, "o")[2])
    assert printed(RIGHT_LOGIT, "L")[place] == printed(CROSS_ENTROPY, "L")[0]


def test_one_half_is_crossed_a_little_right_of_the_larger_of_the_other_logits():
    s, p = value(RIGHT_LOGIT, "s"), value(RIGHT_LOGIT, "p")
    others = value(CROSS_ENTROPY, "o")[:2]
    assert others.argmax() == 0  # the page shows o[0]
    assert np.interp(0.5, p, s) == pytest.approx(math.log(np.exp(others).sum()), abs=0.01)
    assert others.max() < math.log(np.exp(others).sum()) < others.max() + 0.1


def test_a_hundred_more_for_every_logit_changes_nothing():
    np.testing.assert_array_equal(value(SHIFTED, "o"), value(CROSS_ENTROPY, "o") + 100)
    for name in ("y_hat", "L", "do"):
        assert printed(SHIFTED, name) == printed(CROSS_ENTROPY, name)


def test_logits_of_ten_thousand_are_finite_with_the_shift_and_no_number_without():
    o = value(EXTREME, "o")
    assert np.max(np.abs(o)) == 10000
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        assert np.exp(710.0) == np.inf
        assert np.isnan(np.exp(o) / np.exp(o).sum()).any()
        assert np.log(value(EXTREME, "y_hat")[2]) == -np.inf
    for name in ("log_y_hat", "L", "do"):
        assert np.all(np.isfinite(value(EXTREME, name)))
    assert value(EXTREME, "L") == 9999.5
    assert f"{np.finfo(float).max:.1e}" == "1.8e+308"


def test_softmax_twice_never_comes_near_0():
    sure = CROSS_ENTROPY.with_inputs(o=np.array([0.0, 0.0, 1.0]))  # probabilities, taken as logits
    assert value(sure, "L") > 0.5


def test_with_the_first_token_right_the_loss_is_small():
    first = CROSS_ENTROPY.with_inputs(y=np.int64(0))
    assert value(first, "L") == -value(CROSS_ENTROPY, "log_y_hat")[0]
    assert value(first, "L") < 0.25
