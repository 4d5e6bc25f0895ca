"""Every number on the site against fifty digits that the package did not compute.

Covered is every value of every page that is not given: named values by their oracles, all steps in
between by mpmath (`tests/oracles/every_number.py`). What is given is held to the decimals that were
typed: inputs, constants in the code, and the whole numbers of settings.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnn_examples.authoring.tokens import TOKEN, parse
from rnn_examples.worked_example.checks import given_item
from tests.conftest import ROOT
from tests.oracles.every_number import (
    GIVEN,
    MASKED,
    NAME,
    by_operations,
    by_oracle,
    distance,
    examples,
    node_of,
    printed,
    wrong_numbers,
)
from tests.site.pages import read

THEORY = "rnn-theory/index.html"


@pytest.fixture(scope="module")
def all_examples():
    return examples()


def test_every_number_is_what_its_name_says(pages):
    numbers = [number for page in pages.values() for number in page.numbers]
    assert len(numbers) > 500
    assert list(wrong_numbers(numbers)) == []


def test_every_number_that_is_not_given_is_derived_without_the_package(pages, all_examples):
    names = {number.name for page in pages.values() for number in page.numbers}
    ways = Counter(map(way, names))
    assert set(ways) == {"given", "oracle", "mpmath"}
    assert ways["oracle"] > 1000
    assert ways["mpmath"] > 100
    assert {NAME.fullmatch(name)["example"] for name in names} > {"encoder", "race", "training"}


def way(name):
    """How the true value of a published number is found."""
    found = NAME.fullmatch(name)
    example = examples()[found["example"]]
    node = node_of(example, found["value"])
    known_as = example.trace.name_of(node)
    if node.operation in GIVEN or (known_as and given_item(example.trace, node)):
        return "given"
    if not known_as:
        return "mpmath" if by_operations(node) is not None else name
    return "oracle" if by_oracle(example, known_as) is not None else name


@pytest.mark.parametrize("name", examples())
def test_the_steps_in_between_lead_to_the_oracles_numbers(name, all_examples):
    example = all_examples[name]
    apart = 0
    for key, node in example.trace.names.items():
        true = by_oracle(example, key)
        if true is not None:
            apart = max(apart, *np.ravel(distance(by_operations(node), true)))
    assert apart < FOUND_IN_FLOATS.get(name, 1e-20)


SCALED = ("scaled_dot", "next_scaled_dot", "back_scaled_dot", "masked", "back_masked")
FOUND_IN_FLOATS = {"xavier": 1e-15, **{f"attention_{name}": 1e-15 for name in SCALED}}
"""NumPy has computed √(6/5), or √2, before an array that is recorded comes into play."""


def test_the_theory_page_shows_every_value_that_it_names(pages, all_examples):
    text = (ROOT / "docs" / "rnn-theory.md").read_text("utf-8")
    shown = {number.name for number in pages[THEORY].numbers}
    wanted = set()
    for match in TOKEN.finditer(text):
        token = parse(match["body"])
        if match["escape"] or token.view in {"shape", "word"} or not token.is_of_example:
            continue
        if token.name is None:
            continue  # a table or a diagram shows what its fields say
        node = all_examples[token.example].trace[token.name]
        name = f"{token.example}.{token.name}"
        indices = [token.index] if len(token.index) == len(node.shape) else np.ndindex(node.shape)
        wanted |= {name + f"[{','.join(map(str, index))}]" * bool(index) for index in indices}
    assert len(wanted) > 50
    assert wanted - shown == set()


def test_the_theory_page_has_its_numbers_in_every_place(pages):
    numbers = pages[THEORY].numbers
    assert any(number.tag == "data" and not number.in_diagram for number in numbers)
    assert any(number.in_diagram for number in numbers)
    assert any(number.tag == "mn" for number in numbers)
    assert any(number.tag == "span" for number in numbers)


def test_both_branches_of_every_formula_show_the_same(pages):
    for page in pages.values():
        # Sorted: what is seen goes through a matrix column by column, what is read row by row.
        spoken = sorted((n.name, n.text) for n in page.numbers if n.tag == "mn")
        visible = sorted((n.name, n.text) for n in page.numbers if n.tag == "span")
        assert spoken == visible, page.path


H_2 = r'data-value="encoder\.h_2\[0\]">)0\.79253'
SHORT = r'(<tspan class="computed" data-value="encoder\.h_2\[0\]" data-format="\.2f">)0\.79'
PLACES = [
    ("text", r'(<data class="computed" value="[^"]*" ' + H_2),
    ("formula as it is seen", r'(<span class="mord computed" ' + H_2),
    ("formula as it is read", "(<mn " + H_2),
    ("network", SHORT),
]


@pytest.mark.parametrize("pattern", [p[1] for p in PLACES], ids=[p[0] for p in PLACES])
def test_a_planted_wrong_digit_is_found(pattern, built_site: Path):
    html = (built_site / THEORY).read_text("utf-8")
    planted, count = re.subn(pattern, r"\g<1>0.79254", html, count=1, flags=re.S)
    assert count == 1
    (wrong,) = wrong_numbers(read(planted).numbers)
    assert wrong.startswith("encoder.h_2[0] is 0.79")


def test_a_wrong_last_digit_is_found_in_every_number(pages):
    numbers = {number.name: number for page in pages.values() for number in page.numbers}
    planted = [replace(number, text=with_other_digit(number.text)) for number in numbers.values()]
    found = {wrong.partition(" ")[0] for wrong in wrong_numbers(planted)}
    assert found == set(numbers)


def with_other_digit(text):
    """One more in the last place, before the power of ten: 0.79 as 0.70. What is masked as 0."""
    if text == MASKED:
        return "0"
    return re.sub(
        r"\d(?=\s*(?:\s×.*)?$)", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1
    )


def test_a_planted_wrong_name_is_found(built_site: Path):
    html = (built_site / THEORY).read_text("utf-8")
    planted = html.replace('data-value="encoder.h_2[0]"', 'data-value="encoder.h_2[1]"', 1)
    assert list(wrong_numbers(read(planted).numbers))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("−0.10", (-1, 10), (1, 100)),
        ("2", (2, 1), (1, 1)),
        ("3.20 × 10⁻²", (4, 125), (1, 10_000)),
    ],
)
def test_a_printed_number_is_read_back(text, number, unit):
    value, last = printed(text)
    assert (value.numerator, value.denominator) == number
    assert (last.numerator, last.denominator) == unit
