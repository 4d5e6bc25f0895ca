"""What lies beside the pages of the built site: one wrong digit in it is found."""

import json
import re
from urllib.parse import unquote

import pytest

from rnn_examples.pages.addresses import folder_of_index
from rnn_examples.typesetting.search_text import DOCUMENTS
from rnn_examples.verification.differences import differences
from tests.commands import python

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TAG = re.compile(r"<[^>]+>")


def test_the_search_finds_no_number_that_is_not_on_its_page(built_site):
    def numbers(page):
        html = (built_site / page / "index.html").read_text("utf-8")
        return {*NUMBER.findall(TAG.sub("", html)), *NUMBER.findall(TAG.sub(" ", html))}

    entries = json.loads((built_site / DOCUMENTS).read_text("utf-8"))["docs"]
    found = 0
    for entry in entries:
        page = folder_of_index(unquote(entry["location"].partition("#")[0]))
        shown = NUMBER.findall(TAG.sub("", f"{entry['title']} {entry['text']}"))
        assert {*shown} <= numbers(page), page
        found += len(shown)
    assert found > 500


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("values.json", '"printed": [\n   "0.', '"printed": [\n   "1.'),
        ("values.json", "0.0954410795811", "0.0954410795911"),
        ("values.json", '"exact": [\n   false', '"exact": [\n   true'),
        ("values.json", '"operation": "add"', '"operation": "subtract"'),
        ("values.json", '"name": "bptt.dW"', '"name": "bptt.dZ"'),
        ("notebooks/encoder/encoder.py", "1.0", "1.5"),
        ("notebooks/encoder/encoder.ipynb", "1.0", "1.5"),
        ("vectors/rnn_dense.json", "-0.7578125", "-0.7578225"),
        ("vectors/index.json", '"sha256": {', '"sha1": {'),
        (DOCUMENTS, "0.79253", "0.79254"),
        (DOCUMENTS, "0.79253", "0.60437"),
    ],
)
def test_one_wrong_digit_is_found(built_site, name, old, new):
    right = (built_site / name).read_text("utf-8")
    planted = right.replace(old, new, 1)
    assert planted != right
    assert len(differences(name, planted.encode(), right.encode())) == 1


def test_the_test_vectors_are_those_that_the_command_writes(built_site, tmp_path):
    folder = tmp_path / "vectors"
    done = python("-m", "rnn_examples", "vectors", "write", folder)
    assert done.returncode == 0, done.stdout
    written = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert {file.name: file.read_bytes() for file in (built_site / "vectors").iterdir()} == written
    assert len(written) > 40


def test_every_link_to_a_test_vector_leads_to_it(built_site):
    page = (built_site / "reference" / "vectors" / "index.html").read_text("utf-8")
    linked = re.findall(r'href="../../vectors/([^"]+)" download', page)
    assert {*linked} == {file.name for file in (built_site / "vectors").iterdir()}


def test_one_wrong_byte_in_a_packed_array_is_found(built_site):
    right = (built_site / "vectors" / "lstm_dense.npz").read_bytes()
    planted = right[:-1] + bytes([right[-1] ^ 1])
    assert len(differences("vectors/lstm_dense.npz", planted, right)) == 1


def test_the_last_digit_of_a_value_may_be_another_processors(built_site):
    right = (built_site / "values.json").read_text("utf-8")
    other = right.replace("0.0954410795811", "0.0954410795812", 1)
    assert other != right
    assert differences("values.json", other.encode(), right.encode()) == []
