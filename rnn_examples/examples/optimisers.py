"""The page on SGD, momentum and Adam: the same gradient three times, from the same start."""

import numpy as np

from rnn_examples.examples.bptt import BPTT
from rnn_examples.examples.clipping import RING
from rnn_examples.models.loss_landscape import race, slice_along_gradient
from rnn_examples.models.optimisers import adam, momentum, sgd
from rnn_examples.oracles import landscape, optimisers
from rnn_examples.worked_example import WorkedExample

SGD = WorkedExample(
    sgd,
    g=np.array([[0.5, -2.0]] * 3),
    theta_0=np.array([1.0, -1.0]),
    eta=np.float64(0.1),
).checked_by(optimisers.sgd)

MOMENTUM = WorkedExample(
    momentum,
    **{name: SGD.output(name) for name in SGD.inputs},
    v_0=np.zeros(2),
    mu=np.float64(0.9),
).checked_by(optimisers.momentum)

ADAM = WorkedExample(
    adam,
    **{name: SGD.output(name) for name in SGD.inputs},
    m_0=np.zeros(2),
    v_0=np.zeros(2),
    beta_1=np.float64(0.9),
    beta_2=np.float64(0.999),
    epsilon=np.float64(1e-8),
).checked_by(optimisers.adam)

# The sign of the second gradient turns: momentum goes on, Adam hesitates.
ADAM_TURNED = ADAM.with_inputs(g=np.array([[0.5, -2.0], [-0.25, 1.5], [0.75, 0.5]]))

LOSS_SLICE = WorkedExample(
    slice_along_gradient,
    eta=np.arange(0, 6.25, 0.25),
    L_0=BPTT.output("L"),
    **{name: BPTT.output(name) for name in ("x", "y_star", "h_0", "W", "U", "b", "V", "c")},
    **{name: BPTT.output(name) for name in ("dW", "dU", "db", "dV", "dc")},
).checked_by(landscape.slice_along_gradient)

RACE = (
    WorkedExample(
        race,
        start=np.array([3.0, 1.0]),
        curvature=np.array([1.0, 6.0]),
        directions=RING.output("directions"),
        eta_sgd=np.float64(0.3),
        eta_momentum=np.float64(0.08),
        mu=np.float64(0.7),
        eta_adam=np.float64(0.4),
        beta_1=np.float64(0.9),
        beta_2=np.float64(0.999),
        epsilon=np.float64(1e-8),
        length=20,
    )
    .checked_by(landscape.race)
    .with_settings(steps="length")
    .with_sliders(
        eta_sgd=(0.01, 0.36, 0.01),
        eta_momentum=(0.01, 0.36, 0.01),
        mu=(0.0, 0.95, 0.05),
        eta_adam=(0.01, 1.0, 0.01),
    )
)
