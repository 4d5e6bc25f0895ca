"""The page on attention: one decoder state looks at three source states, by five scores.

What frameworks computed from the same numbers is recorded: `tests/oracles/attention_cases.py`.
"""

import numpy as np

from rnn_examples.models import attention, attention_backward
from rnn_examples.oracles import attention as oracles
from rnn_examples.worked_example import WorkedExample

STATES = {
    "s": np.array([0.8, 0.6]),
    "h": np.array([[0.5, -0.8], [0.9, 0.4], [-0.6, 0.7]]),
}

ATTENTION_ADDITIVE = WorkedExample(
    attention.additive,
    **STATES,
    W_a=np.array([[0.5, -0.3], [0.8, 0.4]]),
    U_a=np.array([[0.7, 0.2], [-0.6, 0.9]]),
    w_a=np.array([1.5, -1.0]),
).checked_by(oracles.forward_of(oracles.additive))

SAME = {name: ATTENTION_ADDITIVE.output(name) for name in STATES}

ATTENTION_DOT = WorkedExample(attention.dot, **SAME).checked_by(oracles.forward_of(oracles.dot))

ATTENTION_GENERAL = WorkedExample(
    attention.general, **SAME, W_a=np.array([[0.9, -0.4], [0.3, -0.7]])
).checked_by(oracles.forward_of(oracles.general))

# The matrices of the additive score, side by side.
ATTENTION_CONCAT = WorkedExample(
    attention.concat,
    **SAME,
    W_a=np.array([[0.5, -0.3, 0.7, 0.2], [0.8, 0.4, -0.6, 0.9]]),
    w_a=ATTENTION_ADDITIVE.output("w_a"),
).checked_by(oracles.forward_of(oracles.concat))

ATTENTION_SCALED_DOT = WorkedExample(attention.scaled_dot, **SAME).checked_by(
    oracles.forward_of(oracles.scaled_dot)
)

# What becomes of the context.

ATTENTION_NEXT = WorkedExample(
    attention.next_state,
    s=ATTENTION_ADDITIVE.output("s"),
    x=np.array([1.0]),
    v=ATTENTION_ADDITIVE.output("v"),
    W=np.array([[0.3, -0.1], [0.0, 0.2]]),
    U=np.array([[0.5], [0.7]]),
    C=np.array([[0.6, -0.4], [0.2, 0.9]]),
    b=np.array([0.1, -0.2]),
).checked_by(oracles.next_state)

ATTENTION_NEXT_DOT = ATTENTION_NEXT.with_inputs(v=ATTENTION_DOT.output("v"))
ATTENTION_NEXT_GENERAL = ATTENTION_NEXT.with_inputs(v=ATTENTION_GENERAL.output("v"))
ATTENTION_NEXT_CONCAT = ATTENTION_NEXT.with_inputs(v=ATTENTION_CONCAT.output("v"))
ATTENTION_NEXT_SCALED_DOT = ATTENTION_NEXT.with_inputs(v=ATTENTION_SCALED_DOT.output("v"))

ATTENTIONAL_STATE = WorkedExample(
    attention.attentional_state,
    s=ATTENTION_DOT.output("s"),
    v=ATTENTION_DOT.output("v"),
    W_c=np.array([[0.6, -0.4, 0.3, -0.1], [0.2, 0.9, 0.0, 0.2]]),
).checked_by(oracles.attentional_state)

# The second source state is masked.

ATTENTION_MASKED = WorkedExample(
    attention.look_masked,
    e=ATTENTION_SCALED_DOT.output("e"),
    h=ATTENTION_SCALED_DOT.output("h"),
    m=np.array([True, False, True]),
).checked_by(oracles.masked)

# The way back.

DV = np.array([1.0, -0.5])

ATTENTION_BACK_ADDITIVE = WorkedExample(
    attention_backward.backpropagate_additive,
    dv=DV,
    **{name: ATTENTION_ADDITIVE.output(name) for name in ATTENTION_ADDITIVE.inputs},
).checked_by(oracles.derivatives_of(oracles.additive, ("W_a", "U_a", "w_a")))

ATTENTION_BACK_DOT = WorkedExample(
    attention_backward.backpropagate_dot, dv=ATTENTION_BACK_ADDITIVE.output("dv"), **SAME
).checked_by(oracles.derivatives_of(oracles.dot))

ATTENTION_BACK_GENERAL = WorkedExample(
    attention_backward.backpropagate_general,
    dv=ATTENTION_BACK_ADDITIVE.output("dv"),
    **SAME,
    W_a=ATTENTION_GENERAL.output("W_a"),
).checked_by(oracles.derivatives_of(oracles.general, ("W_a",)))

ATTENTION_BACK_CONCAT = WorkedExample(
    attention_backward.backpropagate_concat,
    dv=ATTENTION_BACK_ADDITIVE.output("dv"),
    **SAME,
    W_a=ATTENTION_CONCAT.output("W_a"),
    w_a=ATTENTION_CONCAT.output("w_a"),
).checked_by(oracles.derivatives_of(oracles.concat, ("W_a", "w_a")))

ATTENTION_BACK_SCALED_DOT = WorkedExample(
    attention_backward.backpropagate_scaled_dot, dv=ATTENTION_BACK_ADDITIVE.output("dv"), **SAME
).checked_by(oracles.derivatives_of(oracles.scaled_dot))

ATTENTION_BACK_MASKED = WorkedExample(
    attention_backward.backpropagate_masked,
    dv=ATTENTION_BACK_ADDITIVE.output("dv"),
    **SAME,
    m=ATTENTION_MASKED.output("m"),
).checked_by(oracles.derivatives_of(oracles.scaled_dot))
