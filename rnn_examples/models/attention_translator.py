"""An encoder-decoder with attention: one sentence, forwards to its loss and back.

The encoder is an Elman network, and its state after every word is a source state. The decoder is
Luong's, with Elman cells and the general score: its query is the state AFTER the step, and the
logits are made from the attentional state. There is no input feeding, and the decoder starts from
s_0, which is given. With s_0 = 0, its own states know of the tokens that were written, and of
nothing else: whatever it knows of the sentence comes from the look at this step.

    s_t = tanh(W_dec s_{t−1} + U_dec x_t + b_dec)
    e_i = s_tᵀ W_a h_i,  α_t = softmax(e),  v_t = Σ α_i h_i
    s̃_t = tanh(W_c [v_t; s_t])
    o_t = V s̃_t + c

The decoder is teacher-forced; the loss is the sum over its steps, in nats. The names are those of
`bptt_seq2seq` and `attention`. Source: Luong and others (2015), section 3.
"""

from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float

from rnn_examples.models.activations import softmax
from rnn_examples.models.attention import SourceStatesLikeS, SourceWeights, attentional_state
from rnn_examples.models.attention_backward import through_look
from rnn_examples.models.bptt import outer, through_recurrence, through_tanh, total
from rnn_examples.models.bptt_seq2seq import into_table, read
from rnn_examples.models.checks import AsWideAs, check_calls, largest_is_finite
from rnn_examples.models.losses import cross_entropy, log_softmax, loss_gradient, shift
from rnn_examples.models.rnn import rnn_step
from rnn_examples.models.seq2seq import embed, logits
from rnn_examples.models.shapes import (
    Embedding,
    Hidden,
    HiddenToLogits,
    Input,
    InputToHidden,
    Logits,
    Loss,
    Probabilities,
    Recurrent,
    SourceEmbedding,
    SourceInputToHidden,
    SourceTokens,
    Target,
    Targets,
    Token,
)

HiddenByTwice = Annotated[Float[Any, "hidden hidden+hidden"], AsWideAs(("hidden", "hidden"))]


class AttendingStep(NamedTuple):
    """One time step of the decoder, up to its loss."""

    x_dec_t: Input
    s_t: Hidden
    alpha_t: SourceWeights
    v_t: Hidden
    s_tilde_t: Hidden  # the attentional state
    y_hat_t: Probabilities
    y_t: Token  # the most probable token; of equal ones the first
    L_t: Loss


class AttendingBackwardStep(NamedTuple):
    """One time step of the decoder, on the way back; shares are this step's."""

    dV_t: HiddenToLogits
    dc_t: Logits
    dE_dec_t: Embedding
    dW_dec_t: Recurrent
    dU_dec_t: InputToHidden
    db_dec_t: Hidden
    dW_a_t: Recurrent
    dW_c_t: HiddenByTwice
    dh_t: SourceStatesLikeS
    ds_prev_t: Hidden  # with respect to s_{t−1}, through this step


class AttentionGradients(NamedTuple):
    """The loss, and its gradient with respect to every trained array."""

    L: Loss
    dE_enc: SourceEmbedding
    dW_enc: Recurrent
    dU_enc: SourceInputToHidden
    db_enc: Hidden
    dE_dec: Embedding
    dW_dec: Recurrent
    dU_dec: InputToHidden
    db_dec: Hidden
    dW_a: Recurrent
    dW_c: HiddenByTwice
    dV: HiddenToLogits
    dc: Logits


def attending_step(
    y_prev: Token,
    y_star_t: Target,
    s_prev: Hidden,
    h: SourceStatesLikeS,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    W_a: Recurrent,
    W_c: HiddenByTwice,
    V: HiddenToLogits,
    c: Logits,
) -> AttendingStep:
    """Look at the source states, write a token, and measure how wrong it is."""
    x_t = embed(y_prev, E_dec)
    s_t = rnn_step(x_t, s_prev, W_dec, U_dec, b_dec).h_t
    e_t = h @ (s_t @ W_a)
    largest_is_finite("e_t", e_t)
    alpha_t = softmax(e_t)
    v_t = alpha_t @ h
    s_tilde_t = attentional_state(s_t, v_t, W_c).s_tilde
    log_y_hat_t = log_softmax(shift(logits(s_tilde_t, V, c)))
    L_t = cross_entropy(log_y_hat_t, y_star_t)
    y_hat_t = np.exp(log_y_hat_t)
    return AttendingStep(x_t, s_t, alpha_t, v_t, s_tilde_t, y_hat_t, np.argmax(y_hat_t), L_t)


def write_attending(
    y_0: Token,
    y_star: Targets,
    s_0: Hidden,
    h: SourceStatesLikeS,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    W_a: Recurrent,
    W_c: HiddenByTwice,
    V: HiddenToLogits,
    c: Logits,
) -> list[AttendingStep]:
    """Write under teacher forcing, with a look at the source states before every token."""
    steps: list[AttendingStep] = []
    y_prev, s_prev = y_0, s_0
    weights = (E_dec, W_dec, U_dec, b_dec, W_a, W_c, V, c)
    for y_star_t in y_star:
        steps.append(attending_step(y_prev, y_star_t, s_prev, h, *weights))
        y_prev, s_prev = y_star_t, steps[-1].s_t
    return steps


def backpropagate_attending(
    w: SourceTokens,
    y_0: Token,
    y_star: Targets,
    h_0: Hidden,
    s_0: Hidden,
    E_enc: SourceEmbedding,
    W_enc: Recurrent,
    U_enc: SourceInputToHidden,
    b_enc: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    W_a: Recurrent,
    W_c: HiddenByTwice,
    V: HiddenToLogits,
    c: Logits,
) -> AttentionGradients:
    """Translate under teacher forcing, then go back through decoder, attention and encoder.

    At least one word and one target.
    """
    h = np.stack([step.h_t for step in read(w, h_0, E_enc, W_enc, U_enc, b_enc)])
    weights = (E_dec, W_dec, U_dec, b_dec, W_a, W_c, V, c)
    steps = write_attending(y_0, y_star, s_0, h, *weights)
    backward = []
    ds_later_t = np.zeros(s_0.shape)
    for t in reversed(range(len(steps))):
        y_prev, s_prev = (y_star[t - 1], steps[t - 1].s_t) if t else (y_0, s_0)
        given = (steps[t], y_prev, y_star[t], s_prev, h, ds_later_t)
        backward.append(attending_backward_step(*given, *weights))
        ds_later_t = backward[-1].ds_prev_t
    dh = total(step.dh_t for step in backward)
    return AttentionGradients(
        total(step.L_t for step in steps),
        *through_source_states(dh, h, w, h_0, E_enc, W_enc, U_enc),
        **{f"d{name}": total(getattr(step, f"d{name}_t") for step in backward) for name in DECODER},
    )


DECODER = ("E_dec", "W_dec", "U_dec", "b_dec", "W_a", "W_c", "V", "c")
ATTENDING = ("E_enc", "W_enc", "U_enc", "b_enc", *DECODER)
"""Everything that is trained."""


def attending_backward_step(
    forward: AttendingStep,
    y_prev: Token,
    y_star_t: Target,
    s_prev: Hidden,
    h: SourceStatesLikeS,
    ds_later_t: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    W_a: Recurrent,
    W_c: HiddenByTwice,
    V: HiddenToLogits,
    c: Logits,
) -> AttendingBackwardStep:
    """Go back through one time step of the decoder and its look."""
    n = len(s_prev)
    do_t = loss_gradient(forward.y_hat_t, y_star_t)
    delta_c_t = through_tanh(forward.s_tilde_t, V.T @ do_t)
    dboth_t = W_c.T @ delta_c_t  # by the context, then by the state
    way = through_look(forward.alpha_t, h, dboth_t[:n])
    looked_at = way.de @ h
    ds_t = dboth_t[n:] + W_a @ looked_at + ds_later_t
    delta_t = through_tanh(forward.s_t, ds_t)
    return AttendingBackwardStep(
        dV_t=outer(do_t, forward.s_tilde_t),
        dc_t=do_t,
        dE_dec_t=into_table(y_prev, U_dec.T @ delta_t, E_dec),
        dW_dec_t=outer(delta_t, s_prev),
        dU_dec_t=outer(delta_t, forward.x_dec_t),
        db_dec_t=delta_t,
        dW_a_t=outer(forward.s_t, looked_at),
        dW_c_t=outer(delta_c_t, np.concatenate([forward.v_t, forward.s_t])),
        dh_t=way.dh_values + outer(way.de, forward.s_t @ W_a),
        ds_prev_t=through_recurrence(W_dec, delta_t),
    )


class ThroughEncoder(NamedTuple):
    """The gradients of the encoder's arrays."""

    dE_enc: SourceEmbedding
    dW_enc: Recurrent
    dU_enc: SourceInputToHidden
    db_enc: Hidden


def through_source_states(
    dh: SourceStatesLikeS,
    h: SourceStatesLikeS,
    w: SourceTokens,
    h_0: Hidden,
    E_enc: SourceEmbedding,
    W_enc: Recurrent,
    U_enc: SourceInputToHidden,
) -> ThroughEncoder:
    """Go back through the encoder, every state of which was looked at.

    dh: the derivative with respect to each source state, through the looks alone.
    """
    delta = np.zeros(h.shape)
    dh_later_t = np.zeros(h_0.shape)
    for t in reversed(range(len(h))):
        delta[t] = through_tanh(h[t], dh[t] + dh_later_t)
        dh_later_t = through_recurrence(W_enc, delta[t])
    read_tokens = np.eye(len(E_enc))[w]
    h_prev = np.concatenate([h_0[None], h[:-1]])
    return ThroughEncoder(
        read_tokens.T @ delta @ U_enc,
        delta.T @ h_prev,
        delta.T @ (read_tokens @ E_enc),
        np.sum(delta, axis=0),
    )


check_calls(__name__)
