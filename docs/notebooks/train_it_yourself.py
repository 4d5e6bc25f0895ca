# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Train it yourself
#
# The [page on training](../training.md) shows how the two-word translator learns. Here is the whole
# of it in NumPy: the network, its gradient, the training, the translation. Nothing is imported from
# this project until all of it is there; then the result is compared with the page's, bit for bit.
# The notebook was run while this page was built: had they differed, there would be no page.
#
# ## The sentence pair and the first weights
#
# The English words are “drink” and “water”; the Hindi tokens are पानी, पियो, the end mark and the
# start mark. A token is its place in the list.

# %%
import numpy as np

english = ["drink", "water", "milk"]
hindi = ["पानी", "पियो", "<eos>", "<bos>"]

source = [0, 1]  # drink water
target = [0, 1, 2]  # पानी पियो <eos>
bos = 3

# %% [markdown]
# The encoder's weights are round numbers. The decoder's are tenths, drawn at random with a seed, in
# the order of the [theory page](../rnn-theory.md), so that they are the same as there.

# %%
random = np.random.Generator(np.random.PCG64(2016))


def draw(*shape):
    return random.integers(1, 10, shape) * np.where(random.integers(0, 2, shape), 1, -1) / 10


weights = {
    "E_enc": np.array([[1.0], [2.0], [3.0]]),
    "W_enc": np.array([[0.3, -0.1], [0.0, 0.2]]),
    "U_enc": np.array([[0.5], [0.7]]),
    "b_enc": np.zeros(2),
    "E_dec": draw(4, 1),
    "W_dec": draw(2, 2),
    "U_dec": draw(2, 1),
    "b_dec": draw(2),
    "V": draw(3, 2),
    "c": draw(3),
}

for name, array in weights.items():
    print(f"{name:6}", array.tolist())

# %% [markdown]
# ## Forwards
#
# Read the English words; then write under teacher forcing. We keep what the way back will need: the
# inputs, the states and the probabilities.


# %%
def softmax(o):
    r = np.exp(o - np.max(o))
    return r / np.sum(r)


def forwards(w, words, tokens):
    h = [np.zeros(2)]
    for word in words:
        h.append(np.tanh(w["W_enc"] @ h[-1] + w["U_enc"] @ w["E_enc"][word] + w["b_enc"]))
    s, y_hat = [h[-1]], []
    for previous in [bos, *tokens[:-1]]:
        s.append(np.tanh(w["W_dec"] @ s[-1] + w["U_dec"] @ w["E_dec"][previous] + w["b_dec"]))
        y_hat.append(softmax(w["V"] @ s[-1] + w["c"]))
    loss = -sum(np.log(p[token]) for p, token in zip(y_hat, tokens, strict=True))
    return h, s, y_hat, loss


h, s, y_hat, loss = forwards(weights, source, target)
for p, token in zip(y_hat, target, strict=True):
    print(f"{hindi[token]:6} {p[token]:.5f}")
print(f"loss   {loss:.5f}")

# %% [markdown]
# ## Backwards
#
# From the last token to the first, then from the last word to the first. The gradient that arrives
# at the decoder's first state goes on into the encoder's last one: they are the same vector.


# %%
def backwards(w, words, tokens):
    h, s, y_hat, _ = forwards(w, words, tokens)
    found = {name: np.zeros(array.shape) for name, array in w.items()}
    inputs = [bos, *tokens[:-1]]
    later = np.zeros(2)
    for t in reversed(range(len(tokens))):
        do = y_hat[t] - np.eye(3)[tokens[t]]
        delta = (1 - s[t + 1] ** 2) * (w["V"].T @ do + later)
        found["V"] += np.outer(do, s[t + 1])
        found["c"] += do
        found["W_dec"] += np.outer(delta, s[t])
        found["U_dec"] += np.outer(delta, w["E_dec"][inputs[t]])
        found["b_dec"] += delta
        found["E_dec"][inputs[t]] += w["U_dec"].T @ delta
        later = w["W_dec"].T @ delta
    for t in reversed(range(len(words))):
        delta = (1 - h[t + 1] ** 2) * later
        found["W_enc"] += np.outer(delta, h[t])
        found["U_enc"] += np.outer(delta, w["E_enc"][words[t]])
        found["b_enc"] += delta
        found["E_enc"][words[t]] += w["U_enc"].T @ delta
        later = w["W_enc"].T @ delta
    return found


gradients = backwards(weights, source, target)
print(gradients["V"])

# %% [markdown]
# Is it right? Change every number a little, and see how the loss changes:

# %% typed="less than 1e-8: the bound that the line compares with"
epsilon, worst = 1e-6, 0.0
for name, array in weights.items():
    for index in np.ndindex(array.shape):
        around = []
        for change in (epsilon, -epsilon):
            changed = {key: value.copy() for key, value in weights.items()}
            changed[name][index] += change
            around.append(forwards(changed, source, target)[-1])
        slope = (around[0] - around[1]) / (2 * epsilon)
        worst = max(worst, abs(slope - gradients[name][index]))

print("every slope to less than 1e-8:", worst < 1e-8)
assert worst < 1e-8

# %% [markdown]
# ## Training
#
# One step: compute all gradients, clip them together, round them, subtract. The rounding makes the
# run the same on every processor;
# [the page](../training.md#10-the-same-on-every-computer) says why.

# %%
eta, theta = 0.25, 1.0


def step(w):
    found = backwards(w, source, target)
    length = np.sqrt(sum(np.sum(gradient**2) for gradient in found.values()))
    scale = theta / max(length, theta)
    return {
        name: array - eta * (np.round(scale * found[name] * 2.0**22) / 2.0**22)
        for name, array in w.items()
    }


history = [weights]
for _ in range(200):
    history.append(step(history[-1]))

for k in range(0, 201, 20):
    print(f"{k:4} steps   loss {forwards(history[k], source, target)[-1]:.5f}")

# %% [markdown]
# ## Translating
#
# On its own, the network reads what it has just written.


# %%
def translate(w, words):
    state = np.zeros(2)
    for word in words:
        x = w["E_enc"][english.index(word)]
        state = np.tanh(w["W_enc"] @ state + w["U_enc"] @ x + w["b_enc"])
    written, token = [], bos
    while len(written) < 3 and "<eos>" not in written:
        state = np.tanh(w["W_dec"] @ state + w["U_dec"] @ w["E_dec"][token] + w["b_dec"])
        token = int(np.argmax(w["V"] @ state + w["c"]))
        written.append(hindi[token])
    return " ".join(written)


trained = history[-1]
print("before:", translate(weights, ["drink", "water"]))
print("after: ", translate(trained, ["drink", "water"]))

# %% [markdown]
# And what it did not learn. It writes the same for any English:

# %%
for words in (["water", "drink"], ["drink", "milk"], ["milk", "milk", "milk"]):
    print(" ".join(words), "→", translate(trained, words))

# %% [markdown]
# ## The package's numbers
#
# The page's run is the package's. After all steps, every weight must be the same to the last bit.

# %%
from rnn_examples.examples.training import TRAINING, run

tables = run()
for name, array in trained.items():
    assert np.array_equal(array, tables[f"{name}_run"][-1]), name
assert len(history) - 1 == int(TRAINING.trace["steps"].value)
print("all", sum(array.size for array in trained.values()), "numbers are equal, bit for bit")

# %% [markdown]
# ## Several sentence pairs
#
# With one pair, there was nothing to listen to: one sentence was right for every English. Now there
# are four pairs, side by side in one table of tokens: a **batch**. Short sentences are filled up;
# what fills them is neither read nor scored. The equations are the same; the package has them for a
# whole batch, and its tests hold the gradients against the sums of the single ones. The loss is the
# sum over the four sentences.

# %%
from rnn_examples.models.batch import backpropagate_batch, padded
from rnn_examples.models.train import by_name, descend

hindi = ["पानी", "पियो", "दूध", "<eos>", "<bos>"]
pairs = {
    "drink water": "पानी पियो <eos>",
    "drink milk": "दूध पियो <eos>",
    "water": "पानी <eos>",
    "milk": "दूध <eos>",
}
words, words_each = padded([[english.index(word) for word in pair.split()] for pair in pairs])
tokens, tokens_each = padded([[hindi.index(t) for t in pair.split()] for pair in pairs.values()])
print(words)
print("of which count:", words_each)

# %% [markdown]
# The network has three hidden units now, embeddings of two numbers, and new random weights.

# %%
bos, hidden = hindi.index("<bos>"), 3
weights = {
    "E_enc": draw(3, 2),
    "W_enc": draw(hidden, hidden),
    "U_enc": draw(hidden, 2),
    "b_enc": np.zeros(hidden),
    "E_dec": draw(5, 2),
    "W_dec": draw(hidden, hidden),
    "U_dec": draw(hidden, 2),
    "b_dec": np.zeros(hidden),
    "V": draw(4, hidden),
    "c": np.zeros(4),
}
data = (words, words_each, np.int64(bos), tokens, tokens_each, np.zeros(hidden))
for k in range(401):
    found = backpropagate_batch(*data, **weights)
    if k % 50 == 0:
        print(f"{k:4} steps   loss {found.L:.3f}   each:", np.round(found.L_each, 2))
    weights = descend(weights, by_name(found), eta, theta)

# %% [markdown]
# Does it listen?


# %%
def translate(w, words):
    state = np.zeros(hidden)
    for word in words:
        x = w["E_enc"][english.index(word)]
        state = np.tanh(w["W_enc"] @ state + w["U_enc"] @ x + w["b_enc"])
    written, token = [], bos
    while len(written) < 4 and "<eos>" not in written:
        state = np.tanh(w["W_dec"] @ state + w["U_dec"] @ w["E_dec"][token] + w["b_dec"])
        token = int(np.argmax(w["V"] @ state + w["c"]))
        written.append(hindi[token])
    return " ".join(written)


for pair, right in pairs.items():
    written = translate(weights, pair.split())
    print(f"{pair:12} → {written}")
    assert written == right

# %% [markdown]
# It does: the same equations, the same rule of learning, a few more numbers, and more to learn
# from. Sentences that it never saw are another matter:

# %%
for sentence in ("water drink", "drink", "milk milk"):
    print(f"{sentence:12} → {translate(weights, sentence.split())}")

# %% [markdown]
# ## Try it
#
# Download this notebook [as a script](train_it_yourself.py) or
# [for Jupyter](train_it_yourself.ipynb), and change something. It needs NumPy; only the last two
# sections need this project too.
#
# - another seed, or another learning rate `eta`. With which ones does it still learn?
# - without the rounding: how far do the weights move away from the page's? Does it matter?
# - other sentence pairs, with words of your own. How many can so small a network hold?
