"""One decoder, two traces of the same sentence: with the right tokens fed, and with its own.

Both begin with the same state and the same token. Where the decoder writes a wrong token, the two
read different tokens at the next step, and their states part.
"""

from typing import NamedTuple

from rnn_examples.models.checks import check_calls
from rnn_examples.models.seq2seq import decoder_step
from rnn_examples.models.shapes import (
    Embedding,
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Number,
    Recurrent,
    Targets,
    Token,
)
from rnn_examples.models.source_memory import distance


class Both(NamedTuple):
    """One time step of both traces."""

    s_forced_t: Hidden  # the state, with the right token read
    s_own_t: Hidden  # the state, with the own token read
    apart_t: Number  # the distance between them
    y_forced_t: Token  # the most probable token
    y_own_t: Token
    p_forced_t: Number  # the probability of the right token
    p_own_t: Number


def follow_both(
    y_0: Token,
    y_star: Targets,
    s_0: Hidden,
    E: Embedding,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
    V: HiddenToLogits,
    c: Logits,
) -> list[Both]:
    """Decode twice: once the right token is read before each step, once the own one."""
    steps: list[Both] = []
    weights = (E, W, U, b, V, c)
    y_prev, own_prev = y_0, y_0
    s_prev, s_own_prev = s_0, s_0
    for target in y_star:
        one = decoder_step(y_prev, s_prev, *weights)
        own = decoder_step(own_prev, s_own_prev, *weights)
        apart = distance(one.s_t, own.s_t)
        p, p_own = one.y_hat_t[target], own.y_hat_t[target]
        steps.append(Both(one.s_t, own.s_t, apart, one.y_t, own.y_t, p, p_own))
        y_prev, own_prev = target, own.y_t
        s_prev, s_own_prev = one.s_t, own.s_t
    return steps


check_calls(__name__)
