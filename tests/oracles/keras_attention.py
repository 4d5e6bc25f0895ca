"""Record attention in Keras, once, into keras_attention.json: weights, context, gradients.

Keras is no dependency of the project. To record again, in an environment of its own:

    pip install keras==3.15.1 jax==0.10.2 numpy==2.4.6
    python tests/oracles/keras_attention.py

`Attention` is the dot score, and the scaled one with a given scale. `AdditiveAttention` has no
matrices, wᵀ tanh(s + h_i): so the additive score's are dense layers before it. In float64, by the
JAX backend, as in keras_cells.py.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", val=True)

import keras
import numpy as np
from attention_cases import write_cases
from keras.src.backend.common import dtypes

dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")


def dense(matrix):
    """A layer without a bias: Keras keeps the matrix transposed."""
    layer = keras.layers.Dense(len(matrix), use_bias=False)
    layer.build((None, np.shape(matrix)[1]))
    layer.set_weights([np.transpose(matrix)])
    return layer


def look(case, s, h, mask):
    """The context and the weights."""
    query, keys = s[None, None], h[None]
    if case["score"] == "additive":
        query, keys = dense(case["W_a"])(query), dense(case["U_a"])(keys)
        layer = keras.layers.AdditiveAttention()
        layer.build([query.shape, h[None].shape, keys.shape])
        layer.set_weights([case["w_a"]])
    else:
        layer = keras.layers.Attention(use_scale=case["score"] == "scaled_dot")
        layer.build([query.shape, h[None].shape, keys.shape])
        if case["score"] == "scaled_dot":
            layer.set_weights([np.array(len(case["s"]) ** -0.5)])
    v, alpha = layer([query, h[None], keys], mask=[None, mask[None]], return_attention_scores=True)
    return v[0, 0], alpha[0, 0]


def run(case):
    """The weights, the context, and the gradient of dv · context with respect to both states."""
    if case["score"] not in ("additive", "dot", "scaled_dot"):
        return None
    s, h, mask = (jax.numpy.asarray(case[name]) for name in ("s", "h", "m"))
    v, alpha = look(case, s, h, mask)
    ds, dh = jax.grad(lambda s, h: look(case, s, h, mask)[0] @ case["dv"], (0, 1))(s, h)
    return {name: np.asarray(x) for name, x in {"alpha": alpha, "v": v, "ds": ds, "dh": dh}.items()}


def everything_masked():
    """What Keras gives where nothing may be read."""
    case = {"score": "dot", "s": np.ones(2)}
    h = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])
    v, alpha = look(case, case["s"], h, np.zeros(3, bool))
    return {"alpha": np.asarray(alpha), "v": np.asarray(v)}


if __name__ == "__main__":
    write_cases(
        __file__,
        {"keras": keras.__version__, "jax": jax.__version__},
        run,
        everything_masked=everything_masked(),
    )
