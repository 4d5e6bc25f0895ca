"""Training the encoder-decoder on one sentence pair, by gradient descent.

One step: the gradients of the loss (a sum over time, in nats), clipped together by their norm,
rounded, multiplied by the learning rate and subtracted. Both tables of embeddings and all
weights and biases are trained; h_0 is not.

Why rounded. Processors disagree in the last bits of tanh and of products, and training amplifies
them. The gradients are rounded to multiples of 2⁻²², a step that is far above these bits and far
below what matters: so every processor finds the same gradients, and the same weights, bit for bit.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np

from rnn_examples.models.batch import BatchGradients
from rnn_examples.models.bptt_seq2seq import Gradients, backpropagate_translation
from rnn_examples.models.checks import check_calls, require_shape
from rnn_examples.models.clipping import clipping_scale, global_norm
from rnn_examples.models.optimisers import sgd_step
from rnn_examples.models.shapes import (
    AnyShape,
    Count,
    Hidden,
    NotNegative,
    Positive,
    SourceTokens,
    Targets,
    Token,
)

BINARY_PLACES = 22
"""The gradients are multiples of 2 to the power of minus this."""

Weights = Mapping[str, Any]
"""Each trained array by its name."""

TRAINED = ("E_enc", "W_enc", "U_enc", "b_enc", "E_dec", "W_dec", "U_dec", "b_dec", "V", "c")


def are_all(name: str, weights: Weights, _: Mapping[str, Any]) -> None:
    """Raise ValueError where one is missing."""
    missing = [key for key in TRAINED if key not in weights]
    if missing:
        raise ValueError(f"{name} lacks {', '.join(missing)}")


def fit_weights(name: str, gradients: Weights, known: Mapping[str, Any]) -> None:
    """Raise ValueError for a gradient whose shape differs from its array's."""
    for key in TRAINED:
        require_shape(f"{name}[{key!r}]", gradients[key], known["weights"][key])


def train(
    weights: Weights,
    w: SourceTokens,
    y_0: Token,
    y_star: Targets,
    h_0: Hidden,
    eta: NotNegative,
    theta: Positive,
    steps: Count,
) -> list[Weights]:
    """Give the weights before training, and after each step of it.

    Raises ValueError for eta below 0 and theta not above 0, and where a gradient is not finite.
    """
    history = [weights]
    for _ in range(steps):
        found = backpropagate_translation(w, y_0, y_star, h_0, **weights)
        weights = descend(weights, by_name(found), eta, theta)
        history.append(weights)
    return history


def by_name(gradients: Gradients | BatchGradients) -> Weights:
    """The gradient of each trained array, under the array's name."""
    return {name: getattr(gradients, f"d{name}") for name in TRAINED}


def descend(
    weights: Annotated[Weights, are_all],
    gradients: Annotated[Weights, are_all, fit_weights],
    eta: NotNegative,
    theta: Positive,
) -> Weights:
    """Take one step: clip, round, subtract."""
    scale = clipping_scale(global_norm([gradients[name] for name in TRAINED]), theta)
    rounded = {name: round_off(scale * gradients[name]) for name in TRAINED}
    return {name: sgd_step(weights[name], rounded[name], eta) for name in TRAINED}


def round_off(gradient: AnyShape) -> AnyShape:
    """Round to multiples of 2⁻²², half to even. NumPy warns of an overflow above 4e301."""
    return np.round(gradient * 2.0**BINARY_PLACES) * 2.0**-BINARY_PLACES


def update(eta: NotNegative, theta: Positive, **values: Any) -> dict[str, Any]:
    """Take one step without rounding, with every value on the way.

    values: each trained array under its name, and its gradient under the name with a d before it.
    """
    for name in TRAINED:
        require_shape(f"d{name}", values[f"d{name}"], values[name])
    norm_g = global_norm([values[f"d{name}"] for name in TRAINED])
    scale = clipping_scale(norm_g, theta)
    new = {
        f"{name}_new": sgd_step(values[name], scale * values[f"d{name}"], eta) for name in TRAINED
    }
    return {"norm_g": norm_g, "scale": scale, **new}


check_calls(__name__)
