"""The page on teacher forcing: a decoder that was trained with it, for a short time.

The translator learns two sentences from random weights. Its weights after some steps are the
decoder of the page; what the encoder has read is handed over as s_0. They are the same on every
processor (see `models.train`).
"""

from functools import cache
from typing import Any

import numpy as np

from rnn_examples.examples.rnn_theory import SEED, tenths
from rnn_examples.models.batch import backpropagate_batch, padded
from rnn_examples.models.bptt_scheduled import backpropagate_scheduled
from rnn_examples.models.rnn import encode
from rnn_examples.models.scheduled import decay_curves, draw_coins
from rnn_examples.models.train import Weights, by_name, descend
from rnn_examples.models.two_traces import follow_both
from rnn_examples.oracles import fifty_digits, scheduled
from rnn_examples.worked_example import Vocabulary, WorkedExample, each_made, made

ENGLISH_OF_TWO = Vocabulary("boy", "girl", "went", "home")
HINDI_OF_TWO = Vocabulary("लड़का", "लड़की", "घर", "गया", "गई", "<eos>", "<bos>")
PAIRS = {"boy went home": "लड़का घर गया <eos>", "girl went home": "लड़की घर गई <eos>"}
HIDDEN, STEPS = 2, 70
ETA, THETA = np.float64(0.25), np.float64(1.0)


def first_weights(seed: int) -> Weights:
    """Draw all weights; the biases start from zero."""
    random = np.random.default_rng(seed)
    words, tokens = 4, 6
    return {
        "E_enc": tenths(random, words, 1),
        "W_enc": tenths(random, HIDDEN, HIDDEN),
        "U_enc": tenths(random, HIDDEN, 1),
        "b_enc": np.zeros(HIDDEN),
        "E_dec": tenths(random, tokens + 1, 1),
        "W_dec": tenths(random, HIDDEN, HIDDEN),
        "U_dec": tenths(random, HIDDEN, 1),
        "b_dec": np.zeros(HIDDEN),
        "V": tenths(random, tokens, HIDDEN),
        "c": np.zeros(tokens),
    }


@cache
def _trained(seed: int, steps: int) -> Weights:
    words, word_count = padded([ENGLISH_OF_TWO.ids(pair).tolist() for pair in PAIRS])
    tokens, token_count = padded([HINDI_OF_TWO.ids(pair).tolist() for pair in PAIRS.values()])
    pairs = {"w": words, "w_length": word_count, "y_star": tokens, "y_length": token_count}
    y_0, weights = np.int64(HINDI_OF_TWO.id_of("<bos>")), first_weights(seed)
    for _ in range(steps):
        found = backpropagate_batch(**pairs, y_0=y_0, h_0=np.zeros(HIDDEN), **weights)
        weights = descend(weights, by_name(found), ETA, THETA)
    return weights


def encoder_after(seed: int, steps: int) -> dict[str, Any]:
    """Train, and take the encoder; it reads the boy's sentence."""
    weights = _trained(seed, steps)
    x = weights["E_enc"][ENGLISH_OF_TWO.ids("boy went home")]
    return {"x": x, **{letter: weights[f"{letter}_enc"] for letter in "WUb"}}


def decoder_after(seed: int, steps: int) -> dict[str, Any]:
    """Train, and take the decoder."""
    weights = _trained(seed, steps)
    return {
        **{letter: weights[f"{letter}_dec"] for letter in "EWUb"},
        **{letter: weights[letter] for letter in "Vc"},
    }


# What the encoder hands over.
SOURCE_OF_BOY = WorkedExample(
    encode, h_0=np.zeros(HIDDEN), **each_made(encoder_after, seed=SEED, steps=STEPS)
).checked_by(fifty_digits.encoder)

TWO_TRACES = (
    WorkedExample(
        follow_both,
        y_0=np.int64(HINDI_OF_TWO.id_of("<bos>")),
        y_star=HINDI_OF_TWO.ids("लड़का घर गया <eos>"),
        s_0=SOURCE_OF_BOY.output("h_3"),
        **each_made(decoder_after, seed=SEED, steps=STEPS),
    )
    .checked_by(scheduled.two_traces)
    .with_words(y=HINDI_OF_TWO, y_star=HINDI_OF_TWO, y_forced=HINDI_OF_TWO, y_own=HINDI_OF_TWO)
    .with_settings(seed="seed", steps="steps")
)

GIVEN = {name: TWO_TRACES.output(name) for name in TWO_TRACES.inputs}
COINS_SEED = 1

# The coins decide: at 1/2, half of the tokens are the right ones.
SCHEDULED = (
    WorkedExample(
        backpropagate_scheduled,
        **GIVEN,
        coins=made(draw_coins, seed=COINS_SEED, count=4),
        epsilon=np.float64(0.5),
    )
    .checked_by(scheduled.backpropagation)
    .with_words(y=HINDI_OF_TWO, y_star=HINDI_OF_TWO, y_next=HINDI_OF_TWO)
    .with_settings(seed="seed")
    .with_sliders(epsilon=(0, 1, 0.05))
)

FORCED = SCHEDULED.with_inputs(epsilon=np.float64(1.0))
OWN = SCHEDULED.with_inputs(epsilon=np.float64(0.0))


def with_coins(seed: int) -> WorkedExample:
    """The same decoder, with coins of another seed."""
    other = SCHEDULED.with_inputs(coins=made(draw_coins, seed=seed, count=4))
    return other.with_settings(seed="seed")


SCHEDULED_2, SCHEDULED_3, SCHEDULED_4 = with_coins(2), with_coins(3), with_coins(4)

DECAYS = (
    WorkedExample(
        decay_curves,
        i=np.arange(0.0, 101.0, 5.0),
        start=np.float64(1.0),
        slope=np.float64(0.0125),
        lowest=np.float64(0.1),
        k_exp=np.float64(0.96),
        k_inv=np.float64(12.0),
    )
    .checked_by(scheduled.decays)
    .with_sliders(k_exp=(0.5, 1, 0.01), k_inv=(1, 30, 0.5), slope=(0.001, 0.05, 0.0005))
)
