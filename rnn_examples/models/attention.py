"""Attention: a decoder state looks at all encoder states, and takes their mean by its own weights.

    e_i = score(s, h_i)        one score for each source state
    α = softmax(e)             weights: positive, with the sum 1
    v = Σ α_i h_i              the context

s is the query, the decoder's state. The encoder's states h_1, h_2, … are the rows of h, and they
are both the keys, with which s is compared, and the values, whose mean is taken. The scores:

    additive     w_aᵀ tanh(W_a s + U_a h_i)     Bahdanau and others (2015), appendix A.1.2
    dot          sᵀ h_i                         Luong and others (2015), section 3.1
    general      sᵀ W_a h_i                     the same
    concat       w_aᵀ tanh(W_a [s; h_i])        the same
    scaled dot   sᵀ h_i / √n                    Vaswani and others (2017), equation 1

Conventions. Every matrix stands on the left of a column. In [s; h_i] the decoder's state comes
first; so concat is additive with [W_a U_a] as its W_a. `dot` and `scaled_dot` need states of one
size; elsewhere the two may differ. n is the size of the states. w_a is the papers' v_a, and v
their c.

A mask m is True where a source state may be read. Any other gets the score −∞, so that its weight
is exactly 0, and is never read: NaN in it changes nothing. Where nothing may be read there are no
weights: ValueError. So there is for scores that are NaN or +∞.

What becomes of the context. In Bahdanau's decoder the query is the state BEFORE the step, and the
context goes into the new state (`next_state`). In Luong's it is the state AFTER the step, and state
and context make the attentional state (`attentional_state`), which goes into the logits; if it also
goes into the next step, that is called input feeding, and nothing here does so.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float

from rnn_examples.models.activations import softmax
from rnn_examples.models.checks import AsWideAs, check_calls, largest_is_finite, some_is_true
from rnn_examples.models.shapes import Hidden, Input, InputToHidden, Recurrent

SourceStates = Float[Any, "source_time source_hidden"]
SourceStatesLikeS = Float[Any, "source_time hidden"]
Scores = Float[Any, "source_time"]
SourceWeights = Float[Any, "source_time"]  # from 0 to 1, with the sum 1
Mask = Annotated[Bool[Any, "source_time"], some_is_true]
Context = Float[Any, "source_hidden"]

AlignHidden = Float[Any, "align hidden"]
AlignSource = Float[Any, "align source_hidden"]
AlignBoth = Annotated[
    Float[Any, "align hidden+source_hidden"], AsWideAs(("hidden", "source_hidden"))
]
HiddenBoth = Annotated[
    Float[Any, "hidden hidden+source_hidden"], AsWideAs(("hidden", "source_hidden"))
]
Align = Float[Any, "align"]
HiddenSource = Float[Any, "hidden source_hidden"]


class Score(NamedTuple):
    """How well one source state fits."""

    e_t: Float[Any, ""]


class LayerScore(NamedTuple):
    """How well one source state fits, by a layer of tanh."""

    q_t: Align
    e_t: Float[Any, ""]


class Attention(NamedTuple):
    """One look at all source states."""

    scores: list[Score]
    e: Scores
    alpha: SourceWeights
    v: Context


class MaskedAttention(NamedTuple):
    """One look at the source states that may be read."""

    alpha: SourceWeights  # exactly 0 where a state may not be read
    v: Context


def additive(
    s: Hidden, h: SourceStates, W_a: AlignHidden, U_a: AlignSource, w_a: Align
) -> Attention:
    """Score by a layer that reads both states (Bahdanau and others, 2015)."""
    scores = []
    for h_t in h:
        q_t = np.tanh(W_a @ s + U_a @ h_t)
        scores.append(LayerScore(q_t, w_a @ q_t))
    return look(scores, h)


def dot(s: Hidden, h: SourceStatesLikeS) -> Attention:
    """Score by the product of both states."""
    return look([Score(s @ h_t) for h_t in h], h)


def general(s: Hidden, h: SourceStates, W_a: HiddenSource) -> Attention:
    """Score by the product of both states with a matrix in between."""
    return look([Score(s @ W_a @ h_t) for h_t in h], h)


def concat(s: Hidden, h: SourceStates, W_a: AlignBoth, w_a: Align) -> Attention:
    """Score by a layer that reads both states as one vector, the decoder's first."""
    scores = []
    for h_t in h:
        q_t = np.tanh(W_a @ np.concatenate([s, h_t]))
        scores.append(LayerScore(q_t, w_a @ q_t))
    return look(scores, h)


def scaled_dot(s: Hidden, h: SourceStatesLikeS) -> Attention:
    """Score by the product of both states, divided by the root of their size."""
    return look([Score(s @ h_t / np.sqrt(len(s))) for h_t in h], h)


def look(scores: list[Any], h: SourceStates) -> Attention:
    """Make weights of the scores, and the context of the weights."""
    e = np.stack([score.e_t for score in scores])
    largest_is_finite("e", e)
    alpha = softmax(e)
    return Attention(scores, e, alpha, alpha @ h)


def look_masked(e: Scores, h: SourceStates, m: Mask) -> MaskedAttention:
    """Do the same where only some source states may be read."""
    e_masked = np.where(m, e, -np.inf)
    largest_is_finite("e_masked", e_masked)
    alpha = softmax(e_masked)
    return MaskedAttention(alpha, alpha @ readable(h, m))


def scaled_dot_masked(s: Hidden, h: SourceStatesLikeS, m: Mask) -> MaskedAttention:
    """Score as `scaled_dot`, and look at what may be read."""
    return look_masked(scaled_dot(s, readable(h, m)).e, h, m)


class Mean(NamedTuple):
    """A context, whoever chose the weights."""

    v: Context


def mean_of(alpha: SourceWeights, h: SourceStates) -> Mean:
    """Take the mean of the source states by given weights."""
    return Mean(alpha @ h)


def readable(h: SourceStates, m: Mask) -> SourceStates:
    """Put zeros in place of what may not be read, so that a weight of 0 times NaN is no NaN."""
    return np.where(m[:, None], h, 0.0)


class NextState(NamedTuple):
    """The decoder's state after one more step."""

    s_new: Hidden


def next_state(
    s: Hidden,
    x: Input,
    v: Context,
    W: Recurrent,
    U: InputToHidden,
    C: HiddenSource,
    b: Hidden,
) -> NextState:
    """Advance the decoder by one step, with the context (Bahdanau and others, 2015, Elman cell)."""
    return NextState(np.tanh(W @ s + U @ x + C @ v + b))


class AttentionalState(NamedTuple):
    """What the logits are made from, in Luong's decoder."""

    s_tilde: Hidden


def attentional_state(s: Hidden, v: Context, W_c: HiddenBoth) -> AttentionalState:
    """Put the context and the state together, the context first (Luong and others, 2015, eq. 5)."""
    return AttentionalState(np.tanh(W_c @ np.concatenate([v, s])))


check_calls(__name__)
