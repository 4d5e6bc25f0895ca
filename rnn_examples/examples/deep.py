"""The page on deep and bidirectional networks: three inputs, read by two layers, and both ways.

What frameworks computed from the same inputs is recorded: `tests/oracles/framework_cases.py`.
"""

import numpy as np

from rnn_examples.models import bidirectional, deep
from rnn_examples.oracles import layers
from rnn_examples.worked_example import WorkedExample

X = np.array([[1.0], [-2.0], [0.5]])

# The first layer of the deep network, and the forward direction of the other.
FIRST = {
    "h_0": np.zeros(2),
    "W": np.array([[0.3, -0.1], [0.0, 0.2]]),
    "U": np.array([[0.5], [0.7]]),
    "b": np.array([0.1, -0.2]),
}

TWO_LAYERS = WorkedExample(
    deep.encode,
    x=X,
    **{f"{name}_l1": value for name, value in FIRST.items()},
    h_0_l2=np.zeros(2),
    W_l2=np.array([[-0.4, 0.6], [0.5, 0.1]]),
    U_l2=np.array([[0.8, -0.3], [-0.6, 0.9]]),
    b_l2=np.array([0.2, 0.3]),
).checked_by(layers.deep)

# The loss depends on the top layer's states of steps 2 and 3.
TWO_LAYERS_BACK = WorkedExample(
    deep.backpropagate,
    dh_now=np.array([[0.0, 0.0], [0.5, -1.0], [1.0, 0.25]]),
    **{name: TWO_LAYERS.output(name) for name in TWO_LAYERS.inputs},
).checked_by(layers.two_layers_backpropagation)

BOTH_WAYS = WorkedExample(
    bidirectional.encode,
    x=X,
    **{f"{name}_fwd": value for name, value in FIRST.items()},
    h_0_bwd=np.zeros(2),
    W_bwd=np.array([[-0.4, 0.6], [0.5, 0.1]]),
    U_bwd=np.array([[0.8], [-0.3]]),
    b_bwd=np.array([0.2, 0.3]),
).checked_by(layers.both_ways)

# The last input is the same, all before it are others.
BOTH_WAYS_OTHER = BOTH_WAYS.with_inputs(x=np.array([[-1.0], [3.0], [0.5]]))

# A sentence of two inputs, and the same with a third place that is padding.
BOTH_WAYS_SHORT = BOTH_WAYS.with_inputs(x=np.array([[1.0], [-2.0]]))

BOTH_WAYS_PADDED = BOTH_WAYS.with_inputs(x=np.array([[1.0], [-2.0], [0.0]]))

# Read from the other end, by directions that have each other's weights.
EXERCISE_MIRROR = BOTH_WAYS.with_inputs(
    x=np.array([[0.5], [-2.0], [1.0]]),
    **{
        f"{name}_{one}": BOTH_WAYS.output(f"{name}_{other}")
        for name in ("h_0", "W", "U", "b")
        for one, other in (("fwd", "bwd"), ("bwd", "fwd"))
    },
)
