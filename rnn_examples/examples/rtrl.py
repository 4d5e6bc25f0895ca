"""The page on real-time recurrent learning: the same network, its gradients carried forwards."""

from rnn_examples.examples import WorkedExample
from rnn_examples.examples.bptt import BPTT
from rnn_examples.models.rtrl import carry_forward
from rnn_examples.oracles import derivatives

RTRL = WorkedExample(carry_forward, **{name: BPTT.output(name) for name in BPTT.inputs}).checked_by(
    derivatives.sensitivities
)
