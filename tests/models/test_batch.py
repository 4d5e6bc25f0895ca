"""Many sentences at once: the same numbers as one by one, whatever stands in the padding."""

import numpy as np
import pytest

from rnn_examples.models.batch import backpropagate_batch, padded
from rnn_examples.models.bptt_seq2seq import backpropagate_translation
from rnn_examples.models.train import TRAINED
from tests.models.networks import telling, translator

GRADIENTS = [f"d{name}" for name in TRAINED]


def batch(seed, count=4):
    """A translator, and sentences of unequal lengths for it: (words, targets)."""
    network = translator(seed)
    random = np.random.default_rng(seed)
    words, classes = len(network["E_enc"]), len(network["c"])
    lengths = random.permutation(np.arange(1, count + 1)), random.permutation(count) + 1
    sentences = [
        (random.integers(0, words, n).tolist(), random.integers(0, classes, m).tolist())
        for n, m in zip(*lengths, strict=True)
    ]
    for name in ("w", "y_star"):
        del network[name]
    return network, sentences


def together(network, sentences, padding=0):
    w, w_length = padded([words for words, _ in sentences], padding)
    y_star, y_length = padded([targets for _, targets in sentences], padding)
    return backpropagate_batch(w=w, w_length=w_length, y_star=y_star, y_length=y_length, **network)


def one_by_one(network, sentences):
    return [
        backpropagate_translation(w=np.array(words), y_star=np.array(targets), **network)
        for words, targets in sentences
    ]


@pytest.mark.parametrize("seed", telling(12))
def test_the_gradients_are_the_sums_of_the_single_ones(seed):
    network, sentences = batch(seed)
    singles, found = one_by_one(network, sentences), together(network, sentences)
    np.testing.assert_allclose(found.L_each, [single.L for single in singles], rtol=1e-12)
    np.testing.assert_allclose(found.L, sum(single.L for single in singles), rtol=1e-12)
    for name in [*GRADIENTS, "dh_0"]:
        expected = sum(getattr(single, name) for single in singles)
        scale = max(np.max(np.abs(getattr(single, name))) for single in singles)
        np.testing.assert_allclose(
            getattr(found, name), expected, rtol=1e-12, atol=1e-12 * scale, err_msg=name
        )
    np.testing.assert_allclose(
        found.ds_0, [single.ds_0 for single in singles], rtol=1e-12, atol=1e-13
    )


@pytest.mark.parametrize("seed", telling(4))
def test_what_stands_in_the_padding_changes_no_bit(seed):
    network, sentences = batch(seed)
    last = min(len(network["E_enc"]), len(network["c"])) - 1
    assert last > 0
    for one, other in zip(
        together(network, sentences), together(network, sentences, last), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("seed", telling(3))
def test_gradients_are_slopes_of_the_loss(seed):
    network, sentences = batch(seed, 3)
    found = together(network, sentences)
    step = 1e-6
    for name in [*TRAINED, "h_0"]:
        for index in np.ndindex(network[name].shape):
            around = []
            for change in (step, -step):
                changed = network[name].copy()
                changed[index] += change
                around.append(together({**network, name: changed}, sentences).L)
            slope = (around[0] - around[1]) / (2 * step)
            assert getattr(found, f"d{name}")[index] == pytest.approx(slope, rel=1e-5, abs=1e-7)


def test_a_sentence_without_words_begins_with_the_initial_state():
    network, sentences = batch(telling(1)[0])
    sentences[1] = ([], sentences[1][1])
    alone = together(network, [sentences[1], ([0], [0])])
    np.testing.assert_allclose(together(network, sentences).L_each[1], alone.L_each[0], rtol=1e-12)


def test_padding_fills_the_columns_of_short_sentences():
    tokens, lengths = padded([[1, 2, 3], [4]], 9)
    assert tokens.tolist() == [[1, 4], [2, 9], [3, 9]]
    assert lengths.tolist() == [3, 1]
    assert padded([[1], [4, 2]])[0].tolist() == [[1, 4], [0, 2]]


def test_logits_beyond_what_exp_can_hold_do_no_harm():
    network, sentences = batch(telling(1)[0])
    network["c"] = network["c"] + 1000.0  # the same for every token: it changes no probability
    found = together(network, sentences)
    assert np.isfinite(found.L)
    network["c"] = network["c"] - 1000.0
    np.testing.assert_allclose(found.L_each, together(network, sentences).L_each, rtol=1e-9)
