"""A site that is opened from disk, with no server."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.settings_project import offline_site

__all__ = ["offline_site"]


@pytest.fixture
def disk(browser: Browser, offline_site: Path):
    """Open a page of the site for the disk; nothing may fail there, nor ask a host."""
    faults: list[str] = []
    context = browser.new_context()
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "requestfailed",
        lambda asked: asked.failure != "net::ERR_ABORTED" and faults.append(asked.url),
    )
    context.on("console", lambda said: said.type == "error" and faults.append(said.text))
    context.on("request", lambda asked: asked.url.startswith("http") and faults.append(asked.url))
    page = context.new_page()

    def opened(name: str) -> Page:
        page.goto((offline_site / name).as_uri())
        return page

    yield opened
    context.close()
    assert faults == []


@pytest.mark.parametrize("name", ["index.html", "deep/a panel.html"])
def test_numbers_follow_an_input_and_the_address_keeps_it(disk, name):
    page = disk(name)
    state = page.locator('data[data-value="encoder.h_1[0]"], [data-value="encoder.h_2[0]"]').first
    before = state.text_content()
    page.locator('[data-input="encoder.x[0,0]"]').fill("0.5")
    expect(state).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"\?encoder\.x=0\.5,2$"))
    after = state.text_content()
    page.reload()
    expect(state).to_have_text(after)


def test_a_panel_whose_script_does_not_load_is_not_shown(browser, offline_site, tmp_path):
    """A browser loads no module from disk, which is what a preview and Zensical ask for."""
    home = shutil.copytree(offline_site, tmp_path / "site") / "index.html"
    text = home.read_text("utf-8")
    assert "<script defer fetch" in text
    home.write_text(text.replace("<script defer fetch", '<script type="module" fetch'), "utf-8")
    page = browser.new_page()
    page.goto(home.as_uri())
    expect(page.locator("form.live")).to_be_hidden()
    page.close()


def test_a_card_leads_to_the_source(disk):
    page = disk("index.html")
    page.locator('data[data-value="encoder.h_1[0]"]').click()
    page.locator(".why-source a").first.click()
    expect(page).to_have_url(re.compile(r"/source/models/rnn\.html#L-\d+$"))
    expect(page.locator("h1")).to_contain_text("rnn_examples/models/rnn.py")


def test_search_and_the_index_of_values_find(disk):
    page = disk("values.html")
    page.locator(".values-search input").fill("encoder.h_2")
    expect(page.locator(".values-search output")).to_have_text(re.compile("^[1-9]"))
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("panel")
    result = page.locator(".md-search-result__link").first
    expect(result).to_have_attribute("href", re.compile(r"deep/a%20panel\.html"))
    result.click()
    expect(page.locator("h1")).to_have_text(re.compile("A panel"))


def test_the_translator_translates(disk):
    page = disk("translator.html")
    words = page.locator(".translator-words")
    expect(words).to_have_attribute("aria-label", "लड़की सेब खाती है।")
    page.locator(".translator select[name=model]").select_option("rnn")
    page.get_by_label("English").fill("the girls eat two apples")
    expect(words).to_have_attribute("aria-label", re.compile("।$"))
    expect(words).not_to_have_attribute("aria-label", "लड़की सेब खाती है।")


def test_the_sentence_of_the_home_page_can_be_changed(disk):
    page = disk("sentence.html")
    page.get_by_label("English").fill("the girls eat an apple")
    expect(page.locator(".translator-said")).to_contain_text("लड़कियाँ सेब खाती हैं।")
