"""The decoder: from the encoder's last state to tokens of the target language.

Tokens are rows of the embedding table, counted from 0. The decoder starts from s_0, the encoder's
last hidden state h_T, and from y_0, the token `<bos>`. Its weights are its own, not the encoder's.
Source: Sutskever, Vinyals and Le (2014), with an Elman cell in place of the LSTM.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.activations import normalise, ratios
from rnn_examples.models.checks import check_calls, require_rows
from rnn_examples.models.rnn import rnn_step
from rnn_examples.models.shapes import (
    Count,
    Embedding,
    Hidden,
    HiddenToLogits,
    Input,
    InputToHidden,
    Logit,
    Logits,
    Probabilities,
    Recurrent,
    TargetId,
    Targets,
    Token,
)


class DecoderStep(NamedTuple):
    """One time step of the decoder."""

    x_t: Input  # embedding of the token before
    a_t: Hidden  # pre-activation
    s_t: Hidden  # decoder state
    o_t: Logits
    r_t: Logits  # each token's probability over the largest one
    y_hat_t: Probabilities  # softmax of the logits
    y_t: Token  # the most probable token; of equal ones the first


def embed(token: Token, E: Embedding) -> Input:
    """Look up a token's row of the table; it equals the token's one-hot vector times E."""
    require_rows("token", token, len(E), "vocabulary")
    return E[token]


def logits(s_t: Hidden, V: HiddenToLogits, c: Logits) -> Logits:
    """Score every token that can come next: o_t = V s_t + c."""
    return V @ s_t + c


def decoder_step(
    y_prev: Token,
    s_prev: Hidden,
    E: Embedding,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> DecoderStep:
    """Advance the decoder by one token."""
    x_t = embed(y_prev, E)
    a_t, s_t = rnn_step(x_t, s_prev, W, U, b)
    o_t = logits(s_t, V, c)
    r_t = ratios(o_t)
    y_hat_t = normalise(r_t)
    return DecoderStep(x_t, a_t, s_t, o_t, r_t, y_hat_t, np.argmax(y_hat_t))


def decode_teacher_forced(
    y_0: Token,
    y_star: Targets,
    s_0: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> list[DecoderStep]:
    """Decode with the right token before each step: y_0 = `<bos>`, then the targets y_star.

    One step a target; the last target is only predicted, never read.
    Source: Williams and Zipser (1989).
    """
    steps: list[DecoderStep] = []
    y_prev, s_prev = y_0, s_0
    for target in y_star:
        steps.append(decoder_step(y_prev, s_prev, E_dec, W_dec, U_dec, b_dec, V, c))
        y_prev, s_prev = target, steps[-1].s_t
    return steps


def decode_greedily(
    y_0: Token,
    s_0: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    V: HiddenToLogits,
    c: Logits,
    length: Count,
) -> list[DecoderStep]:
    """Decode with the network's own most probable token before each step.

    length: the number of steps; whoever reads the translation stops at the first `<eos>`.
    """
    steps: list[DecoderStep] = []
    y_prev, s_prev = y_0, s_0
    for _ in range(length):
        steps.append(decoder_step(y_prev, s_prev, E_dec, W_dec, U_dec, b_dec, V, c))
        y_prev, s_prev = steps[-1].y_t, steps[-1].s_t
    return steps


class Preference(NamedTuple):
    """What decides between two tokens: their logits differ by weights @ s_t + bias."""

    weights: Hidden
    bias: Logit


def preference(V: HiddenToLogits, c: Logits, token: TargetId, other: TargetId) -> Preference:
    """Say how far the logit of `token` is above that of `other`, as a function of the state."""
    return Preference(V[token] - V[other], c[token] - c[other])


check_calls(__name__)
