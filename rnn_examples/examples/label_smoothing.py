"""The page on label smoothing: three logits, and a share that the right token gives away."""

import numpy as np

from rnn_examples.models.label_smoothing import descend, limits, smooth_both_ways
from rnn_examples.oracles import label_smoothing as oracles
from rnn_examples.worked_example import WorkedExample

SMOOTHED = (
    WorkedExample(
        smooth_both_ways,
        o=np.array([2.0, -1.0, 1.0]),
        y=np.int64(0),
        epsilon=np.float64(0.1),
    )
    .checked_by(oracles.both_ways)
    .with_sliders(epsilon=(0, 1, 0.05))
    .with_presets({"sure, and right": {"o": [6.0, -1.0, 1.0]}, "no idea": {"o": [0.0, 0.0, 0.0]}})
)

# The right token has more than is asked for.
SMOOTHED_SURE = SMOOTHED.with_inputs(o=np.array([6.0, -1.0, 1.0]))

# The right logit is the mean of all three: then nothing that is spread evenly changes the loss.
SMOOTHED_MEAN = SMOOTHED.with_inputs(o=np.array([0.5, -1.0, 2.0]))

DESCENT = WorkedExample(
    descend,
    o_0=np.zeros(3),
    y=SMOOTHED.output("y"),
    epsilon=np.float64(0.1),
    eta=np.float64(1.0),
    length=100,
).checked_by(oracles.descent)

LIMITS = WorkedExample(limits, epsilon=SMOOTHED.output("epsilon"), classes=3).checked_by(
    oracles.limits
)
