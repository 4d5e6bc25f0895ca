# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # BPTT checked four ways
#
# Backpropagation through time is easy to get wrong: the shapes fit, the numbers look reasonable,
# and they are false. So we compute one gradient in **four ways** that share as little as possible:
#
# 1. **Finite differences**: change a weight a little, and see how the loss changes.
# 2. **The complex step**: the same, with a change that is an imaginary number.
# 3. **RTRL**: the derivatives are carried forwards in time.
# 4. **The package**: backpropagation through time, as on [its page](../bptt.md).
#
# Then we put a mistake in, and see whether it is found. This notebook was run while this page was
# built. Had the four disagreed, there would be no page.
#
# ## The network
#
# Three steps, two units, three tokens to choose from. All numbers have signs, and none is zero, so
# that no mistake can hide behind a zero. The first three ways need nothing but NumPy.

# %%
import numpy as np

x = np.array([[1.0], [-2.0], [0.5]])
y_star = [2, 0, 1]

weights = {
    "h_0": np.array([0.4, -0.3]),
    "W": np.array([[0.3, -0.8], [0.6, 0.2]]),
    "U": np.array([[0.5], [0.7]]),
    "b": np.array([-0.2, 0.1]),
    "V": np.array([[0.9, -0.4], [0.2, 0.7], [-0.6, 0.5]]),
    "c": np.array([0.1, -0.3, 0.2]),
}

# %% [markdown]
# The loss is all that the first two ways need to know. It is $L = -\sum_t \log \hat{y}_{t}[y^*_t]$,
# with $\hat{y}_t = \operatorname{softmax}(V h_t + c)$ and $h_t = \tanh(W h_{t-1} + U x_t + b)$.


# %%
def loss(h_0, W, U, b, V, c):
    h, total = h_0, 0
    for x_t, right in zip(x, y_star, strict=True):
        h = np.tanh(W @ h + U @ x_t + b)
        o = V @ h + c
        total = total - o[right] + np.log(np.sum(np.exp(o)))
    return total


print(f"{loss(**weights):.5f}")

# %% [markdown]
# A helper: the loss when one entry of one array is changed.


# %%
def loss_with(name, index, change):
    changed = weights[name].astype(type(change))
    changed[index] += change
    return loss(**{**weights, name: changed})


def for_every_entry(derive):
    found = {}
    for name, array in weights.items():
        entries = [derive(name, index) for index in np.ndindex(array.shape)]
        found[name] = np.reshape(entries, array.shape)
    return found


# %% [markdown]
# ## 1. Finite differences
#
# $$
# \frac{\mathrm{d}L}{\mathrm{d}w}
# \approx \frac{L(w + \varepsilon) - L(w - \varepsilon)}{2\varepsilon}
# $$
#
# How small should $\varepsilon$ be? If it is large, the loss is not straight between the two
# points. If it is small, the two losses are almost equal, and their difference has lost its digits.


# %%
def finite_differences(epsilon):
    def derive(name, index):
        up, down = (loss_with(name, index, sign * epsilon) for sign in (1, -1))
        return (up - down) / (2 * epsilon)

    return for_every_entry(derive)


differences = finite_differences(1e-5)
print(differences["W"])

# %% [markdown]
# ## 2. The complex step
#
# Replace $w$ by $w + i\varepsilon$, where $i$ is the imaginary unit. Then the derivative
# appears in the imaginary part of the loss:
#
# $$
# \frac{\mathrm{d}L}{\mathrm{d}w} \approx \frac{\operatorname{Im} L(w + i\varepsilon)}{\varepsilon}
# $$
#
# Nothing is subtracted, so no digit is lost, and $\varepsilon$ can be as small as we like. The loss
# must be made of functions that NumPy knows for complex numbers, as `tanh`, `exp` and `log` are. (A
# maximum is not; this is why `loss` above does not shift the logits.)


# %%
def complex_step(epsilon=1e-30):
    def derive(name, index):
        return loss_with(name, index, 1j * epsilon).imag / epsilon

    return for_every_entry(derive)


imaginary = complex_step()
print(imaginary["W"])

# %% [markdown]
# With these numbers we can see how good finite differences are, for several $\varepsilon$:


# %% noise="rounding errors, which differ by processor" typed="1e-: the loop counts on"
def largest_difference(one, other):
    return max(np.max(np.abs(one[name] - other[name])) for name in weights)


print("epsilon   largest error")
for exponent in range(1, 13):
    error = largest_difference(finite_differences(10.0**-exponent), imaginary)
    print(f"1e-{exponent:02}     {error:.0e}")

# %% [markdown]
# The error first falls and then rises again. Even at its best, finite differences find only a part
# of the sixteen digits that a floating-point number has. (On the way up the error is rounding
# noise: your computer may print different digits there.)
#
# ## 3. Real-time recurrent learning
#
# Besides the state we carry its derivative with respect to every weight, as on [the page on
# RTRL](../rtrl.md).
# Here the derivative with respect to $W$ keeps three axes, `[unit, row, column]`, where the page
# lays it out flat.


# %%
def rtrl(h_0, W, U, b, V, c):
    n = len(h_0)
    h = h_0
    by = {
        "W": np.zeros((n, n, n)),
        "U": np.zeros((n, n, 1)),
        "b": np.zeros((n, n)),
        "h_0": np.eye(n),
    }
    found = {name: np.zeros(array.shape) for name, array in weights.items()}
    for x_t, right in zip(x, y_star, strict=True):
        now = {
            "W": np.einsum("ki,j->kij", np.eye(n), h),
            "U": np.einsum("ki,j->kij", np.eye(n), x_t),
            "b": np.eye(n),
            "h_0": np.zeros((n, n)),
        }
        h = np.tanh(W @ h + U @ x_t + b)
        slope = 1 - h**2
        for name, carried in by.items():
            total = np.tensordot(W, carried, axes=1) + now[name]  # from before, and now
            by[name] = (total.T * slope).T  # unit by unit
        o = V @ h + c
        y_hat = np.exp(o) / np.sum(np.exp(o))
        by_o = y_hat - np.eye(len(o))[right]
        for name, carried in by.items():
            found[name] += np.tensordot(V.T @ by_o, carried, axes=1)
        found["V"] += np.outer(by_o, h)
        found["c"] += by_o
    return found


forwards = rtrl(**weights)
print(forwards["W"])

# %% [markdown]
# ## 4. The package
#
# The package goes back through time. It is the code behind the numbers of
# [the page on BPTT](../bptt.md#8-three-steps-where-nothing-is-zero), where the same three steps
# stand.

# %%
from rnn_examples.models.bptt import backpropagate

package = backpropagate(x, np.array(y_star), **weights)
back = {name: getattr(package, f"d{name}") for name in weights}
print(back["W"])

# %% [markdown]
# ## All four
#
# Every gradient, every entry. The complex step is the judge, as it loses no digits:

# %%
ways = {"finite differences": differences, "RTRL": forwards, "the package": back}

limits = {"finite differences": 1e-9, "RTRL": 1e-15, "the package": 1e-15}

print("largest difference to the complex step")
for way, found in ways.items():
    limit = limits[way]
    print(f"  {way:<20} below {limit:.0e}: {largest_difference(found, imaginary) < limit}")

for name in weights:
    np.testing.assert_allclose(differences[name], imaginary[name], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(forwards[name], imaginary[name], rtol=1e-12)
    np.testing.assert_allclose(back[name], imaginary[name], rtol=1e-12)
np.testing.assert_allclose(package.L, loss(**weights), rtol=1e-15)

# %% [markdown]
# ## Would a mistake be found?
#
# A check that cannot fail proves nothing. Here is backpropagation through time in a few lines, with
# a place for a mistake:


# %% typed="1 - h² is lost: the name of a mistake; below 1e-15: the bound in the condition"
def bptt(h_0, W, U, b, V, c, mistake=None):
    states = [h_0]
    for x_t in x:
        states.append(np.tanh(W @ states[-1] + U @ x_t + b))
    found = {name: np.zeros(array.shape) for name, array in weights.items()}
    later = np.zeros(len(h_0))
    for t in range(len(x), 0, -1):
        o = V @ states[t] + c
        by_o = np.exp(o) / np.sum(np.exp(o)) - np.eye(len(o))[y_star[t - 1]]
        by_h = V.T @ by_o + (0 if mistake == "the future is cut off" else later)
        delta = by_h if mistake == "1 - h² is lost" else (1 - states[t] ** 2) * by_h
        used_on = states[t] if mistake == "a shift in time by one" else states[t - 1]
        if mistake == "no sum over time":
            found["W"] = np.outer(delta, used_on)
        else:
            found["W"] += np.outer(delta, used_on)
        found["U"] += np.outer(delta, x[t - 1])
        found["b"] += delta
        found["V"] += np.outer(by_o, states[t])
        found["c"] += by_o
        later = (W if mistake == "W instead of its transpose" else W.T) @ delta
    return {**found, "h_0": later}


mistakes = [
    "the future is cut off",
    "1 - h² is lost",
    "a shift in time by one",
    "no sum over time",
    "W instead of its transpose",
]
for mistake in (None, *mistakes):
    error = largest_difference(bptt(**weights, mistake=mistake), imaginary)
    print(f"{mistake or 'no mistake':<28} {'below 1e-15' if error < 1e-15 else f'{error:.0e}'}")
    assert (error < 1e-12) == (mistake is None)

# %% [markdown]
# Without a mistake the difference is a rounding error. With any of them it is of the size of the
# gradients themselves, and cannot be overlooked.
#
# ## Try it
#
# Download this notebook, [for Jupyter](bptt_four_ways.ipynb) or
# [as a script](bptt_four_ways.py), and set `h_0`, `b` and parts of `W` to zero, as in the example
# with two steps. Which mistakes are still found? Or make `x` and `y_star` longer: how does the
# gradient by `h_0` change with the number of steps?
