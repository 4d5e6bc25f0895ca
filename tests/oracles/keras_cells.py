"""Record what Keras' layers compute, and their gradients, once, into keras_cells.json.

Keras is no dependency of the project. To record again, in an environment of its own:

    pip install keras==3.15.1 jax==0.10.2 numpy==2.4.6
    python tests/oracles/keras_cells.py

In float64, by the JAX backend, where Keras computes tanh in float32 by its own rule of types: that
one entry of the rule is changed below, and nothing else. The loss is Σ dh_now · h + Σ dc_T · c_T.
`masked` has sentences of unequal lengths.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", val=True)

import keras
import numpy as np
from framework_cases import CASES, HIDDEN, INPUT, LENGTHS, LESSONS, TIME, given, weights, write
from keras.src.backend.common import dtypes

dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")
LAYERS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}

MAPPING = {
    "layout": "x is (batch, time, input); h is (batch, time, hidden) with return_sequences=True",
    "rows": "gates are stacked along the columns, one column a unit: each part is transposed",
    "U": "kernel", "W": "recurrent_kernel",
    "b": "bias: one a gate; of a GRU with reset_after=True two rows, one for x and one for h",
    "lstm": {"order": "i f c o"},
    "gru": {"order": "z r h", "reset_after": "as reset_after says; True by default",
            "z_keeps": True, "b_rec": "the second row of bias, of h"},
    "layers": "a layer each", "directions": "Bidirectional; forwards stands first in h",
}  # fmt: skip


def layer(case, hidden=HIDDEN):
    """One layer that returns every state."""
    more = {"reset_after": case["reset_after"]} if case["kind"] == "gru" else {}
    return LAYERS[case["kind"]](hidden, return_sequences=True, return_state=True, **more)


def layers(case, width, hidden=HIDDEN):
    """The layers of a case, from below, built."""
    made = []
    for _ in range(case.get("layers", 1)):
        one = layer(case, hidden)
        if case.get("directions", 1) == 2:
            one = keras.layers.Bidirectional(one)
        one.build((None, None, width))
        made.append(one)
        width = hidden
    return made


def named(made):
    """Every array of the layers, by layer and path."""
    return {
        f"{n}/{'backward/' * ('backward' in v.path)}{v.path.rpartition('/')[2]}": v
        for n, one in enumerate(made)
        for v in one.trainable_variables
    }


def run(made, arrays, x, first):
    """All hidden states, the last ones, and the last cell states, of one sentence."""
    out, last, place = x[None], [], 0
    for n, one in enumerate(made):
        own = [arrays[name] for name in named(made) if name.startswith(f"{n}/")]
        ways = 2 if isinstance(one, keras.layers.Bidirectional) else 1
        states = [s[None] for k in range(ways) for s in [part[place + k] for part in first]]
        place += ways
        fixed = [v.value for v in one.non_trainable_variables]
        (out, *ends), _ = one.stateless_call(own, fixed, out, initial_state=states)
        last += ends
    size = len(first)
    return out[0], [e[0] for e in last[::size]], [e[0] for e in last[1::size]] if size == 2 else []


def recorded(case):
    made = layers(case, INPUT)
    arrays = weights(case, {name: v.shape for name, v in named(made).items()})
    inputs = given(case)
    first = [name for name in ("h_0", "c_0") if name in inputs]

    def loss(arrays, inputs):
        h, _, c_T = run(made, arrays, inputs["x"], [inputs[name] for name in first])
        total = (h * inputs["dh_now"]).sum()
        return total + sum((c * d).sum() for c, d in zip(c_T, inputs.get("dc_T", []), strict=False))

    h, h_T, c_T = run(made, arrays, inputs["x"], [inputs[name] for name in first])
    by_weight, by_input = jax.grad(loss, (0, 1))(arrays, inputs)
    return {
        **case, "inputs": inputs, "weights": arrays, "h": h, "h_T": h_T, "c_T": c_T,
        "gradients": {**{name: by_input[name] for name in ["x", *first]}, **by_weight},
    }  # fmt: skip


def masked(case):
    """Sentences of unequal lengths: all states, and the last."""
    (one,) = layers(case, INPUT)
    arrays = weights(case, {name: v.shape for name, v in named([one]).items()})
    x = np.random.default_rng(31).normal(size=(len(LENGTHS), TIME, INPUT))
    mask = np.arange(TIME) < np.array(LENGTHS)[:, None]
    fixed = [v.value for v in one.non_trainable_variables]
    (h, *last), _ = one.stateless_call(list(arrays.values()), fixed, x, mask=mask)
    return {**case, "lengths": LENGTHS, "x": x, "weights": arrays, "h": h, "last": last}


def of_lesson(cell, suffix=""):
    """A lesson's weights as Keras has them: kernel, recurrent kernel, bias."""
    order = {"rnn": "", "lstm": "ifco", "gru": "zrh"}[cell["kind"]]

    def stacked(letter):
        names = [f"{letter}_{gate}" for gate in order] if order else [letter]
        return np.concatenate([cell[f"{name}{suffix}"] for name in names]).T

    bias = stacked("b")
    if "b_rec" in cell:
        inside = np.zeros_like(bias)
        inside[-len(cell["b_rec"]) :] = cell["b_rec"]
        bias = np.stack([bias, inside]) if cell["reset_after"] else bias + inside
    return [stacked("U"), stacked("W"), bias]


def lesson(cell):
    """A lesson's numbers, and the gradients of the sum of the last hidden state."""
    parts = [""]
    if cell.get("layers") == 2:
        parts = ["_l1", "_l2"]
    if cell.get("directions") == 2:
        parts = ["_fwd", "_bwd"]
    x, h_0 = np.array(cell["x"]), np.array([cell[f"h_0{suffix}"] for suffix in parts])
    made = layers(cell, x.shape[1], h_0.shape[1])
    values = [array for suffix in parts for array in of_lesson(cell, suffix)]
    arrays = dict(zip(named(made), values, strict=True))
    first = [h_0, *([np.array([cell["c_0"]])] if "c_0" in cell else [])]
    h, h_T, c_T = run(made, arrays, x, first)
    found = jax.grad(lambda arrays: run(made, arrays, x, first)[0][-1].sum())(arrays)
    return {"h": h, "h_T": h_T, "c_T": c_T, "weights": arrays, "gradients": found}


def both_resets(cases):
    """Each GRU with the reset before and after."""
    for case in cases:
        for after in (True, False) if case["kind"] == "gru" else (None,):
            yield case if after is None else {**case, "reset_after": after}


def lessons():
    for name, cell in LESSONS.items():
        for case in both_resets([cell]):
            after = case.get("reset_after")
            yield (
                name if after is None else f"{name}_{'after' if after else 'before'}",
                lesson(case),
            )


def main():
    """Write the file."""
    new = keras.layers.LSTM(2)
    new.build((None, None, 1))
    write(
        __file__,
        {"keras": keras.__version__, "backend": f"jax {jax.__version__}"},
        mapping=MAPPING,
        initial_biases={"lstm, bias in the order i f c o, hidden = 2": new.weights[2].numpy()},
        cases=[recorded(case) for case in both_resets(CASES)],
        masked=[masked(case) for case in both_resets(CASES[::4])],
        lessons=dict(lessons()),
    )


if __name__ == "__main__":
    main()
