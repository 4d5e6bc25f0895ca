"""Panels on the lessons: the first is near the top, and each shows what a reader's hand does."""

import pytest

from rnn_examples.pages.lesson import lessons
from tests.conftest import ROOT

LESSONS = [lesson.page.replace(".md", "/") for lesson in lessons(ROOT / "docs")]

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

LAID_OUT = "* { content-visibility: visible !important; }"

FIRST = """() => {
  const {top} = document.querySelector("form.live, .translator").getBoundingClientRect();
  return (top + scrollY) / innerHeight;
}"""
"""How many screens down the first panel begins."""

RESULTS = """async (n) => {
  while (document.body.dataset.live === "busy") await new Promise(requestAnimationFrame);
  const results = document.querySelectorAll("form.live")[n].querySelector(".live-results");
  const isSeen = (element) => {
    const {top, bottom} = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  return [...results.querySelectorAll("[data-value], [data-word], .plot path, [data-cell]")]
    .filter(isSeen)
    .map(e => e.getAttribute("d") ?? e.getAttribute("style") ?? e.textContent);
}"""
"""What of a panel's results is in sight."""


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_first_panel_of_a_lesson_begins_on_the_first_or_second_screen(
    lesson, screen, open_page
):
    page = open_page(viewport=screen)
    page.goto(lesson)
    page.add_style_tag(content=LAID_OUT)
    assert page.evaluate(FIRST) < 2


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_key_in_a_panel_changes_something_in_sight(lesson, screen, open_page):
    page = open_page(viewport=screen)
    page.goto(lesson, wait_until="networkidle")
    page.add_style_tag(content=LAID_OUT)
    for n, panel in enumerate(page.locator("form.live").all()):
        field = panel.locator("[data-input]").first
        field.focus()
        page.wait_for_function("document.body.dataset.live === 'awake'")
        field.evaluate("e => e.scrollIntoView({block: 'center'})")
        before = page.evaluate(RESULTS, n)
        page.keyboard.press("ArrowUp" if field.input_value() in ("0", "1") else "ArrowDown")
        assert page.evaluate(RESULTS, n) != before, (n, before)
