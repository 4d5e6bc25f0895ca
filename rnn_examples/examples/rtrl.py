"""The page on real-time recurrent learning: the same network, its gradients carried forwards."""

import numpy as np

from rnn_examples.examples.bptt import BPTT
from rnn_examples.models.agreement import compare
from rnn_examples.models.rtrl import carry_forward
from rnn_examples.oracles import agreement, derivatives
from rnn_examples.worked_example import WorkedExample

RTRL = WorkedExample(carry_forward, **{name: BPTT.output(name) for name in BPTT.inputs}).checked_by(
    derivatives.sensitivities
)

GRADIENTS = ("dW", "dU", "db", "dV", "dc", "dh_0")

AGREEMENT = WorkedExample(
    compare,
    tolerance=np.float64(1e-12),
    **{name: BPTT.output(name) for name in GRADIENTS},
    **{f"{name}_forth": RTRL.output(name) for name in GRADIENTS},
).checked_by(agreement.agreement)
