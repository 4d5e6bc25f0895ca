"""The oracles of the pages on learning: each finds a planted mistake."""

import numpy as np
import pytest

from rnn_examples.examples.bptt import BPTT_DENSE
from rnn_examples.examples.clipping import ORTHOGONAL, ROTATION, STEEP_GRADIENT, XAVIER
from rnn_examples.examples.optimisers import ADAM_TURNED, MOMENTUM
from rnn_examples.examples.rtrl import RTRL
from rnn_examples.examples.softmax import CROSS_ENTROPY
from rnn_examples.examples.tokens import EMBEDDING
from rnn_examples.examples.training import (
    AT_STEP,
    FIRST_GRADIENT,
    FIRST_UPDATE,
    TRAINED_TRANSLATION,
)
from rnn_examples.examples.vanishing import FLOW_LARGE, RADIUS, THEORY_NORM
from rnn_examples.models import (
    bptt,
    bptt_seq2seq,
    clipping,
    embedding,
    gradient_flow,
    initialise,
    losses,
    rtrl,
    training_run,
)
from rnn_examples.worked_example import WorkedExample


def again(example):
    """The same example, run anew on plain inputs."""
    other = WorkedExample(example.function, **example.arguments)
    other.oracles = example.oracles
    return other


def faults(example):
    """What is wrong with an example, but for inputs that do not say what made them."""
    return [fault for fault in example.checks.faults if "nobody types" not in fault.text]


def scaled(function):
    """A mistake of one in a million."""
    return lambda *given: function(*given) * (1 + 1e-6)


MISTAKES = [
    (EMBEDDING, embedding, "total", lambda shares: list(shares)[-1]),
    (CROSS_ENTROPY, losses, "cross_entropy", lambda log_y_hat, y: -log_y_hat[0]),
    (BPTT_DENSE, bptt, "total", lambda shares: list(shares)[-1]),
    (BPTT_DENSE, bptt, "through_tanh", lambda h, dh: dh * 1.0),
    (BPTT_DENSE, bptt, "through_recurrence", lambda W, delta: W @ delta),
    (RTRL, rtrl, "outer", scaled(rtrl.outer)),
    (FIRST_GRADIENT, bptt_seq2seq, "hand_back", lambda ds: ds * 0.0),
    (FIRST_GRADIENT, bptt_seq2seq, "into_table", scaled(bptt_seq2seq.into_table)),
    (FLOW_LARGE, gradient_flow, "step_jacobian", lambda h, W: W * 1.0),
    (STEEP_GRADIENT, clipping, "clipping_scale", lambda norm, theta: theta / (norm + 1e-6)),
    (ROTATION, initialise, "norm", scaled(initialise.norm)),
    (AT_STEP, training_run, "total", lambda shares: list(shares)[-1]),
]


@pytest.mark.parametrize(
    ("example", "module", "name", "mistake"),
    MISTAKES,
    ids=[f"{case[1].__name__.rpartition('.')[2]}-{case[2]}" for case in MISTAKES],
)
def test_a_planted_mistake_in_the_model_is_found(example, module, name, mistake, monkeypatch):
    assert faults(again(example)) == []
    monkeypatch.setattr(module, name, mistake)
    assert faults(again(example)) != []


@pytest.mark.parametrize(
    ("example", "name"),
    [
        (XAVIER, "result"),
        (ORTHOGONAL, "Q"),
        (RADIUS, "rho_W"),
        (THEORY_NORM, "norm_J"),
        (FIRST_UPDATE, "W_dec_new"),
        (TRAINED_TRANSLATION, "y_hat_3"),
        (MOMENTUM, "theta_3"),
        (ADAM_TURNED, "m_hat_2"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_value_that_is_a_little_off_is_found(example, name):
    true = np.asarray(example.checks.values[name][0].true, dtype=float)
    found = example.trace[name].value
    assert np.abs(found - true).max() < 1e-12

    def off(**inputs):
        return {name: _named(example.function(**inputs), name) * (1 + 1e-9)}

    other = WorkedExample(off, **example.arguments)
    other.oracles = example.oracles
    assert any(fault.text.startswith(f"{name} differs") for fault in other.checks.faults)


def _named(result, name):
    """A value of a result by the name that it has in the trace."""
    base, _, time = name.rpartition("_")
    if isinstance(result, list):
        return getattr(result[int(time) - 1], f"{base}_t")
    if hasattr(result, "_asdict"):
        result = result._asdict()
    if not isinstance(result, dict):
        return result
    return result[name] if name in result else _named(result["decoder"], name)
