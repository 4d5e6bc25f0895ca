"""The page on softmax and cross-entropy: three logits, and logits so large that exp overflows."""

import numpy as np

from rnn_examples.examples import WorkedExample
from rnn_examples.models.losses import cross_entropy_step_by_step
from rnn_examples.oracles import derivatives

CROSS_ENTROPY = WorkedExample(
    cross_entropy_step_by_step, o=np.array([2.0, -1.0, 0.5]), y=np.int64(2)
).checked_by(derivatives.loss_of_one_step)

SHIFTED = CROSS_ENTROPY.with_inputs(o=np.array([102.0, 99.0, 100.5]))

EXTREME = CROSS_ENTROPY.with_inputs(o=np.array([1e4, -1e4, 0.5]))
