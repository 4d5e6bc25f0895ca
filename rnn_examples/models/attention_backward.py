"""Attention, on the way back: from the context to both states and to the weights of every score.

Given dL/dv, the derivative of the loss with respect to the context. The source states take part
twice, so that their derivative is a sum: as values, whose mean the context is (`dh_values`), and as
keys, by which they were scored (`dh_keys`).

    dα_i = h_i · dv                         through the mean, to the weights
    dh_values_i = α_i dv                    and to the values
    de = α ⊙ (dα − Σ α_j dα_j)              through the softmax
    ds, dh_keys, dW_a, …                    through the score, as below

A source state whose weight is exactly 0, as one that is masked, gets a derivative of exactly 0.
The names and conventions are those of `attention`.
"""

from typing import Any, NamedTuple

import numpy as np

from rnn_examples.models.attention import (
    Align,
    AlignBoth,
    AlignHidden,
    AlignSource,
    Attention,
    Context,
    HiddenSource,
    Mask,
    MaskedAttention,
    Scores,
    SourceStates,
    SourceStatesLikeS,
    SourceWeights,
    additive,
    concat,
    dot,
    general,
    readable,
    scaled_dot,
    scaled_dot_masked,
)
from rnn_examples.models.bptt import outer, through_tanh, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.shapes import Hidden


class ThroughLook(NamedTuple):
    """The way back from the context to the scores and to the values."""

    dalpha: SourceWeights
    de: Scores
    dh_values: SourceStates


class DotGradients(NamedTuple):
    """Every derivative of a score without weights."""

    forward: Attention | MaskedAttention
    dalpha: SourceWeights
    de: Scores
    dh_values: SourceStatesLikeS
    dh_keys: SourceStatesLikeS
    dh: SourceStatesLikeS
    ds: Hidden


class GeneralGradients(NamedTuple):
    """Every derivative of the general score."""

    forward: Attention
    dalpha: SourceWeights
    de: Scores
    dh_values: SourceStates
    dh_keys: SourceStates
    dh: SourceStates
    ds: Hidden
    dW_a: HiddenSource


class LayerBackwardStep(NamedTuple):
    """The way back through the score of one source state."""

    delta_t: Align  # before tanh


class AdditiveGradients(NamedTuple):
    """Every derivative of the additive score."""

    forward: Attention
    dalpha: SourceWeights
    de: Scores
    dh_values: SourceStates
    backward: list[LayerBackwardStep]
    dh_keys: SourceStates
    dh: SourceStates
    ds: Hidden
    dW_a: AlignHidden
    dU_a: AlignSource
    dw_a: Align


class ConcatGradients(NamedTuple):
    """Every derivative of the concat score."""

    forward: Attention
    dalpha: SourceWeights
    de: Scores
    dh_values: SourceStates
    backward: list[LayerBackwardStep]
    dh_keys: SourceStates
    dh: SourceStates
    ds: Hidden
    dW_a: AlignBoth
    dw_a: Align


def through_look(alpha: SourceWeights, h: SourceStates, dv: Context) -> ThroughLook:
    """Go back from the context to the weights, the scores and the values."""
    dalpha = h @ dv
    return ThroughLook(dalpha, alpha * (dalpha - alpha @ dalpha), outer(alpha, dv))


def backpropagate_dot(s: Hidden, h: SourceStatesLikeS, dv: Hidden) -> DotGradients:
    """Look by the dot score, then go back."""
    forward = dot(s, h)
    way = through_look(forward.alpha, h, dv)
    dh_keys = outer(way.de, s)
    return DotGradients(forward, *way, dh_keys, way.dh_values + dh_keys, way.de @ h)


def backpropagate_scaled_dot(s: Hidden, h: SourceStatesLikeS, dv: Hidden) -> DotGradients:
    """Look by the scaled dot score, then go back."""
    forward = scaled_dot(s, h)
    way = through_look(forward.alpha, h, dv)
    dh_keys = outer(way.de, s) / np.sqrt(len(s))
    ds = way.de @ h / np.sqrt(len(s))
    return DotGradients(forward, *way, dh_keys, way.dh_values + dh_keys, ds)


def backpropagate_masked(s: Hidden, h: SourceStatesLikeS, m: Mask, dv: Hidden) -> DotGradients:
    """Look by the scaled dot score at what may be read, then go back."""
    forward = scaled_dot_masked(s, h, m)
    h_read = readable(h, m)
    way = through_look(forward.alpha, h_read, dv)
    dh_keys = outer(way.de, s) / np.sqrt(len(s))
    ds = way.de @ h_read / np.sqrt(len(s))
    return DotGradients(forward, *way, dh_keys, way.dh_values + dh_keys, ds)


def backpropagate_general(
    s: Hidden, h: SourceStates, dv: Context, W_a: HiddenSource
) -> GeneralGradients:
    """Look by the general score, then go back."""
    forward = general(s, h, W_a)
    way = through_look(forward.alpha, h, dv)
    dh_keys = outer(way.de, s @ W_a)
    dh = way.dh_values + dh_keys
    ds = W_a @ (way.de @ h)
    return GeneralGradients(forward, *way, dh_keys, dh, ds, outer(s, way.de @ h))


def backpropagate_additive(
    s: Hidden, h: SourceStates, dv: Context, W_a: AlignHidden, U_a: AlignSource, w_a: Align
) -> AdditiveGradients:
    """Look by the additive score, then go back."""
    forward = additive(s, h, W_a, U_a, w_a)
    way = through_look(forward.alpha, h, dv)
    backward = through_layers(forward, way.de, w_a)
    dh_keys = np.stack([U_a.T @ step.delta_t for step in backward])
    return AdditiveGradients(
        forward,
        *way,
        backward,
        dh_keys,
        way.dh_values + dh_keys,
        ds=W_a.T @ total(step.delta_t for step in backward),
        dW_a=outer(total(step.delta_t for step in backward), s),
        dU_a=total(outer(step.delta_t, h_t) for step, h_t in zip(backward, h, strict=True)),
        dw_a=dw_of(forward, way.de),
    )


def backpropagate_concat(
    s: Hidden, h: SourceStates, dv: Context, W_a: AlignBoth, w_a: Align
) -> ConcatGradients:
    """Look by the concat score, then go back."""
    forward = concat(s, h, W_a, w_a)
    way = through_look(forward.alpha, h, dv)
    backward = through_layers(forward, way.de, w_a)
    n = len(s)  # the first columns of W_a read s
    dh_keys = np.stack([W_a[:, n:].T @ step.delta_t for step in backward])
    read = [np.concatenate([s, h_t]) for h_t in h]
    return ConcatGradients(
        forward,
        *way,
        backward,
        dh_keys,
        way.dh_values + dh_keys,
        ds=W_a[:, :n].T @ total(step.delta_t for step in backward),
        dW_a=total(outer(step.delta_t, x) for step, x in zip(backward, read, strict=True)),
        dw_a=dw_of(forward, way.de),
    )


def through_layers(forward: Any, de: Scores, w_a: Align) -> list[LayerBackwardStep]:
    """Go back from each score to its layer's pre-activation."""
    return [
        LayerBackwardStep(through_tanh(score.q_t, de[i] * w_a))
        for i, score in enumerate(forward.scores)
    ]


def dw_of(forward: Any, de: Scores) -> Align:
    """The derivative of the vector that makes one score of each layer."""
    return total(de[i] * score.q_t for i, score in enumerate(forward.scores))


check_calls(__name__)
