"""What the page on tokens says in prose about its numbers."""

import re
import unicodedata

import numpy as np

from rnn_examples.examples.tokens import EMBEDDING, ENGLISH
from tests.conftest import ROOT

TRACE = EMBEDDING.trace
SENTENCE = [ENGLISH[int(w)] for w in EMBEDDING.arguments["w"]]


def rows_of_gradient(words):
    """The rows of dL/dE that are not zero, by their words."""
    w = np.array([ENGLISH.index(word) for word in words.split()])
    dE = EMBEDDING.with_inputs(w=w).trace["dE"].value
    return {ENGLISH[row] for row in np.flatnonzero(np.any(dE != 0, axis=1))}


def test_the_ids_on_the_page_are_places_in_the_vocabulary():
    text = (ROOT / "docs" / "tokens.md").read_text("utf-8")
    listed = re.findall(r"^\| (\d) \| (\w+) \|$", text, re.M)
    assert listed == [(str(place), word) for place, word in enumerate(ENGLISH)]
    assert list(ENGLISH) == ["the", "cat", "sees", "dog", "boy"]


def test_the_sentence_is_the_one_on_the_page_with_one_word_twice_and_one_never():
    assert " ".join(SENTENCE) == "the cat sees the dog"
    assert SENTENCE.count("the") == 2
    assert "boy" not in SENTENCE


def test_looking_up_equals_the_product_for_every_word():
    for t in range(1, 6):
        assert TRACE[f"x_{t}"].value.tolist() == TRACE[f"product_{t}"].value.tolist()


def test_the_same_word_has_the_same_vector():
    assert TRACE["x_1"].value.tolist() == TRACE["x_4"].value.tolist()


def test_any_two_one_hot_vectors_are_equally_far_apart():
    vectors = [
        EMBEDDING.with_inputs(w=np.full(5, token)).trace["e_1"].value
        for token in range(len(ENGLISH))
    ]
    apart = {
        float(np.linalg.norm(one - other))
        for place, one in enumerate(vectors)
        for other in vectors[place + 1 :]
    }
    assert apart == {np.sqrt(2.0)}


def test_each_share_colours_only_the_row_of_its_word():
    for t, word in enumerate(SENTENCE, 1):
        share = TRACE[f"dE_{t}"].value
        assert share[ENGLISH.index(word)].tolist() == EMBEDDING.arguments["dx"][t - 1].tolist()
        assert np.count_nonzero(np.any(share != 0, axis=1)) == 1


def test_the_repeated_word_gets_both_shares_and_the_absent_one_none():
    dE, dx = TRACE["dE"].value, EMBEDDING.arguments["dx"]
    assert dE[0, 0] == dx[0, 0] + dx[3, 0]
    assert rows_of_gradient("the cat sees the dog") == {"the", "cat", "sees", "dog"}


def test_the_gradient_of_the_table_does_not_depend_on_the_table():
    other = EMBEDDING.with_inputs(E=EMBEDDING.arguments["E"] + 1)
    assert other.trace["dE"].value.tolist() == TRACE["dE"].value.tolist()


def test_without_add_at_a_repeated_word_is_counted_once():
    w, dx = EMBEDDING.arguments["w"], EMBEDDING.arguments["dx"]
    right, wrong = np.zeros((5, 2)), np.zeros((5, 2))
    np.add.at(right, w, dx)
    wrong[w] += dx
    np.testing.assert_allclose(right, TRACE["dE"].value, rtol=1e-15)
    assert wrong[0].tolist() == dx[3].tolist()  # the last one


def test_in_the_exercise_cat_and_dog_get_nothing():
    assert rows_of_gradient("the boy sees the boy") == {"the", "boy", "sees"}


def test_a_hindi_letter_can_be_stored_in_two_ways():
    one, two = "\u095c", "\u0921\u093c"
    assert one != two
    assert unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", two) == two
