"""Sentences that look like a claim and are not bound to one: found wherever text stands."""

import json

import pytest
from typer.testing import CliRunner

from rnn_examples import cli
from rnn_examples.authoring.unclaimed import DECIDE, WORDS, pages, unclaimed
from rnn_examples.authoring.unclaimed import faults as unclaimed_faults
from rnn_examples.paths import DOCS


def told(text, folder):
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    return [str(sentence).partition("page.md:")[2] for sentence in unclaimed(path)]


def test_a_sentence_with_a_word_of_claims_is_told_where_the_word_stands(tmp_path):
    text = "---\ntitle: The largest\n---\n\nIt moves. Here the *second*\nentry is **largest**.\nSo."
    assert told(text, tmp_path) == [
        f'6:12: "Here the *second* entry is **largest**." looks like a claim ("largest"): {DECIDE}'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[[? The largest is kept | all(encoder.h_1 > 0) ?]], so it moves.",
        "The [[? largest\n| unchecked: it is a rule ?]] is kept.",
        "## The largest",
        "```text\nthe largest\n```",
        "A name `largest` and $largest$ and [[= largest.first =]].",
        "$$\n\\text{largest}\n$$",
        "See [this](largest.md).",
        "Which is largest?",
        "## Sources\n\n- A. Person, “The largest”",
        '!!! note "The largest"',
        '---\nunchecked:\n  "largest is kept": "a rule"\n---\n\nThe largest is kept.',
        "The enlargest of them.",
        "If it is larger, it falls.",
        "It no longer stays.",
        "In the same colours, above zero.",
        "| larger | 3 |",
    ],
)
def test_what_is_bound_dismissed_or_no_sentence_is_not_told(text, tmp_path):
    assert told(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- [[? One | encoder.h_1[0] > 0 ?]] falls.\n- Two stays.", "1:36: "),
        ("| a | the second falls |\n| --- | --- |\n", "1:18: "),
        ("!!! note\n\n    A longer text\n    that falls.", "4:10: "),
        ("> One.\n> It falls.", "2:6: "),
        ("It falls [[? here | encoder.h_1[0] > 0 ?]]", "1:4: "),
    ],
)
def test_the_rest_of_a_sentence_is_read_wherever_text_is(text, place, tmp_path):
    (sentence,) = told(text.replace("longer", "long"), tmp_path)
    assert sentence.startswith(place)


@pytest.mark.parametrize("word", [*WORDS.split(), "is the same", "same as", "are zero"])
def test_each_word_is_known(word, tmp_path):
    assert told(f"It {word} it.", tmp_path) != []


def test_the_command_lists_them_and_finds_no_fault(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("It falls.", "utf-8")
    done = CliRunner().invoke(cli.app, ["claims", str(page)])
    assert done.exit_code == 0
    assert done.stdout.endswith(
        f'page.md:1:4: "It falls." looks like a claim ("falls"): {DECIDE}\n'
    )
    done = CliRunner().invoke(cli.app, ["claims", "--json", str(page)])
    assert json.loads(done.stdout)["sentences"][0]["column"] == 4
    done = CliRunner().invoke(cli.app, ["claims", str(tmp_path / "no.md")])
    assert done.exit_code == 1


def test_no_sentence_of_the_site_waits_for_a_decision():
    done = CliRunner().invoke(cli.app, ["claims"])
    assert (done.exit_code, done.stdout) == (0, "")


def test_each_page_that_teaches_with_numbers_is_read():
    names = [page.relative_to(DOCS).as_posix() for page in pages(DOCS)]
    assert "rnn-theory.md" in names
    assert not {"reference/package.md", "contributing/numbers.md"} & set(names)


def test_a_sentence_without_a_decision_is_a_fault_of_a_page_with_numbers(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("It is [[= encoder.h_1 =]] and falls.", "utf-8")
    (fault,) = unclaimed_faults(page)
    assert 'looks like a claim ("falls")' in fault.text
    page.write_text("It falls.", "utf-8")
    assert not list(unclaimed_faults(page))
