"""Training the translator with attention, and the trained network looked at afterwards.

Gradient descent with momentum on all sentence pairs at once: the sum of their gradients, clipped
by its norm and rounded as in `train`, goes into the velocity. As in `training_run`, the weights of
chosen moments stand in tables, `W_a_run` and so on, and W_a_run[k] belongs to moment k.
"""

from typing import Any

import numpy as np

from rnn_examples.models.attention_translator import (
    ATTENDING,
    DECODER,
    backpropagate_attending,
    write_attending,
)
from rnn_examples.models.bptt import total
from rnn_examples.models.bptt_seq2seq import read
from rnn_examples.models.checks import check_calls
from rnn_examples.models.clipping import clipping_scale, global_norm
from rnn_examples.models.shapes import (
    Count,
    Hidden,
    NotNegative,
    Positive,
    Share,
    SourceTokens,
    Targets,
    Token,
)
from rnn_examples.models.train import Weights, round_off
from rnn_examples.models.training_run import ENCODER, Moment, weights_at

Pairs = list[tuple[Any, Any]]
"""The ids of the words and of the targets of each sentence."""


def train_attending(
    weights: Weights,
    pairs: Pairs,
    y_0: Token,
    h_0: Hidden,
    s_0: Hidden,
    eta: NotNegative,
    theta: Positive,
    mu: Share,
    steps: Count,
) -> list[Weights]:
    """Give the weights before training, and after each step of it.

    Raises ValueError where there are no pairs.
    """
    if not pairs:
        raise ValueError("pairs is empty; there must be one pair or more")
    history = [weights]
    velocity: Weights = {name: np.zeros(np.shape(weights[name])) for name in ATTENDING}
    for _ in range(steps):
        found = [
            backpropagate_attending(w, y_0, y_star, h_0, s_0, **weights) for w, y_star in pairs
        ]
        gradients = {name: total(getattr(one, f"d{name}") for one in found) for name in ATTENDING}
        scale = clipping_scale(global_norm(list(gradients.values())), theta)
        velocity = {
            name: mu * velocity[name] + round_off(scale * gradients[name]) for name in ATTENDING
        }
        weights = {name: weights[name] - eta * velocity[name] for name in ATTENDING}
        history.append(weights)
    return history


def attend_at(
    k: Moment,
    w: SourceTokens,
    y_0: Token,
    y_star: Targets,
    h_0: Hidden,
    s_0: Hidden,
    **tables: Any,
) -> dict[str, Any]:
    """Translate with the weights of moment k under teacher forcing, and draw the map.

    A: the weights of all looks, a row for each target, a column for each source state.
    """
    weights = weights_at(k, tables, ATTENDING)
    h = np.stack([step.h_t for step in read(w, h_0, *(weights[name] for name in ENCODER))])
    decoder = write_attending(y_0, y_star, s_0, h, *(weights[name] for name in DECODER))
    A = np.stack([step.alpha_t for step in decoder])
    L = total(step.L_t for step in decoder)
    return {"step": tables["step_run"][k], "h": h, "decoder": decoder, "A": A, "L": L}


check_calls(__name__)
