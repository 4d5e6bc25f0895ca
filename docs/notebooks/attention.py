# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Attention in forty lines
#
# The lesson on [attention](../attention.md) works out one look at three source states, with five
# scores. Here is the same in forty lines of NumPy; the first cells use nothing else. The notebook
# was run while this page was built, and its last cells compare the results with the package's: had
# they differed, there would be no page.
#
# ## The states
#
# A state of the decoder asks, and the states of the encoder are the rows of a matrix:

# %%
import numpy as np

s = np.array([0.8, 0.6])
h = np.array([[0.5, -0.8], [0.9, 0.4], [-0.6, 0.7]])

# %% [markdown]
# ## Five scores
#
# Each gives a number for each source state, all at once:

# %%
W = np.array([[0.5, -0.3], [0.8, 0.4]])
U = np.array([[0.7, 0.2], [-0.6, 0.9]])
w = np.array([1.5, -1.0])
G = np.array([[0.9, -0.4], [0.3, -0.7]])

both = np.hstack([np.tile(s, (len(h), 1)), h])
scores = {
    "additive": np.tanh(h @ U.T + W @ s) @ w,
    "dot": h @ s,
    "general": h @ G.T @ s,
    "concat": np.tanh(both @ np.hstack([W, U]).T) @ w,
    "scaled_dot": h @ s / np.sqrt(len(s)),
}

# %% [markdown]
# ## Weights and context
#
# The softmax turns the scores into weights. Where a mask is false the score is minus infinity, and
# the weight zero:


# %%
def look(e, h, mask=None):
    if mask is not None:
        e = np.where(mask, e, -np.inf)
    r = np.exp(e - np.max(e))
    alpha = r / np.sum(r)
    return alpha, alpha @ h


for name, e in scores.items():
    alpha, v = look(e, h)
    print(f"{name:10} weights {alpha.round(3)}  context {v.round(3)}")

# %% [markdown]
# ## The way back
#
# From the derivative with respect to the context to those of the query and the source states, for
# the dot score. The source states are values and keys, so theirs is a sum:


# %%
def back(s, h, dv):
    alpha, _ = look(h @ s, h)
    dalpha = h @ dv
    de = alpha * (dalpha - alpha @ dalpha)
    return de @ h, np.outer(alpha, dv) + np.outer(de, s)


ds, dh = back(s, h, np.array([1.0, -0.5]))
print(ds)
print(dh)

# %% [markdown]
# ## The package's numbers
#
# Both must agree to about fifteen digits:

# %%
from rnn_examples.examples import attention

for name, e in scores.items():
    trace = getattr(attention, f"ATTENTION_{name.upper()}").trace
    for ours, theirs in zip((e, *look(e, h)), ("e", "alpha", "v"), strict=True):
        np.testing.assert_allclose(ours, trace[theirs].value, rtol=1e-14)

mask = np.array([True, False, True])
for ours, theirs in zip(look(scores["scaled_dot"], h, mask), ("alpha", "v"), strict=True):
    np.testing.assert_allclose(ours, attention.ATTENTION_MASKED.trace[theirs].value, rtol=1e-14)

for ours, theirs in ((ds, "ds"), (dh, "dh")):
    np.testing.assert_allclose(ours, attention.ATTENTION_BACK_DOT.trace[theirs].value, rtol=1e-14)

print("all agree")

# %% [markdown]
# ## Try it
#
# Download this notebook, [for Jupyter](attention.ipynb) or [as a script](attention.py), or copy the
# lines above. What are the weights if the query is all zeros? Think first, then look:

# %%
print(look(h @ np.zeros(2), h))

# %% [markdown]
# Every score of the dot is then zero, so nothing is preferred: the context is the plain mean.
