"""The lessons after a reader's edits: every number on them against the package."""

import numpy as np
import pytest

from rnn_examples.examples import Output, load
from tests.browser.edits import Expected
from tests.browser.test_live import EDIT, READ, wake

EXAMPLES = load().examples
LESSONS = ["tokens/", "softmax/", "bptt/", "rtrl/"]
TOKENS = {"embedding.w": 5, "cross_entropy.y": 3, "bptt.y_star": 3, "bptt_dense.y_star": 3}
"""How many tokens there are to choose from."""


def needed(names):
    """The examples, and those that hand something over to them."""
    of = {id(example): name for name, example in EXAMPLES.items()}
    found, waiting = {}, sorted(names)
    while waiting:
        name = waiting.pop()
        found[name] = EXAMPLES[name]
        given = found[name].inputs.values()
        handed = {of[id(value.example)] for value in given if isinstance(value, Output)}
        waiting += handed - found.keys()
    return found


def edit(page, chance):
    """New numbers for most of the fields of the page."""
    paths = page.evaluate(
        "[...document.querySelectorAll('[data-input]')].map(e => [e.dataset.input, e.value])"
    )
    edits = {}
    for path, value in paths:
        name = path.partition("[")[0]
        if chance.random() < 0.8:
            is_token = name in TOKENS
            value = chance.integers(TOKENS[name]) if is_token else chance.uniform(-2, 2)
        edits.setdefault(name, []).append(float(value))
    return edits


@pytest.mark.parametrize("address", LESSONS)
def test_every_number_of_a_lesson_follows_its_panels_as_in_the_package(address, page):
    wake(page, address)
    read = page.evaluate(READ)["numbers"]
    examples = needed({path.partition(".")[0] for path, *_ in read})
    first = {path: text for path, _, text, _ in read}
    chance = np.random.default_rng(7)
    moved = set()
    for _ in range(2):
        edits = edit(page, chance)
        page.evaluate(EDIT, edits)
        expected = Expected(examples, edits)
        for path, spec, text, tag in page.evaluate(READ)["numbers"]:
            assert text == expected.number(path, spec), (path, tag, edits)
            moved |= {path} if text != first[path] else set()
    assert len(moved) > len(first) / 2  # the edits reach most of the page
