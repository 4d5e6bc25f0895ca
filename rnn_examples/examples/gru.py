"""The page on the GRU: one input, four conventions, four answers; the way back of one of them."""

import numpy as np

from rnn_examples.models.gru import backpropagate, encode
from rnn_examples.oracles import gates
from rnn_examples.worked_example import WorkedExample

# The reset before the product, and z keeps: Cho and others (2014), as printed.
GRU = WorkedExample(
    encode,
    x=np.array([[1.0], [2.0]]),
    h_0=np.array([0.5, -0.4]),
    W_z=np.array([[0.3, -0.1], [0.4, 0.2]]),
    U_z=np.array([[0.5], [-0.7]]),
    b_z=np.array([0.1, -0.2]),
    W_r=np.array([[-0.2, 0.5], [0.1, -0.3]]),
    U_r=np.array([[0.4], [0.6]]),
    b_r=np.array([0.3, -0.5]),
    W_h=np.array([[0.8, -0.5], [0.3, 0.6]]),
    U_h=np.array([[0.9], [-0.8]]),
    b_h=np.array([-0.3, 0.4]),
    b_rec=np.array([0.7, -0.6]),
    reset_after=False,
    z_keeps=True,
).checked_by(gates.gru)

SHARED = {name: GRU.output(name) for name in GRU.inputs if name not in ("reset_after", "z_keeps")}

GRU_BEFORE_WRITES = WorkedExample(encode, **SHARED, reset_after=False, z_keeps=False).checked_by(
    gates.gru
)

GRU_AFTER_KEEPS = WorkedExample(encode, **SHARED, reset_after=True, z_keeps=True).checked_by(
    gates.gru
)

GRU_AFTER_WRITES = WorkedExample(encode, **SHARED, reset_after=True, z_keeps=False).checked_by(
    gates.gru
)

# The other convention of z, with the signs of W_z, U_z and b_z changed.
GRU_CHANGED_SIGNS = GRU_BEFORE_WRITES.with_inputs(
    **{name: -np.asarray(GRU.inputs[name]) for name in ("W_z", "U_z", "b_z")}
)

GRU_BACK = WorkedExample(
    backpropagate,
    dh_now=np.array([[0.5, -1.0], [1.0, 0.25]]),
    **SHARED,
    reset_after=False,
    z_keeps=True,
).checked_by(gates.gru_backpropagation)
