"""Every page with a panel after a reader's edits: its numbers against the package."""

import re

import numpy as np
import pytest

from rnn_examples.worked_example import Output
from rnn_examples.worked_example.catalogue import load
from tests.browser.edits import Expected
from tests.browser.theory_page import EDIT, pieces, wake
from tests.conftest import ROOT

DOCS = ROOT / "docs"

EXAMPLES = load().examples
LIVE = re.compile(r"(?<!\\)\[\[= *\w+ *\| *live\b")

SHOWN = """() => [
    ...[...document.querySelectorAll("[data-value]")].map(number => number.textContent),
    ...[...document.querySelectorAll(".plot path")].map(curve => curve.getAttribute("d")),
]"""


def live_pages():
    """The address of every page with a panel."""
    found = [page for page in DOCS.rglob("*.md") if LIVE.search(page.read_text("utf-8"))]
    names = sorted(page.relative_to(DOCS).with_suffix("").as_posix() for page in found)
    return ["" if name == "index" else f"{name}/" for name in names]


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


def edit(page, chance, share, panel):
    """New numbers for a share of the fields of a panel, each such as it takes; 0 leaves all."""
    fields = page.evaluate(
        "[...document.querySelectorAll('[data-input]')].map("
        "e => [e.dataset.input, e.value, e.ariaValueMin, e.ariaValueMax, e.dataset.whole])"
    )
    edits = {}
    for path, value, low, high, whole in {field[0]: field for field in fields}.values():
        if chance.random() < share:
            if whole is not None:
                value = chance.integers(int(low), int(high) + 1)
            else:
                value = chance.uniform(max(-2, float(low or -2)), min(2, float(high or 2)))
        edits.setdefault(path.partition("[")[0], []).append(float(value))
    return {path: numbers for path, numbers in edits.items() if path.startswith(f"{panel}.")}


def test_there_are_pages_with_panels():
    assert len(live_pages()) > 9


@pytest.mark.parametrize("address", live_pages())
def test_every_number_of_a_page_follows_its_panels_as_in_the_package(address, page):
    wake(page, address)
    read = pieces(page)["numbers"]
    examples = needed({path.partition(".")[0] for path, *_ in read})
    shown = page.evaluate(SHOWN)
    chance = np.random.default_rng(7)
    panels = page.evaluate("[...document.forms].map(form => form.dataset.example).filter(Boolean)")
    assert panels
    edits = {}
    for panel in [*dict.fromkeys(panels)] * 2:
        new = now = edit(page, chance, 0, panel)
        while new == now:
            new = edit(page, chance, 0.8, panel)
        edits |= new
        page.evaluate(EDIT, edits)
        expected = Expected(examples, edits)
        for path, spec, text, tag in pieces(page)["numbers"]:
            assert text == expected.number(path, spec), (path, tag, edits)
        before, shown = shown, page.evaluate(SHOWN)
        assert shown != before, panel
