"""What the theory page says in prose about its numbers."""

import numpy as np
import pytest

from rnn_examples.examples.rnn_theory import (
    ENCODER,
    GREEDY,
    HINDI,
    TEACHER_FORCED,
    WATER_DRINK,
)
from rnn_examples.render.numbers import Numbers
from tests.oracles import exact_rnn


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
    expected = exact_rnn.encode(**example.inputs)
    for t, (a, h) in enumerate(expected, 1):
        for name, entries in ((f"a_{t}", a), (f"h_{t}", h)):
            found = printed(example, name)
            for text, true in zip(found, entries, strict=True):
                assert abs(exact_rnn.mpmath.mpf(text) - true) <= exact_rnn.mpmath.mpf("5e-6")


@pytest.mark.parametrize("example", [GREEDY, TEACHER_FORCED], ids=["greedy", "teacher_forced"])
def test_every_state_of_the_decoder_agrees_with_50_digits(example):
    inputs = dict(example.inputs)
    (_, _), (_, h_2) = exact_rnn.encode(**ENCODER.inputs)
    y_star = inputs.pop("y_star", None)
    inputs |= {"s_0": [float(entry) for entry in h_2], "length": 3, "y_0": int(inputs["y_0"])}
    tokens = None if y_star is None else y_star.tolist()
    for t, step in enumerate(exact_rnn.decode(tokens, **inputs), 1):
        for field in ("x_t", "a_t", "s_t", "o_t", "y_hat_t"):
            found = printed(example, f"{field.removesuffix('_t')}_{t}")
            for text, true in zip(found, step[field], strict=True):
                assert abs(exact_rnn.mpmath.mpf(text) - true) <= exact_rnn.mpmath.mpf("5e-6")
        assert int(example.trace[f"y_{t}"].value) == step["y_t"]


def test_the_order_of_the_words_matters():
    drink_water, water_drink = ENCODER.trace["h_2"].value, WATER_DRINK.trace["h_2"].value
    assert sorted(ENCODER.inputs["x"].tolist()) == sorted(WATER_DRINK.inputs["x"].tolist())
    assert np.all(np.abs(drink_water - water_drink) > 0.1)


def test_the_inputs_are_not_all_one():
    assert np.any(ENCODER.inputs["x"] != 1)  # or a stray factor x would go unseen


@pytest.mark.parametrize("example", [GREEDY, TEACHER_FORCED], ids=["greedy", "teacher_forced"])
def test_the_decoder_starts_from_the_last_state_of_the_encoder(example):
    assert example.trace["s_0"].origin is ENCODER.trace["h_2"]
    assert printed(example, "s_0") == printed(ENCODER, "h_2")
    assert printed(example, "s_0") != printed(ENCODER, "h_0")


def test_both_decoders_start_with_bos_and_have_the_same_weights():
    for example in (GREEDY, TEACHER_FORCED):
        assert HINDI[int(example.trace["y_0"].value)] == "<bos>"
    for name in ("E", "W", "U", "b", "V", "c"):
        assert printed(GREEDY, name) == printed(TEACHER_FORCED, name)


def test_the_decoder_has_weights_of_its_own_and_the_encoders_hidden_size():
    assert printed(GREEDY, "W") != printed(ENCODER, "W")
    assert GREEDY.trace["s_0"].shape == ENCODER.trace["h_2"].shape == GREEDY.trace["b"].shape


def test_the_untrained_network_translates_badly():
    assert [HINDI[token] for token in TEACHER_FORCED.inputs["y_star"]] == ["पानी", "पियो", "<eos>"]
    assert translation(GREEDY) != ["पानी", "पियो", "<eos>"]
    assert translation(TEACHER_FORCED) != ["पानी", "पियो", "<eos>"]


def test_the_weights_were_drawn_from_plus_and_minus_nine_tenths():
    drawn = np.concatenate([GREEDY.inputs[name].reshape(-1) for name in "EWUbVc"])
    assert set(np.round(np.abs(drawn) * 10).tolist()) <= set(range(1, 10))
    assert np.any(drawn < 0)
    assert np.any(drawn > 0)


def test_only_the_reader_of_tokens_knows_bos():
    assert GREEDY.trace["E"].shape[0] == len(HINDI)
    assert GREEDY.trace["V"].shape[0] == len(HINDI) - 1
