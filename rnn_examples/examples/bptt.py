"""The page on backpropagation through time: the theory page's encoder, with an output and a loss.

The loss is the sum over both time steps of their cross-entropies, in nats.
"""

import numpy as np

from rnn_examples.examples.rnn_theory import ENCODER
from rnn_examples.models.bptt import backpropagate
from rnn_examples.models.slices import along_weights
from rnn_examples.oracles import derivatives, slices
from rnn_examples.worked_example import WorkedExample

BPTT = WorkedExample(
    backpropagate,
    x=ENCODER.output("x"),
    y_star=np.array([0, 1]),
    **{name: ENCODER.output(name) for name in ("h_0", "W", "U", "b")},
    V=np.array([[1.0, 0.0], [0.0, 1.0], [1.0, -1.0]]),
    c=np.zeros(3),
).checked_by(derivatives.backpropagation)

# Three steps, a first state that is not zero, and no weight that is: nothing can hide.
BPTT_DENSE = BPTT.with_inputs(
    x=np.array([[1.0], [-2.0], [0.5]]),
    y_star=np.array([2, 0, 1]),
    h_0=np.array([0.4, -0.3]),
    W=np.array([[0.3, -0.8], [0.6, 0.2]]),
    b=np.array([-0.2, 0.1]),
    V=np.array([[0.9, -0.4], [0.2, 0.7], [-0.6, 0.5]]),
    c=np.array([0.1, -0.3, 0.2]),
)

# The loss when the weight in the first row and second column of W takes other values.
WEIGHT_SLICE = WorkedExample(
    along_weights,
    s=np.array([-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0]),
    D=np.array([[0.0, 1.0], [0.0, 0.0]]),
    L_0=BPTT.output("L"),
    dW=BPTT.output("dW"),
    **{name: BPTT.output(name) for name in BPTT.inputs},
).checked_by(slices.along_weights)
