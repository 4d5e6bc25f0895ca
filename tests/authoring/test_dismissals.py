"""What an author says is no claim: each phrase with its reason, and with nothing wrong in it."""

import pytest

from rnn_examples.authoring import dismissals, unreadable
from rnn_examples.ledger import typed_numbers

PAGE = """---
title: A page
unchecked:
  "the largest of 3 is kept": "a rule, 3 times over"
---

Now [[? the largest
of 3 | unchecked: it is a rule ?]] is kept.
"""


def told(text, folder):
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    return [str(fault).partition("page.md:")[2] for fault in unreadable.faults([path])]


def test_a_phrase_is_dismissed_with_its_reason(tmp_path):
    assert told(PAGE, tmp_path) == []
    assert dismissals.phrases(PAGE) == ["the largest of 3 is kept"]


def test_numbers_of_a_dismissal_are_not_typed_by_hand(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    assert typed_numbers.faults("<p>Now the largest is kept.</p>", path) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("is kept.", "goes.", "4:3: the unchecked phrase 'the largest of 3 is kept' is not on"),
        ('"a rule, 3 times over"', '" "', "4:3: 'the largest of 3 is kept' is unchecked without"),
        ('\n  "the largest of 3 is kept":', "", "3:1: the unchecked phrase 'unchecked' is not on"),
    ],
)
def test_a_dismissal_says_why_and_of_what(before, after, message, tmp_path):
    (fault,) = told(PAGE.replace(before, after), tmp_path)
    assert fault.startswith(message)
