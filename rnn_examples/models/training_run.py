"""A training run, looked at afterwards: the network as it was at chosen moments of it.

The weights of all moments stand in tables, `W_enc_run` and so on, whose first axis counts the
moments; `step_run` says how many training steps had been taken. W_enc_run[k] belongs to moment k.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from rnn_examples.models.bptt import total
from rnn_examples.models.bptt_seq2seq import read, write
from rnn_examples.models.checks import check_calls, largest_is_finite, require_rows
from rnn_examples.models.rnn import rnn_step
from rnn_examples.models.seq2seq import decode_greedily, embed
from rnn_examples.models.shapes import (
    Count,
    CountFromOne,
    Embedding,
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Recurrent,
    SourceEmbedding,
    SourceInputToHidden,
    SourceTokens,
    Targets,
    Token,
)
from rnn_examples.models.train import TRAINED, Weights

Moment = Int[Any, ""]
Steps = Int[Any, "moments"]
LogitRows = Annotated[Float[Any, "time classes"], largest_is_finite]


def as_tables(
    history: list[Weights], every: CountFromOne, names: Sequence[str] = TRAINED
) -> dict[str, Any]:
    """Take the weights of every so many steps, the first included, as tables.

    history: one moment or more. names: of the weights.
    """
    if not history:
        raise ValueError("the history is empty: at least one moment is needed")
    chosen = history[::every]
    tables = {f"{name}_run": np.stack([moment[name] for moment in chosen]) for name in names}
    return {"step_run": np.arange(len(chosen)) * every, **tables}


def weights_at(k: Any, tables: Mapping[str, Any], names: Sequence[str] = TRAINED) -> dict[str, Any]:
    """Look the weights of one moment up. Raises ValueError where a table has no such moment."""
    for name in names:
        require_rows("k", k, len(tables[f"{name}_run"]), f"the moments of {name}_run")
    return {name: tables[f"{name}_run"][k] for name in names}


def translate_forced_at(
    k: Moment, w: SourceTokens, y_0: Token, y_star: Targets, h_0: Hidden, **tables: Any
) -> dict[str, Any]:
    """Translate under teacher forcing with the weights of moment k, and measure the loss."""
    weights = weights_at(k, tables)
    encoder = read(w, h_0, *(weights[name] for name in ENCODER))
    decoder = write(y_0, y_star, encoder[-1].h_t, *(weights[name] for name in DECODER))
    L = total(step.L_t for step in decoder)
    return {
        "step": tables["step_run"][k], **weights, "encoder": encoder, "decoder": decoder, "L": L,
    }  # fmt: skip


def translate_greedily_at(
    k: Moment, w: SourceTokens, y_0: Token, h_0: Hidden, length: Count, **tables: Any
) -> dict[str, Any]:
    """Translate with the weights of moment k, each token chosen by the network itself."""
    weights = weights_at(k, tables)
    encoder = read(w, h_0, *(weights[name] for name in ENCODER))
    decoder = decode_greedily(y_0, encoder[-1].h_t, *(weights[name] for name in DECODER), length)
    return {"step": tables["step_run"][k], **weights, "encoder": encoder, "decoder": decoder}


ENCODER = ("E_enc", "W_enc", "U_enc", "b_enc")
DECODER = ("E_dec", "W_dec", "U_dec", "b_dec", "V", "c")


class Curves(NamedTuple):
    """Every moment, and side by side what a plot shows of them."""

    points: list[dict[str, Any]]
    step: Steps
    loss: Float[Any, "moments"]
    p_first: Float[Any, "moments"]  # the probability of the first right token
    p_second: Float[Any, "moments"]
    p_last: Float[Any, "moments"]


def loss_curve(
    step_run: Steps, w: SourceTokens, y_0: Token, y_star: Targets, h_0: Hidden, **tables: Any
) -> Curves:
    """Follow loss and probabilities through the training, under teacher forcing.

    t counts the moments, from 1: `loss_3` is the third one's, and `s_2_3` its second decoder state.
    Raises ValueError for less than two targets.
    """
    if len(y_star) < 2:
        raise ValueError(f"y_star has {len(y_star)} targets; at least two are needed")
    points = [
        curve_point(step_run[k], w, y_0, y_star, h_0, **weights_at(k, tables))
        for k in range(len(step_run))
    ]
    step = np.stack([point["step_t"] for point in points])
    loss = np.stack([point["loss_t"] for point in points])
    p = np.stack([point["p_t"] for point in points])
    return Curves(points, step, loss, p[:, 0], p[:, 1], p[:, -1])


def curve_point(
    step: Moment,
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
) -> dict[str, Any]:
    """Measure one moment: the states, and for each token a row of logits and probabilities.

    p_t: the probabilities of the right tokens; loss_t: of the whole sentence, in nats. It is right
    where a probability is too small for a float, too.
    """
    s_0 = read(w, h_0, E_enc, W_enc, U_enc, b_enc)[-1].h_t
    states = []
    y_prev, s_prev = y_0, s_0
    for y_star_t in y_star:
        s_prev = rnn_step(embed(y_prev, E_dec), s_prev, W_dec, U_dec, b_dec).h_t
        states.append(s_prev)
        y_prev = y_star_t
    o = np.stack(states) @ V.T + c
    largest_is_finite("o_t", o)
    y_hat = softmax_of_rows(o)
    p = np.sum(y_hat * np.eye(len(c))[y_star], axis=1)
    is_right = np.eye(len(c))[y_star] == 1
    return {
        "step_t": step,
        "s_0_t": s_0,
        **{f"s_{n}_t": state for n, state in enumerate(states, 1)},
        "o_t": o,
        "y_hat_t": y_hat,
        "p_t": p,
        "loss_t": -np.sum(np.where(is_right, log_softmax_of_rows(o), 0.0)),
    }


def softmax_of_rows(o: LogitRows) -> Float[Any, "time classes"]:
    """Turn each row of logits into probabilities; its largest logit is subtracted first."""
    r = np.exp(o - np.max(o, axis=1, keepdims=True))
    return r / np.sum(r, axis=1, keepdims=True)


def log_softmax_of_rows(o: LogitRows) -> Float[Any, "time classes"]:
    """Take the logarithm of that, without computing it."""
    z = o - np.max(o, axis=1, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))


check_calls(__name__)
