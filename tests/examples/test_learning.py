"""What the pages on learning say of their numbers."""

from itertools import pairwise

import numpy as np
import pytest

from rnn_examples.examples.bptt import BPTT, BPTT_DENSE
from rnn_examples.examples.clipping import (
    CLIPPING,
    ORTHOGONAL,
    ROTATION,
    SHORT_GRADIENT,
    SHRINKING,
    STEEP_GRADIENT,
)
from rnn_examples.examples.optimisers import ADAM, MOMENTUM, SGD
from rnn_examples.examples.rnn_theory import DECODER, ENCODER, GREEDY, HINDI, SEED, TEACHER_FORCED
from rnn_examples.examples.rtrl import RTRL
from rnn_examples.examples.softmax import CROSS_ENTROPY, EXTREME, SHIFTED
from rnn_examples.examples.tokens import EMBEDDING, ENGLISH
from rnn_examples.examples.training import (
    AT_STEP,
    FIRST_GRADIENT,
    FIRST_UPDATE,
    TRAINED_DRINK_MILK,
    TRAINED_TRANSLATION,
    TRAINED_WATER_DRINK,
    TRAINING,
    UNTRAINED_TRANSLATION,
)
from rnn_examples.examples.vanishing import (
    FLOW_LARGE,
    FLOW_ONE,
    FLOW_SMALL,
    RADIUS,
    THEORY_FLOW,
    THEORY_NORM,
)
from rnn_examples.models.train import TRAINED
from rnn_examples.render.numbers import Numbers


def printed(example, name, spec=""):
    numbers = Numbers(example.trace, spec)
    return [number.text for number in numbers.entries(example.trace[name])]


def value(example, name):
    return example.trace[name].value


def translation(example):
    return [HINDI[int(value(example, f"y_{t}"))] for t in (1, 2, 3)]


RIGHT = ["पानी", "पियो", "<eos>"]


# Tokens.


def test_one_word_stands_twice_and_one_never():
    words = [ENGLISH[word] for word in EMBEDDING.inputs["w"]]
    assert words == ["the", "cat", "sees", "the", "dog"]
    dE = value(EMBEDDING, "dE")
    given = EMBEDDING.inputs["dx"]
    assert dE[0].tolist() == (given[0] + given[3]).tolist()
    assert not dE[ENGLISH.index("boy")].any()


# Softmax.


def test_a_shift_changes_nothing_and_huge_logits_give_finite_numbers():
    for name in ("z", "y_hat", "L", "do"):
        assert printed(CROSS_ENTROPY, name) == printed(SHIFTED, name)
    assert printed(CROSS_ENTROPY, "o") != printed(SHIFTED, "o")
    with pytest.raises(RuntimeWarning, match="overflow"):
        np.exp(EXTREME.inputs["o"])
    assert printed(EXTREME, "L") == ["9999.50000"]


# Backpropagation through time.


def test_the_loss_and_the_gradients_are_those_that_are_expected():
    assert printed(BPTT, "L") == ["1.80344"]
    assert printed(BPTT, "dW", ".4f") == ["0.0954", "0.1248", "-0.0575", "-0.0752"]
    assert printed(BPTT, "dU", ".4f") == ["0.1259", "-0.1351"]


def test_the_network_is_the_theory_pages():
    for name in ("x", "h_0", "W", "U", "b"):
        assert BPTT.trace[name].origin is ENCODER.trace[name]
    assert printed(BPTT, "h_2") == printed(ENCODER, "h_2")


def test_the_first_steps_share_of_the_recurrent_weights_is_zero_as_h_0_is():
    assert not value(BPTT, "h_0").any()
    assert not value(BPTT, "dW_1").any()
    assert value(BPTT, "dU_1").any()


def test_in_the_dense_example_every_share_is_another_one():
    for name in ("dW", "dU", "dV"):
        shares = [value(BPTT_DENSE, f"{name}_{t}") for t in (1, 2, 3)]
        assert all(share.all() for share in shares)
        assert len({share.tobytes() for share in shares}) == 3


def test_real_time_learning_prints_the_same_gradients():
    for name in ("L", "dW", "dU", "db", "dV", "dc", "dh_0"):
        assert printed(RTRL, name) == printed(BPTT, name)
    assert printed(RTRL, "dU_loss_1") != printed(BPTT, "dU_1")  # the shares differ


# Gradients over time.


def test_the_theory_pages_step_shrinks_every_change():
    assert printed(THEORY_NORM, "norm_J", ".3f") == ["0.118"]
    jacobian = value(THEORY_FLOW, "dh_dh_prev_2")
    assert np.linalg.norm(jacobian, "fro") == pytest.approx(0.1226, abs=5e-5)  # not this norm


def norms(example, name):
    return np.array([value(example, f"{name}_{t}") for t in range(1, 51)])


def test_the_radii_are_a_half_one_and_one_and_a_half():
    for example, rho in ((FLOW_SMALL, 0.5), (FLOW_ONE, 1.0), (FLOW_LARGE, 1.5)):
        assert float(value(example, "rho")) == rho
        assert np.abs(np.linalg.eigvals(value(example, "W"))).max() == pytest.approx(rho)
    assert printed(RADIUS, "rho_W") == ["0.56458"]


def test_without_tanh_a_gradient_vanishes_stays_or_explodes():
    assert norms(FLOW_SMALL, "norm_P")[-1] < 1e-15
    assert np.all(np.abs(norms(FLOW_ONE, "norm_P") - 1.069) < 0.01)
    assert norms(FLOW_LARGE, "norm_P")[-1] > 1e8


def test_with_tanh_even_a_radius_of_one_and_a_half_grows_at_first_and_then_vanishes():
    found = norms(FLOW_LARGE, "norm_dh_dh_0")
    peak = int(found.argmax())
    assert found[0] > 1
    assert 5 < peak < 15
    assert found[peak] > 10
    assert found[19] < 1
    assert found[-1] < 1e-10
    assert np.all(np.diff(found[:peak]) > 0)
    assert np.all(np.diff(found[peak:]) < 0)


# Clipping and initialisation.


def test_clipping_by_norm_keeps_the_direction_and_by_value_does_not():
    assert printed(CLIPPING, "g_norm") == ["0.6", "0.8"]
    assert printed(SHORT_GRADIENT, "g_norm") == printed(SHORT_GRADIENT, "g")
    g, by_norm, by_value = (value(STEEP_GRADIENT, name) for name in ("g", "g_norm", "g_value"))
    assert by_norm[0] / by_norm[1] == pytest.approx(g[0] / g[1])
    assert by_value.tolist() == [0.5, -1]


def test_a_rotation_keeps_the_length_for_twenty_steps_and_a_smaller_one_loses_it():
    lengths = {printed(ROTATION, f"norm_h_{t}")[0] for t in range(1, 21)}
    assert lengths == {"1.11803"}
    assert value(SHRINKING, "norm_h_20") < 0.02 * value(SHRINKING, "norm_h_1")
    Q = value(ORTHOGONAL, "Q")
    assert np.allclose(Q @ Q.T, np.eye(3), atol=1e-14)


# Optimisers.


def test_all_optimisers_start_from_the_same_point_with_the_same_gradient():
    for example in (MOMENTUM, ADAM):
        for name in ("g", "theta_0", "eta"):
            assert example.trace[name].origin is SGD.trace[name]
    assert len({tuple(row) for row in SGD.inputs["g"].tolist()}) == 1


def test_adam_moves_both_parameters_equally_far_and_the_others_do_not():
    for t in (1, 2, 3):
        before, after = value(ADAM, f"theta_{t - 1}"), value(ADAM, f"theta_{t}")
        assert np.abs(after - before) == pytest.approx([0.1, 0.1], rel=1e-6)
    moved = np.abs(value(SGD, "theta_1") - value(SGD, "theta_0"))
    assert moved[1] == pytest.approx(4 * moved[0])
    assert printed(ADAM, "m_hat_3") == printed(ADAM, "g_1")  # the bias is corrected


# Training.


def test_nothing_is_rigged_the_first_weights_are_the_theory_pages():
    assert value(TRAINING, "seed") == SEED
    for name in DECODER:
        assert FIRST_GRADIENT.trace[name].origin is TEACHER_FORCED.trace[name]
    for name in ("W", "U", "b"):
        assert FIRST_GRADIENT.trace[f"{name}_enc"].origin is ENCODER.trace[name]
    for name in TRAINED:
        first = value(TRAINING, f"{name}_run")[0]
        assert first.tolist() == value(FIRST_GRADIENT, name).tolist()
    assert value(FIRST_GRADIENT, "x_enc_1").tolist() == ENCODER.inputs["x"][0].tolist()
    assert value(FIRST_GRADIENT, "x_enc_2").tolist() == ENCODER.inputs["x"][1].tolist()


def test_before_training_the_translation_is_the_theory_pages_and_after_it_is_right():
    assert translation(UNTRAINED_TRANSLATION) == translation(GREEDY) != RIGHT
    assert translation(TRAINED_TRANSLATION) == RIGHT
    assert printed(UNTRAINED_TRANSLATION, "y_hat_3") == printed(GREEDY, "y_hat_3")


def test_the_loss_stays_at_the_level_of_guessing_and_then_falls():
    losses = [float(value(TRAINING, f"loss_{n}")) for n in range(1, 22)]
    steps = [int(value(TRAINING, f"step_{n}")) for n in range(1, 22)]
    assert steps == list(range(0, 201, 10))
    assert all(before > after for before, after in pairwise(losses))
    assert losses[0] > 3 * np.log(3) > losses[3] > 0.99 * 3 * np.log(3)  # a plateau
    assert losses[5] > 2.9
    assert losses[7] < 0.3
    assert losses[-1] < 0.03
    assert np.all(value(TRAINING, "p_21") > 0.99)


def test_the_slider_at_its_end_is_the_trained_network():
    at_end = AT_STEP.with_inputs(k=np.int64(20))
    assert int(value(at_end, "step")) == int(value(TRAINING, "steps"))
    assert printed(at_end, "L") == printed(TRAINING, "loss_21")
    for name in TRAINED:
        assert printed(at_end, name) == printed(TRAINED_TRANSLATION, name)
        assert printed(at_end, name) != printed(UNTRAINED_TRANSLATION, name)
        assert printed(AT_STEP, name) == printed(UNTRAINED_TRANSLATION, name)
    for k in (0, 7):
        moved = AT_STEP.with_inputs(k=np.int64(k))
        assert printed(moved, "L") == printed(TRAINING, f"loss_{k + 1}")


def test_the_first_step_is_not_clipped():
    assert printed(FIRST_UPDATE, "scale") == ["1"]
    after = value(FIRST_UPDATE, "W_dec_new") - value(FIRST_UPDATE, "W_dec")
    assert after == pytest.approx(-0.25 * value(FIRST_GRADIENT, "dW_dec"), rel=1e-12)


def test_what_it_cannot_do_any_sentence_gets_the_same_translation():
    assert translation(TRAINED_WATER_DRINK) == RIGHT
    assert translation(TRAINED_DRINK_MILK) == RIGHT
    assert printed(TRAINED_DRINK_MILK, "h_2") != printed(TRAINED_TRANSLATION, "h_2")


def test_a_word_that_was_never_read_keeps_its_embedding():
    before, after = (value(e, "E_enc") for e in (UNTRAINED_TRANSLATION, TRAINED_TRANSLATION))
    assert after[2].tolist() == before[2].tolist()
    assert np.all(after[:2] != before[:2])
    assert value(TRAINED_DRINK_MILK, "w").tolist() == [0, 2]


def test_no_hindi_row_of_the_table_that_is_never_read_is_trained():
    before, after = (value(e, "E_dec") for e in (UNTRAINED_TRANSLATION, TRAINED_TRANSLATION))
    unread = HINDI.index("<eos>")
    assert after[unread].tolist() == before[unread].tolist()
    assert np.all(np.delete(after, unread, 0) != np.delete(before, unread, 0))
