"""Files of weights, saved runs, and the recorded figures."""

from functools import cache

import numpy as np
import pytest

from rnn_examples.translator import checkpoints, experiments, fingerprints, splits, weights
from rnn_examples.translator.networks import initial, views
from rnn_examples.translator.optimiser import begin
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.splits import TESTS, corpus
from rnn_examples.translator.training import encoded, start, train, vocabulary
from rnn_examples.translator.weights import Trained
from tests.translator.test_training import DATA, PAIRS, RECIPE, WORDS


def test_weights_are_read_as_they_were_written(tmp_path):
    flat = initial(WORDS.sizes(RECIPE), 4)
    state = begin(flat.copy())
    state.weights[:] = 0  # the last weights; those that are kept are the best ones
    file = tmp_path / "a.weights"
    file.write_bytes(weights.written(RECIPE, WORDS, "abc", state, changed=3))
    found = weights.load(file)
    assert found.words == WORDS
    assert np.concatenate([part.ravel() for part in found.weights.values()]) == pytest.approx(
        flat, abs=1e-3
    )
    assert found.header["data"] == "abc"
    assert found.header["validation"]["changed"] == 3
    assert weights.stale(found.header) == []


def test_damaged_weights_are_refused(tmp_path):
    file = tmp_path / "a.weights"
    whole = weights.written(RECIPE, WORDS, "abc", begin(initial(WORDS.sizes(RECIPE), 4)))
    for damaged in (whole[:-1], whole[:-3] + b"abc", b"", b"{}\n", whole[5:]):
        file.write_bytes(damaged)
        with pytest.raises(ValueError, match="make train"):
            weights.load(file)


@pytest.mark.parametrize("name", RECIPES)
def test_the_published_weights_come_from_this_code(name):
    file = weights.file_of(name)
    found = weights.load(file)
    assert found.header["data"] == weights.load(weights.file_of("attention")).header["data"]
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


@cache
def of_tests(size):
    return corpus(splits.SEED, dict.fromkeys(TESTS, size))


def test_the_record_is_up_to_date_and_has_every_model_and_split():
    record = experiments.record()
    assert set(record) == set(RECIPES)
    assert all(set(figures) == set(TESTS) for figures in record.values())


@pytest.mark.parametrize("part", ["LANGUAGE", "TRAINING", "DECODING"])
def test_a_record_of_other_code_cannot_be_read(monkeypatch, part):
    monkeypatch.setattr(experiments, part, ("networks", "words"))
    said = rf"stale: run make experiments \(changed since: {part.lower()}\)"
    with pytest.raises(ValueError, match=said):
        experiments.record()


def test_a_record_of_other_weights_cannot_be_read(monkeypatch):
    monkeypatch.setattr(experiments, "file_of", lambda name: weights.file_of("attention"))
    with pytest.raises(ValueError, match=r"stale: run make experiments \(changed since: weights"):
        experiments.record()


def test_weights_of_other_code_are_not_evaluated(monkeypatch):
    monkeypatch.setattr(weights, "TRAINING", ("networks",))
    with pytest.raises(ValueError, match=r"stale: run make train \(attention\)"):
        experiments.recorded(["attention"], {}, "")


def test_weights_of_other_sentences_are_not_evaluated():
    with pytest.raises(ValueError, match=r"stale: run make train \(attention\)"):
        experiments.recorded(["attention"], of_tests(2), splits.fingerprint(of_tests(2)))


@pytest.mark.parametrize("name", RECIPES)
def test_a_sample_of_the_record_computed_again(name):
    sample = 20
    record = experiments.record()[name]
    trained = weights.load(weights.file_of(name))
    for split in TESTS:
        found = experiments.evaluated(trained, of_tests(sample)[split])
        then = {i: text for i, text in record[split]["wrong"].items() if int(i) < sample}
        assert found["wrong"] == then
        assert found["right"] == sample - len(then)


def test_of_all_sentences_each_has_one_place_in_the_figures():
    for figures in experiments.record().values():
        for split, of in figures.items():
            assert of["count"] == splits.SIZES[split]
            assert 0 <= of["right"] <= of["count"]
            for middle, lower, upper in (of["bleu"], of["chrf"]):
                assert 0 <= lower <= middle <= upper <= 100


def test_what_sixteen_bits_change_is_counted():
    flat = initial(WORDS.sizes(RECIPE), 4)
    sizes = WORDS.sizes(RECIPE)
    rounded = flat.astype("<f2").astype(float)
    assert experiments.changed_by_storing(WORDS, sizes, rounded, PAIRS) == 0
    sentences = [pair.english for pair in PAIRS]
    before, after = (
        experiments.translations(Trained({}, WORDS, sizes, views(numbers, sizes)), sentences)
        for numbers in (flat * 30, (flat * 30).astype("<f2").astype(float))
    )
    different = sum(a != b for a, b in zip(before, after, strict=True))
    assert experiments.changed_by_storing(WORDS, sizes, flat * 30, PAIRS) == different


@pytest.mark.parametrize("name", RECIPES)
def test_what_validation_said_is_in_the_header(name):
    header = weights.load(weights.file_of(name)).header
    said = header["validation"]
    assert 1 <= said["epoch"] <= header["recipe"]["epochs"]
    assert said["changed"] < 10


def test_sentences_of_different_lengths_are_translated_in_their_order():
    trained = weights.load(weights.file_of("attention"))
    sentences = [pair.english for pair in PAIRS[:8]]
    together = experiments.translations(trained, sentences)
    assert together == [experiments.translations(trained, [one])[0] for one in sentences]
    assert vocabulary(PAIRS).english == WORDS.english
    assert sum(len(bucket.source) for bucket in encoded(PAIRS, WORDS)) == len(PAIRS)
