"""What the theory page says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.rnn_theory import (
    DECODER,
    ENCODER,
    GREEDY,
    HINDI,
    PREFERENCE,
    SEED,
    TEACHER_FORCED,
    WATER_DRINK,
    drawn,
)
from rnn_examples.oracles import fifty_digits
from rnn_examples.render.numbers import Numbers


def printed(example, name):
    numbers = Numbers(example.trace)
    return [number.text for number in numbers.entries(example.trace[name])]


def translation(example):
    tokens = [int(example.trace[f"y_{t}"].value) for t in range(1, len(example.trace.steps) + 1)]
    return [HINDI[token] for token in tokens]


def test_the_encoder_reaches_the_states_the_page_expects():
    assert printed(ENCODER, "h_1") == ["0.46212", "0.60437"]
    assert printed(ENCODER, "h_2") == ["0.79253", "0.90885"]


@pytest.mark.parametrize("example", [ENCODER, WATER_DRINK], ids=["encoder", "water_drink"])
def test_every_state_of_the_encoder_agrees_with_50_digits(example):
    expected = fifty_digits.encode(**example.arguments)
    for t, (a, h) in enumerate(expected, 1):
        for name, entries in ((f"a_{t}", a), (f"h_{t}", h)):
            found = printed(example, name)
            for text, true in zip(found, entries, strict=True):
                assert abs(fifty_digits.mp.mpf(text) - true) <= fifty_digits.mp.mpf("5e-6")


@pytest.mark.parametrize("example", [GREEDY, TEACHER_FORCED], ids=["greedy", "teacher_forced"])
def test_every_state_of_the_decoder_agrees_with_50_digits(example):
    inputs = dict(example.arguments)
    (_, _), (_, h_2) = fifty_digits.encode(**ENCODER.arguments)
    y_star = inputs.pop("y_star", None)
    inputs |= {"s_0": [float(entry) for entry in h_2], "length": 3, "y_0": int(inputs["y_0"])}
    tokens = None if y_star is None else y_star.tolist()
    for t, step in enumerate(fifty_digits.decode(tokens, **inputs), 1):
        for field in ("x_t", "a_t", "s_t", "o_t", "y_hat_t"):
            found = printed(example, f"{field.removesuffix('_t')}_{t}")
            for text, true in zip(found, step[field], strict=True):
                assert abs(fifty_digits.mp.mpf(text) - true) <= fifty_digits.mp.mpf("5e-6")
        assert int(example.trace[f"y_{t}"].value) == step["y_t"]


def test_the_order_of_the_words_matters():
    drink_water, water_drink = ENCODER.trace["h_2"].value, WATER_DRINK.trace["h_2"].value
    assert sorted(ENCODER.arguments["x"].tolist()) == sorted(WATER_DRINK.arguments["x"].tolist())
    assert np.all(np.abs(drink_water - water_drink) > 0.1)


def test_the_inputs_are_not_all_one():
    assert np.any(ENCODER.arguments["x"] != 1)  # or a stray factor x would go unseen


@pytest.mark.parametrize("example", [GREEDY, TEACHER_FORCED], ids=["greedy", "teacher_forced"])
def test_the_decoder_starts_from_the_last_state_of_the_encoder(example):
    assert example.trace["s_0"].origin is ENCODER.trace["h_2"]
    assert printed(example, "s_0") == printed(ENCODER, "h_2")
    assert printed(example, "s_0") != printed(ENCODER, "h_0")


def test_both_decoders_start_with_bos_and_have_the_same_weights():
    for example in (GREEDY, TEACHER_FORCED):
        assert HINDI[int(example.trace["y_0"].value)] == "<bos>"
    for name in DECODER:
        assert printed(GREEDY, name) == printed(TEACHER_FORCED, name)


def test_the_decoder_has_weights_of_its_own_and_the_encoders_hidden_size():
    assert printed(GREEDY, "W_dec") != printed(ENCODER, "W")
    assert GREEDY.trace["s_0"].shape == ENCODER.trace["h_2"].shape == GREEDY.trace["b_dec"].shape


def test_the_untrained_network_translates_badly():
    assert [HINDI[token] for token in TEACHER_FORCED.arguments["y_star"]] == [
        "पानी",
        "पियो",
        "<eos>",
    ]
    assert translation(GREEDY) != ["पानी", "पियो", "<eos>"]
    assert translation(TEACHER_FORCED) != ["पानी", "पियो", "<eos>"]


def test_the_weights_are_those_that_the_published_seed_draws():
    assert int(TEACHER_FORCED.trace["seed"].value) == SEED == 2016
    random = np.random.Generator(np.random.PCG64(SEED))
    for name in DECODER:
        shape = GREEDY.arguments[name].shape
        tenths = random.integers(1, 10, shape) * np.where(random.integers(0, 2, shape), 1, -1)
        assert (GREEDY.arguments[name] * 10).round().tolist() == tenths.tolist()
    assert drawn(SEED)["W_dec"].tolist() != drawn(SEED + 1)["W_dec"].tolist()


def test_by_chance_the_two_columns_of_w_are_equal():
    W = GREEDY.arguments["W_dec"]
    assert W[:, 0].tolist() == W[:, 1].tolist()


def test_all_entries_of_v_are_negative_and_the_probabilities_hardly_move():
    assert np.all(GREEDY.arguments["V"] < 0)
    probabilities = [TEACHER_FORCED.trace[f"y_hat_{t}"].value for t in (1, 2, 3)]
    states = [TEACHER_FORCED.trace[f"s_{t}"].value for t in (0, 1, 2, 3)]
    assert np.max(np.ptp(probabilities, axis=0)) < 0.03
    assert np.max(np.ptp(states, axis=0)) > 0.1


def test_greedy_decoding_was_stopped_before_it_said_eos():
    assert "<eos>" not in translation(GREEDY)
    assert len(set(translation(GREEDY))) == 1


def test_the_first_choice_is_wrong_and_the_right_word_has_the_probability_that_is_shown():
    assert TEACHER_FORCED.trace["y_1"].value != TEACHER_FORCED.trace["y_star_1"].value
    assert TEACHER_FORCED.trace["y_star_1"].value == 0  # the page shows y_hat_1[0]


def test_piyo_is_preferred_to_pani_in_every_state():
    weights, bias = (PREFERENCE.trace[name].value for name in ("weights", "bias"))
    assert bias - np.sum(np.abs(weights)) >= -1e-15  # tanh never reaches 1
    rng = np.random.default_rng(0)
    for state in rng.uniform(-1, 1, (200, 2)):
        pani, piyo, _ = GREEDY.arguments["V"] @ state + GREEDY.arguments["c"]
        assert abs((piyo - pani) - (weights @ state + bias)) < 1e-12
        assert piyo > pani


def test_about_a_fifth_of_the_second_state_comes_from_the_first_word():
    inputs = WATER_DRINK.arguments
    share = inputs["W"] @ WATER_DRINK.trace["h_1"].value / WATER_DRINK.trace["a_2"].value
    assert np.all((share > 0.19) & (share < 0.23))


def test_without_w_the_first_word_would_be_forgotten():
    forgetful = ENCODER.with_inputs(W=np.zeros((2, 2)))
    alone = ENCODER.with_inputs(x=np.array([[2.0]]))
    assert forgetful.trace["h_2"].value.tolist() == alone.trace["h_1"].value.tolist()


def test_a_start_from_zeros_would_give_the_same_for_every_sentence():
    def probabilities(state):
        return GREEDY.with_inputs(s_0=state).trace["y_hat_1"].value.tolist()

    assert probabilities(ENCODER.output("h_0")) == probabilities(WATER_DRINK.output("h_0"))
    assert probabilities(ENCODER.output("h_2")) != probabilities(WATER_DRINK.output("h_2"))


def test_only_the_reader_of_tokens_knows_bos():
    assert GREEDY.trace["E_dec"].shape[0] == len(HINDI)
    assert GREEDY.trace["V"].shape[0] == len(HINDI) - 1
