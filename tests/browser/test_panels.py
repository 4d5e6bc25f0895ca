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
def test_panels_are_near_the_top_and_a_key_in_each_changes_something_in_sight(lesson, open_page):
    page = open_page(viewport=DESK)
    page.goto(lesson)
    page.add_style_tag(content=LAID_OUT)
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        assert page.evaluate(FIRST) < 2, screen
    for screen in (DESK, PHONE):
        page.set_viewport_size(screen)
        for n, panel in enumerate(page.locator("form.live").all()):
            field = panel.locator("[data-input]").first
            field.focus()
            page.wait_for_function("document.body.dataset.live === 'awake'")
            field.evaluate("e => e.scrollIntoView({block: 'center'})")
            before = page.evaluate(RESULTS, n)
            page.keyboard.press("ArrowUp" if field.input_value() in ("0", "1") else "ArrowDown")
            assert page.evaluate(RESULTS, n) != before, (screen, n, before)
