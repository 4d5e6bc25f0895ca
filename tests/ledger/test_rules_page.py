"""The rules as *How the numbers are kept right* shows them: each example is judged as it says."""

import re

import pytest

from rnn_examples.ledger.numerals import read
from rnn_examples.ledger.rules import PRINTED_BY, RULES
from tests.conftest import ROOT
from tests.pages.conversion import convert, faults_of

PAGE = (ROOT / "docs" / "contributing" / "numbers.md").read_text("utf-8")
EXAMPLES = [row.split(" | ") for row in re.findall(r"^\+\| ([a-z].*) \|$", PAGE, re.M)]
BY_PLACE = {"axis", "view", "footnote", "section", PRINTED_BY}
"""Rules of what a view writes, of a heading, of a note, of what a command printed."""


def written(example: str) -> str:
    return example.replace("\\[[", "[[").replace("average.m_3", "encoder.h_1[0]")


@pytest.mark.parametrize(("rule", "left_alone", "fault"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_what_a_rule_leaves_alone_is_no_fault_and_the_other_is(rule, left_alone, fault, tmp_path):
    assert faults_of(written(left_alone), tmp_path) == []
    (told,) = faults_of(written(fault), tmp_path)
    assert "is typed by hand" in told or "is read as another number" in told


def test_every_rule_has_an_example():
    shown = convert("\n\n".join(written(example) for _, example, _ in EXAMPLES))
    assert {numeral.reason for numeral in read(shown).numerals} == {"bound", *RULES} - BY_PLACE
