"""What a page takes from other files is a part of its text, for whoever reads the page's file."""

import pytest

from rnn_examples.authoring import snippets
from rnn_examples.lock.values_lock import current


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(snippets, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path


def test_a_page_has_the_markdown_that_it_takes_and_no_code(root):
    (root / "one.md").write_text("One.\n", "utf-8")
    (root / "code.py").write_text("x = 1\n", "utf-8")
    page = 'Before.\n\n--8<-- "one.md"\n\n--8<-- "code.py"\n'
    expected = 'Before.\n\nOne.\n\n\n--8<-- "code.py"\n'
    assert snippets.with_included(page) == expected
    assert snippets.included(page) == [root / "one.md"]


def test_of_a_file_it_may_take_a_section(root):
    text = "Above.\n<!-- --8<-- [start:a] -->\nInside.\n<!-- --8<-- [end:a] -->\nBelow.\n"
    (root / "one.md").write_text(text, "utf-8")
    assert snippets.with_included('--8<-- "one.md:a"') == "Inside.\n"


def test_a_file_that_is_taken_takes_others_but_not_itself(root):
    (root / "one.md").write_text('One.\n--8<-- "two.md"', "utf-8")
    (root / "two.md").write_text('Two.\n--8<-- "one.md"', "utf-8")
    page = "--8<--\none.md\n--8<--"
    assert snippets.with_included(page) == '--8<--\nOne.\nTwo.\n--8<-- "one.md"\n--8<--'
    assert snippets.included(page) == [root / "one.md", root / "two.md"]


def test_the_lock_has_the_values_and_the_claims_of_what_a_page_takes(root):
    said = "[[? it is positive | encoder.h_1[0] > 0 ?]]"
    (root / "one.md").write_text(f"It is [[= encoder.h_1[0] =]]: {said}.\n", "utf-8")
    (root / "docs" / "page.md").write_text('# A page\n\n--8<-- "one.md"\n', "utf-8")
    lock = current(root / "docs")
    assert lock["encoder"].values["h_1"].entries["[0]", ""][0] == "0.46212"
    assert lock["page.md"].values["claim_1"].printed == ["it is positive", "encoder.h_1[0] > 0"]
