"""The loss of each case once more, in complex numbers, for gradients by the complex step.

It shares no code with the package: see `complex_gates` and `complex_step`.
"""

import numpy as np

from tests.oracles import complex_gates
from tests.oracles.complex_step import loss_of_step, translation_loss


def elman_loss(p):
    states = complex_gates.elman(p, "", p["x"])
    return sum((weights * h).sum() for weights, h in zip(p["dh_now"], states, strict=True))


def alone(p, n):
    """What belongs to sentence n, up to its end."""
    words = p["length"][n]
    found = {name: p[name][:words, n] for name in ("x", "dh_now", "y_star", "shares") if name in p}
    found |= {name: p[name][n] for name in ("h_0", "c_0", "dc_T", "dh_T") if name in p}
    return {**p, **found}


def lstm_batch_loss(p):
    total = 0
    for n in range(len(p["length"])):
        of = alone(p, n)
        total = total + complex_gates.lstm_loss(of)
        h, c = of["h_0"], of["c_0"]
        for x in of["x"]:
            h, c = complex_gates.lstm_cell(of, x, h, c)
        total = total + (of["dh_T"] * h).sum()
    return total


def gru_batch_loss(p):
    total = 0
    for n in range(len(p["length"])):
        of = alone(p, n)
        h = of["h_0"]
        for x in of["x"]:
            h = complex_gates.gru_cell(of, x, h)
        total = total + complex_gates.gru_loss(of) + (of["dh_T"] * h).sum()
    return total


def scored_batch_loss(p):
    total = 0
    for n in range(len(p["length"])):
        of = alone(p, n)
        states = complex_gates.elman(of, "", of["x"])
        for h, y, share in zip(states, of["y_star"], of["shares"], strict=True):
            total = total + share * loss_of_step(p["V"].dot(h) + p["c"], y)
    return total


def softmax_loss(p):
    return sum(loss_of_step(o, y) for o, y in zip(p["o"], p["y_star"], strict=True))


def of_lstm(**kind):
    return lambda p: complex_gates.lstm_loss(p, **kind)


LOSSES = {
    "rnn_masked_sum": scored_batch_loss,
    "rnn_masked_tokens": scored_batch_loss,
    "lstm_no_forget": of_lstm(forget=False),
    "lstm_peepholes": of_lstm(peepholes=True),
    "lstm_masked": lstm_batch_loss,
    "gru_masked": gru_batch_loss,
    "rnn": elman_loss,
    "lstm": of_lstm(),
    "gru": complex_gates.gru_loss,
    "deep": complex_gates.deep_loss,
    "bidirectional": complex_gates.both_ways_loss,
    "seq2seq": translation_loss,
    "softmax": softmax_loss,
}
"""By the name of a case, or by its beginning."""


def loss_of(name):
    return LOSSES.get(name) or LOSSES[name.partition("_")[0]]


def complex_loss(name, p):
    """The loss of a case as a complex number, whichever input is complex."""
    return np.complex128(loss_of(name)(p))
