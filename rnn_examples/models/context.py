"""The decoder that reads the encoder's state at every step, beside the one that starts from it.

    Sutskever and others (2014), in `bptt_seq2seq`: s_0 = h_T, and the source is seen once.
        a_dec_t = W_dec s_{t−1} + U_dec x_t + b_dec
    Cho and others (2014), here: v = h_T, the context, goes into every step by a matrix of its own.
        a_dec_t = W_dec s_{t−1} + U_dec x_t + C_dec v + b_dec

Whatever has the same letter has the same shape and place in both; C_dec alone is new. Here s_0 is
given, so that it is clear by which way the source comes in: with s_0 = 0 by the context alone, with
s_0 = h_T by both. In the paper the cell is a GRU, s_0 is tanh of a matrix times v, and the output
reads v and the token before as well.

The names are those of `bptt_seq2seq`, and so are the steps; dv is the derivative with respect to
the context, the sum over all steps.
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.bptt import outer, through_recurrence, total
from rnn_examples.models.bptt_seq2seq import (
    DecoderBackwardStep,
    DecoderStep,
    EncoderBackwardStep,
    EncoderStep,
    back_through_decoder,
    back_through_encoder,
    read,
)
from rnn_examples.models.checks import check_calls
from rnn_examples.models.losses import cross_entropy, log_softmax, shift
from rnn_examples.models.seq2seq import embed, logits
from rnn_examples.models.shapes import (
    Embedding,
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Loss,
    Recurrent,
    SourceEmbedding,
    SourceInputToHidden,
    SourceTokens,
    Targets,
    Token,
)


class ContextGradients(NamedTuple):
    """The loss, and its gradient with respect to every parameter, both states and the context."""

    encoder: list[EncoderStep]
    decoder: list[DecoderStep]
    decoder_backward: list[DecoderBackwardStep]
    encoder_backward: list[EncoderBackwardStep]
    L: Loss
    dE_dec: Embedding
    dW_dec: Recurrent
    dU_dec: InputToHidden
    dC_dec: Recurrent
    db_dec: Hidden
    dV: HiddenToLogits
    dc: Logits
    ds_0: Hidden
    dv: Hidden
    dE_enc: SourceEmbedding
    dW_enc: Recurrent
    dU_enc: SourceInputToHidden
    db_enc: Hidden
    dh_0: Hidden


def write_with_context(
    y_0: Token,
    y_star: Targets,
    s_0: Hidden,
    v: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    C_dec: Recurrent,
    b_dec: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> list[DecoderStep]:
    """Write under teacher forcing, with the context in every step, and measure the loss of each."""
    steps: list[DecoderStep] = []
    y_prev, s_prev = y_0, s_0
    for y_star_t in y_star:
        x_t = embed(y_prev, E_dec)
        a_t = W_dec @ s_prev + U_dec @ x_t + C_dec @ v + b_dec
        s_t = np.tanh(a_t)
        o_t = logits(s_t, V, c)
        z_t = shift(o_t)
        log_y_hat_t = log_softmax(z_t)
        L_t = cross_entropy(log_y_hat_t, y_star_t)
        steps.append(DecoderStep(x_t, a_t, s_t, o_t, z_t, log_y_hat_t, np.exp(log_y_hat_t), L_t))
        y_prev, s_prev = y_star_t, s_t
    return steps


def backpropagate_with_context(
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
    C_dec: Recurrent,
    b_dec: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> ContextGradients:
    """Translate under teacher forcing, then go back through the decoder, the context, the encoder.

    At least one word and one target.
    """
    encoder = read(w, h_0, E_enc, W_enc, U_enc, b_enc)
    v = encoder[-1].h_t
    decoder = write_with_context(y_0, y_star, s_0, v, E_dec, W_dec, U_dec, C_dec, b_dec, V, c)
    decoder_back = back_through_decoder(decoder, y_0, y_star, s_0, E_dec, W_dec, U_dec, V)
    dv = total(through_recurrence(C_dec, step.delta_dec_t) for step in decoder_back)
    encoder_back = back_through_encoder(encoder, w, h_0, dv, E_enc, W_enc, U_enc)
    return ContextGradients(
        encoder,
        decoder,
        decoder_back,
        encoder_back,
        L=total(step.L_t for step in decoder),
        dE_dec=total(step.dE_dec_t for step in decoder_back),
        dW_dec=total(step.dW_dec_t for step in decoder_back),
        dU_dec=total(step.dU_dec_t for step in decoder_back),
        dC_dec=total(outer(step.delta_dec_t, v) for step in decoder_back),
        db_dec=total(step.delta_dec_t for step in decoder_back),
        dV=total(step.dV_t for step in decoder_back),
        dc=total(step.do_t for step in decoder_back),
        ds_0=through_recurrence(W_dec, decoder_back[0].delta_dec_t),
        dv=dv,
        dE_enc=total(step.dE_enc_t for step in encoder_back),
        dW_enc=total(step.dW_enc_t for step in encoder_back),
        dU_enc=total(step.dU_enc_t for step in encoder_back),
        db_enc=total(step.delta_enc_t for step in encoder_back),
        dh_0=through_recurrence(W_enc, encoder_back[0].delta_enc_t),
    )


check_calls(__name__)
