"""Scheduled sampling: before each step a coin decides between the right token and the own one.

Teacher forcing reads the right token before every step, so the network never sees what follows its
own mistakes; decoding reads its own. In between, the right token is read with probability epsilon:
at 1 this is `decode_teacher_forced`, at 0 it is `decode_greedily`, both of `seq2seq`. In training,
epsilon falls from 1, by one of the three decays below.

The own token is the most probable one; the paper allows a drawn one too. A coin is a number from 0
to 1, drawn beforehand by `draw_coins`: the same seed gives the same coins. Gradients take what was
read as given: no derivative passes through a choice.
Source: Bengio, Vinyals, Jaitly and Shazeer (2015).
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.checks import check_calls
from rnn_examples.models.seq2seq import decoder_step
from rnn_examples.models.shapes import (
    Count,
    Embedding,
    Hidden,
    HiddenToLogits,
    Input,
    InputToHidden,
    Logits,
    Number,
    Numbers,
    Positive,
    Probabilities,
    Recurrent,
    Share,
    Targets,
    Token,
)

Coins = Float[Any, "time"]


class ScheduledStep(NamedTuple):
    """One time step of the decoder."""

    x_t: Input  # embedding of the token that was read
    a_t: Hidden  # pre-activation
    s_t: Hidden  # decoder state
    o_t: Logits
    r_t: Logits  # each token's probability over the largest one
    y_hat_t: Probabilities
    y_t: Token  # the most probable token
    y_next_t: Token  # what the next step reads: y_t, or the target


def draw_coins(seed: Count, count: Count) -> Float[Any, "{count}"]:
    """Draw numbers from 0 to 1, each as likely as any other."""
    return np.random.default_rng(seed).random(count)


def decode_scheduled(
    y_0: Token,
    y_star: Targets,
    coins: Coins,
    epsilon: Share,
    s_0: Hidden,
    E: Embedding,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> list[ScheduledStep]:
    """Decode; after each step, a coin below epsilon has the target read next, else the own token.

    y_0: what the first step reads, `<bos>`. The last coin decides nothing.
    """
    steps: list[ScheduledStep] = []
    y_prev, s_prev = y_0, s_0
    for target, coin in zip(y_star, coins, strict=True):
        step = decoder_step(y_prev, s_prev, E, W, U, b, V, c)
        y_prev, s_prev = np.where(coin < epsilon, target, step.y_t), step.s_t
        steps.append(ScheduledStep(*step, y_prev))
    return steps


def linear_decay(i: Number, start: Share, slope: Positive, lowest: Share) -> Number:
    """Give epsilon of training step i: a straight line, down to the lowest value."""
    return np.maximum(lowest, start - slope * i)


def exponential_decay(i: Number, k: Share) -> Number:
    """Give epsilon of training step i: k to the power of i, for k below 1."""
    return k**i


def inverse_sigmoid_decay(i: Number, k: Positive) -> Number:
    """Give epsilon of training step i: k / (k + exp(i / k)), for k of at least 1.

    It stays high, falls, and stays low. exp is taken of −i / k, so that it does not overflow.
    """
    r = np.exp(-i / k)
    return k * r / (k * r + 1)


class Decays(NamedTuple):
    """The three decays, side by side over the training steps i."""

    linear: Numbers
    exponential: Numbers
    inverse_sigmoid: Numbers


def decay_curves(
    i: Numbers, start: Share, slope: Positive, lowest: Share, k_exp: Share, k_inv: Positive
) -> Decays:
    """Give epsilon at every training step i, by each decay."""
    return Decays(
        np.stack([linear_decay(step, start, slope, lowest) for step in i]),
        np.stack([exponential_decay(step, k_exp) for step in i]),
        np.stack([inverse_sigmoid_decay(step, k_inv) for step in i]),
    )


check_calls(__name__)
