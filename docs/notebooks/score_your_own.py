# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Score your own translation
#
# The lesson on [BLEU and chrF](../bleu.md) works out both scores by hand. Here you score
# sentences of your own. The first cells use nothing but Python; the notebook was run while this
# page was built, and a later cell compares the results with the package's: had they differed,
# there would be no page.
#
# ## A translation and its reference
#
# “The boys eat apples.” The translation has a girl in place of the boys, and a verb that agrees
# with her:

# %%
reference = "लड़के सेब खाते हैं ।"
translation = "लड़की सेब खाती है ।"

# %% [markdown]
# Tokens are what stands between spaces:

# %%
from collections import Counter


def ngrams(tokens, n):
    return Counter(zip(*(tokens[k:] for k in range(n)), strict=False))


for n in (1, 2):
    ours, theirs = (ngrams(text.split(), n) for text in (translation, reference))
    print(n, "in both:", [" ".join(gram) for gram in ours & theirs], "of", ours.total())

# %% [markdown]
# ## BLEU
#
# The counts are clipped by `&`, which takes the smaller of two counts. With pairs as the longest
# runs, and "add-k" in place of a precision of zero:

# %%
import math


def bleu(translation, reference, N=2):
    y, y_star = translation.split(), reference.split()
    logs = 0.0
    for n in range(1, N + 1):
        matches = (ngrams(y, n) & ngrams(y_star, n)).total()
        total = ngrams(y, n).total()
        added = n > 1
        logs += math.log((matches + added) / (total + added)) / N
    return min(1, math.exp(1 - len(y_star) / len(y))) * math.exp(logs)


print(round(bleu(translation, reference), 4))
print(round(bleu(reference, reference), 4))

# %% [markdown]
# ## chrF
#
# Characters in the place of words, without spaces. Recall counts twice as much as precision. The
# wrong words share most of their characters with the right ones, and chrF sees that:

# %%
ORDERS, BETA = 6, 2


def chrf(translation, reference):
    y, y_star = ("".join(text.split()) for text in (translation, reference))
    precision = recall = orders = 0
    for n in range(1, ORDERS + 1):
        ours, theirs = ngrams(y, n), ngrams(y_star, n)
        if ours and theirs:
            matches = (ours & theirs).total()
            precision += matches / ours.total()
            recall += matches / theirs.total()
            orders += 1
    precision, recall = precision / orders, recall / orders
    return (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


print(round(chrf(translation, reference), 4))

# %% [markdown]
# ## The package's numbers
#
# Both must agree to about fifteen digits, here and for another pair:

# %%
from rnn_examples.models.bleu import sentence_bleu
from rnn_examples.models.chrf import sentence_chrf

other = "लड़के ने सेब खाया ।"
for y in (translation, other, reference):
    theirs = sentence_bleu(y, [reference], 2, "add-k").bleu
    assert math.isclose(bleu(y, reference), theirs, rel_tol=1e-14)
    assert math.isclose(chrf(y, reference), sentence_chrf(y, [reference]), rel_tol=1e-14)

print("all agree")

# %% [markdown]
# ## Try it
#
# Download this notebook, [for Jupyter](score_your_own.ipynb) or [as a script](score_your_own.py),
# or copy the lines above. What becomes of the score if only the full stop is missing? Think
# first, then look:

# %%
print(round(bleu("लड़के सेब खाते हैं", reference), 4), round(chrf("लड़के सेब खाते हैं", reference), 4))

# %% [markdown]
# Everything that is there is right, so all precisions are one. What is lost comes from the length
# alone: through the brevity penalty in BLEU, and through the recall in chrF.
