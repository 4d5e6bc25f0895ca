"""What a page loads: little, and of the search nothing before something is looked for."""

import gzip
import re

import pytest

from benchmarks.chromium import settle
from benchmarks.page import weights
from rnn_examples.pages.lesson import lessons
from tests.browser.searching import open_search
from tests.conftest import ROOT

THEORY = "rnn-theory/"
LESSONS = [lesson.page.replace(".md", "/") for lesson in lessons(ROOT / "docs")]
MOST, MOST_OF_THEORY = 350_000, 300_000  # bytes over the wire
TRANSLATOR = "assets/translator/"  # the trained network, beside the page
FONTS = 125_000  # bytes


@pytest.fixture(scope="module")
def heaviest(built_site):
    """The lesson with most text, as it is packed."""
    return max(LESSONS, key=lambda name: len(packed(built_site / name / "index.html")))


def packed(file):
    return gzip.compress(file.read_bytes(), 9)


@pytest.mark.parametrize("page", [THEORY, "translator/", "heaviest"])
def test_a_page_is_light(browser, site_url, heaviest, page):
    name = heaviest if page == "heaviest" else page
    files = weights(browser, site_url, name)
    loaded = {path: size for path, size in files.items() if not path.startswith(TRANSLATOR)}
    assert len(loaded) > 10
    assert sum(loaded.values()) <= (MOST_OF_THEORY if page == THEORY else MOST), loaded
    assert sum(size for path, size in loaded.items() if path.endswith(".woff2")) <= FONTS, loaded


def test_every_page_leaves_room_for_its_fonts(built_site):
    pages = [name for name in built_site.rglob("index.html") if "source" not in name.parts]
    assert len(pages) > len(LESSONS) > 20
    for file in pages:
        asked = re.findall(
            r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"', file.read_text("utf-8")
        )
        own = [file.parent / each for each in asked]
        assert len(own) > 1, file
        assert sum(len(packed(each)) for each in (file, *own)) + FONTS <= MOST, file


def test_what_can_be_found_is_loaded_when_something_is_looked_for(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(THEORY)
    settle(page)
    assert not [url for url in asked if re.search("documents|workers", url)]
    open_search(page)
    page.keyboard.insert_text("hidden state")
    page.locator(".md-search__input").press("End")  # the theme listens to keys
    page.locator(f".md-search-result__link[href*='/{THEORY}']").first.wait_for(state="attached")
    assert len([url for url in asked if re.search("documents|workers", url)]) == 2


def test_a_search_goes_on_when_what_can_be_found_comes_at_last(page):
    page.route("**/documents.json", lambda route: route.abort(), times=1)
    page.goto(THEORY)
    open_search(page)
    with page.expect_event("requestfailed"):
        page.keyboard.insert_text("hidden")
        page.locator(".md-search__input").press("End")
    page.keyboard.insert_text(" state")
    page.locator(".md-search__input").press("End")
    page.locator(f".md-search-result__link[href*='/{THEORY}']").first.wait_for(state="attached")
