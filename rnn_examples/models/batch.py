"""Backpropagation through the encoder-decoder for many sentence pairs at once.

The same equations as `bptt_seq2seq`. Each row of a state belongs to one sentence: what is W h for
one sentence is H Wᵀ for all. Sentences have unequal lengths; a shorter one is followed by padding,
any whole number, which is neither read nor scored: the encoder's state stays as it is, the
decoder's loss is 0. A sentence may have no words or no targets.

The loss L is the sum over all sentences and their time steps, in nats, not a mean: so is every
gradient. Time is the first axis, the sentences are the second.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from rnn_examples.models.checks import check_calls, largest_is_finite, require_rows
from rnn_examples.models.shapes import (
    Count,
    Embedding,
    Hidden,
    HiddenToLogits,
    InputToHidden,
    Logits,
    Loss,
    Recurrent,
    SourceEmbedding,
    SourceInputToHidden,
    Token,
)

SourceBatch = Int[Any, "source_time batch"]
Batch = Int[Any, "time batch"]
Lengths = Int[Any, "batch"]
States = Float[Any, "batch hidden"]
StatesOverTime = Float[Any, "time_steps batch hidden"]


class BatchGradients(NamedTuple):
    """The loss, and its gradient with respect to every parameter and both initial states."""

    L_each: Float[Any, "batch"]  # of each sentence; L is their sum
    L: Loss
    dE_dec: Embedding
    dW_dec: Recurrent
    dU_dec: InputToHidden
    db_dec: Hidden
    dV: HiddenToLogits
    dc: Logits
    ds_0: States  # of each sentence by its own s_0
    dE_enc: SourceEmbedding
    dW_enc: Recurrent
    dU_enc: SourceInputToHidden
    db_enc: Hidden
    dh_0: Hidden  # the one that all sentences begin with


def backpropagate_batch(
    w: SourceBatch,
    w_length: Lengths,
    y_0: Token,
    y_star: Batch,
    y_length: Lengths,
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
) -> BatchGradients:
    """Translate all sentences under teacher forcing, then go back through both networks.

    w_length, y_length: how many words and targets each sentence has; the rest is padding.
    Raises ValueError for a length below 0 or above the number of time steps, and for an id that has
    no row. A logit of −∞ is a token that is impossible: as a target it makes the loss ∞.
    """
    is_read, is_scored = within(w_length, len(w)), within(y_length, len(y_star))
    y_prev = np.concatenate([np.broadcast_to(y_0, (1, w.shape[1])), y_star[:-1]])
    w, y_prev = without_padding(w, is_read), without_padding(y_prev, is_scored)
    y_star = without_padding(y_star, is_scored)
    require_rows("w", w, len(E_enc), "source_vocabulary")
    require_rows("y_star", y_star, len(c), "classes")
    require_rows("y_prev", y_prev, len(E_dec), "vocabulary")
    x_enc, x_dec = lookup(w, E_enc, is_read), lookup(y_prev, E_dec, is_scored)
    targets = np.eye(len(c))[y_star] * is_scored[:, :, np.newaxis]
    h_start = np.tile(h_0, (w.shape[1], 1))
    h = read_batch(x_enc, is_read, h_start, W_enc, U_enc, b_enc)
    s = write_batch(x_dec, h[-1], W_dec, U_dec, b_dec)
    L_each, do = score_batch(s @ V.T + c, targets, is_scored)
    delta_dec, ds_0 = back_through_writing(do, s, V, W_dec)
    delta_enc, dh = back_through_reading(ds_0, h, is_read, W_enc)  # the hand-over: s_0 = h_T
    return BatchGradients(
        L_each,
        np.sum(L_each),
        *of_network(delta_dec, y_prev, x_dec, before(s, h[-1]), E_dec, U_dec),
        of_products(do, s),  # dV
        np.sum(do, axis=(0, 1)),  # dc
        ds_0,
        *of_network(delta_enc, w, x_enc, before(h, h_start), E_enc, U_enc),
        np.sum(dh, axis=0),  # dh_0
    )


def read_batch(
    x: Float[Any, "time_steps batch input"],
    is_read: Bool[Any, "time_steps batch"],
    h_0: States,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
) -> StatesOverTime:
    """Read all sentences; the state of one that has ended stays as it is."""
    h, h_t = np.empty((len(x), *h_0.shape)), h_0
    for t, reads in enumerate(each_step(is_read)):
        h_t = where_read(reads, np.tanh(h_t @ W.T + x[t] @ U.T + b), h_t)
        h[t] = h_t
    return h


def write_batch(
    x: Float[Any, "time_steps batch input"],
    s_0: States,
    W: Recurrent,
    U: InputToHidden,
    b: Hidden,
) -> StatesOverTime:
    """Write all sentences under teacher forcing."""
    s, s_t = np.empty((len(x), *s_0.shape)), s_0
    for t in range(len(x)):
        s_t = np.tanh(s_t @ W.T + x[t] @ U.T + b)
        s[t] = s_t
    return s


def score_batch(
    o: Float[Any, "time_steps batch classes"],
    targets: Float[Any, "time_steps batch classes"],
    is_scored: Bool[Any, "time_steps batch"],
) -> tuple[Float[Any, "batch"], Float[Any, "time_steps batch classes"]]:
    """The loss of each sentence, and the gradient with respect to the logits.

    targets: one-hot; zeros for the padding.
    """
    largest_is_finite("o", o)
    z = o - np.max(o, axis=2, keepdims=True)
    log_y_hat = z - np.log(np.sum(np.exp(z), axis=2, keepdims=True))
    L_each = -np.sum(log_y_hat, axis=(0, 2), where=targets == 1)
    do = np.exp(log_y_hat) * is_scored[:, :, np.newaxis] - targets
    return L_each, do


def back_through_writing(
    do: Float[Any, "time_steps batch classes"], s: StatesOverTime, V: HiddenToLogits, W: Recurrent
) -> tuple[StatesOverTime, States]:
    """The gradients with respect to the pre-activations and to the initial states."""
    ds_later, delta = np.zeros(s.shape[1:]), np.empty(s.shape)
    for t in reversed(range(len(s))):
        delta[t] = (1 - s[t] ** 2) * (do[t] @ V + ds_later)
        ds_later = delta[t] @ W
    return delta, ds_later


def back_through_reading(
    dh: States, h: StatesOverTime, is_read: Bool[Any, "time_steps batch"], W: Recurrent
) -> tuple[StatesOverTime, States]:
    """The same for the encoder; dh is the gradient with respect to its last states."""
    delta, reads = np.zeros(h.shape), each_step(is_read)
    for t in reversed(range(len(h))):
        delta[t] = where_read(reads[t], (1 - h[t] ** 2) * dh, delta[t])
        dh = where_read(reads[t], delta[t] @ W, dh)
    return delta, dh


def before(states: StatesOverTime, start: States) -> StatesOverTime:
    """The state before each time step."""
    return np.concatenate([start[np.newaxis], states[:-1]])


def of_network(
    delta: StatesOverTime,
    tokens: Int[Any, "time_steps batch"],
    x: Float[Any, "time_steps batch input"],
    h_prev: StatesOverTime,
    E: Embedding,
    U: InputToHidden,
) -> tuple[Embedding, Recurrent, InputToHidden, Hidden]:
    """The gradients with respect to the embeddings, W, U and b of one network."""
    return (
        into_table(tokens, delta @ U, E),
        of_products(delta, h_prev),
        of_products(delta, x),
        np.sum(delta, axis=(0, 1)),
    )


def within(length: Lengths, time: Count) -> Bool[Any, "time_steps batch"]:
    """Whether each time step lies within each sentence.

    Raises ValueError for a length below 0 or above `time`.
    """
    wrong = np.flatnonzero((length < 0) | (length > time))
    if len(wrong):
        n = wrong[0]
        raise ValueError(f"length[{n}] is {length[n]}; a length is between 0 and {time}, the steps")
    return np.arange(time)[:, np.newaxis] < length


def each_step(is_read: Bool[Any, "time_steps batch"]) -> list[Bool[Any, "batch 1"] | None]:
    """For each time step a column that says which sentences are read, or None for all of them."""
    columns = is_read[:, :, np.newaxis]
    return [
        None if all_are else column
        for all_are, column in zip(is_read.all(axis=1), columns, strict=True)
    ]


def where_read(
    reads: Bool[Any, "batch 1"] | None, new: Float[Any, "batch size"], old: Float[Any, "batch size"]
) -> Float[Any, "batch size"]:
    """Take the new row of each sentence that is read, and the old one of each that has ended.

    reads: of one time step, from `each_step`.
    """
    return new if reads is None else np.where(reads, new, old)


def without_padding(
    tokens: Int[Any, "time_steps batch"], is_used: Bool[Any, "time_steps batch"]
) -> Int[Any, "time_steps batch"]:
    """Put id 0 in place of the padding, whatever it is."""
    return np.where(is_used, tokens, 0)


def lookup(
    tokens: Int[Any, "time_steps batch"],
    E: Float[Any, "tokens size"],
    is_used: Bool[Any, "time_steps batch"],
) -> Float[Any, "time_steps batch size"]:
    """Look the tokens up; the padding gets zeros, whatever its row holds."""
    return np.where(is_used[:, :, np.newaxis], E[tokens], 0.0)


def of_products(
    delta: Float[Any, "time_steps batch rows"], inputs: Float[Any, "time_steps batch columns"]
) -> Float[Any, "rows columns"]:
    """Sum the outer products of all time steps and sentences."""
    return np.tensordot(delta, inputs, axes=((0, 1), (0, 1)))


def into_table(
    tokens: Int[Any, "time_steps batch"],
    dx: Float[Any, "time_steps batch size"],
    E: Float[Any, "tokens size"],
) -> Float[Any, "tokens size"]:
    """Add each embedding's gradient to its row of the table: a token may be read often."""
    dE = np.zeros(E.shape)
    np.add.at(dE, tokens, dx)
    return dE


def padded(sentences: list[list[int]], padding: int = 0) -> tuple[Batch, Lengths]:
    """Lay sentences side by side, filled up with padding; with how long each is.

    Raises ValueError for no sentences, and for an id that is negative or no whole number.
    """
    if not sentences:
        raise ValueError("there are no sentences: at least one is needed")
    lengths = np.array([len(sentence) for sentence in sentences])
    tokens = np.full((max(lengths), len(sentences)), padding)
    for n, sentence in enumerate(sentences):
        ids = np.array(sentence)
        if sentence and (ids.dtype.kind not in "iu" or ids.min() < 0):
            raise ValueError(f"sentences[{n}] is {sentence}; ids are whole numbers, from 0")
        tokens[: len(sentence), n] = sentence
    return tokens, lengths


check_calls(__name__)
