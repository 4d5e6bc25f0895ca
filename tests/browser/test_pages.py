"""Every page in a real browser: light and dark, narrow, without JavaScript, on paper."""

import re
import zlib

import pytest

from tests.browser.conftest import OpenPage
from tests.conftest import ROOT

DOCS = ROOT / "docs"
THEORY = "rnn-theory/"


def addresses() -> list[str]:
    """Every page that a reader comes to, and one page of source for all of them."""
    files = [*DOCS.rglob("*.md"), *(DOCS / "notebooks").glob("*.py")]
    names = (file.relative_to(DOCS).with_suffix("").as_posix() for file in files)
    pages = [name for name in names if not name.startswith(("source/", "vendor/"))]
    return sorted("" if page == "index" else f"{page}/" for page in [*pages, "source/trace"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", addresses())
def test_a_page_opens_without_an_error_and_asks_no_other_host(
    address, scheme, open_page: OpenPage, page_faults
):
    page = open_page(color_scheme=scheme)
    page.goto(address, wait_until="networkidle")
    assert page.locator("h1").first.is_visible()
    shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(channel) for channel in re.findall(r"\d+", shown)[:3])
    assert (brightness > 384) == (scheme == "light"), shown
    assert page_faults == []


@pytest.mark.parametrize("address", addresses())
def test_a_phone_does_not_scroll_a_page_sideways(address, open_page: OpenPage):
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_without_javascript_every_value_formula_and_diagram_is_there(open_page: OpenPage):
    scripted, plain = open_page(), open_page(java_script_enabled=False)
    counts = []
    for page in (scripted, plain):
        page.goto(THEORY)
        counts.append(
            {
                selector: page.locator(selector).count()
                for selector in ("data.computed", ".katex-html", "figure.diagram svg", "table")
            }
        )
    assert counts[0] == counts[1]
    assert all(counts[1].values())
    shown = plain.locator("data.computed").first
    shown.scroll_into_view_if_needed()
    assert shown.is_visible()
    for diagram in plain.locator("figure.diagram svg").all():
        diagram.scroll_into_view_if_needed()
        box = diagram.bounding_box()
        assert box
        assert box["width"] > 50
        assert box["height"] > 50


def test_the_search_finds_a_page_by_its_words(page):
    page.goto("", wait_until="networkidle")
    page.keyboard.press("/")
    page.keyboard.type("hidden state")
    page.locator(".md-search-result__link").first.wait_for(state="attached")
    assert page.locator(f".md-search-result__link[href*='/{THEORY}']").count() > 0


def test_no_printed_sheet_is_blank(page):
    page.goto(THEORY, wait_until="networkidle")
    sheets = texts_per_sheet(page.pdf(format="A4"))
    assert len(sheets) > 3
    assert all(sheets), sheets


def test_a_planted_blank_sheet_is_found(page):
    page.set_content('<p>text</p><p style="break-before: page; height: 1cm">')
    assert texts_per_sheet(page.pdf(format="A4"))[1:] == [0]


def texts_per_sheet(pdf: bytes) -> list[int]:
    """How many times each sheet of a PDF shows text."""
    objects = dict(re.findall(rb"(?s)\n(\d+) 0 obj\b(.*?)\bendobj", pdf))
    counts = []
    for sheet in objects.values():
        contents = re.search(rb"/Contents (\d+) 0 R", sheet)
        if contents and re.search(rb"/Type\s*/Page\b", sheet):
            head, _, stream = objects[contents[1]].partition(b"stream")
            if b"FlateDecode" in head:
                stream = zlib.decompressobj().decompress(stream.lstrip(b"\r\n"))
            counts.append(len(re.findall(rb"T[jJ]\b", stream)))
    return counts
