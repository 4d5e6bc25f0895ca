"""The page on softmax and cross-entropy: three logits, and logits so large that exp overflows."""

import numpy as np

from rnn_examples.models.losses import cross_entropy_step_by_step
from rnn_examples.models.slices import along_right_logit
from rnn_examples.oracles import derivatives, slices
from rnn_examples.worked_example import WorkedExample

CROSS_ENTROPY = (
    WorkedExample(cross_entropy_step_by_step, o=np.array([2.0, -1.0, 0.5]), y=np.int64(2))
    .checked_by(derivatives.loss_of_one_step)
    .with_presets(
        {
            "no idea": {"o": [0.0, 0.0, 0.0]},
            "sure, and right": {"o": [-1.0, 0.5, 6.0]},
            "sure, and wrong": {"o": [6.0, 0.5, -1.0]},
        }
    )
)

SHIFTED = CROSS_ENTROPY.with_inputs(o=np.array([102.0, 99.0, 100.5]))

EXTREME = CROSS_ENTROPY.with_inputs(o=np.array([1e4, -1e4, 0.5]))

NO_IDEA = CROSS_ENTROPY.with_inputs(o=np.zeros(3))

# The right token's logit goes from −5.5 to 5.5; the other two stay.
RIGHT_LOGIT = WorkedExample(
    along_right_logit,
    s=np.arange(-5, 7) - 0.5,
    o=CROSS_ENTROPY.output("o"),
    y=CROSS_ENTROPY.output("y"),
).checked_by(slices.along_right_logit)
