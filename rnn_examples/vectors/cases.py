"""All cases.

Sizes are unequal, so that a wrong shape is an error. `dense` cases have numbers of ordinary size;
`saturated` ones have gates that are nearly 0 or 1; `masked` ones have sentences of unequal
lengths, not sorted and one of them empty, in one batch.
"""

import dataclasses

import numpy as np

from rnn_examples.models.masks import token_shares
from rnn_examples.vectors import networks
from rnn_examples.vectors.case import SIZES, Case

# The axes of the arrays.


def _weights(gates: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for gate in gates.split():
        found |= {f"W_{gate}": "hidden hidden", f"U_{gate}": "hidden input", f"b_{gate}": "hidden"}
    return found


SENTENCE = {"x": "time input", "dh_now": "time hidden", "h_0": "hidden"}
CELL_STATES = {"dc_T": "hidden", "c_0": "hidden"}
BATCH = {
    "x": "time batch input",
    "dh_now": "time batch hidden",
    "dh_T": "batch hidden",
    "h_0": "batch hidden",
}
BATCH_CELL_STATES = {"dc_T": "batch hidden", "c_0": "batch hidden"}
RNN = {"W": "hidden hidden", "U": "hidden input", "b": "hidden"}
LSTM = _weights("i f o c")
PEEPHOLES = {f"p_{gate}": "hidden" for gate in "ifo"}
GRU = {**_weights("z r h"), "b_rec": "hidden"}
OUTPUT = {"V": "classes hidden", "c": "classes"}
LAYERS = {
    "h_0_l1": "below", "W_l1": "below below", "U_l1": "below input", "b_l1": "below",
    "h_0_l2": "hidden", "W_l2": "hidden hidden", "U_l2": "hidden below", "b_l2": "hidden",
}  # fmt: skip
BOTH_WAYS = {
    f"{name}_{way}": axes
    for way in ("fwd", "bwd")
    for name, axes in {"dh_now": "time hidden", "h_0": "hidden", **RNN}.items()
}
TRANSLATOR = {
    "h_0": "hidden", "E_enc": "source_words source_input", "W_enc": "hidden hidden",
    "U_enc": "hidden source_input", "b_enc": "hidden", "E_dec": "words input",
    "W_dec": "hidden hidden", "U_dec": "hidden input", "b_dec": "hidden", **OUTPUT,
}  # fmt: skip

# The conventions.

EVERY = {
    "products": "W h + U x + b: the matrix on the left, a row for each unit",
    "layout": "time first, no batch",
    "gates": "no gates",
    "biases": "one for each unit",
    "reset": "no reset gate",
    "update": "no update gate",
    "loss": "the sum of dh_now times h, entry by entry",
    "reduction": "sum over time",
    "padding": "no padding",
    "initial_state": "given, not 0",
}
WITH_CELL = {"loss": "the sum of dh_now times h and of dc_T times the last c, entry by entry"}
OF_LSTM = EVERY | WITH_CELL | {
    "gates": "i, f, o, c: input, forget, output, candidate; each has matrices of its own",
    "biases": "one for each gate and unit",
}  # fmt: skip
OF_GRU = EVERY | {
    "gates": "z, r, h: update, reset, candidate; each has matrices of its own",
    "biases": "one for each gate and unit; the candidate has a second one, b_rec, beside W_h",
}
RESET = {
    True: "after the product: r times (W_h h + b_rec)",
    False: "before the product: W_h (r times h) + b_rec",
}
UPDATE = {
    True: "z keeps: h is z times the old h plus (1 - z) times the candidate",
    False: "z writes: h is (1 - z) times the old h plus z times the candidate",
}
MASKED = {
    "layout": "time first, then batch: a row of x[t] for each sentence",
    "padding": "behind each sentence, as `length` says; it is not read, the states stay as they "
    "are, and all other values there are 0",
    "reduction": "sum over time and sentences",
}
LAST = ", and of dh_T times the last h of each sentence"
CROSS_ENTROPY = {"loss": "cross-entropy of softmax(o) and y_star, in nats"}

LENGTH = np.array([2, 0, 5, 1])
TARGETS = np.array([[1, 0, 4, 2], [3, 0, 1, 0], [0, 0, 5, 0], [0, 0, 2, 0], [0, 0, 1, 0]])


def _gru(*, reset_after: bool, z_keeps: bool) -> Case:
    place, meaning = "after" if reset_after else "before", "keeps" if z_keeps else "writes"
    return Case(
        f"gru_{meaning}_{place}",
        f"GRU, z {meaning}, reset {place} the product",
        "gru.backpropagate",
        networks.gru,
        {**SENTENCE, **GRU},
        OF_GRU | {"reset": RESET[reset_after], "update": UPDATE[z_keeps]},
        {"reset_after": reset_after, "z_keeps": z_keeps},
    )


def _scored(reduction: str, meaning: str) -> Case:
    return Case(
        f"rnn_masked_{reduction}",
        f"Elman network with outputs, batch with padding, {meaning}",
        "bptt_batch.backpropagate",
        networks.scored_batch,
        {"x": BATCH["x"], "h_0": BATCH["h_0"], **RNN, **OUTPUT},
        EVERY
        | MASKED
        | {"reduction": f"{meaning}, as `shares` say"}
        | {"loss": "cross-entropy of softmax(o) and y_star, in nats, each times its share"},
        {
            "length": LENGTH,
            "y_star": TARGETS,
            "shares": token_shares(LENGTH, SIZES["time"], reduction),
        },
    )


def _saturated(case: Case, name: str, title: str, **factors: float) -> Case:
    return dataclasses.replace(case, name=name, title=title, factors=factors)


RNN_DENSE = Case(
    "rnn_dense", "Elman network", "deep.backpropagate", networks.rnn, {**SENTENCE, **RNN}, EVERY
)
LSTM_DENSE = Case(
    "lstm_dense",
    "LSTM",
    "lstm.backpropagate",
    networks.lstm,
    {**SENTENCE, **CELL_STATES, **LSTM},
    OF_LSTM,
)
NO_FORGET = dataclasses.replace(
    LSTM_DENSE,
    name="lstm_no_forget",
    title="LSTM without a forget gate",
    model="lstm_variants.backpropagate_no_forget",
    axes={name: axes for name, axes in LSTM_DENSE.axes.items() if not name.endswith("_f")},
    conventions=OF_LSTM | {"gates": "i, o, c: input, output, candidate; nothing is forgotten"},
)
WITH_PEEPHOLES = dataclasses.replace(
    LSTM_DENSE,
    name="lstm_peepholes",
    title="LSTM with peepholes",
    model="lstm_variants.backpropagate_peepholes",
    axes={**LSTM_DENSE.axes, **PEEPHOLES},
    conventions=OF_LSTM
    | {"gates": "i, f, o, c; peepholes: i and f read the old cell state, o the new one"},
)
LSTM_MASKED = dataclasses.replace(
    LSTM_DENSE,
    name="lstm_masked",
    title="LSTM, batch with padding",
    model="lstm_batch.backpropagate_batch",
    network=networks.lstm_batch,
    axes={**BATCH, **BATCH_CELL_STATES, **LSTM},
    conventions=OF_LSTM | MASKED | {"loss": WITH_CELL["loss"] + LAST},
    fixed={"length": LENGTH},
)
GRUS = [
    _gru(reset_after=after, z_keeps=keeps) for keeps in (True, False) for after in (True, False)
]
GRU_MASKED = dataclasses.replace(
    GRUS[0],
    name="gru_masked",
    title="GRU, batch with padding, z keeps, reset after the product",
    model="gru_batch.backpropagate_batch",
    network=networks.gru_batch,
    axes={**BATCH, **GRU},
    conventions={**GRUS[0].conventions, **MASKED, "loss": EVERY["loss"] + LAST},
    fixed={**GRUS[0].fixed, "length": LENGTH},
)
DEEP = Case(
    "deep_dense",
    "Two layers of Elman networks",
    "deep.backpropagate",
    networks.deep,
    {"x": "time input", "dh_now": "time hidden", **LAYERS},
    EVERY | {"loss": "the sum of dh_now times the states of layer 2, entry by entry"},
)
BIDIRECTIONAL = Case(
    "bidirectional_dense",
    "Elman networks in both directions",
    "bidirectional.backpropagate",
    networks.bidirectional,
    {"x": "time input", **BOTH_WAYS},
    EVERY
    | {"layout": "time first, no batch; the states of both directions in the order of the sentence"}
    | {"loss": "the sum of dh_now times h of each direction, entry by entry"},
)
SEQ2SEQ = Case(
    "seq2seq_forced",
    "Encoder-decoder of Elman networks under teacher forcing",
    "bptt_seq2seq.backpropagate_translation",
    networks.translator,
    TRANSLATOR,
    EVERY | CROSS_ENTROPY,
    {"w": np.array([4, 1, 4, 7]), "y_0": np.array(0), "y_star": np.array([2, 5, 2, 3, 1])},
)
SOFTMAX = Case(
    "softmax_dense",
    "Softmax and cross-entropy",
    "losses.cross_entropy_step_by_step",
    networks.softmax,
    {"o": "time classes"},
    EVERY | CROSS_ENTROPY | {"products": "none", "biases": "none", "initial_state": "no state"},
    {"y_star": np.array([1, 3, 0, 4, 5])},
)
SATURATED = [
    _saturated(RNN_DENSE, "rnn_saturated", "Elman network, large weights", W=16, U=16),
    _saturated(LSTM_DENSE, "lstm_saturated", "LSTM, gates nearly 0 or 1", U_i=32, U_f=32, U_o=32),
    _saturated(GRUS[0], "gru_saturated", "GRU, gates nearly 0 or 1", U_z=32, U_r=32),
    _saturated(SOFTMAX, "softmax_saturated", "Softmax of large logits", o=1024),
]

CASES = {
    case.name: case
    for case in (
        RNN_DENSE,
        _scored("sum", "sum over all tokens"),
        _scored("tokens", "mean over all tokens"),
        LSTM_DENSE,
        NO_FORGET,
        WITH_PEEPHOLES,
        LSTM_MASKED,
        *GRUS,
        GRU_MASKED,
        DEEP,
        BIDIRECTIONAL,
        SEQ2SEQ,
        SOFTMAX,
        *SATURATED,
    )
}
"""Every case by its name."""
