"""The page on clipping and initialisation."""

import numpy as np

from rnn_examples.models.clipping import clip_both_ways, clip_every_direction
from rnn_examples.models.initialise import draw, identity, orthogonal, repeat, xavier
from rnn_examples.oracles import clipping, initialise
from rnn_examples.worked_example import WorkedExample, made

CLIPPING = WorkedExample(clip_both_ways, g=np.array([3.0, 4.0]), theta=np.float64(1.0)).checked_by(
    clipping.clipping
)

SHORT_GRADIENT = CLIPPING.with_inputs(g=np.array([0.3, -0.4]))

STEEP_GRADIENT = CLIPPING.with_inputs(g=np.array([0.5, -12.0]))


def directions(count: int) -> np.ndarray:
    """Vectors of length 1 in a full turn, the last as the first; to six places."""
    angles = np.linspace(0, 2 * np.pi, count)
    return np.round(np.stack([np.cos(angles), np.sin(angles)], axis=1), 6)


RING = (
    WorkedExample(
        clip_every_direction,
        directions=made(directions, count=49),
        length=np.float64(2.0),
        theta=np.float64(1.0),
    )
    .checked_by(clipping.ring)
    .with_sliders(length=(0.1, 3.0, 0.1), theta=(0.1, 3.0, 0.1))
)

SEED = 2013  # the year of the paper on orthogonal weights

ORTHOGONAL = (
    WorkedExample(orthogonal, A=made(draw, seed=SEED, rows=3, columns=3))
    .checked_by(initialise.orthogonal)
    .with_settings(seed="seed")
)

XAVIER = (
    WorkedExample(xavier, R=made(draw, seed=SEED, rows=3, columns=2))
    .checked_by(initialise.xavier)
    .with_settings(seed="seed")
)

IDENTITY = WorkedExample(identity, size=3, scale=np.float64(1.0)).checked_by(initialise.identity)

ROTATION = (
    WorkedExample(
        repeat,
        W=np.array([[0.6, -0.8], [0.8, 0.6]]),
        h_0=np.array([1.0, 0.5]),
        length=20,
    )
    .checked_by(initialise.repeated)
    .with_settings(steps="length")
)

SHRINKING = ROTATION.with_inputs(W=np.array([[0.48, -0.64], [0.64, 0.48]]))
