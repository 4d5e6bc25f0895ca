"""Record what Flax's cells compute, and their gradients, once, into flax_cells.json.

Flax is no dependency of the project. To record again, in an environment of its own:

    pip install flax==0.12.8 jax==0.10.2 numpy==2.4.6
    python tests/oracles/flax_cells.py

In float64. The loss is Σ dh_now · h + Σ dc_T · c_T.
"""

import jax

jax.config.update("jax_enable_x64", val=True)

import flax
import jax.numpy as jnp
import numpy as np
from flax import linen
from framework_cases import CASES, HIDDEN, INPUT, LESSONS, given, weights, write

CELLS = {"rnn": linen.SimpleCell, "lstm": linen.LSTMCell, "gru": linen.GRUCell}

MAPPING = {
    "layout": "x is (batch, time, input); nn.RNN repeats a cell; the LSTM's carry is (c, h)",
    "rows": "every gate has a Dense layer of its own; its kernel is (input, hidden): transposed",
    "rnn": {"U": "i/kernel", "W": "h/kernel", "b": "i/bias"},
    "lstm": {"U": "i<gate>/kernel", "W": "h<gate>/kernel", "b": "h<gate>/bias", "gates": "i f g o",
             "g": "c"},
    "gru": {"U": "i<gate>/kernel", "W": "h<gate>/kernel", "b": "i<gate>/bias", "gates": "r z n",
            "n": "h", "b_rec": "hn/bias", "reset_after": True, "z_keeps": True},
    "directions": "nn.Bidirectional; forwards stands first in h",
}  # fmt: skip


def flat(tree, before=""):
    """The arrays of a tree by their paths."""
    found = {}
    for name, value in tree.items():
        path = f"{before}{name}"
        found |= flat(value, f"{path}/") if hasattr(value, "items") else {path: value}
    return found


def tree(arrays):
    found = {}
    for path, array in arrays.items():
        *folders, name = path.split("/")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[name] = jnp.asarray(array)
    return found


def new(kind, hidden):
    return CELLS[kind](hidden, param_dtype=jnp.float64)


def shapes(kind, width, hidden):
    cell = new(kind, hidden)
    key = jax.random.key(0)
    carry = cell.initialize_carry(key, (width,))
    return {k: v.shape for k, v in flat(cell.init(key, carry, jnp.zeros(width))["params"]).items()}


def read(kind, arrays, x, first, hidden):
    """All states of one cell over time, by nn.RNN: the last carry, and every hidden state."""
    carry = tuple(part[None] for part in reversed(first))  # (c, h)
    network = linen.RNN(new(kind, hidden), return_carry=True)
    last, h = network.apply(
        {"params": {"cell": tree(arrays)}}, x[None],
        initial_carry=carry if len(carry) == 2 else carry[0],
    )  # fmt: skip
    return h[0], last


def run(case, arrays, x, first):
    """All hidden states, the last ones, and the last cell states, of one sentence."""
    hidden, kind, ends = first[0].shape[1], case["kind"], []
    for n in range(case.get("layers", 1)):
        outs = []
        for k in range(case.get("directions", 1)):
            own = {p.partition("/")[2]: a for p, a in arrays.items() if p.startswith(f"{n + k}/")}
            turned = x[::-1] if k else x
            h, last = read(kind, own, turned, [part[n + k] for part in first], hidden)
            outs.append(h[::-1] if k else h)
            ends.append(last)
        x = jnp.concatenate(outs, axis=1)
    if kind == "lstm":
        return x, [h[0] for _, h in ends], [c[0] for c, _ in ends]
    return x, [h[0] for h in ends], []


def check_bidirectional(case, arrays, x, h):
    """nn.Bidirectional gives what the two runs above give, from states of 0."""
    both = linen.Bidirectional(
        linen.RNN(new(case["kind"], HIDDEN)), linen.RNN(new(case["kind"], HIDDEN))
    )
    of = [{p.partition("/")[2]: a for p, a in arrays.items() if p[0] == k} for k in "01"]
    names = ["forward_rnn", "backward_rnn"]
    params = {name: {"cell": tree(own)} for name, own in zip(names, of, strict=True)}
    found = both.apply({"params": params}, x[None])[0]
    assert np.abs(found - h).max() < 1e-12


def recorded(case):
    hidden, kind = HIDDEN, case["kind"]
    all_shapes = {}
    for n in range(case["layers"] * case["directions"]):
        width = HIDDEN if n and case["layers"] == 2 else INPUT
        all_shapes |= {f"{n}/{k}": v for k, v in shapes(kind, width, hidden).items()}
    arrays = weights(case, all_shapes)
    inputs = given(case)
    first = [name for name in ("h_0", "c_0") if name in inputs]
    if case["directions"] == 2:
        zeros = [np.zeros_like(inputs[name]) for name in first]
        check_bidirectional(case, arrays, inputs["x"], run(case, arrays, inputs["x"], zeros)[0])

    def loss(arrays, inputs):
        h, _, c_T = run(case, arrays, inputs["x"], [inputs[name] for name in first])
        total = (h * inputs["dh_now"]).sum()
        return total + sum((c * d).sum() for c, d in zip(c_T, inputs.get("dc_T", []), strict=False))

    h, h_T, c_T = run(case, arrays, inputs["x"], [inputs[name] for name in first])
    by_weight, by_input = jax.grad(loss, (0, 1))(arrays, inputs)
    return {
        **case, "inputs": inputs, "weights": arrays, "h": h, "h_T": h_T, "c_T": c_T,
        "gradients": {**{name: by_input[name] for name in ["x", *first]}, **by_weight},
    }  # fmt: skip


def of_lesson(cell, suffix, n):
    """A lesson's weights as Flax has them."""
    of, gates = MAPPING[cell["kind"]], MAPPING[cell["kind"]].get("gates", "").split()
    found = {}
    for gate in gates or [""]:
        ours = f"_{of.get(gate, gate)}" if gate else ""
        for letter in "WUb":
            path = of[letter].replace("<gate>", gate)
            found[f"{n}/{path}"] = np.array(cell[f"{letter}{ours}{suffix}"]).T
    if "b_rec" in cell:
        found[f"{n}/hn/bias"] = np.array(cell["b_rec"])
    return found


def lesson(cell):
    """A lesson's numbers, and the gradients of the sum of the last hidden state."""
    parts = [""]
    if cell.get("layers") == 2:
        parts = ["_l1", "_l2"]
    if cell.get("directions") == 2:
        parts = ["_fwd", "_bwd"]
    x, h_0 = np.array(cell["x"]), np.array([cell[f"h_0{suffix}"] for suffix in parts])
    arrays = {k: v for n, suffix in enumerate(parts) for k, v in of_lesson(cell, suffix, n).items()}
    first = [h_0, *([np.array([cell["c_0"]])] if "c_0" in cell else [])]
    h, h_T, c_T = run(cell, arrays, x, first)
    found = jax.grad(lambda arrays: run(cell, arrays, x, first)[0][-1].sum())(arrays)
    return {"h": h, "h_T": h_T, "c_T": c_T, "weights": arrays, "gradients": found}


def main():
    """Write the file."""
    cell = linen.LSTMCell(2, param_dtype=jnp.float64)
    key = jax.random.key(0)
    fresh = flat(cell.init(key, cell.initialize_carry(key, (1,)), jnp.zeros(1))["params"])
    write(
        __file__,
        {"flax": flax.__version__, "jax": jax.__version__},
        mapping=MAPPING,
        initial_biases={f"lstm, {k}": v for k, v in fresh.items() if k.endswith("bias")},
        cases=[recorded(case) for case in CASES],
        lessons={name: lesson(cell) for name, cell in LESSONS.items()},
    )


if __name__ == "__main__":
    main()
