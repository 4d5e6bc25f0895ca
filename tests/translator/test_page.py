"""What the page on the translator says that networks write, they write."""

import re
from collections import Counter

import pytest

from rnn_examples.paths import ROOT
from rnn_examples.translator import hindi, weights
from rnn_examples.translator.grammar import parse
from rnn_examples.translator.splits import SEED, corpus, split_of
from rnn_examples.translator.translating import translated

TEXT = (ROOT / "docs" / "translator.md").read_text("utf-8")
TRY = re.compile(r'<span class="translator-try" data-model="(\w+)">([^<]+)</span>')
LINES = [line for line in TEXT.splitlines() if TRY.search(line)]
ROWS = [
    [re.sub(r"<[^>]+>", "", cell).strip() for cell in line.strip("| ").split("|")] for line in LINES
]
BOLD = re.compile(r"<b>([^<]+)</b>")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_table_of_examples_is_what_the_networks_write(row):
    english, *said = row
    for model, text in zip(("rnn", "gru", "attention"), said, strict=True):
        found = translated(weights.load(weights.file_of(model)), english)
        assert found.best.text == text


def test_there_are_examples_of_both_kinds():
    kinds = {split_of(parse(english.split())) for english, *_ in ROWS}
    assert kinds == {"combination", "agreement"}


def test_the_words_in_bold_are_those_that_are_not_in_the_right_translation():
    for line in LINES:
        english, *cells = TRY.sub(r"\2", line).strip("| ").split("|")
        right = {token.text for token in hindi.translation(parse(english.split()).sentence)}
        for cell in cells:
            words = set(re.sub(r"<[^>]+>|।", " ", cell).split())
            assert set(BOLD.findall(cell)) == words - right


def test_a_sentence_is_tried_with_a_network_that_gets_it_wrong():
    for line in LINES:
        model, english = TRY.search(line).groups()
        assert not translated(weights.load(weights.file_of(model)), english).is_right


def test_the_masculine_singular_is_the_most_frequent_form_of_a_perfective():
    counts = Counter()
    for pair in corpus(SEED, {"training": 2000})["training"]:
        for token in hindi.translation(parse(pair.english).sentence):
            if token.kind == "verb":
                counts[token.gender, token.number] += 1
    assert counts.most_common(1)[0][0] == ("m", "s")
