"""What the page on training says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.rnn_theory import HINDI, SEED
from rnn_examples.examples.training import (
    AT_STEP,
    ENGLISH,
    EVERY,
    EVERY_OF_FOUR,
    FIRST_GRADIENT,
    FIRST_UPDATE,
    FOUR_DRINK_MILK,
    FOUR_DRINK_WATER,
    FOUR_MILK,
    FOUR_WATER,
    GREEDY_AT_STEP,
    HINDI_OF_FOUR,
    PAIRS,
    STEPS,
    STEPS_OF_FOUR,
    TRAINED_DRINK_MILK,
    TRAINED_TRANSLATION,
    TRAINED_WATER_DRINK,
    TRAINING,
    UNTRAINED_TRANSLATION,
)
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.rtrl import carry_forward
from rnn_examples.models.train import BINARY_PLACES, TRAINED

RIGHT = ["पानी", "पियो", "<eos>"]


def value(example, name):
    return example.trace[name].value


def written(example):
    return [HINDI[int(value(example, f"y_{t}"))] for t in (1, 2, 3)]


def loss(step):
    return float(value(TRAINING, "loss")[step // EVERY])


def moved(name):
    run = value(TRAINING, f"{name}_run")
    return float(np.max(np.abs(run[-1] - run[0])))


def largest(name):
    return float(np.max(np.abs(value(FIRST_GRADIENT, f"d{name}"))))


def test_from_the_theory_pages_weights_to_the_right_translation():
    assert written(UNTRAINED_TRANSLATION) != RIGHT
    assert written(TRAINED_TRANSLATION) == RIGHT
    assert int(value(TRAINING, "seed")) == SEED
    assert int(value(TRAINING, "steps")) == STEPS == int(value(TRAINING, "step_run")[-1])


def test_ten_arrays_have_as_many_numbers_as_the_page_says():
    sizes = [FIRST_GRADIENT.arguments[name].size for name in TRAINED]
    assert len(sizes) == 10
    assert sum(sizes) == int(value(TRAINING, "parameters"))


def test_the_encoders_gradient_is_small_and_that_of_v_large():
    encoder = max(largest(name) for name in ("E_enc", "W_enc", "U_enc", "b_enc"))
    decoder = [largest(name) for name in ("E_dec", "W_dec", "U_dec", "b_dec")]
    assert encoder < min(decoder)
    assert max(decoder) < min(largest("V"), largest("c"))
    assert largest("W_enc") < largest("V") / 50


def test_milk_is_not_in_the_pair_and_its_embedding_never_moves():
    assert ENGLISH[-1] == "milk"
    assert ENGLISH.index("milk") not in value(FIRST_GRADIENT, "w")
    assert not np.any(value(FIRST_GRADIENT, "dE_enc")[-1])
    assert np.all(np.any(value(FIRST_GRADIENT, "dE_enc")[:-1], axis=1))
    assert len(set(value(TRAINING, "E_enc_run")[:, -1, 0].tolist())) == 1


def test_the_first_step_does_not_clip():
    assert float(value(FIRST_UPDATE, "norm_g")) < float(value(FIRST_UPDATE, "theta"))
    assert float(value(FIRST_UPDATE, "scale")) == 1


def test_the_loss_falls_to_that_of_equal_probabilities_stays_and_drops():
    equal = 3 * np.log(3)
    assert loss(0) > equal + 0.15
    assert all(abs(loss(step) - equal) < 0.03 for step in (10, 20, 30, 40))
    assert [int(value(TRAINING, f"step_{t}")) for t in (2, 3, 4, 5, 8)] == [10, 20, 30, 40, 70]
    assert loss(70) < 0.3
    assert np.all(np.diff(value(TRAINING, "loss")) < 0)


def test_on_the_plateau_each_right_token_has_a_third_and_then_all_rise_together():
    p = np.stack([value(TRAINING, name) for name in ("p_first", "p_second", "p_last")])
    assert np.all(np.abs(p[:, 1:5] - 1 / 3) < 0.01)
    assert np.all(p[:, 7:] > 0.85)
    assert np.all(np.diff(p[:, 5:]) > 0)
    assert np.all(p < 1)


def test_on_the_plateau_the_states_hardly_differ_and_later_they_do():
    def spread(step):
        states = [value(TRAINING, f"s_{n}_{step // EVERY + 1}") for n in (1, 2, 3)]
        return float(np.max(np.ptp(states, axis=0)))

    assert all(spread(step) < 0.13 for step in (0, 10, 20, 30, 40))
    assert spread(STEPS) > 1.5


def test_the_loss_of_the_sentence_is_that_of_the_table():
    assert float(value(TRAINING, "loss_1")) == pytest.approx(float(value(FIRST_GRADIENT, "L")))
    assert float(value(AT_STEP, "L")) == pytest.approx(float(value(TRAINING, "loss_1")))


def test_the_slider_goes_over_every_moment_and_takes_the_greedy_translation_with_it():
    assert AT_STEP.sliders["k"] == (0, STEPS // EVERY, 1)
    assert GREEDY_AT_STEP.trace["k"].origin is AT_STEP.trace["k"]
    for k, step in enumerate(value(TRAINING, "step_run")):
        assert int(step) == EVERY * k


def test_v_and_the_decoder_moved_much_more_than_the_encoder():
    encoder = max(moved(name) for name in ("E_enc", "W_enc", "U_enc", "b_enc"))
    others = [moved(name) for name in ("V", "U_dec", "W_dec", "E_dec", "b_dec")]
    assert min(others) > 2 * encoder
    assert sorted(TRAINED, key=moved)[-4:] == ["W_dec", "E_dec", "U_dec", "V"]


def lowest_preference(example):
    """How far the logit of पियो is above that of पानी, in the state that favours पानी most."""
    V, c = value(example, "V"), value(example, "c")
    return float(c[1] - c[0] - np.sum(np.abs(V[1] - V[0])))


def test_what_kept_the_untrained_decoder_from_writing_pani_is_gone():
    assert lowest_preference(UNTRAINED_TRANSLATION) == pytest.approx(0)  # tanh never gets there
    assert lowest_preference(TRAINED_TRANSLATION) < -1


def test_the_negative_weights_and_the_equal_columns_of_the_draw_are_gone():
    assert np.all(value(UNTRAINED_TRANSLATION, "V") < 0)
    assert np.any(value(TRAINED_TRANSLATION, "V") > 0)
    before, after = (
        value(example, "W_dec") for example in (UNTRAINED_TRANSLATION, TRAINED_TRANSLATION)
    )
    assert before[:, 0].tolist() == before[:, 1].tolist()
    assert np.all(after[:, 0] != after[:, 1])


def test_it_writes_the_same_whatever_it_reads_although_the_encoder_differs():
    sentences = (TRAINED_TRANSLATION, TRAINED_WATER_DRINK, TRAINED_DRINK_MILK)
    assert [[ENGLISH[w] for w in value(example, "w")] for example in sentences] == [
        ["drink", "water"],
        ["water", "drink"],
        ["drink", "milk"],
    ]
    assert all(written(example) == RIGHT for example in sentences)
    states = [value(example, "h_2") for example in sentences]
    assert np.max(np.abs(states[0] - states[1])) > 0.1
    sure = [float(value(example, "y_hat_1")[0]) for example in sentences]
    assert max(sure) - min(sure) < 0.002


FOUR = dict(zip(PAIRS, (FOUR_DRINK_WATER, FOUR_DRINK_MILK, FOUR_WATER, FOUR_MILK), strict=True))


@pytest.mark.parametrize("english", PAIRS)
def test_with_four_pairs_it_writes_what_belongs_to_what_it_reads(english):
    example = FOUR[english]
    assert " ".join(ENGLISH[w] for w in value(example, "w")) == english
    hindi = [HINDI_OF_FOUR.id_of(token) for token in PAIRS[english].split()]
    assert [int(value(example, f"y_{t}")) for t in range(1, len(hindi) + 1)] == hindi


def test_the_slider_of_the_four_pairs_moves_every_sentence():
    assert FOUR_DRINK_MILK.sliders["k"] == (0, STEPS_OF_FOUR // EVERY_OF_FOUR, 1)
    others = [example for example in FOUR.values() if example is not FOUR_DRINK_MILK]
    assert {example.trace["k"].origin for example in others} == {FOUR_DRINK_MILK.trace["k"]}


def test_the_rounding_changes_no_weight_by_a_ten_millionth_in_the_first_step():
    half = 2.0 ** -(BINARY_PLACES + 1)
    assert float(value(FIRST_UPDATE, "eta")) * half < 1e-7


def test_the_gradients_are_rounded_to_less_than_a_millionth():
    assert 2.0**-BINARY_PLACES < 1e-6
    assert BINARY_PLACES == 22


@pytest.mark.parametrize("step", [0, 50, 60, 100, 200])
def test_the_gradient_carried_forwards_is_the_one_of_the_training(step):
    given = FIRST_GRADIENT.arguments
    weights = {name: value(TRAINING, f"{name}_run")[step // EVERY] for name in TRAINED}
    pair = {name: given[name] for name in ("w", "y_0", "y_star", "h_0")}
    found = backpropagate_translation(**pair, **weights)

    def recurrent(network):
        return {name: weights[f"{name}_{network}"] for name in "WUb"}

    read = carry_forward(  # what the encoder would write does not matter: its states do
        weights["E_enc"][given["w"]],
        np.zeros(len(given["w"]), int),
        given["h_0"],
        **recurrent("enc"),
        V=weights["V"],
        c=weights["c"],
    )
    inputs = [int(given["y_0"]), *given["y_star"][:-1]]
    written = carry_forward(
        weights["E_dec"][inputs],
        given["y_star"],
        read.forward[-1].h_t,
        **recurrent("dec"),
        V=weights["V"],
        c=weights["c"],
    )
    last = read.sensitivities[-1]
    through_the_hand_over = {
        "dW_enc": (written.dh_0 @ last.dh_dW_t).reshape(found.dW_enc.shape),
        "dU_enc": (written.dh_0 @ last.dh_dU_t).reshape(found.dU_enc.shape),
        "db_enc": written.dh_0 @ last.dh_db_t,
        "dh_0": written.dh_0 @ last.dh_dh_0_t,
    }
    in_the_decoder = {f"d{name}_dec": getattr(written, f"d{name}") for name in "WUb"}
    rest = {"dV": written.dV, "dc": written.dc, "ds_0": written.dh_0, "L": written.L}
    for name, expected in (through_the_hand_over | in_the_decoder | rest).items():
        np.testing.assert_allclose(
            getattr(found, name), expected, rtol=1e-12, atol=1e-15, err_msg=name
        )
