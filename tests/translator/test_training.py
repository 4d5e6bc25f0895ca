"""A run goes on where it stopped, learns, and gives the same bits on every processor."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from rnn_examples.translator.decoding import encode, greedy, log_probabilities, step
from rnn_examples.translator.networks import BEGIN, END, views
from rnn_examples.translator.optimiser import GRID, begin, round_off, update
from rnn_examples.translator.splits import Pair, corpus
from rnn_examples.translator.training import (
    Recipe,
    batches,
    encoded,
    ids,
    rate_at,
    start,
    steps_of_an_epoch,
    train,
    validation_loss,
    vocabulary,
)
from tests.commands import python

PAIRS = corpus(0, {"training": 160})["training"]
WORDS = vocabulary(PAIRS)
DATA = encoded(PAIRS, WORDS)
RECIPE = Recipe("attention", hidden=8, embedding=6, epochs=2, batch=16, warm_up=3)


def test_every_sentence_is_in_one_batch_of_an_epoch_and_none_is_padded():
    rows = [
        (tuple(source.T[k].tolist()), tuple(target.T[k].tolist()))
        for source, target in batches(DATA, RECIPE, 0)
        for k in range(source.shape[1])
    ]
    assert len(rows) == len(PAIRS)
    assert len(set(rows)) == len(PAIRS)
    lengths = sorted((len(pair.english), len(pair.hindi) + 1) for pair in PAIRS)
    assert sorted((len(source), len(target)) for source, target in rows) == lengths
    assert all(target[-1] == END for _, target in rows)
    assert len(list(batches(DATA, RECIPE, 0))) == steps_of_an_epoch(DATA, RECIPE)


def test_epochs_have_different_orders_and_the_same_order_each_time():
    first, again, second = (list(batches(DATA, RECIPE, epoch)) for epoch in (0, 0, 1))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(first, again, strict=True))
    assert not all(np.array_equal(a[0], b[0]) for a, b in zip(first, second, strict=True))


def test_a_run_that_was_stopped_goes_on_to_the_same_bits():
    whole = start(RECIPE, WORDS)
    moments = list(train(RECIPE, WORDS, DATA, whole, validation=DATA[:3]))
    assert moments[-1].step == moments[-1].total == whole.step
    for stop in (1, moments[-1].total // 2, moments[-1].total // 2 + 3):
        state = start(RECIPE, WORDS)
        until = train(RECIPE, WORDS, DATA, state, lambda s=state, n=stop: s.step >= n, DATA[:3])
        list(until)
        assert state.step == stop
        list(train(RECIPE, WORDS, DATA, state, validation=DATA[:3]))
        for name, found in vars(state).items():
            assert np.array_equal(found, vars(whole)[name])


def test_the_weights_of_the_epoch_with_the_lowest_validation_loss_are_kept():
    """Trained on some sentences and judged by others, a network learns, then learns by heart."""
    recipe = Recipe("attention", hidden=8, embedding=6, epochs=40, batch=8, warm_up=3, rate=0.03)
    seen, unseen = encoded(PAIRS[:40], WORDS), encoded(PAIRS[40:80], WORDS)
    state = start(recipe, WORDS)
    sizes = WORDS.sizes(recipe)
    losses, weights = [], []
    for moment in train(recipe, WORDS, seen, state, validation=unseen):
        if moment.step % steps_of_an_epoch(seen, recipe) == 0:
            losses.append(validation_loss(sizes, views(state.weights, sizes), unseen))
            weights.append(state.weights.copy())
    assert len(losses) == 40
    best = losses.index(min(losses))
    assert 0 < best < 39
    assert (state.best_epoch, state.best_loss) == (best + 1, losses[best])
    assert np.array_equal(state.best, weights[best])


def test_the_validation_loss_is_the_mean_over_all_words():
    sizes = WORDS.sizes(RECIPE)
    weights = views(start(RECIPE, WORDS).weights, sizes)
    logs = []
    for pair in PAIRS[:20]:
        source = np.array([[ids(WORDS.english)[word]] for word in pair.english])
        words = [*(ids(WORDS.hindi)[word] for word in pair.hindi), END]
        memory, state = encode(sizes, weights, source)
        for previous, word in zip([BEGIN, *words], words, strict=False):
            logits, state = step(sizes, weights, memory, state, np.array([previous]))
            logs.append(log_probabilities(logits)[0, word])
    loss = validation_loss(sizes, weights, encoded(PAIRS[:20], WORDS))
    assert loss == pytest.approx(-np.mean(logs), abs=1e-6)


def test_another_seed_gives_another_run():
    other = Recipe("attention", hidden=8, embedding=6, seed=1)
    assert not np.array_equal(start(RECIPE, WORDS).weights, start(other, WORDS).weights)


def test_a_network_learns_a_few_sentences_by_heart():
    pairs = [
        Pair(("the", "boy", "runs"), ("लड़का", "दौड़ता", "है", "।")),
        Pair(("the", "girl", "runs"), ("लड़की", "दौड़ती", "है", "।")),
    ]
    words = vocabulary(pairs)
    data = encoded(pairs, words)
    for kind in ("rnn", "lstm", "gru", "attention"):
        recipe = Recipe(kind, hidden=6, embedding=4, epochs=150, warm_up=5, rate=0.03)
        state = start(recipe, words)
        losses = [moment.loss for moment in train(recipe, words, data, state)]
        assert losses[-1] < 0.1 < losses[0]
        sizes = words.sizes(recipe)
        (bucket,) = data
        found = greedy(sizes, views(state.weights, sizes), bucket.source.T)
        assert [[*line, END] for line in found] == bucket.target.tolist()


def test_the_gradient_is_clipped_and_rounded_to_the_grid():
    gradient = np.array([3.0, -4.0, 1e-8, 0.0])
    round_off(gradient)
    assert gradient == pytest.approx([0.6, -0.8, 0, 0], abs=GRID)
    assert np.array_equal(gradient / GRID, np.rint(gradient / GRID))
    small = np.array([GRID * 7, GRID * 2.6])
    round_off(small)
    assert small.tolist() == [GRID * 7, GRID * 3]


def test_adam_is_as_it_is_written_down():
    """Kingma and Ba, algorithm 1, with numbers one at a time."""
    gradients = np.array([[0.25, -0.5], [0.125, 0.25], [-0.5, 0.0]])
    state = begin(np.array([1.0, 2.0]))
    m, v, w = [0.0, 0.0], [0.0, 0.0], [1.0, 2.0]
    for t, given in enumerate(gradients, 1):
        update(state, given.copy(), rate=0.1)
        for k, g in enumerate(given.tolist()):
            m[k] = 0.9 * m[k] + 0.1 * g
            v[k] = 0.98 * v[k] + 0.02 * g * g
            w[k] -= 0.1 * (m[k] / (1 - 0.9**t)) / ((v[k] / (1 - 0.98**t)) ** 0.5 + 1e-8)
    assert state.weights == pytest.approx(w, rel=1e-12)


def test_the_rate_rises_and_falls():
    recipe = Recipe("rnn", hidden=1, rate=1.0, warm_up=10)
    rates = [rate_at(step, 100, recipe) for step in range(100)]
    assert rates.index(max(rates)) == 9
    assert rates[0] == pytest.approx(0.1)
    assert rates[50] == pytest.approx(0.5)
    assert rates[99] == pytest.approx(0.01)


# The kernels of older processors, as OpenBLAS and NumPy can be told to use them.
FEATURES = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
KERNELS = (
    {"OPENBLAS_NUM_THREADS": "1"},
    {"OPENBLAS_NUM_THREADS": "2"},
    {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES)},
    {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2"},
    {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": " ".join(FEATURES[1:])},
)
SHORT_RUN = """
import json, sys
import numpy as np
from rnn_examples.translator import gradients
from tests.translator.test_training import DATA, RECIPE, WORDS, start, train
state = start(RECIPE, WORDS)
losses = [moment.loss for moment in train(RECIPE, WORDS, DATA, state)]
json.dump([state.weights.tobytes().hex(), losses], sys.stdout)
"""


def short_run(kernel):
    done = python("-c", SHORT_RUN, is_apart=True, **kernel)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_same_weights_come_out_under_every_kernel():
    with ThreadPoolExecutor(2) as threads:
        (weights, losses), *others = threads.map(short_run, KERNELS)
    assert all(other[0] == weights for other in others)
    if "X86_V3" in FEATURES:  # elsewhere the kernels may agree
        assert any(other[1] != losses for other in others)
