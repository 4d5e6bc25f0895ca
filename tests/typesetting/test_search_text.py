"""What the search reads of a page."""

import re
from pathlib import Path

import pytest

from rnn_examples.pages import values_index
from rnn_examples.pages.addresses import Here
from rnn_examples.typesetting.search_text import searchable
from tests.pages.conversion import convert


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


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("(*pānī*, “piyo”)", {"pani"}),
        ("Jürgen", {"Jurgen"}),
        ("घो\u095cा", {"घोडा", "घो\u0921\u093cा"}),
        ("घो\u0921\u093cा", {"घोडा", "घो\u095cा"}),
        ("water पानी 0.5", set()),
    ],
)
def test_a_word_is_found_without_its_marks_and_in_each_of_its_spellings(written, others):
    made = searchable(f"<h2>One</h2><p>{written}</p><h2>Two</h2><p>pani</p>")
    first = made.partition("<h2>Two")[0]
    _, *added = re.findall("<p>(.*?)</p>", first)
    assert others <= set(" ".join(added).split())
    assert bool(added) == bool(others)
    assert made.endswith("<h2>Two</h2><p>pani</p>")


def test_two_cells_are_two_words():
    table = "<table><tr><td>10</td><td>पानी</td></tr></table>"
    assert re.sub("<[^>]+>", "", searchable(table)).split() == ["10", "पानी"]
