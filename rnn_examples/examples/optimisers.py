"""The page on SGD, momentum and Adam: the same gradient three times, from the same start."""

import numpy as np

from rnn_examples.examples import WorkedExample
from rnn_examples.models.optimisers import adam, momentum, sgd
from rnn_examples.oracles import closed_forms

SGD = WorkedExample(
    sgd,
    g=np.array([[0.5, -2.0]] * 3),
    theta_0=np.array([1.0, -1.0]),
    eta=np.float64(0.1),
).checked_by(closed_forms.sgd)

MOMENTUM = WorkedExample(
    momentum,
    **{name: SGD.output(name) for name in SGD.inputs},
    v_0=np.zeros(2),
    mu=np.float64(0.9),
).checked_by(closed_forms.momentum)

ADAM = WorkedExample(
    adam,
    **{name: SGD.output(name) for name in SGD.inputs},
    m_0=np.zeros(2),
    v_0=np.zeros(2),
    beta_1=np.float64(0.9),
    beta_2=np.float64(0.999),
    epsilon=np.float64(1e-8),
).checked_by(closed_forms.adam)

# The sign of the second gradient turns: momentum goes on, Adam hesitates.
ADAM_TURNED = ADAM.with_inputs(g=np.array([[0.5, -2.0], [-0.25, 1.5], [0.75, 0.5]]))
