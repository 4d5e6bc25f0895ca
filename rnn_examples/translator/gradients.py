"""The loss of a batch and its gradient, written out by hand."""

from typing import NamedTuple

import numpy as np

from rnn_examples.translator.networks import BEGIN, Array, Kind, Sizes, Weights
from rnn_examples.translator.recurrences import (
    Back,
    Ran,
    State,
    backward,
    forward,
    weights_of,
    zero_state,
)


class Read(NamedTuple):
    """A layer that has read a batch of words."""

    words: Array
    ran: Ran


class Attended(NamedTuple):
    """What the attention computed. shares: batch × target × source."""

    shares: Array
    memory: Array
    queries: Array
    joined: Array
    output: Array


def read(kind: Kind, layer: str, weights: Weights, words: Array, first: State | None) -> Read:
    """Run a layer over words: time × batch. The vocabulary is projected once, then looked up."""
    E, U, b, W, b_n = weights_of(layer, weights)
    table = E @ U
    table += b
    state = first or zero_state(kind, words.shape[1], W.shape[0])
    return Read(words, forward(kind, table[words], W, b_n, state))


def attend(weights: Weights, encoded: Array, states: Array) -> Attended:
    """Let each decoder state look at the encoder states. Both: time × batch × hidden."""
    memory = encoded.transpose(1, 0, 2)
    queries = (states @ weights["W_a"]).transpose(1, 0, 2)
    shares = np.matmul(queries, memory.transpose(0, 2, 1))
    shares -= shares.max(axis=-1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=-1, keepdims=True)
    context = np.matmul(shares, memory).transpose(1, 0, 2)
    joined = np.concatenate([context, states], axis=2)
    return Attended(shares, memory, queries, joined, np.tanh(joined @ weights["W_c"]))


def loss_and_gradient(
    sizes: Sizes, weights: Weights, gradient: Weights, source: Array, target: Array
) -> float:
    """Mean cross-entropy of the target words, in nats; its derivatives are written to `gradient`.

    source, target: time × batch; the last target of every sentence is END.
    """
    kind = sizes.kind
    encoder = read(kind, "enc", weights, source, None)
    previous = np.empty_like(target)
    previous[0] = BEGIN
    previous[1:] = target[:-1]
    decoder = read(kind, "dec", weights, previous, encoder.ran.last)
    states = decoder.ran.hidden[1:]
    attended = attend(weights, encoder.ran.hidden[1:], states) if kind == "attention" else None
    output = attended.output if attended else states
    rows = output.reshape(-1, sizes.hidden)
    logits = rows @ weights["V"]
    logits += weights["c"]
    loss, d_logits = cross_entropy(logits, target.ravel())
    np.matmul(rows.T, d_logits, out=gradient["V"])
    np.sum(d_logits, axis=0, out=gradient["c"])
    d_states, d_encoded = (d_logits @ weights["V"].T).reshape(output.shape), None
    if attended:
        d_states, d_encoded = attention_backward(weights, gradient, attended, d_states)
    nothing = tuple(np.zeros_like(state) for state in decoder.ran.last)
    back = backward(kind, decoder.ran, weights["W_dec"], d_states, nothing)
    layer_gradient("dec", weights, gradient, decoder, back)
    back = backward(kind, encoder.ran, weights["W_enc"], d_encoded, back.first)
    layer_gradient("enc", weights, gradient, encoder, back)
    return loss


def cross_entropy(logits: Array, target: Array) -> tuple[float, Array]:
    """The mean over the rows, and the derivatives. The logits are overwritten."""
    count = len(target)
    each = np.arange(count)
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[each, target]
    np.exp(logits, out=logits)
    total = logits.sum(axis=1)
    loss = float((np.log(total) - right).sum() / count)
    logits /= (total * count)[:, None]
    logits[each, target] -= 1 / count
    return loss, logits


def attention_backward(
    weights: Weights, gradient: Weights, attended: Attended, d_output: Array
) -> tuple[Array, Array]:
    """The derivatives with respect to the decoder's and the encoder's states."""
    shares, memory, queries, joined, output = attended
    hidden = output.shape[-1]
    d = d_output * (1 - output * output)
    gradient["W_c"][:] = joined.reshape(-1, 2 * hidden).T @ d.reshape(-1, hidden)
    d_joined = d @ weights["W_c"].T
    d_context = d_joined[..., :hidden].transpose(1, 0, 2)
    d_states = d_joined[..., hidden:].copy()
    d_shares = np.matmul(d_context, memory.transpose(0, 2, 1))
    d_memory = np.matmul(shares.transpose(0, 2, 1), d_context)
    d_shares -= (d_shares * shares).sum(axis=-1, keepdims=True)
    d_shares *= shares
    d_memory += np.matmul(d_shares.transpose(0, 2, 1), queries)
    d_queries = np.matmul(d_shares, memory).transpose(1, 0, 2)
    states = joined[..., hidden:]
    gradient["W_a"][:] = states.reshape(-1, hidden).T @ d_queries.reshape(-1, hidden)
    d_states += d_queries @ weights["W_a"].T
    return d_states, np.ascontiguousarray(d_memory.transpose(1, 0, 2))


def layer_gradient(layer: str, weights: Weights, gradient: Weights, done: Read, back: Back) -> None:
    """Write the derivatives of a layer's parameters."""
    E, U, *_ = weights_of(layer, weights)
    h, words = done.ran.hidden[:-1], done.words.ravel()
    np.matmul(h.reshape(-1, h.shape[-1]).T, back.products, out=gradient[f"W_{layer}"])
    np.matmul(E[words].T, back.inputs, out=gradient[f"U_{layer}"])
    np.sum(back.inputs, axis=0, out=gradient[f"b_{layer}"])
    gradient[f"E_{layer}"][:] = rows_added(words, back.inputs @ U.T, len(E))
    if f"b_n_{layer}" in gradient:
        size = h.shape[-1]
        np.sum(back.products[:, 2 * size :], axis=0, out=gradient[f"b_n_{layer}"])


def rows_added(words: Array, rows: Array, count: int) -> Array:
    """Add each row to the row of its word in a table of `count` rows, which begins with zeros."""
    columns = rows.shape[1]
    places = words[:, np.newaxis] * columns + np.arange(columns)
    sums = np.bincount(places.ravel(), rows.ravel(), count * columns)
    return sums.reshape(count, columns)
