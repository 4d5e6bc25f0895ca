"""Pages on paper: how many sheets, none of them blank, and every formula whole on its sheet."""

import re
import zlib

import pytest

from tests.browser.theory_page import THEORY

SHEET = {"width": 664, "height": 1021}
"""What the style sheet leaves of A4 between the margins, in CSS pixels."""

OUTSIDE = """(sheet) => [...document.querySelectorAll("div.math")].flatMap((formula) => {
    const {width, height} = formula.querySelector(".katex-display").getBoundingClientRect();
    const {left} = formula.getBoundingClientRect();
    if (left + width <= sheet.width + 1 && height <= sheet.height) return [];
    return [`${formula.textContent.slice(0, 40)}: from ${left}, ${width} by ${height} px`];
})"""


def test_no_printed_sheet_is_blank(page):
    page.goto(THEORY)
    page.evaluate("document.fonts.ready")
    sheets = texts_per_sheet(page.pdf(format="A4"))
    assert len(sheets) > 3
    assert all(sheets), sheets


def test_a_planted_blank_sheet_is_found(page):
    page.set_content('<p>text</p><p style="break-before: page; height: 1cm">')
    assert texts_per_sheet(page.pdf(format="A4"))[1:] == [0]


def test_backpropagation_through_time_takes_at_most_twelve_sheets(page):
    page.goto("bptt/")
    page.evaluate("document.fonts.ready")
    assert len(texts_per_sheet(page.pdf(format="A4"))) <= 12


@pytest.mark.parametrize("address", [THEORY, "bptt/", "training/", "softmax/"])
def test_every_formula_is_whole_on_its_sheet(page, address):
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    assert page.locator("div.math").count() > 5
    assert page.evaluate(OUTSIDE, SHEET) == []


@pytest.mark.parametrize("width", [700, 1180, 1600])
def test_a_formula_that_fits_the_sheet_keeps_its_size_in_any_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(THEORY)
    page.evaluate("document.fonts.ready")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    scales = page.locator("div.math").evaluate_all(
        "all => all.map(formula => formula.style.getPropertyValue('--print-scale'))"
    )
    assert len(scales) > 5
    assert not any(scales)


def test_a_panel_shows_its_results_on_paper(page):
    page.goto("bptt/")
    page.evaluate("document.fonts.ready")
    page.emulate_media(media="print")
    panel = page.locator("form.live").first
    assert panel.locator("table.heat").first.is_visible()
    assert not panel.locator("button, input").filter(visible=True).count()


def test_a_formula_that_is_cut_off_is_found(page):
    page.set_content(
        "<div class=math><p class=katex-display style='width: 70em'>wide</p></div>"
        "<div class=math><p class=katex-display style='height: 70em'>high</p></div>"
    )
    assert [text[:4] for text in page.evaluate(OUTSIDE, SHEET)] == ["wide", "high"]


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
