# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The encoder in twenty lines
#
# The [theory page](../rnn-theory.md) works out how an encoder reads “drink water”. Here is the same
# in twenty lines of NumPy; the first cells use nothing else. The notebook was run while this page
# was built, and its last cell compares the result with the package's: had they differed, there
# would be no page.
#
# ## The network
#
# The two words are numbers, the state has two entries, and the memory is empty at first.

# %%
import numpy as np

# drink, water
x = np.array([[1.0], [2.0]])
h_0 = np.zeros(2)

W = np.array([[0.3, -0.1], [0.0, 0.2]])
U = np.array([[0.5], [0.7]])
b = np.zeros(2)

# %% [markdown]
# ## Reading
#
# One equation, $h_t = \tanh(W h_{t-1} + U x_t + b)$, once for each word:

# %%
h = [h_0]
for x_t in x:
    h.append(np.tanh(W @ h[-1] + U @ x_t + b))

for t, h_t in enumerate(h):
    print(f"h_{t} = {h_t}")

# %% [markdown]
# ## The order of the words
#
# The same words the other way round end in another state:

# %%
swapped = h_0
for x_t in x[::-1]:
    swapped = np.tanh(W @ swapped + U @ x_t + b)

print("drink water:", h[2])
print("water drink:", swapped)

# %% [markdown]
# ## The package's numbers
#
# The package runs its own function `encode` on its own inputs. Both must agree to about fifteen
# digits:

# %%
from rnn_examples.examples.rnn_theory import ENCODER, WATER_DRINK

for name, ours in {"h_1": h[1], "h_2": h[2]}.items():
    theirs = ENCODER.trace[name].value
    np.testing.assert_allclose(ours, theirs, rtol=1e-15)
    print(f"{name} = {ours}")
    print(f"      {theirs} in the package")

np.testing.assert_allclose(swapped, WATER_DRINK.trace["h_2"].value, rtol=1e-15)

# %% [markdown]
# ## Try it
#
# Download this notebook, [for Jupyter](encoder.ipynb) or [as a script](encoder.py), or copy the
# lines above, and change a weight. With `W = np.zeros((2, 2))` the network has no memory. What does
# “drink water” end in then, and what does “water drink”? Think first, then look:

# %%
for words in (x, x[::-1]):
    forgetful = h_0
    for x_t in words:
        forgetful = np.tanh(np.zeros((2, 2)) @ forgetful + U @ x_t + b)
    print(forgetful)

# %% [markdown]
# Only the last word is left: each state is what that word alone would give.
