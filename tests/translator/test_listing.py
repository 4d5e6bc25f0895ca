"""The page on the grammar: its tables and its examples are the package's."""

import re

from rnn_examples.translator import hindi, listing
from rnn_examples.translator.dictionary import dictionary
from rnn_examples.translator.grammar import parse
from rnn_examples.translator.refusals import english_vocabulary
from rnn_examples.translator.tokens import english_words, hindi_text

TEXT = listing.PAGE.read_text("utf-8")
EXAMPLE = re.compile(r'\*([^*\n]+)\* — <span lang="hi">([^<]+)</span>')


def test_the_tables_are_those_of_the_package():
    """Renew them with `python -m rnn_examples.translator.listing`."""
    assert listing.renewed(TEXT) == TEXT


def test_each_rule_has_an_example_and_each_example_is_translated_so_by_rule():
    rules = TEXT.split("## The rules")[1].split("## What is left out")[0].count("\n:   ")
    examples = EXAMPLE.findall(TEXT)
    assert len(examples) == rules
    for english, expected in examples:
        tokens = hindi.translation(parse(english_words(english)).sentence)
        assert hindi_text(token.text for token in tokens) == expected


def test_every_english_word_and_every_hindi_form_stands_on_the_page():
    """The endings that all verbs share are not listed for each verb."""
    said = set(re.findall(r"[a-z]+", TEXT.lower()))
    assert {word for word in english_vocabulary() if word.isalpha()} <= said
    for text, readings in dictionary().items():
        is_listed = not readings[0].form.startswith(("imperfective", "future"))
        assert not is_listed or f">{text}<" in TEXT or text in "।?"
