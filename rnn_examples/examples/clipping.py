"""The page on clipping and initialisation."""

import numpy as np

from rnn_examples.models.clipping import clip_both_ways, clip_every_direction
from rnn_examples.models.initialise import draw, identity, orthogonal, repeat, xavier
from rnn_examples.oracles import closed_forms
from rnn_examples.worked_example import WorkedExample

CLIPPING = WorkedExample(clip_both_ways, g=np.array([3.0, 4.0]), theta=np.float64(1.0)).checked_by(
    closed_forms.clipping
)

SHORT_GRADIENT = CLIPPING.with_inputs(g=np.array([0.3, -0.4]))

STEEP_GRADIENT = CLIPPING.with_inputs(g=np.array([0.5, -12.0]))

angles = np.linspace(0, 2 * np.pi, 49)

RING = (
    WorkedExample(
        clip_every_direction,
        directions=np.round(np.stack([np.cos(angles), np.sin(angles)], axis=1), 6),
        length=np.float64(2.0),
        theta=np.float64(1.0),
    )
    .checked_by(closed_forms.ring)
    .with_sliders(length=(0.1, 3.0, 0.1), theta=(0.1, 3.0, 0.1))
)

SEED = 2013  # the year of the paper on orthogonal weights

ORTHOGONAL = (
    WorkedExample(orthogonal, A=draw(SEED, 3, 3))
    .checked_by(closed_forms.orthogonal)
    .with_settings(seed=SEED)
)

XAVIER = (
    WorkedExample(xavier, A=draw(SEED, 3, 2))
    .checked_by(closed_forms.xavier)
    .with_settings(seed=SEED)
)

IDENTITY = WorkedExample(identity, size=3, scale=np.float64(1.0)).checked_by(closed_forms.identity)

LENGTH = 20

ROTATION = (
    WorkedExample(
        repeat,
        W=np.array([[0.6, -0.8], [0.8, 0.6]]),
        h_0=np.array([1.0, 0.5]),
        length=LENGTH,
    )
    .checked_by(closed_forms.repeated)
    .with_settings(steps=LENGTH)
)

SHRINKING = ROTATION.with_inputs(W=np.array([[0.48, -0.64], [0.64, 0.48]]))
