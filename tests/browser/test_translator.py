"""The translator in a page: the package's translations, and what a reader does."""

import json

import pytest

from benchmarks import translator_page
from rnn_examples.translator import weights
from rnn_examples.translator.decoding import beam
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.training import ids
from tests.browser.accessibility import violations
from tests.browser.translator_sources import sentences, with_sources

PAGE = "translator/"
TRANSLATE = """async ([name, cases]) => {
  const { read } = await import("/rnn/sources/weights.js");
  const { translate } = await import("/rnn/sources/network.js");
  const model = read(await (await fetch(`/rnn/assets/translator/${name}.weights`)).arrayBuffer());
  return cases.map((given) => translate(model, ...given).results.map(
    ({ words, logProbability, score }) => [words, logProbability, score]));
}"""
SEARCHES = (1, "none"), (1, "wu"), (2, "none"), (3, "length"), (5, "wu", 1.5), (3, "wu", 0.6)
"""Widths of beams, with a length penalty."""


@pytest.mark.parametrize(
    ("name", "count"), [("attention", 75), *((name, 8) for name in RECIPES if name != "attention")]
)
def test_the_browser_translates_as_the_package_does(open_page, name, count):
    """300 sentences by the network that the page begins with, some by the others."""
    page = open_page()
    with_sources(page)
    trained = weights.load(weights.file_of(name))
    english = ids(trained.words.english)
    cases = [
        ([english[word] for word in words], *SEARCHES[i % len(SEARCHES)])
        for i, words in enumerate(sentences(count))
    ]
    assert len(cases) == 4 * count
    for case, found in zip(cases, page.evaluate(TRANSLATE, [name, cases]), strict=True):
        expected = beam(trained.sizes, trained.weights, *case)
        for (words, log, score), one in zip(found, expected, strict=True):
            assert words == list(one.words)
            assert log == pytest.approx(one.log_probability, abs=1e-9)
            assert score == pytest.approx(one.score, abs=1e-9)


def test_damaged_weights_are_refused(open_page):
    page = open_page()
    with_sources(page)
    refused = page.evaluate(
        """async () => {
          const { read } = await import("/rnn/sources/weights.js");
          const whole = await (await fetch("/rnn/assets/translator/gru.weights")).arrayBuffer();
          return [-1, -2, 9, 0].map((end) => {
            try { read(whole.slice(0, end)); } catch (error) { return String(error); }
          });
        }"""
    )
    assert all(refused)


def opened(open_page, **options):
    page = open_page(**options)
    page.goto(PAGE)
    page.locator(".translator-words button").first.wait_for()
    return page


def hindi(page):
    return page.locator(".translator-words").get_attribute("aria-label")


def test_a_sentence_is_translated_as_it_is_typed(open_page):
    page = opened(open_page)
    assert hindi(page) == "लड़की सेब खाती है।"
    page.get_by_label("English").fill("the boys ate two big mangoes")
    page.wait_for_function(
        "document.querySelector('.translator-words').ariaLabel === 'लड़कों ने दो बड़े आम खाए।'"
    )
    page.locator(".translator-words button").nth(3).click()
    assert (
        "baṛe: big (masculine plural or oblique)" in page.locator(".translator-card").inner_text()
    )
    bars = page.locator(".translator-bars tr")
    assert bars.count() == 5
    assert bars.first.inner_text().startswith("बड़े")
    assert page.locator(".translator-map tr").count() == 8
    page.get_by_text("The hidden states of the decoder").click()
    assert page.locator(".translator-states tr").count() == 7
    assert page.locator(".translator-states tr").first.locator("td").count() == 48


def refused(page, text):
    """What is said of a text that is no sentence, without the words that are offered."""
    page.get_by_label("English").fill(text)
    page.locator(".translator-refused").wait_for()
    return page.locator(".translator-refused").inner_text()


def test_an_unknown_word_is_refused_with_the_nearest_ones(open_page):
    page = opened(open_page)
    assert refused(page, "the gril runs").startswith("Word 2, “gril”, is not in the vocabulary.")
    page.locator(".translator-refused button", has_text="girl").first.click()
    page.locator(".translator-words").wait_for()
    assert hindi(page) == "लड़की दौड़ती है।"


def test_a_word_that_does_not_fit_is_refused_with_those_that_would(open_page):
    page = opened(open_page)
    said = refused(page, "the girls eats an apple")
    assert said.startswith("Word 3, “eats”, does not fit after “the girls”. Did you mean eat ")
    page.locator(".translator-refused button", has_text="eat").first.focus()
    page.keyboard.press("Enter")
    page.locator(".translator-words").wait_for()
    assert page.get_by_label("English").input_value() == "the girls eat an apple"
    assert hindi(page) == "लड़कियाँ सेब खाती हैं।"


def test_a_sentence_that_is_not_finished_can_be_gone_on_with(open_page):
    page = opened(open_page)
    said = refused(page, "The girl gave")
    assert said.startswith("The sentence is not finished after “the girl gave”. It could go on")
    page.locator(".translator-refused button").first.click()
    assert page.get_by_label("English").input_value() == "the girl gave the"


def test_words_are_completed_and_sentences_offered_by_keyboard(open_page):
    page = opened(open_page)
    page.get_by_label("English").fill("the pri")
    page.locator(".translator-hints button", has_text="princess").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_label("English").input_value().startswith("the prin")
    page.get_by_role("button", name="Surprise me").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "!document.querySelector('.translator input').value.startsWith('the pri')"
    )
    assert page.locator(".translator-words button").count() > 1


def test_another_network_and_a_beam_are_chosen(open_page):
    page = opened(open_page)
    page.locator(".translator select[name=model]").select_option("gru")
    page.locator(".translator-map").wait_for(state="detached")
    assert not page.get_by_label("Length penalty").is_visible()
    page.get_by_label("Beam").select_option("3")
    rows = page.locator(".translator-found tr")
    rows.nth(4).wait_for()
    assert [row.split()[0] for row in rows.all_inner_texts()[1:]] == ["greedy", *["beam"] * 3]
    assert hindi(page) == rows.nth(2).locator("td").last.inner_text()
    scores = page.locator(".translator-found td:nth-child(4)").all_inner_texts()
    scores = [float(score.replace("−", "-")) for score in scores[-3:]]
    assert scores == sorted(scores, reverse=True)


def test_a_length_penalty_is_chosen_by_keyboard(open_page):
    page = opened(open_page)
    page.get_by_label("Beam").select_option("2")
    row = page.locator(".translator-found tr").nth(3)
    score = row.locator("td").nth(2)
    log, before = row.locator("td").first.inner_text(), score.inner_text()
    assert before != log
    page.get_by_label("α").focus()
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("α").input_value() == "0.7"
    assert score.inner_text() not in (before, log)
    page.get_by_label("α").fill("0")
    assert score.inner_text() == log
    page.get_by_label("Length penalty").focus()
    page.keyboard.press("ArrowDown")
    assert not page.get_by_label("α").is_visible()
    length = int(row.locator("td").nth(1).inner_text())
    assert float(score.inner_text()[1:]) == pytest.approx(float(log[1:]) / length, abs=1e-4)


TREE = """() => [...document.querySelectorAll(".translator-tree li")].map((item) => ({
  text: item.firstChild.textContent, depth: item.querySelectorAll(":scope li").length,
  said: item.querySelector(":scope > small")?.textContent ?? "" }))"""


def test_the_tree_shows_what_the_beam_kept_and_where_it_was_cut(open_page):
    page = opened(open_page)
    page.locator(".translator select[name=model]").select_option("rnn")
    page.get_by_label("Beam").select_option("3")
    page.locator(".translator-tree").wait_for()
    leaves = [node["said"] for node in page.evaluate(TREE) if not node["depth"]]
    assert sum("ended, score" in said for said in leaves) >= 3
    assert sum(said.endswith("the best") for said in leaves) == 1
    assert any(" cut at word " in said for said in leaves)
    assert all(node["text"].strip() for node in page.evaluate(TREE))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_beam_has_no_fault_that_axe_finds(open_page, scheme):
    page = opened(open_page, color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.get_by_label("Beam").select_option("5")
    page.locator(".translator-tree").wait_for()
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_any_text_is_answered(open_page):
    page = opened(open_page)
    for text in ("x" * 300, "the " * 60, "()(.?", "   ", "😀 the", "__proto__ constructor"):
        page.get_by_label("English").fill(text)
        page.wait_for_timeout(50)
    page.get_by_label("English").fill("the girl sleeps")
    page.locator(".translator-words").wait_for()


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = opened(open_page, viewport={"width": 390, "height": 844}, is_mobile=True)
    page.get_by_label("English").fill(
        "the tall princess gave a beautiful flower to the old farmer near the house today"
    )
    page.locator(".translator-words button").nth(5).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_error_that_teaches_is_tried_in_the_translator(open_page):
    page = opened(open_page)
    tries = page.locator(".translator-try button")
    assert tries.count() == 4
    for place, model in enumerate(("gru", "gru", "gru", "attention")):
        button = tries.nth(place)
        row = button.locator("xpath=ancestor::tr").locator("td")
        wrong = row.nth({"gru": 2, "attention": 3}[model]).inner_text()
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "text => document.querySelector('.translator-words')?.ariaLabel === text", arg=wrong
        )
        assert page.locator(".translator select[name=model]").input_value() == model
        assert page.get_by_label("English").input_value() == button.inner_text()
        assert page.evaluate("document.activeElement.getBoundingClientRect().top > 0")
        assert page.evaluate("scrollY < 900")


def test_a_file_that_does_not_come_is_said(open_page, page_faults):
    page = open_page()
    page.route("**/*.weights", lambda route: route.fulfill(status=404))
    page.goto(PAGE)
    page.get_by_text("The network could not be loaded.").wait_for()
    page_faults.clear()


def test_what_is_loaded_is_small(built_site):
    folder = built_site / "assets" / "translator"
    assert all(file.stat().st_size <= 200_000 for file in folder.glob("*.weights"))
    assert set(json.loads((folder / "words.json").read_text("utf-8"))) == {
        "readings",
        "sentences",
        "grammar",
    }


def test_what_measures_the_page_runs_to_its_end(browser, site_url):
    assert len(list(translator_page.figures(browser, site_url, count=3))) == 6
