"""What the search reads of a page."""

from pathlib import Path

from rnn_examples.publish import values_index
from rnn_examples.publish.addresses import Here
from rnn_examples.publish.search import searchable
from tests.publish.conversion import convert


def test_the_text_is_read_and_pictures_formulas_and_code_are_not():
    page = (
        "A sentence with $\\alpha$ in it.\n\n"
        "[[= encoder.h_1 | derivation =]]\n\n"
        "[[= encoder | diagram =]]\n\n"
        "[[= encoder | plot | h_t =]]\n\n"
        "[[= encoder.W | heat =]]\n\n"
        "[[= rnn_examples.models.rnn.rnn_step | code =]]\n\n"
        "$$\\beta$$\n\nThe last words.\n"
    )
    read = searchable(convert(page))
    assert "A sentence with" in read
    assert "α" in read
    assert "The last words." in read
    for left_out in ("<svg", "0.46212", "β", "NamedTuple", "class RNNStep", "def rnn_step", "0.3"):
        assert left_out not in read


def test_the_index_of_values_is_not_read(tmp_path: Path):
    (tmp_path / "theory.md").write_text("# T\n\n[[= encoder.h_1 =]]\n", "utf-8")
    index = values_index.block(Here("index.md", tmp_path))
    assert "0.46212" in index
    assert "0.46212" not in searchable(index)
