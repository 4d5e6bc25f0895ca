"""The page on linear recurrences: four inputs by a loop and by a tree, and cells of one number."""

import numpy as np

from rnn_examples.models.linear_recurrence import linear, lru, tree_of_four, turning
from rnn_examples.models.minimal_gates import min_gru, min_lstm
from rnn_examples.models.state_space import mlstm, selective, slstm
from rnn_examples.oracles import linear as oracles
from rnn_examples.worked_example import WorkedExample

LINEAR = WorkedExample(
    linear,
    x=np.array([1.0, -2.0, 0.5, 3.0]),
    h_0=np.float64(-1.0),
    λ=np.float64(0.5),
    b=np.float64(2.0),
).checked_by(oracles.linear)

SCAN = (
    WorkedExample(
        tree_of_four,
        x=np.array([1.0, -2.0, 0.5, 3.0]),
        h_0=np.float64(-1.0),
        λ=np.float64(0.5),
        b=np.float64(2.0),
    )
    .checked_by(oracles.tree_of_four)
    .with_sliders(λ=(-1.5, 1.5, 0.1))
)

# One number is read, and then nothing: what is left of it. |λ| is 0.9, 1 and 1.1.
IMPULSE = np.array([1.0] + 29 * [0.0])
SPIRAL_IN = WorkedExample(
    turning,
    x=IMPULSE,
    h_0=np.zeros(2),
    λ_re=np.float64(0.72),
    λ_im=np.float64(0.54),
    b=np.float64(1.0),
).checked_by(oracles.turning)
CIRCLE = SPIRAL_IN.with_inputs(λ_re=np.float64(0.8), λ_im=np.float64(0.6))
SPIRAL_OUT = SPIRAL_IN.with_inputs(λ_re=np.float64(0.88), λ_im=np.float64(0.66))

UNIT = (
    WorkedExample(
        lru,
        x=np.array([1.0, -2.0, 0.5]),
        h_0=np.zeros(2),
        nu=np.float64(-2.0),
        cos_theta=np.float64(0.8),
        sin_theta=np.float64(0.6),
        b=np.float64(1.0),
    )
    .checked_by(oracles.lru)
    .with_sliders(nu=(-8, 2, 0.5))
)

TWO = np.array([1.0, -2.0])

MINIMAL_GRU = WorkedExample(
    min_gru,
    x=TWO,
    h_0=np.float64(0.5),
    u_z=np.float64(0.8),
    b_z=np.float64(-0.3),
    u_h=np.float64(1.2),
    b_h=np.float64(0.1),
).checked_by(oracles.min_gru)

MINIMAL_LSTM = WorkedExample(
    min_lstm,
    x=TWO,
    h_0=np.float64(0.5),
    u_f=np.float64(0.8),
    b_f=np.float64(0.5),
    u_i=np.float64(-0.6),
    b_i=np.float64(0.2),
    u_h=np.float64(1.2),
    b_h=np.float64(0.1),
).checked_by(oracles.min_lstm)

SELECTIVE = WorkedExample(
    selective,
    x=TWO,
    h_0=np.float64(0.5),
    kappa=np.float64(1.0),
    u_delta=np.float64(0.8),
    b_delta=np.float64(-0.3),
    u_B=np.float64(1.2),
    u_C=np.float64(0.7),
).checked_by(oracles.selective)

SCALAR_SLSTM = WorkedExample(
    slstm,
    x=TWO,
    h_0=np.float64(0.5),
    w_i=np.float64(0.4),
    u_i=np.float64(0.9),
    b_i=np.float64(0.1),
    w_f=np.float64(-0.3),
    u_f=np.float64(0.2),
    b_f=np.float64(0.6),
    w_z=np.float64(0.7),
    u_z=np.float64(-1.1),
    b_z=np.float64(0.2),
    w_o=np.float64(0.5),
    u_o=np.float64(0.8),
    b_o=np.float64(-0.2),
).checked_by(oracles.slstm)

SCALAR_MLSTM = WorkedExample(
    mlstm,
    x=TWO,
    u_i=np.float64(0.4),
    b_i=np.float64(-0.2),
    u_f=np.float64(0.3),
    b_f=np.float64(0.8),
    u_k=np.float64(0.9),
    u_v=np.float64(-1.3),
    u_q=np.float64(0.6),
    u_o=np.float64(0.7),
).checked_by(oracles.mlstm)
