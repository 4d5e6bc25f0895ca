"""Files of weights, saved runs, and the recorded figures."""

import json
import math

import numpy as np
import pytest

from rnn_examples.translator import checkpoints, experiments, fingerprints, weights
from rnn_examples.translator.networks import initial
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.splits import TESTS, corpus
from rnn_examples.translator.training import encoded, start, train, vocabulary
from tests.translator.test_training import DATA, PAIRS, RECIPE, WORDS


def test_weights_are_read_as_they_were_written(tmp_path):
    flat = initial(WORDS.sizes(RECIPE), 4)
    file = tmp_path / "a.weights"
    file.write_bytes(weights.written(RECIPE, WORDS, "abc", flat))
    found = weights.load(file)
    assert found.words == WORDS
    assert np.concatenate([part.ravel() for part in found.weights.values()]) == pytest.approx(
        flat, abs=1e-3
    )
    assert found.header["data"] == "abc"
    assert weights.stale(found.header) == []


def test_damaged_weights_are_refused(tmp_path):
    file = tmp_path / "a.weights"
    whole = weights.written(RECIPE, WORDS, "abc", initial(WORDS.sizes(RECIPE), 4))
    for damaged in (whole[:-1], whole[:-3] + b"abc", b"", b"{}\n", whole[5:]):
        file.write_bytes(damaged)
        with pytest.raises(ValueError, match="make train"):
            weights.load(file)


@pytest.mark.parametrize("name", RECIPES)
def test_the_published_weights_come_from_this_code(name):
    file = weights.file_of(name)
    found = weights.load(file)
    assert weights.stale(found.header) == [], "the code has changed: run make train"
    assert found.header["recipe"] == vars(RECIPES[name])
    assert file.stat().st_size < 200_000


def test_the_networks_are_of_equal_size():
    counts = [weights.load(weights.file_of(name)).sizes.count for name in RECIPES]
    assert max(counts) / min(counts) < 1.02


def test_a_saved_run_goes_on_to_the_same_bits(tmp_path):
    whole = start(RECIPE, WORDS)
    list(train(RECIPE, WORDS, DATA, whole))
    state = start(RECIPE, WORDS)
    list(train(RECIPE, WORDS, DATA, state, lambda: state.step >= 7))
    file = tmp_path / "saved" / "a.npz"
    checkpoints.save(file, state, RECIPE, "abc")
    again = checkpoints.loaded(file, RECIPE, WORDS, "abc")
    assert again.step == 7
    list(train(RECIPE, WORDS, DATA, again))
    assert again.weights.tobytes() == whole.weights.tobytes()
    assert checkpoints.loaded(file, RECIPE, WORDS, "other sentences").step == 0
    assert checkpoints.loaded(tmp_path / "none", RECIPE, WORDS, "abc").step == 0


def test_comments_and_docstrings_do_not_count():
    a = fingerprints.code('"""Text."""\n\nx = 1\n')
    assert a == fingerprints.code('"""Other\ntext."""\n# why\nx = 1\n') == "x = 1"
    assert a != fingerprints.code("x = 2\n")


def test_the_record_is_up_to_date():
    assert experiments.stale() == ""


def test_a_change_makes_the_record_stale(monkeypatch):
    monkeypatch.setattr(experiments, "TRAINING", ("networks",))
    assert experiments.stale() == "stale: run make experiments (changed since: training)"


def test_a_sample_of_the_record_computed_again():
    sample = 4
    data = corpus(0, dict.fromkeys(TESTS, sample))
    record = json.loads(experiments.RECORD.read_text("utf-8"))["results"]
    for name in RECIPES:
        trained = weights.load(weights.file_of(name))
        for split in TESTS:
            wrong = experiments.evaluated(trained, data[split])["wrong"]
            then = record[name][split]["wrong"]
            assert wrong == {i: text for i, text in then.items() if int(i) < sample}


def test_the_interval_is_where_the_binomial_test_rejects():
    """Wilson: the shares p from which the share found is 1.96 standard deviations away."""
    low, high = experiments.interval(985, 1000)
    for p in (low, high):
        assert abs(0.985 - p) / math.sqrt(p * (1 - p) / 1000) == pytest.approx(1.959964)
    assert experiments.interval(0, 10)[0] == pytest.approx(0, abs=1e-12)


def test_sentences_of_different_lengths_are_translated_in_their_order():
    trained = weights.load(weights.file_of("attention"))
    sentences = [pair.english for pair in PAIRS[:8]]
    together = experiments.translations(trained, sentences)
    assert together == [experiments.translations(trained, [one])[0] for one in sentences]
    assert vocabulary(PAIRS).english == WORDS.english
    assert sum(len(bucket.source) for bucket in encoded(PAIRS, WORDS)) == len(PAIRS)
