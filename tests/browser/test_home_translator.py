"""The translator on the home page: light until a reader turns to it."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import settle
from rnn_examples.pages import home_translator
from rnn_examples.translator.translating import translated
from rnn_examples.translator.weights import file_of, load
from tests.browser.accessibility import violations

SAID = ".translator-said span"


@pytest.fixture
def home(open_page):
    """The home page, and what it has asked for."""
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto("")
    settle(page)
    return page, asked


def test_the_package_translates_the_sentence_and_nothing_is_loaded_for_it(home):
    page, asked = home
    english = page.get_by_label("English").input_value()
    trained = load(file_of(home_translator.MODEL))
    assert page.locator(SAID).inner_text() == translated(trained, english).best.text
    assert not any(name.endswith((".weights", "words.json", "line.js")) for name in asked)


def test_a_key_changes_the_sentence_and_loads_the_network(home):
    page, asked = home
    field = page.get_by_label("English")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type(" today")
    expect(page.locator(".translator-refused")).to_be_visible()
    field.fill("the girls eat an apple")
    expect(page.locator(SAID)).to_have_text("लड़कियाँ सेब खाती हैं।")
    assert page.locator(".translator-said small").inner_text() == "laṛkiyā̃ seb khātī haĩ"
    assert {"attention.weights", "words.json", "line.js"} <= set(asked)
    assert not page.locator(".translator progress").is_visible()


def test_the_button_translates_the_same_as_was_shown(home):
    page, _ = home
    output = page.locator(".translator output")
    before = output.inner_text()
    output.evaluate("output => { output.firstElementChild.className = 'as it was' }")
    page.get_by_role("button", name="Translate").focus()
    with page.expect_request("**/attention.weights"):
        page.keyboard.press("Enter")
    page.locator(SAID).wait_for()
    assert output.inner_text() == before


def test_a_sentence_outside_the_grammar_is_refused_with_what_fits(home):
    page, _ = home
    page.get_by_label("English").fill("the girl eat an apple")
    page.locator(".translator-refused button", has_text="eats").click()
    expect(page.locator(SAID)).to_have_text("लड़की सेब खाती है।")


def test_a_network_that_does_not_come_is_said(home, page_faults):
    page, _ = home
    page.route("**/*.weights", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Translate").click()
    page.get_by_text("The network could not be loaded.").wait_for()
    page_faults.clear()


def test_without_script_there_is_the_sentence_its_hindi_and_a_link(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("")
    box = page.locator(".home-translator")
    assert not box.get_by_label("English").is_visible()
    assert not box.get_by_role("button").is_visible()
    assert box.get_by_text(home_translator.SENTENCE, exact=True).is_visible()
    assert box.locator(SAID).is_visible()
    assert box.get_by_role("link").get_attribute("href") == "translator/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_fits_and_axe_finds_nothing(open_page, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.goto("")
    page.get_by_label("English").fill("the girls eats an apple in the garden")
    page.locator(".translator-refused").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == ""
