"""What lies beside the pages of the built site: one wrong digit in it is found."""

import pytest

from rnn_examples.paths import DOCS
from rnn_examples.verification import side_files

SCRIPT = DOCS / "notebooks" / "encoder.py"


@pytest.fixture(scope="module")
def pages(built_site):
    return {
        file.relative_to(built_site).as_posix().removesuffix("index.html"): side_files.numbers(
            file.read_text("utf-8")
        )
        for file in built_site.rglob("index.html")
    }


def reader(folder, old="", new=""):
    """Reads files as they are, but for the first place of a text in each."""

    def read(link):
        file = folder / link
        return file.read_text("utf-8").replace(old, new, 1) if file.is_file() else None

    return read


def test_the_search_finds_no_number_that_is_not_on_its_page(built_site, pages):
    assert list(side_files.search(reader(built_site), pages)) == []
    (found,) = side_files.search(reader(built_site, "0.79253", "0.79254"), pages)
    assert found[0] == "search/search_index.json"
    assert found[1].startswith("search finds 0.79254 on ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"printed": [\n   "0.', '"printed": [\n   "1.'),
        ("0.0954410795811", "0.0954410795911"),
        ('"exact": [\n   false', '"exact": [\n   true'),
        ('"operation": "add"', '"operation": "subtract"'),
        ('"name": "bptt.dW"', '"name": "bptt.dZ"'),
    ],
)
def test_the_values_for_programs_are_the_packages(built_site, old, new):
    assert list(side_files.values(reader(built_site), DOCS)) == []
    found = dict(side_files.values(reader(built_site, old, new), DOCS))
    assert found["values.json"].endswith("is another in the installed package")


def test_the_last_digit_of_a_value_may_be_another_processors(built_site):
    read = reader(built_site, "0.0954410795811", "0.0954410795812")
    assert list(side_files.values(read, DOCS)) == []


@pytest.mark.parametrize(("old", "new", "count"), [("", "", 0), ("1.0", "1.5", 2)])
def test_a_notebook_is_kept_as_it_is(built_site, old, new, count):
    read = reader(built_site / "notebooks" / "encoder", old, new)
    told = list(side_files.notebook(read, SCRIPT))
    names = ["encoder.py", "encoder.ipynb"][:count]
    assert told == [f"{name}, to be downloaded, is not this notebook" for name in names]


def test_what_is_not_there_has_nothing_wrong_in_it(tmp_path):
    read = reader(tmp_path)
    assert list(side_files.search(read, {})) == list(side_files.values(read, DOCS)) == []
    assert list(side_files.notebook(read, SCRIPT)) == []
