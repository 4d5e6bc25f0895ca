"""Clipping, rounding and Adam, on the flat vector of all parameters."""

import math
from dataclasses import dataclass

import numpy as np

from rnn_examples.translator.networks import Array

GRID = 2.0**-22
"""Gradients are rounded to multiples of this: processors differ in the last bits of a product."""
CLIP = 1.0
BETA_1, BETA_2, EPSILON = 0.9, 0.98, 1e-8


@dataclass
class State:
    """A training run at some moment. mean, square: Adam's averages, before their correction.

    best: the weights after the epoch, counted from 1, with the lowest validation loss so far.
    """

    weights: Array
    mean: Array
    square: Array
    best: Array
    step: int = 0
    best_loss: float = math.inf
    best_epoch: int = 0


def begin(weights: Array) -> State:
    """A run that has made no step."""
    return State(weights, np.zeros_like(weights), np.zeros_like(weights), weights.copy())


def round_off(gradient: Array) -> None:
    """Clip the gradient to norm 1 and round it to the grid, in place."""
    norm = float(np.sqrt(gradient @ gradient))
    if norm > CLIP:
        gradient *= CLIP / norm
    gradient *= 1 / GRID
    np.rint(gradient, out=gradient)
    gradient *= GRID


def update(state: State, gradient: Array, rate: float) -> None:
    """Make one step of Adam (Kingma and Ba, 2014). The gradient is overwritten."""
    round_off(gradient)
    state.step += 1
    state.mean *= BETA_1
    state.mean += gradient * (1 - BETA_1)
    gradient *= gradient
    gradient *= 1 - BETA_2
    state.square *= BETA_2
    state.square += gradient
    scale = np.sqrt(state.square / (1 - BETA_2**state.step))
    scale += EPSILON
    np.divide(state.mean, scale, out=scale)
    scale *= rate / (1 - BETA_1**state.step)
    state.weights -= scale
