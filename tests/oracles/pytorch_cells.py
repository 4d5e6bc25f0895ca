"""Record what PyTorch's cells compute, and their gradients, once, into pytorch_cells.json.

PyTorch is no dependency of the project. To record again, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    python tests/oracles/pytorch_cells.py

In float64. The loss is Σ dh_now · h + Σ dc_T · c_T. `packed` has sentences of unequal lengths.
"""

import numpy as np
import torch
from framework_cases import (
    CASES,
    HIDDEN,
    INPUT,
    LENGTHS,
    LESSONS,
    TIME,
    TRANSLATION,
    given,
    weights,
    write,
)
from torch import nn

MODULES = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}

MAPPING = {
    "layout": "x is (time, batch, input), or (time, input); with batch_first=True batch is first",
    "rows": "gates are stacked along the rows, one row a unit: W x, nothing is transposed",
    "U": "weight_ih", "W": "weight_hh",
    "b": "bias_ih + bias_hh: two biases, of which only the sum counts, but for the GRU's candidate",
    "lstm": {"order": "i f c o"},
    "gru": {"order": "r z h", "reset_after": True, "z_keeps": True, "b_rec": "bias_hh of h"},
    "layers": "_l0, _l1, from below", "directions": "none, _reverse; forwards stands first in h",
}  # fmt: skip


def doubles(array):
    return torch.tensor(np.asarray(array), dtype=torch.float64, requires_grad=True)


def module(case, sizes=(INPUT, HIDDEN)):
    """A module of the case's kind, one or two layers, one way or both."""
    both = case.get("directions", 1) == 2
    return MODULES[case["kind"]](*sizes, case.get("layers", 1), bidirectional=both).double()


def run(network, x, h_0, c_0=None):
    """All hidden states, the last ones, and the last cell states."""
    out, last = network(x, h_0 if c_0 is None else (h_0, c_0))
    return out, *(last if isinstance(last, tuple) else (last, None))


def load(network, arrays):
    network.load_state_dict({name: doubles(array) for name, array in arrays.items()})


def recorded(case):
    """One sentence: states and gradients."""
    network = module(case)
    shapes = {name: tuple(array.shape) for name, array in network.named_parameters()}
    load(network, weights(case, shapes))
    inputs = {name: doubles(array) for name, array in given(case).items()}
    first = {name: inputs[name] for name in ("h_0", "c_0") if name in inputs}
    h, h_T, c_T = run(network, inputs["x"], **first)
    loss = (h * inputs["dh_now"]).sum()
    if c_T is not None:
        loss = loss + (c_T * inputs["dc_T"]).sum()
    loss.backward()
    of = dict(network.named_parameters())
    leaves = {"x": inputs["x"], **first, **of}
    return {
        **case,
        "inputs": inputs,
        "weights": of,
        "h": h,
        "h_T": h_T,
        "c_T": c_T if c_T is not None else [],
        "gradients": {name: leaf.grad for name, leaf in leaves.items()},
    }


def packed(kind):
    """Sentences of unequal lengths, none of them empty, as PyTorch takes no others."""
    case = {"kind": kind, "seed": 31, "layers": 1, "directions": 2}
    network = module(case)
    shapes = {name: tuple(array.shape) for name, array in network.named_parameters()}
    load(network, weights(case, shapes))
    random = np.random.default_rng(31)
    lengths = [length for length in LENGTHS if length]
    x = random.normal(size=(TIME, len(lengths), INPUT))
    pack = nn.utils.rnn.pack_padded_sequence(doubles(x), lengths, enforce_sorted=False)
    out, last = network(pack)
    h, _ = nn.utils.rnn.pad_packed_sequence(out)
    h_T = last[0] if kind == "lstm" else last
    dh_now = random.normal(size=tuple(h.shape))
    (h * doubles(dh_now)).sum().backward()
    of = dict(network.named_parameters())
    return {
        **case, "lengths": lengths, "x": x, "dh_now": dh_now, "weights": of, "h": h, "h_T": h_T,
        "gradients": {name: leaf.grad for name, leaf in of.items()},
    }  # fmt: skip


def stacked(cell, letter, order, suffix=""):
    """The package's arrays of one letter as PyTorch stacks them."""
    names = [f"{letter}_{gate}" for gate in order] if order else [letter]
    return np.concatenate([cell[f"{name}{suffix}"] for name in names])


def of_lesson(cell, suffix="", place="_l0"):
    """A lesson's weights as PyTorch has them."""
    order = {"rnn": "", "lstm": "ifco", "gru": "rzh"}[cell["kind"]]
    bias = stacked(cell, "b", order, suffix)
    inside = np.zeros_like(bias)
    if "b_rec" in cell:
        inside[-len(cell["b_rec"]) :] = cell["b_rec"]
    return {
        f"weight_ih{place}": stacked(cell, "U", order, suffix),
        f"weight_hh{place}": stacked(cell, "W", order, suffix),
        f"bias_ih{place}": bias,
        f"bias_hh{place}": inside,
    }


def lesson(cell):
    """A lesson's numbers, and the gradients of the sum of the last hidden state."""
    parts = {"": "_l0"}
    if cell.get("layers") == 2:
        parts = {"_l1": "_l0", "_l2": "_l1"}
    if cell.get("directions") == 2:
        parts = {"_fwd": "_l0", "_bwd": "_l0_reverse"}
    x = doubles(cell["x"])
    h_0 = doubles([cell[f"h_0{suffix}"] for suffix in parts])
    network = module(cell, (x.shape[1], h_0.shape[1]))
    load(network, {k: v for s, p in parts.items() for k, v in of_lesson(cell, s, p).items()})
    c_0 = doubles([cell["c_0"]]) if "c_0" in cell else None
    h, h_T, c_T = run(network, x, h_0, c_0)
    h[-1].sum().backward()
    of = dict(network.named_parameters())
    return {
        "h": h, "h_T": h_T, "c_T": c_T if c_T is not None else [],
        "weights": of, "gradients": {name: leaf.grad for name, leaf in of.items()},
    }  # fmt: skip


def translation(*, with_context):
    """The small translator: its encoder's state is handed over, or read at every step.

    The context stands behind the embedding in the decoder's input, and C behind U in its weights.
    """
    cell = TRANSLATION
    of = {name: doubles(cell[name]) for name in cell if name not in ("w", "y_0", "y_star")}
    U = torch.cat([of["U_dec"], of["C_dec"]], 1) if with_context else of["U_dec"]
    reader = {"weight_ih": of["U_enc"], "weight_hh": of["W_enc"], "bias_ih": of["b_enc"]}
    writer = {"weight_ih": U, "weight_hh": of["W_dec"], "bias_ih": of["b_dec"]}
    state, outputs, zero = of["h_0"], [], torch.zeros(2).double()

    def step(arrays, x, h):
        module = nn.RNNCell(x.shape[0], h.shape[0]).double()
        return torch.func.functional_call(module, {**arrays, "bias_hh": zero}, (x, h))

    for word in cell["w"]:
        state = step(reader, of["E_enc"][word], state)
    v, state = state, of["s_0"] if with_context else state
    for token in (cell["y_0"], *cell["y_star"][:-1]):
        x = of["E_dec"][token]
        state = step(writer, torch.cat([x, v]) if with_context else x, state)
        outputs.append(nn.functional.linear(state, of["V"], of["c"]))
    loss = nn.CrossEntropyLoss(reduction="sum")(torch.stack(outputs), torch.tensor(cell["y_star"]))
    loss.backward()
    return {
        "loss": loss, "o": torch.stack(outputs),
        "gradients": {name: leaf.grad for name, leaf in of.items() if leaf.grad is not None},
    }  # fmt: skip


def initial_biases():
    """The lowest and highest bias of a new module of 10 000 units; its weights are drawn alike."""
    cell = nn.LSTMCell(1, 10000)
    bound = [(b.min().item(), b.max().item()) for b in (cell.bias_ih, cell.bias_hh)]
    return {"lstm, both biases of all gates, hidden = 10000": bound}


def main():
    """Write the file."""
    torch.manual_seed(0)
    write(
        __file__,
        {"torch": torch.__version__},
        mapping=MAPPING,
        initial_biases=initial_biases(),
        cases=[recorded(case) for case in CASES],
        packed=[packed(kind) for kind in MODULES],
        lessons={name: lesson(cell) for name, cell in LESSONS.items()},
        translations={
            "handed over": translation(with_context=False),
            "context": translation(with_context=True),
        },
    )


if __name__ == "__main__":
    main()
