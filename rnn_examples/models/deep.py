"""A deep network: the states of one layer are the inputs of the layer above.

    a^l_t = W^l h^l_{t−1} + U^l h^{l−1}_t + b^l      h^l_t = tanh a^l_t      h^0_t = x_t

Layers count from 1, at the bottom. `W_l2` is W of layer 2: each layer has its own weights, first
state and size. Any number of layers is given by name: h_0_l1, W_l1, U_l1, b_l1, h_0_l2, … U of a
layer has as many columns as the layer below has units.

Here the cell is the Elman network's. Layers of LSTM or GRU are stacked the same way: the hidden
states h_t of one, never its cell states, are what the next reads.
Source: Graves, Mohamed and Hinton (2013).
"""

import itertools
from typing import Any, NamedTuple

import numpy as np

from rnn_examples.models.bptt import through_recurrence, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.rnn import rnn_step
from rnn_examples.models.rnn_backward import rnn_backward_step
from rnn_examples.models.shapes import Hidden, HiddenOverTime, Input, Inputs

Step = dict[str, Any]
"""One time step: a_l1_t, h_l1_t, a_l2_t, …, from the bottom layer to the top."""


class DeepGradients(NamedTuple):
    """The gradients by name: dW_l1, dU_l1, db_l1, dh_0_l1, dW_l2, …, and those of each step."""

    forward: list[Step]
    backward: list[Step]  # of each layer: dh, delta, and the shares dW and dU; and dx_t
    gradients: Step


def layers_of(layers: dict[str, Any]) -> range:
    """Number the layers. Raises ValueError where an array of one is missing, or has no layer."""
    count = next(n for n in itertools.count(1) if f"W_l{n}" not in layers) - 1
    found = range(1, max(count, 1) + 1)
    needed = [f"{name}_l{n}" for n in found for name in ("h_0", "W", "U", "b")]
    for name in needed:
        if name not in layers:
            raise ValueError(f"{name} is missing; a layer needs h_0, W, U and b")
    for name in layers:
        if name not in needed:
            raise ValueError(f"{name} belongs to no layer; there are {', '.join(needed)}")
    return found


def deep_step(x_t: Input, h_prev: list[Any], layers: dict[str, Any]) -> Step:
    """Advance all layers by one time step, from the bottom to the top."""
    step: Step = {}
    below = x_t
    for n, h_prev_n in enumerate(h_prev, 1):
        weights = [layers[f"{name}_l{n}"] for name in "WUb"]
        try:
            step[f"a_l{n}_t"], below = rnn_step(below, h_prev_n, *weights)
        except ValueError as error:
            raise ValueError(f"layer {n}: {error}") from None
        step[f"h_l{n}_t"] = below
    return step


def encode(x: Inputs, **layers: Any) -> list[Step]:
    """Read the sequence one time step at a time, with all layers."""
    numbers = layers_of(layers)
    h_prev = [layers[f"h_0_l{n}"] for n in numbers]
    steps: list[Step] = []
    for x_t in x:
        steps.append(deep_step(x_t, h_prev, layers))
        h_prev = [steps[-1][f"h_l{n}_t"] for n in numbers]
    return steps


def backpropagate(x: Inputs, dh_now: HiddenOverTime, **layers: Any) -> DeepGradients:
    """Read the sequence, then go back through every time step, and in each from the top down.

    dh_now: the derivative of the loss with respect to each state of the top layer, through its own
    output. At least one time step.
    """
    numbers = layers_of(layers)
    first = {f"h_l{n}_t": layers[f"h_0_l{n}"] for n in numbers}
    forward = encode(x, **layers)
    later = [np.zeros(layers[f"h_0_l{n}"].shape) for n in numbers]
    backward: list[Step] = []
    for t in reversed(range(len(forward))):
        before = forward[t - 1] if t else first
        backward.insert(0, deep_backward_step(forward[t], before, x[t], dh_now[t], later, layers))
        later = [
            through_recurrence(layers[f"W_l{n}"], backward[0][f"delta_l{n}_t"]) for n in numbers
        ]
    found = {
        f"d{name}_l{n}": total(step[f"{share}_l{n}_t"] for step in backward)
        for n in numbers
        for name, share in (("W", "dW"), ("U", "dU"), ("b", "delta"))
    }
    found |= {f"dh_0_l{n}": later[n - 1] for n in numbers}
    return DeepGradients(forward, backward, found)


def deep_backward_step(
    forward: Step,
    before: Step,
    x_t: Input,
    dh_now_t: Hidden,
    later: list[Any],
    layers: dict[str, Any],
) -> Step:
    """Go back through one time step; what comes out below a layer enters the one beneath it."""
    step: Step = {}
    from_above = dh_now_t
    for n in reversed(layers_of(layers)):
        below = forward[f"h_l{n - 1}_t"] if n > 1 else x_t
        states = forward[f"h_l{n}_t"], before[f"h_l{n}_t"]
        found = rnn_backward_step(*states, below, from_above, later[n - 1], layers[f"U_l{n}"])
        for name in ("dh", "delta", "dW", "dU"):
            step[f"{name}_l{n}_t"] = getattr(found, f"{name}_t")
        from_above = found.dx_t
    return {**step, "dx_t": from_above}


check_calls(__name__)
