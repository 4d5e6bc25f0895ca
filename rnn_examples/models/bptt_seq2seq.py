"""Backpropagation through the encoder-decoder: one network, from the last word back to the first.

The encoder reads w_1 … w_T from its own table; the decoder starts from s_0 = h_T and is
teacher-forced. Its weights are its own, so the letters carry `enc` and `dec`. The loss L is the sum
over the decoder's time steps of their cross-entropies, in nats; the encoder has no loss of its own,
and all that reaches it comes back through the hand-over: dL/dh_T = dL/ds_0.

The names are those of `bptt`. `dE_enc_t` is time step t's share of the gradient of the table: the
row of the token that was read there; a token that is read twice gets both shares.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.bptt import outer, through_recurrence, through_tanh, total
from rnn_examples.models.checks import check_calls
from rnn_examples.models.losses import cross_entropy, log_softmax, loss_gradient, one_hot, shift
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
    LossGradient,
    Probabilities,
    Recurrent,
    SourceEmbedding,
    SourceInput,
    SourceInputToHidden,
    SourceTokens,
    Targets,
    Token,
)


class EncoderStep(NamedTuple):
    """One time step of the encoder."""

    x_enc_t: SourceInput  # embedding of the word
    a_enc_t: Hidden  # pre-activation
    h_t: Hidden  # hidden state


class DecoderStep(NamedTuple):
    """One time step of the decoder, up to its loss."""

    x_dec_t: Input  # embedding of the right token before
    a_dec_t: Hidden  # pre-activation
    s_t: Hidden  # decoder state
    o_t: Logits
    z_t: Logits  # the logits, shifted: the largest is 0
    log_y_hat_t: Logits  # log-softmax
    y_hat_t: Probabilities
    L_t: Loss  # of this time step


class DecoderBackwardStep(NamedTuple):
    """One time step of the decoder, on the way back."""

    do_t: LossGradient
    ds_now_t: Hidden  # from the output of this time step
    ds_later_t: Hidden  # from all later time steps
    ds_t: Hidden  # from both
    delta_dec_t: Hidden  # dL/da_t of the decoder
    dV_t: HiddenToLogits  # this time step's share, as are the next three
    dW_dec_t: Recurrent
    dU_dec_t: InputToHidden
    dE_dec_t: Embedding
    dx_dec_t: Input


class EncoderBackwardStep(NamedTuple):
    """One time step of the encoder, on the way back."""

    dh_t: Hidden  # all of it from later time steps
    delta_enc_t: Hidden  # dL/da_t of the encoder
    dW_enc_t: Recurrent  # this time step's share, as are the next two
    dU_enc_t: SourceInputToHidden
    dE_enc_t: SourceEmbedding
    dx_enc_t: SourceInput


class Gradients(NamedTuple):
    """The loss, and its gradient with respect to every parameter and both initial states."""

    encoder: list[EncoderStep]
    decoder: list[DecoderStep]
    decoder_backward: list[DecoderBackwardStep]
    encoder_backward: list[EncoderBackwardStep]
    L: Loss
    dE_dec: Embedding
    dW_dec: Recurrent
    dU_dec: InputToHidden
    db_dec: Hidden
    dV: HiddenToLogits
    dc: Logits
    ds_0: Hidden
    dE_enc: SourceEmbedding
    dW_enc: Recurrent
    dU_enc: SourceInputToHidden
    db_enc: Hidden
    dh_0: Hidden


def backpropagate_translation(
    w: SourceTokens,
    y_0: Token,
    y_star: Targets,
    h_0: Hidden,
    E_enc: SourceEmbedding,
    W_enc: Recurrent,
    U_enc: SourceInputToHidden,
    b_enc: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    b_dec: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> Gradients:
    """Translate under teacher forcing, then go back through the decoder and the encoder.

    At least one word and one target.
    """
    encoder = read(w, h_0, E_enc, W_enc, U_enc, b_enc)
    s_0 = encoder[-1].h_t
    decoder = write(y_0, y_star, s_0, E_dec, W_dec, U_dec, b_dec, V, c)
    decoder_back = back_through_decoder(decoder, y_0, y_star, s_0, E_dec, W_dec, U_dec, V)
    ds_0 = through_recurrence(W_dec, decoder_back[0].delta_dec_t)
    encoder_back = back_through_encoder(encoder, w, h_0, hand_back(ds_0), E_enc, W_enc, U_enc)
    return Gradients(
        encoder,
        decoder,
        decoder_back,
        encoder_back,
        L=total(step.L_t for step in decoder),
        dE_dec=total(step.dE_dec_t for step in decoder_back),
        dW_dec=total(step.dW_dec_t for step in decoder_back),
        dU_dec=total(step.dU_dec_t for step in decoder_back),
        db_dec=total(step.delta_dec_t for step in decoder_back),
        dV=total(step.dV_t for step in decoder_back),
        dc=total(step.do_t for step in decoder_back),
        ds_0=ds_0,
        dE_enc=total(step.dE_enc_t for step in encoder_back),
        dW_enc=total(step.dW_enc_t for step in encoder_back),
        dU_enc=total(step.dU_enc_t for step in encoder_back),
        db_enc=total(step.delta_enc_t for step in encoder_back),
        dh_0=through_recurrence(W_enc, encoder_back[0].delta_enc_t),
    )


def read(
    w: SourceTokens,
    h_0: Hidden,
    E_enc: SourceEmbedding,
    W_enc: Recurrent,
    U_enc: SourceInputToHidden,
    b_enc: Hidden,
) -> list[EncoderStep]:
    """Read the sentence, word by word."""
    steps: list[EncoderStep] = []
    h_prev = h_0
    for w_t in w:
        x_t = embed(w_t, E_enc)
        steps.append(EncoderStep(x_t, *rnn_step(x_t, h_prev, W_enc, U_enc, b_enc)))
        h_prev = steps[-1].h_t
    return steps


def write(
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
    """Write under teacher forcing, and measure at every time step how wrong it is."""
    steps: list[DecoderStep] = []
    y_prev, s_prev = y_0, s_0
    for y_star_t in y_star:
        x_t = embed(y_prev, E_dec)
        a_t, s_t = rnn_step(x_t, s_prev, W_dec, U_dec, b_dec)
        o_t = logits(s_t, V, c)
        z_t = shift(o_t)
        log_y_hat_t = log_softmax(z_t)
        L_t = cross_entropy(log_y_hat_t, y_star_t)
        steps.append(DecoderStep(x_t, a_t, s_t, o_t, z_t, log_y_hat_t, np.exp(log_y_hat_t), L_t))
        y_prev, s_prev = y_star_t, s_t
    return steps


def back_through_decoder(
    steps: list[DecoderStep],
    y_0: Token,
    y_star: Targets,
    s_0: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    V: HiddenToLogits,
) -> list[DecoderBackwardStep]:
    """Go back from the last target to the first."""
    backward: list[DecoderBackwardStep] = []
    ds_later_t = np.zeros(s_0.shape)  # nothing comes after the last step
    for t in reversed(range(len(steps))):
        s_prev, y_prev = (steps[t - 1].s_t, y_star[t - 1]) if t else (s_0, y_0)
        do_t = loss_gradient(steps[t].y_hat_t, y_star[t])
        ds_now_t = V.T @ do_t
        ds_t = ds_now_t + ds_later_t
        delta_t = through_tanh(steps[t].s_t, ds_t)
        dx_t = U_dec.T @ delta_t
        step = DecoderBackwardStep(
            do_t,
            ds_now_t,
            ds_later_t,
            ds_t,
            delta_t,
            dV_t=outer(do_t, steps[t].s_t),
            dW_dec_t=outer(delta_t, s_prev),
            dU_dec_t=outer(delta_t, steps[t].x_dec_t),
            dE_dec_t=into_table(y_prev, dx_t, E_dec),
            dx_dec_t=dx_t,
        )
        backward.insert(0, step)
        ds_later_t = through_recurrence(W_dec, delta_t)
    return backward


def hand_back(ds_0: Hidden) -> Hidden:
    """Go back through the hand-over s_0 = h_T."""
    return ds_0


def back_through_encoder(
    steps: list[EncoderStep],
    w: SourceTokens,
    h_0: Hidden,
    dh_T: Hidden,
    E_enc: SourceEmbedding,
    W_enc: Recurrent,
    U_enc: SourceInputToHidden,
) -> list[EncoderBackwardStep]:
    """Go back from the last word to the first."""
    backward: list[EncoderBackwardStep] = []
    dh_t = dh_T
    for t in reversed(range(len(steps))):
        h_prev = steps[t - 1].h_t if t else h_0
        delta_t = through_tanh(steps[t].h_t, dh_t)
        dx_t = U_enc.T @ delta_t
        step = EncoderBackwardStep(
            dh_t,
            delta_t,
            dW_enc_t=outer(delta_t, h_prev),
            dU_enc_t=outer(delta_t, steps[t].x_enc_t),
            dE_enc_t=into_table(w[t], dx_t, E_enc),
            dx_enc_t=dx_t,
        )
        backward.insert(0, step)
        dh_t = through_recurrence(W_enc, delta_t)
    return backward


def into_table(token: Token, dx_t: Input, E: Embedding) -> Embedding:
    """Put an embedding's gradient into its row of the table; the other rows stay 0."""
    return outer(one_hot(token, len(E)), dx_t)


check_calls(__name__)
