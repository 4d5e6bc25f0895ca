"""The translator in a page: the package's translations, and what a reader does."""

import json
from functools import cache

import pytest

from rnn_examples.paths import ROOT
from rnn_examples.translator import weights
from rnn_examples.translator.decoding import beam
from rnn_examples.translator.recipes import RECIPES
from rnn_examples.translator.splits import SEED, TESTS, corpus
from rnn_examples.translator.tokens import english_words
from rnn_examples.translator.training import ids

PAGE = "translator/"
SOURCES = ROOT / "docs" / "javascripts" / "translator"
TRANSLATE = """async ([name, cases]) => {
  const { read } = await import("/rnn/sources/weights.js");
  const { translate } = await import("/rnn/sources/network.js");
  const model = read(await (await fetch(`/rnn/assets/translator/${name}.weights`)).arrayBuffer());
  return cases.map(([source, width]) => translate(model, source, width).map(
    ({ words, logProbability, score }) => [words, logProbability, score]));
}"""


@cache
def sentences(count):
    """English words of every split."""
    data = corpus(SEED, dict.fromkeys(TESTS, count))
    return [pair.english for split in TESTS for pair in data[split]]


def with_sources(page):
    """Serve the modules as they are written, below the built site."""

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        text = (SOURCES / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript")

    page.route("**/rnn/sources/*.js", answer)
    page.goto("reference/hindi-grammar/")


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
        ([english[word] for word in words], 1 if i % 3 else 3)
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


TEXTS = (
    "The girl eats an apple.",
    "I’m going home!",
    " a  , b",
    "she (F) doesn't .. sleep",
    "",
    "?",
    "the boy. runs",
    "does the girl sleep?",
    "लड़की",
)


def test_text_is_split_as_the_package_does(open_page):
    page = open_page()
    with_sources(page)
    found = page.evaluate(
        """async (texts) => {
          const { split } = await import("/rnn/sources/english.js");
          return texts.map(split);
        }""",
        [*TEXTS, *(" ".join(words) for words in sentences(20))],
    )
    expected = [[word for word in english_words(text) if word != "."] for text in TEXTS]
    assert found == [*expected, *(list(words) for words in sentences(20))]


def test_a_question_gets_its_mark(open_page):
    page = open_page()
    with_sources(page)
    found = page.evaluate(
        """async () => {
          const { split } = await import("/rnn/sources/english.js");
          const texts = ["does she sleep", "please do not sleep", "do not sleep"];
          return texts.map((text) => split(text).at(-1));
        }"""
    )
    assert found == ["?", "sleep", "sleep"]


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


def test_an_unknown_word_is_refused_with_the_nearest_ones(open_page):
    page = opened(open_page)
    page.get_by_label("English").fill("the gril runs")
    page.locator(".translator-refused").wait_for()
    assert page.locator(".translator-refused").inner_text().startswith("“gril” is not")
    page.locator(".translator-refused button", has_text="girl").first.click()
    page.locator(".translator-words").wait_for()
    assert hindi(page) == "लड़की दौड़ती है।"


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
    page.locator(".translator select[name=beam]").select_option("3")
    page.locator(".translator-kept li").nth(2).wait_for()
    assert page.locator(".translator-kept li").count() == 3


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
        "the tall princess gave the old farmer a beautiful flower today"
    )
    page.locator(".translator-words button").nth(5).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_that_does_not_come_is_said(open_page, page_faults):
    page = open_page()
    page.route("**/*.weights", lambda route: route.fulfill(status=404))
    page.goto(PAGE)
    page.get_by_text("The network could not be loaded.").wait_for()
    page_faults.clear()


def test_what_is_loaded_is_small(built_site):
    folder = built_site / "assets" / "translator"
    assert all(file.stat().st_size <= 200_000 for file in folder.glob("*.weights"))
    assert set(json.loads((folder / "words.json").read_text("utf-8"))) == {"readings", "sentences"}
