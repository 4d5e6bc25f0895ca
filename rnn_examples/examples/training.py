"""The training page: the theory page's network learns "drink water" → "पानी पियो".

The weights are the theory page's, and so is the seed. Trained are all of them, the embeddings too.

The weights of the run enter the examples as given numbers. That is honest because they are the same
on every processor, bit for bit (see `models.train`; a test tries several kernels): each is exactly
the number that is written down, and all that is computed from it has its certificate.
"""

from typing import Any

import numpy as np

from rnn_examples.examples.rnn_theory import (
    DECODER,
    ENCODER,
    HINDI,
    SEED,
    TEACHER_FORCED,
    decoder_of,
    tenths,
)
from rnn_examples.models.batch import backpropagate_batch, padded
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.train import TRAINED, Weights, by_name, descend, train, update
from rnn_examples.models.training_run import (
    as_tables,
    loss_curve,
    translate_forced_at,
    translate_greedily_at,
)
from rnn_examples.oracles import derivatives, optimisers, training
from rnn_examples.worked_example import Vocabulary, WorkedExample, each_made, made

ENGLISH = Vocabulary("drink", "water", "milk")
"""Token ids are places in this list. The last word never stands in the training pair."""

STEPS, EVERY = 200, 10
ETA, THETA = np.float64(0.25), np.float64(1.0)

FIRST_GRADIENT = (
    WorkedExample(
        backpropagate_translation,
        w=ENGLISH.ids("drink water"),
        y_0=TEACHER_FORCED.output("y_0"),
        y_star=TEACHER_FORCED.output("y_star"),
        h_0=ENCODER.output("h_0"),
        E_enc=np.array([[1.0], [2.0], [3.0]]),
        **{f"{letter}_enc": ENCODER.output(letter) for letter in "WUb"},
        **{name: TEACHER_FORCED.output(name) for name in DECODER},
    )
    .checked_by(derivatives.backpropagation_of_translation)
    .with_words(w=ENGLISH, y=HINDI, y_star=HINDI)
    .with_settings(seed="seed")
)

FIRST_UPDATE = WorkedExample(
    update,
    eta=ETA,
    theta=THETA,
    **{name: FIRST_GRADIENT.output(name) for name in TRAINED},
    **{f"d{name}": FIRST_GRADIENT.output(f"d{name}") for name in TRAINED},
).checked_by(optimisers.one_update)


def run(steps: int = STEPS, every: int = EVERY) -> dict[str, np.ndarray]:
    """Train, and keep the weights of every tenth step."""
    given = FIRST_GRADIENT.arguments
    pair = {name: given[name] for name in ("w", "y_0", "y_star", "h_0")}
    weights = {name: given[name] for name in TRAINED}
    return as_tables(train(weights, **pair, eta=ETA, theta=THETA, steps=steps), every)


def number_of_parameters() -> int:
    """How many numbers are trained."""
    return sum(FIRST_GRADIENT.arguments[name].size for name in TRAINED)


TRAINING = (
    WorkedExample(
        loss_curve,
        **each_made(run, steps=STEPS, every=EVERY),
        **{name: FIRST_GRADIENT.output(name) for name in ("w", "y_0", "y_star", "h_0")},
    )
    .checked_by(training.curve)
    .with_words(w=ENGLISH, y=HINDI, y_star=HINDI)
    .with_settings(
        seed="seed",
        steps="steps",
        every="every",
        parameters=made(number_of_parameters),
    )
)

_TABLES = {name: TRAINING.output(name) for name in ("step_run", *(f"{n}_run" for n in TRAINED))}

AT_STEP = (
    WorkedExample(
        translate_forced_at,
        k=np.int64(0),
        **{name: TRAINING.output(name) for name in ("w", "y_0", "y_star", "h_0")},
        **_TABLES,
    )
    .checked_by(training.forced_at)
    .with_words(w=ENGLISH, y=HINDI, y_star=HINDI)
    .with_sliders(k=(0, STEPS // EVERY, 1))
)

TRAINED_TRANSLATION = (
    WorkedExample(
        translate_greedily_at,
        k=np.int64(STEPS // EVERY),
        **{name: TRAINING.output(name) for name in ("w", "y_0", "h_0")},
        **_TABLES,
        length=3,
    )
    .checked_by(training.greedily_at)
    .with_words(w=ENGLISH, y=HINDI)
)

GREEDY_AT_STEP = TRAINED_TRANSLATION.with_inputs(k=AT_STEP.output("k"))

UNTRAINED_TRANSLATION = TRAINED_TRANSLATION.with_inputs(k=np.int64(0))

TRAINED_WATER_DRINK = TRAINED_TRANSLATION.with_inputs(w=ENGLISH.ids("water drink"))

TRAINED_DRINK_MILK = TRAINED_TRANSLATION.with_inputs(w=ENGLISH.ids("drink milk"))

# Four sentence pairs at once: now the decoder has to know what the encoder has read.

HINDI_OF_FOUR = Vocabulary("पानी", "पियो", "दूध", "<eos>", "<bos>")
PAIRS = {
    "drink water": "पानी पियो <eos>",
    "drink milk": "दूध पियो <eos>",
    "water": "पानी <eos>",
    "milk": "दूध <eos>",
}
HIDDEN, STEPS_OF_FOUR, EVERY_OF_FOUR = 3, 40, 2


def weights_of_four(seed: int) -> dict[str, np.ndarray]:
    """Go on drawing where the theory page's draw ends; the biases start from zero."""
    random = np.random.default_rng(seed)
    decoder_of(random)
    return {
        "E_enc": tenths(random, 3, 2),
        "W_enc": tenths(random, HIDDEN, HIDDEN),
        "U_enc": tenths(random, HIDDEN, 2),
        "b_enc": np.zeros(HIDDEN),
        "E_dec": tenths(random, 5, 2),
        "W_dec": tenths(random, HIDDEN, HIDDEN),
        "U_dec": tenths(random, HIDDEN, 2),
        "b_dec": np.zeros(HIDDEN),
        "V": tenths(random, 4, HIDDEN),
        "c": np.zeros(4),
    }


def pairs_of_four() -> dict[str, Any]:
    """The four pairs, side by side."""
    words, word_count = padded([ENGLISH.ids(pair).tolist() for pair in PAIRS])
    tokens, token_count = padded([HINDI_OF_FOUR.ids(pair).tolist() for pair in PAIRS.values()])
    return {
        "w": words,
        "w_length": word_count,
        "y_0": np.int64(HINDI_OF_FOUR.id_of("<bos>")),
        "y_star": tokens,
        "y_length": token_count,
        "h_0": np.zeros(HIDDEN),
    }


def run_of_four(
    seed: int = SEED, steps: int = STEPS_OF_FOUR, every: int = EVERY_OF_FOUR
) -> dict[str, np.ndarray]:
    """Train on all four pairs at once, and keep the weights of every second step."""
    history: list[Weights] = [weights_of_four(seed)]
    pairs = pairs_of_four()
    for _ in range(steps):
        found = backpropagate_batch(**pairs, **history[-1])
        history.append(descend(history[-1], by_name(found), ETA, THETA))
    tables = as_tables(history, every)
    del tables["step_run"]  # it does not depend on the seed
    return tables


def number_of_parameters_of_four() -> int:
    """How many numbers this network trains."""
    return sum(array.size for array in weights_of_four(SEED).values())


FOUR_DRINK_MILK = (
    WorkedExample(
        translate_greedily_at,
        k=np.int64(STEPS_OF_FOUR // EVERY_OF_FOUR),
        w=ENGLISH.ids("drink milk"),
        y_0=np.int64(HINDI_OF_FOUR.id_of("<bos>")),
        h_0=np.zeros(HIDDEN),
        step_run=np.arange(0, STEPS_OF_FOUR + 1, EVERY_OF_FOUR),
        **each_made(run_of_four, seed=SEED, steps=STEPS_OF_FOUR, every=EVERY_OF_FOUR),
        length=3,
    )
    .checked_by(training.greedily_at)
    .with_words(w=ENGLISH, y=HINDI_OF_FOUR)
    .with_settings(
        seed="seed", steps="steps", every="every", parameters=made(number_of_parameters_of_four)
    )
    .with_sliders(k=(0, STEPS_OF_FOUR // EVERY_OF_FOUR, 1))
)


def read_by_four(sentence: str, length: int) -> WorkedExample:
    """The same network, at the same moment, reads another sentence."""
    handed = {name: FOUR_DRINK_MILK.output(name) for name in FOUR_DRINK_MILK.inputs}
    other = {"w": ENGLISH.ids(sentence), "length": length}
    return (
        WorkedExample(translate_greedily_at, **{**handed, **other})
        .checked_by(training.greedily_at)
        .with_words(w=ENGLISH, y=HINDI_OF_FOUR)
    )


FOUR_DRINK_WATER = read_by_four("drink water", 3)
FOUR_WATER = read_by_four("water", 2)
FOUR_MILK = read_by_four("milk", 2)

BEFORE_DRINK_WATER = FOUR_DRINK_WATER.with_inputs(k=np.int64(0))
BEFORE_DRINK_MILK = FOUR_DRINK_MILK.with_inputs(k=np.int64(0))
BEFORE_WATER = FOUR_WATER.with_inputs(k=np.int64(0))
BEFORE_MILK = FOUR_MILK.with_inputs(k=np.int64(0))

# These three were not trained on.
FOUR_WATER_DRINK = read_by_four("water drink", 3)
FOUR_DRINK = read_by_four("drink", 2)
FOUR_MILK_MILK = read_by_four("milk milk", 2)
