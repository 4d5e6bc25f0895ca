"""How much of the source a decoder still knows, step after step: handed over, or as a context.

Two sources were read, with the last states v and v_other. The decoder reads the same tokens after
either. At each step its state after the one source is compared with that after the other: the
distance between the two is all that is left of the difference between the sources.

    handed over:  s_0 = v             s_t = tanh(W_dec s_{t−1} + U_dec x_t + b_dec)
    context:      s_0 the same twice  s_t = tanh(W_dec s_{t−1} + U_dec x_t + C_dec v + b_dec)
"""

from typing import NamedTuple

import numpy as np

from rnn_examples.models.checks import check_calls
from rnn_examples.models.seq2seq import embed
from rnn_examples.models.shapes import (
    Embedding,
    Hidden,
    InputToHidden,
    Number,
    Recurrent,
    Tokens,
)


class Apart(NamedTuple):
    """One time step: the distance between the states after the one source and the other."""

    handed_t: Number
    context_t: Number


def compare_sources(
    y_read: Tokens,
    s_0: Hidden,
    v: Hidden,
    v_other: Hidden,
    E_dec: Embedding,
    W_dec: Recurrent,
    U_dec: InputToHidden,
    C_dec: Recurrent,
    b_dec: Hidden,
) -> list[Apart]:
    """Read the tokens after both sources, with both decoders.

    s_0: where the decoder with a context starts from, whatever the source was.
    """
    steps: list[Apart] = []
    s, s_other = v, v_other
    r, r_other = s_0, s_0
    for y in y_read:
        from_token = U_dec @ embed(y, E_dec) + b_dec
        s, s_other = np.tanh(W_dec @ s + from_token), np.tanh(W_dec @ s_other + from_token)
        r = np.tanh(W_dec @ r + C_dec @ v + from_token)
        r_other = np.tanh(W_dec @ r_other + C_dec @ v_other + from_token)
        steps.append(Apart(distance(s, s_other), distance(r, r_other)))
    return steps


def distance(s: Hidden, s_other: Hidden) -> Number:
    """The length of the difference of two states."""
    return np.sqrt(np.sum((s - s_other) ** 2))


check_calls(__name__)
