"""The theory page's examples: "drink water" is read, and badly translated."""

import numpy as np

from rnn_examples.examples import WorkedExample
from rnn_examples.models.rnn import encode
from rnn_examples.models.seq2seq import decode_greedily, decode_teacher_forced, preference

HINDI = ("पानी", "पियो", "<eos>", "<bos>")
"""Token ids are places in this list. `<bos>` is only ever read, so V has no row for it."""

ENCODER = WorkedExample(
    encode,
    x=np.array([[1.0], [2.0]]),  # drink, water
    h_0=np.zeros(2),
    W=np.array([[0.3, -0.1], [0.0, 0.2]]),
    U=np.array([[0.5], [0.7]]),
    b=np.zeros(2),
)

WATER_DRINK = ENCODER.with_inputs(x=np.array([[2.0], [1.0]]))

SEED = 2016  # the year of the book whose notation the page follows
_random = np.random.default_rng(SEED)


def _draw(*shape: int) -> np.ndarray:
    """Numbers from ±0.1 to ±0.9, as they come: nobody chose them."""
    return _random.integers(1, 10, shape) * _random.choice([-1, 1], shape) / 10


_parameters = {
    "E": _draw(4, 1),
    "W": _draw(2, 2),
    "U": _draw(2, 1),
    "b": _draw(2),
    "V": _draw(3, 2),
    "c": _draw(3),
}

TEACHER_FORCED = WorkedExample(
    decode_teacher_forced,
    y_0=np.int64(HINDI.index("<bos>")),
    y_star=np.array([HINDI.index(word) for word in ("पानी", "पियो", "<eos>")]),
    s_0=ENCODER.output("h_2"),
    **_parameters,
).with_words(y=HINDI, y_star=HINDI).with_settings(seed=SEED)

GREEDY = WorkedExample(
    decode_greedily,
    y_0=np.int64(HINDI.index("<bos>")),
    s_0=ENCODER.output("h_2"),
    **_parameters,
    length=3,
).with_words(y=HINDI)

PREFERENCE = WorkedExample(
    preference,
    V=_parameters["V"],
    c=_parameters["c"],
    token=HINDI.index("पियो"),
    other=HINDI.index("पानी"),
)
