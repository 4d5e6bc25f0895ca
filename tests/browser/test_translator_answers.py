"""The translator's numbers can be asked: the answer is the package's arithmetic."""

import math
import re

import numpy as np
import pytest

from rnn_examples.translator import decoding, weights
from rnn_examples.translator.gradients import attend
from rnn_examples.translator.networks import BEGIN
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.training import ids
from tests.browser.accessibility import violations

SENTENCE = "the girl eats an apple"
NEAR = 2e-3  # of a number that is written with four digits


def numbers(text):
    """The numbers of an answer."""
    found = re.findall(r"−?\d+(?:\.\d+)?(?:e[−+]\d+)?", text)
    return [float(number.replace("−", "-")) for number in found]


def followed(name):
    """Each step of greedy search: the word read, logits, state before and after, attention."""
    trained = weights.load(weights.file_of(name))
    english = ids(trained.words.english)
    source = np.array([[english[word]] for word in SENTENCE.split()])
    memory, state = decoding.encode(trained.sizes, trained.weights, source)
    word, steps = np.array([BEGIN]), []
    for _ in range(4):
        logits, after = decoding.step(trained.sizes, trained.weights, memory, state, word)
        seen = attend(trained.weights, memory, after[0][None]) if name == "attention" else None
        steps.append((logits[0], state[0][0], after[0][0], seen))
        word, state = logits.argmax(axis=1), after
    return steps


def asked(page, selector, place=0):
    """Choose a number; the answer."""
    number = page.locator(f"{selector} .asked").nth(place)
    number.click()
    return number.locator(
        "xpath=ancestor::div[p[@class='translator-answer']][1]/p"
    ).last.inner_text()


@pytest.fixture
def opened(open_page):
    def open_it(name, **options):
        page = open_page(**options)
        page.goto("translator/")
        page.locator(".translator-words button").first.wait_for()
        page.locator(".translator select[name=model]").select_option(name)
        map_is_there = name == "attention"
        page.wait_for_function(
            "there => !!document.querySelector('.translator-map') === there", arg=map_is_there
        )
        return page

    return open_it


@pytest.mark.parametrize("name", RECIPES)
def test_a_probability_and_a_state_say_how_they_were_computed(opened, name):
    page, steps = opened(name), followed(name)
    logits = steps[0][0]
    for place, word in enumerate(np.argsort(-logits, kind="stable")[:2].tolist()):
        said = asked(page, ".translator-bars", place)
        logit, largest, *rest = numbers(said.partition(" is ")[2])
        *_, total, share, count = rest
        assert logit == pytest.approx(logits[word], rel=NEAR)
        assert largest == pytest.approx(logits.max(), rel=NEAR)
        assert share == pytest.approx(math.exp(logits[word] - largest) / total, rel=2e-2)
        assert share == pytest.approx(math.exp(decoding.log_probabilities(logits)[word]), rel=NEAR)
        assert count == len(logits)
    page.get_by_text("The hidden states of the decoder").click()
    units = len(steps[0][2])
    for step, unit in ((0, 0), (1, 2), (2, units - 1)):
        said = asked(page, ".translator-states", step * units + unit)
        _, before, after, _ = steps[step]
        value = numbers(said.rpartition(" = ")[2])[0]
        assert value == pytest.approx(after[unit], rel=NEAR)
        given = numbers(said.partition(": ")[2].partition(" = ")[2])
        if name == "rnn":
            assert math.tanh(given[0]) == pytest.approx(value, abs=NEAR)
        elif name == "lstm":
            assert given[0] * math.tanh(given[1]) == pytest.approx(value, abs=NEAR)
        else:
            _, z, candidate, also_z, old, _ = given
            assert z == also_z
            assert (1 - z) * candidate + z * old == pytest.approx(value, abs=NEAR)
            assert old == pytest.approx(before[unit], rel=NEAR, abs=1e-12)


def test_a_share_of_attention_says_how_it_was_computed(opened):
    page, steps = opened("attention"), followed("attention")
    for step, place in ((0, 1), (2, 2)):
        seen = steps[step][3]
        said = asked(page, ".translator-map", step * len(SENTENCE.split()) + place)
        assert f"“{SENTENCE.split()[place]}”" in said
        *_, share, count = numbers(said)
        assert count == 5
        assert share == pytest.approx(float(np.ravel(seen.shares)[place]), rel=NEAR)


def test_a_beam_says_how_its_numbers_were_computed(opened):
    page = opened("gru")
    page.get_by_label("Beam").select_option("2")
    page.locator(".translator-tree").wait_for()
    said = asked(page, ".translator-found", 2)
    *terms, total = numbers(said)
    assert sum(terms) == pytest.approx(total, rel=NEAR)
    log, penalty, score = numbers(asked(page, ".translator-found", 3))
    assert log == total
    assert log / penalty == pytest.approx(score, rel=NEAR)
    log, probability = numbers(asked(page, ".translator-tree"))
    assert math.exp(log) == pytest.approx(probability, rel=NEAR)


def test_numbers_are_asked_by_keyboard_and_axe_finds_no_fault(opened):
    page = opened("attention", viewport={"width": 390, "height": 844})
    page.locator(".translator-map .asked").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "“girl”" in page.locator(".translator-answer:not(:empty)").inner_text()
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
