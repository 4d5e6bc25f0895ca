"""The page on the LSTM: one unit by hand, two units there and back, and fifty steps."""

import numpy as np

from rnn_examples.models.forgetting import both_cells
from rnn_examples.models.lstm import backpropagate
from rnn_examples.models.lstm_scalar import lstm_scalar
from rnn_examples.models.roads import roads
from rnn_examples.oracles import gates
from rnn_examples.worked_example import WorkedExample

LSTM_SCALAR = WorkedExample(
    lstm_scalar,
    x=np.array([1.0, -2.0]),
    h_0=np.float64(0.0),
    c_0=np.float64(0.5),
    w_i=np.float64(0.5),
    u_i=np.float64(0.6),
    b_i=np.float64(0.0),
    w_f=np.float64(-0.3),
    u_f=np.float64(0.2),
    b_f=np.float64(1.0),
    w_o=np.float64(0.4),
    u_o=np.float64(-0.7),
    b_o=np.float64(0.2),
    w_c=np.float64(0.8),
    u_c=np.float64(0.9),
    b_c=np.float64(-0.1),
).checked_by(gates.lstm_scalar)

LSTM = WorkedExample(
    backpropagate,
    x=np.array([[1.0], [2.0]]),
    dh_now=np.array([[0.5, -1.0], [1.0, 0.25]]),
    dc_T=np.array([0.0, 0.0]),
    h_0=np.array([0.0, 0.0]),
    c_0=np.array([0.0, 0.0]),
    W_i=np.array([[0.3, -0.1], [0.4, 0.2]]),
    U_i=np.array([[0.5], [-0.7]]),
    b_i=np.array([0.1, -0.2]),
    W_f=np.array([[-0.2, 0.5], [0.1, -0.3]]),
    U_f=np.array([[0.4], [0.6]]),
    b_f=np.array([1.0, 1.0]),
    W_o=np.array([[0.5, 0.2], [-0.6, 0.7]]),
    U_o=np.array([[-0.4], [0.3]]),
    b_o=np.array([0.2, 0.1]),
    W_c=np.array([[0.8, -0.5], [0.3, 0.6]]),
    U_c=np.array([[0.9], [-0.8]]),
    b_c=np.array([-0.3, 0.4]),
).checked_by(gates.lstm_backpropagation)

LENGTH = 50

WEIGHTS = [name for name in LSTM_SCALAR.inputs if name[0] in "wub"]

ROADS = (
    WorkedExample(
        roads,
        x=np.full(LENGTH, 0.1),
        w=np.float64(1.0),
        u=np.float64(1.0),
        b=np.float64(0.0),
        **{name: LSTM_SCALAR.output(name) for name in WEIGHTS if name != "b_f"},
        b_f=np.float64(1.0),
    )
    .checked_by(gates.roads)
    .with_settings(length="x")
    .with_sliders(b_f=(-1.0, 8.0, 0.5))
)

# Ten times the one input, then ten times the other: without a forget gate the cell does not turn.
BOTH_CELLS = (
    WorkedExample(
        both_cells,
        x=np.repeat([1.0, -1.0], 10),
        **{name: LSTM_SCALAR.output(name) for name in WEIGHTS if name != "b_f"},
        b_f=np.float64(1.0),
    )
    .checked_by(gates.both_cells)
    .with_sliders(b_f=(-1.0, 8.0, 0.5))
)

# The usual start of the forget bias, and a large one.
ROADS_OPEN = ROADS.with_inputs(b_f=np.float64(5.0))

EXERCISE_FORGET = LSTM_SCALAR.with_inputs(b_f=np.float64(-0.2))
