"""Words and their ids."""

import numpy as np
import pytest

from rnn_examples.worked_example import Vocabulary, WorkedExample
from rnn_examples.worked_example.catalogue import load
from rnn_examples.worked_example.vocabulary import swapped

HINDI = Vocabulary("पानी", "पियो", "<eos>")


def test_a_sentence_is_the_ids_of_its_words():
    assert HINDI.ids("पियो पानी पियो").tolist() == [1, 0, 1]
    assert HINDI.id_of("<eos>") == 2
    with pytest.raises(ValueError, match="'दूध' is no word of this vocabulary: पानी, पियो, <eos>"):
        HINDI.ids("दूध पियो")
    with pytest.raises(ValueError, match="'a' has two ids"):
        Vocabulary("a", "b", "a")


def test_words_are_swapped_where_all_are_the_same_in_another_order():
    other = Vocabulary("पियो", "पानी", "<eos>")
    same = Vocabulary("पानी", "पियो", "<eos>")
    assert list(swapped([HINDI, same, Vocabulary("पानी", "<eos>"), other])) == [(HINDI, other)]


def test_only_a_vocabulary_says_what_tokens_mean():
    with pytest.raises(TypeError, match=r"words of 'y' are \('पियो', 'पानी'\), no vocabulary"):
        WorkedExample(lambda y: y + 1, y=np.int64(0)).with_words(y=("पियो", "पानी"))


EXAMPLES = """
import numpy as np
from rnn_examples.worked_example import Vocabulary, WorkedExample

ONE = WorkedExample(lambda y: y + 1, y=np.int64(0)).with_words(y=Vocabulary("a", "b"))
TWO = WorkedExample(lambda y: y + 1, y=np.int64(0)).with_words(y=Vocabulary("b", "a"))
"""


def test_two_words_swapped_are_a_fault_at_the_second_example(tmp_path, monkeypatch):
    folder = tmp_path / "swapped_words"
    folder.mkdir()
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "page.py").write_text(EXAMPLES, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (fault,) = load("swapped_words").faults
    assert (fault.file, fault.line) == (str(folder / "page.py"), 6)
    assert fault.text.startswith("the words b, a stand in another order than at ")
    assert fault.text.endswith("page.py:5: declare their vocabulary once")


def test_tokens_that_are_handed_over_keep_their_words():
    one = WorkedExample(lambda y: {"y_1": y + 0}, y=np.int64(0)).with_words(y=HINDI)
    other = WorkedExample(lambda y_1: y_1 + 1, y_1=one.output("y_1"))
    texts = [fault.text for fault in other.with_words(y=Vocabulary("a", "b")).checks.faults]
    assert "the tokens y_1 are words of पानी, पियो, <eos>; here of a, b" in texts[0]
    assert len(other.with_words(y=HINDI).checks.faults) == len(other.checks.faults) == 1
