"""The training page: the theory page's network learns "drink water" → "पानी पियो".

The weights are the theory page's, and so is the seed. Trained are all of them, the embeddings too.

The weights of the run enter the examples as given numbers. That is honest because they are the same
on every processor, bit for bit (see `models.train`; a test tries several kernels): each is exactly
the number that is written down, and all that is computed from it has its certificate.
"""

import numpy as np

from rnn_examples.examples.rnn_theory import DECODER, ENCODER, HINDI, TEACHER_FORCED
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.train import TRAINED, train, update
from rnn_examples.models.training_run import (
    as_tables,
    loss_curve,
    translate_forced_at,
    translate_greedily_at,
)
from rnn_examples.oracles import closed_forms, derivatives, training
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
).checked_by(closed_forms.one_update)


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
