"""Beside a field for the id of a token stands the word, which follows the field."""

import re

from tests.pages.conversion import convert

FIELD = re.compile(
    r'<span class="live-word"><input data-input="(.*?)".*?> <span (.*?)>(.*?)</span>'
)


def beside(token: str) -> list[tuple[str, str, str]]:
    """Of each field with a word: what it changes, what the word follows, and the word."""
    return [
        (path, re.findall('data-word="(.*?)"', told)[0], word)
        for path, told, word in FIELD.findall(convert(token))
    ]


def test_the_id_of_a_token_has_its_word_beside_it():
    assert beside("[[= bleu_pair | live | y_star =]]") == [
        (f"bleu_pair.y_star[{place}]", f"bleu_pair.y_star_{place + 1}", word)
        for place, word in enumerate(["लड़की", "सेब", "खाती", "है", "।"])
    ]


def test_other_numbers_have_no_words():
    assert "live-word" not in convert("[[= encoder | live =]]")
    assert beside("[[= bleu_pair | live | n =]]") == []
