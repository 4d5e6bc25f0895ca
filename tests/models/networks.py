"""Random networks to try the models on: dense, of both signs, sizes drawn and unequal."""

import numpy as np


def sizes(seed, count, largest=5):
    """Sizes from 1 to 5, each time in another order."""
    return np.random.default_rng(seed).permutation(np.arange(1, largest + 1))[:count].tolist()


def telling(count):
    """Seeds whose translators have several hidden units, classes and more than two words."""
    found = (seed for seed in range(1000) if _is_telling(*sizes(seed, 5)))
    return [next(found) for _ in range(count)]


def _is_telling(hidden, enc, dec, words, classes):
    return hidden > 1 and words > 2 and classes > 1


def encoder(seed, time=None):
    """An encoder with outputs: as inputs of `backpropagate`."""
    random = np.random.default_rng(seed)
    hidden, inputs, classes = sizes(seed, 3)
    time = time or 1 + seed % 12
    return {
        "x": random.normal(size=(time, inputs)),
        "y_star": random.integers(0, classes, time),
        "h_0": random.normal(size=hidden),
        "W": random.normal(size=(hidden, hidden)),
        "U": random.normal(size=(hidden, inputs)),
        "b": random.normal(size=hidden),
        "V": random.normal(size=(classes, hidden)),
        "c": random.normal(size=classes),
    }


def translator(seed, source=None, target=None):
    """An encoder-decoder: as inputs of `backpropagate_translation`. Tokens repeat."""
    random = np.random.default_rng(seed)
    hidden, enc, dec, words, classes = sizes(seed, 5)
    source, target = source or 1 + seed % 12, target or 1 + (5 * seed) % 11
    return {
        "w": random.integers(0, words, source),
        "y_0": np.int64(classes),
        "y_star": random.integers(0, classes, target),
        "h_0": random.normal(size=hidden),
        "E_enc": random.normal(size=(words, enc)),
        "W_enc": random.normal(size=(hidden, hidden)),
        "U_enc": random.normal(size=(hidden, enc)),
        "b_enc": random.normal(size=hidden),
        "E_dec": random.normal(size=(classes + 1, dec)),
        "W_dec": random.normal(size=(hidden, hidden)),
        "U_dec": random.normal(size=(hidden, dec)),
        "b_dec": random.normal(size=hidden),
        "V": random.normal(size=(classes, hidden)),
        "c": random.normal(size=classes),
    }


def lstm(seed, time=None, gates="ifoc"):
    """An LSTM: as inputs of `lstm.backpropagate`."""
    random = np.random.default_rng(seed)
    hidden, inputs = sizes(seed, 2)
    time = time or 1 + seed % 12
    return {
        "x": random.normal(size=(time, inputs)),
        "dh_now": random.normal(size=(time, hidden)),
        "dc_T": random.normal(size=hidden),
        "h_0": random.normal(size=hidden),
        "c_0": random.normal(size=hidden),
        **cell(random, hidden, inputs, gates),
    }


def gru(seed, reset_after, z_keeps, time=None):
    """A GRU: as inputs of `gru.backpropagate`."""
    given = lstm(seed, time, "zrh")
    del given["dc_T"]
    bias = {"b_rec": given.pop("c_0")}
    return {**given, **bias, "reset_after": reset_after, "z_keeps": z_keeps}


def cell(random, hidden, inputs, gates):
    """The weights of each gate."""
    return {
        f"{letter}_{gate}": random.normal(size=shape)
        for gate in gates
        for letter, shape in (("W", (hidden, hidden)), ("U", (hidden, inputs)), ("b", hidden))
    }


def deep(seed, time=None, layers=None):
    """A deep network of 1 to 4 layers of unequal sizes: as inputs of `deep.backpropagate`."""
    random = np.random.default_rng(seed)
    inputs, *hidden = sizes(seed, 1 + (layers or 1 + seed % 4))
    time = time or 1 + seed % 12
    found = {
        "x": random.normal(size=(time, inputs)),
        "dh_now": random.normal(size=(time, hidden[-1])),
    }
    for n, (below, size) in enumerate(zip([inputs, *hidden], hidden, strict=False), 1):
        found[f"h_0_l{n}"] = random.normal(size=size)
        found[f"W_l{n}"] = random.normal(size=(size, size))
        found[f"U_l{n}"] = random.normal(size=(size, below))
        found[f"b_l{n}"] = random.normal(size=size)
    return found


def both_ways(seed, time=None):
    """A bidirectional network: as inputs of `bidirectional.backpropagate`."""
    random = np.random.default_rng(seed)
    hidden, inputs = sizes(seed, 2)
    time = time or 1 + seed % 12
    found = {"x": random.normal(size=(time, inputs))}
    for way in ("fwd", "bwd"):
        found[f"dh_now_{way}"] = random.normal(size=(time, hidden))
        found[f"h_0_{way}"] = random.normal(size=hidden)
        found[f"W_{way}"] = random.normal(size=(hidden, hidden))
        found[f"U_{way}"] = random.normal(size=(hidden, inputs))
        found[f"b_{way}"] = random.normal(size=hidden)
    return found
