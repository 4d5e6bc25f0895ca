"""Backpropagation through time for several sentences with padding, step by step.

The network of `bptt`, with an output at every step. Each row of a state belongs to one sentence:
what is W h for one sentence is H Wᵀ for all. A sentence that has ended keeps its state, and the
padding behind it is not read, scored or counted: m_t is 1 for a sentence that is read at step t,
and 0 for one that has ended; where it is 0, NaN in the padding changes nothing.

`shares`, from `masks.token_shares`, say how much each token's loss counts, 0 in the padding: so the
loss L is a sum or one of the means, and every gradient is of that. What follows the mask is all in
one place, so that a page can leave it out: with m = 1 everywhere the padding is read like words.
The names are those of `bptt`. Time is the first axis, the sentences are the second.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from rnn_examples.models import bptt
from rnn_examples.models.bptt import through_tanh, total
from rnn_examples.models.checks import RowOf, check_calls, largest_is_finite
from rnn_examples.models.checks import Within as Range
from rnn_examples.models.shapes import (
    CountFromOne,
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Loss,
    Recurrent,
)

Inputs = Float[Any, "time batch input"]
Targets = Annotated[Int[Any, "time batch"], RowOf("classes")]
States = Float[Any, "batch hidden"]
LogitsOfEach = Float[Any, "batch classes"]
OfEach = Float[Any, "batch"]
TokenShares = Annotated[Float[Any, "time batch"], Range(0.0)]


class BatchStep(NamedTuple):
    """One time step of all sentences, on the way to the loss."""

    h_t: States
    o_t: LogitsOfEach
    log_y_hat_t: LogitsOfEach
    l_t: OfEach  # the loss of each sentence's token, before its share
    L_t: Loss  # the sum of these, each by its share


class BatchBackwardStep(NamedTuple):
    """One time step of all sentences, on the way back."""

    do_t: LogitsOfEach
    dh_t: States
    delta_t: States  # 0 where a sentence has ended
    dW_t: Recurrent
    dU_t: InputToHidden


class BatchGradients(NamedTuple):
    """The loss of the batch, and its gradient with respect to every parameter."""

    forward: list[BatchStep]
    backward: list[BatchBackwardStep]
    L: Loss
    dW: Recurrent
    dU: InputToHidden
    db: Hidden
    dV: HiddenToLogits
    dc: Logits
    dh_0: States  # of each sentence by its own first state


def backpropagate(
    x: Inputs,
    m: Bool[Any, "time batch"],
    y_star: Targets,
    shares: TokenShares,
    h_0: States,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> BatchGradients:
    """Read all sentences and measure the loss, then go back through every time step.

    m: whether each time step lies within each sentence. y_star: any token in the padding.
    """
    forward: list[BatchStep] = []
    h_t = h_0
    for x_t, m_t, y_star_t, shares_t in zip(x, m, y_star, shares, strict=True):
        forward.append(batch_step(x_t, m_t, y_star_t, shares_t, h_t, W, U, b, V, c))
        h_t = forward[-1].h_t
    backward: list[BatchBackwardStep] = []
    dh_later_t = np.zeros(h_0.shape)  # nothing comes after the last step
    for t in reversed(range(len(forward))):
        h_prev = forward[t - 1].h_t if t else h_0
        given = (forward[t], x[t], m[t], y_star[t], shares[t], h_prev, dh_later_t)
        backward.insert(0, batch_backward_step(*given, V))
        kept = np.where(m[t][:, None], 0.0, backward[0].dh_t)  # of a sentence that has ended
        dh_later_t = backward[0].delta_t @ W + kept
    return BatchGradients(
        forward,
        backward,
        L=total(step.L_t for step in forward),
        dW=total(step.dW_t for step in backward),
        dU=total(step.dU_t for step in backward),
        db=total(np.sum(step.delta_t, axis=0) for step in backward),
        dV=total(back.do_t.T @ step.h_t for back, step in zip(backward, forward, strict=True)),
        dc=total(np.sum(step.do_t, axis=0) for step in backward),
        dh_0=dh_later_t,
    )


def backpropagate_alone(
    x: Inputs,
    y_star: Targets,
    h_0: States,
    n: Annotated[int, RowOf("batch")],
    words: CountFromOne,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> bptt.Gradients:
    """Take sentence n out of the batch, without its padding, and go through it by `bptt`.

    words: how many the sentence has; the rest of its time steps is padding.
    """
    return bptt.backpropagate(x[:words, n], y_star[:words, n], h_0[n], W, U, b, V, c)


def batch_step(
    x_t: Float[Any, "batch input"],
    m_t: Bool[Any, "batch"],
    y_star_t: Annotated[Int[Any, "batch"], RowOf("classes")],
    shares_t: OfEach,
    h_prev: States,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> BatchStep:
    """Advance all sentences by one time step; one that has ended stays as it is."""
    h_t = np.where(m_t[:, None], np.tanh(h_prev @ W.T + x_t @ U.T + b), h_prev)
    o_t = h_t @ V.T + c
    largest_is_finite("o_t", o_t)
    z_t = o_t - np.max(o_t, axis=1, keepdims=True)
    log_y_hat_t = z_t - np.log(np.sum(np.exp(z_t), axis=1, keepdims=True))
    is_right = np.eye(len(c))[y_star_t] == 1
    l_t = -np.sum(np.where(is_right, log_y_hat_t, 0.0), axis=1)
    return BatchStep(h_t, o_t, log_y_hat_t, l_t, np.sum(shares_t * l_t))


def batch_backward_step(
    forward: BatchStep,
    x_t: Float[Any, "batch input"],
    m_t: Bool[Any, "batch"],
    y_star_t: Annotated[Int[Any, "batch"], RowOf("classes")],
    shares_t: OfEach,
    h_prev: States,
    dh_later_t: States,
    V: HiddenToLogits,
) -> BatchBackwardStep:
    """Go back through one time step of all sentences."""
    e_t = np.eye(len(V))[y_star_t]
    do_t = shares_t[:, None] * (np.exp(forward.log_y_hat_t) - e_t)
    dh_t = do_t @ V + dh_later_t
    delta_t = np.where(m_t[:, None], through_tanh(forward.h_t, dh_t), 0.0)
    x_read = np.where(m_t[:, None], x_t, 0.0)
    return BatchBackwardStep(do_t, dh_t, delta_t, delta_t.T @ h_prev, delta_t.T @ x_read)


check_calls(__name__)
