"""The theory page's examples: "drink water" is read, and badly translated."""

import numpy as np

from rnn_examples.models.rnn import encode
from rnn_examples.models.seq2seq import decode_greedily, decode_teacher_forced, preference
from rnn_examples.oracles import fifty_digits, rational
from rnn_examples.worked_example import Vocabulary, WorkedExample, each_made

HINDI = Vocabulary("पानी", "पियो", "<eos>", "<bos>")
"""Token ids are places in this list. `<bos>` is only ever read, so V has no row for it."""

ENCODER = (
    WorkedExample(
        encode,
        x=np.array([[1.0], [2.0]]),
        h_0=np.zeros(2),
        W=np.array([[0.3, -0.1], [0.0, 0.2]]),
        U=np.array([[0.5], [0.7]]),
        b=np.zeros(2),
    )
    .checked_by(fifty_digits.encoder)
    .with_vectors(x={"drink": [1.0], "water": [2.0]})
    .with_presets(
        {
            "no memory: W = 0": {"W": np.zeros((2, 2))},
            "keep all: W = I": {"W": np.eye(2)},
            "signs flipped": {
                "W": np.array([[-0.3, 0.1], [0.0, -0.2]]),
                "U": np.array([[-0.5], [-0.7]]),
            },
            "saturated: U × 10": {"U": np.array([[5.0], [7.0]])},
            "saturated: W × 100": {"W": np.array([[30.0, -10.0], [0.0, 20.0]])},
        }
    )
)

WATER_DRINK = ENCODER.with_inputs(x=np.array([[2.0], [1.0]]))

SEED = 2016  # the year of the book whose notation the page follows


def tenths(random: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw one to nine tenths, with a random sign."""
    return random.integers(1, 10, shape) * random.choice([-1, 1], shape) / 10


def decoder_of(random: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw the decoder's parameters, as they come."""
    return {
        "E_dec": tenths(random, 4, 1),
        "W_dec": tenths(random, 2, 2),
        "U_dec": tenths(random, 2, 1),
        "b_dec": tenths(random, 2),
        "V": tenths(random, 3, 2),
        "c": tenths(random, 3),
    }


def drawn(seed: int) -> dict[str, np.ndarray]:
    """Draw the decoder's parameters with a seed."""
    return decoder_of(np.random.default_rng(seed))


DECODER = ("E_dec", "W_dec", "U_dec", "b_dec", "V", "c")

TEACHER_FORCED = (
    WorkedExample(
        decode_teacher_forced,
        y_0=np.int64(HINDI.id_of("<bos>")),
        y_star=HINDI.ids("पानी पियो <eos>"),
        s_0=ENCODER.output("h_2"),
        **each_made(drawn, seed=SEED),
    )
    .checked_by(fifty_digits.teacher_forced_decoder)
    .with_words(y=HINDI, y_star=HINDI)
    .with_settings(seed="seed")
)

GREEDY = (
    WorkedExample(
        decode_greedily,
        y_0=TEACHER_FORCED.output("y_0"),
        s_0=ENCODER.output("h_2"),
        **{name: TEACHER_FORCED.output(name) for name in DECODER},
        length=3,
    )
    .checked_by(fifty_digits.greedy_decoder)
    .with_words(y=HINDI)
)

PREFERENCE = WorkedExample(
    preference,
    V=TEACHER_FORCED.output("V"),
    c=TEACHER_FORCED.output("c"),
    token=HINDI.id_of("पियो"),
    other=HINDI.id_of("पानी"),
).checked_by(rational.preference)
