"""The page on vanishing and exploding gradients: one matrix at three spectral radii, 50 time steps.

The network reads the same faint input again and again, by the theory page's U.
"""

import numpy as np

from rnn_examples.examples.rnn_theory import ENCODER
from rnn_examples.models.gradient_flow import (
    flow,
    flow_at_radius,
    spectral_norm_step_by_step,
    spectral_radius_step_by_step,
)
from rnn_examples.oracles import derivatives, gradient_flow
from rnn_examples.worked_example import WorkedExample

THEORY_FLOW = WorkedExample(
    flow, **{name: ENCODER.output(name) for name in ENCODER.inputs}
).checked_by(derivatives.gradient_flow)

THEORY_NORM = WorkedExample(
    spectral_norm_step_by_step, J=THEORY_FLOW.output("dh_dh_prev_2")
).checked_by(gradient_flow.spectral_norm)

RADIUS = WorkedExample(
    spectral_radius_step_by_step, W=np.array([[0.5, -0.3], [-0.1, 0.1]])
).checked_by(gradient_flow.spectral_radius)

LENGTH = 50

FLOW_SMALL = (
    WorkedExample(
        flow_at_radius,
        x=np.full((LENGTH, 1), 0.1),
        W_0=RADIUS.output("W"),
        **{name: ENCODER.output(name) for name in ("h_0", "U", "b")},
        rho_0=RADIUS.output("rho_W"),
        rho=np.float64(0.5),
    )
    .checked_by(derivatives.gradient_flow_at_radius)
    .with_settings(length="x")
)

FLOW_ONE = FLOW_SMALL.with_inputs(rho=np.float64(1.0)).with_sliders(rho=(0.1, 2.0, 0.05))

FLOW_LARGE = FLOW_SMALL.with_inputs(rho=np.float64(1.5))

# With nothing to read the state stays at zero, where tanh is steepest; ten steps show it.
FLOW_SILENT = FLOW_LARGE.with_inputs(x=np.zeros((10, 1)))
