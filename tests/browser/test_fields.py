"""The fields of a panel: what a reader types, ticks and steps through."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from rnn_examples.generators import scripts
from rnn_examples.models.shapes import Positive
from rnn_examples.pages import page_graphs
from rnn_examples.pages.addresses import Here
from rnn_examples.worked_example import WorkedExample
from tests.browser.accessibility import violations
from tests.browser.theory_page import (
    THEORY,
    differences,
    field,
)
from tests.conftest import ROOT
from tests.pages.conversion import convert


@pytest.mark.parametrize(
    ("typed", "path", "told"),
    [
        ("", "encoder.b[0]", "Type a number, such as 0.5 or -2."),
        ("1/2", "encoder.b[0]", "Type a number, such as 0.5 or -2: “1/2” is none."),
        ("1e999", "encoder.b[0]", "This number is too large for a computer's arithmetic."),
        ("4", "teacher_forced.y_0", "Type a whole number from 0 to 3."),
        ("0.5", "teacher_forced.y_0", "Type a whole number here."),
    ],
)
def test_bad_input_is_refused_at_the_field_and_the_last_good_numbers_stay(typed, path, told, live):
    entry = field(live, path)
    good = entry.input_value()
    entry.focus()
    live.keyboard.press("ControlOrMeta+a")
    live.keyboard.press("Delete")
    live.keyboard.type(typed)
    assert entry.get_attribute("aria-invalid") == "true"
    problem = live.locator("form:has(:focus) .live-problem")
    assert problem.is_visible()
    assert problem.inner_text() == told
    form = entry.locator("xpath=ancestor::form")
    live.keyboard.press("Tab")
    assert entry.input_value() == good
    assert entry.get_attribute("aria-invalid") is None
    assert form.locator(".live-problem").is_hidden()  # nothing is wrong any more
    assert f"it is {good} again." in form.locator(".live-status").inner_text()
    assert differences(live, {})[0] == []


@pytest.mark.parametrize(
    ("typed", "shown", "number"),
    [("0,5", "0.5", 0.5), ("−०.५", "-0.5", -0.5), ("3.2046 × 10⁻⁷", "3.2046e-7", 3.2046e-7)],
)
def test_a_number_is_understood_as_people_type_it(typed, shown, number, live):
    entry = field(live, "encoder.b[0]")
    entry.fill(typed)
    assert live.locator(".live-problem:visible").count() == 0
    live.keyboard.press("Tab")
    assert entry.input_value() == shown
    assert float(entry.get_attribute("aria-valuenow")) == number
    assert differences(live, {"encoder.b": [number, 0]})[0] == []


def test_what_is_typed_while_the_script_is_loaded_is_taken_or_said(open_page):
    page, held = open_page(), []
    page.route("**/live/session.js", lambda route: held.append(route))
    page.goto(THEORY)
    field(page, "encoder.b[1]").fill("०,५")
    field(page, "encoder.b[0]").fill("1/2")
    page.wait_for_function("() => true")
    held[0].continue_()
    page.wait_for_function("document.body.classList.contains('live-edited')")
    assert field(page, "encoder.b[0]").input_value() == "1/2"
    assert "“1/2” is none" in page.locator("[data-example=encoder] .live-problem").last.inner_text()
    assert differences(page, {"encoder.b": [0, 0.5]})[0] == []


def test_a_message_goes_when_what_it_says_is_mended_in_any_way(live):
    entry, problem = (
        field(live, "encoder.b[0]"),
        live.locator("[data-example=encoder] .live-problem").last,
    )

    def spoil():
        entry.fill("1/2")
        assert problem.is_visible()

    for mend in (
        lambda: entry.fill("0.5"),
        lambda: entry.press("ArrowUp"),
        lambda: field(live, "encoder.b[1]").focus(),
        live.locator("[data-example=encoder] [data-preset='0']").click,
        live.locator("[data-example=encoder] [data-reset]").last.click,
    ):
        spoil()
        mend()
        assert problem.is_hidden()


def test_what_is_half_typed_stays_while_the_reader_is_in_another_window(live):
    entry = field(live, "encoder.b[0]")
    entry.fill("-")
    entry.dispatch_event("focusout")  # as the browser says it of a window; the field stays active
    assert entry.input_value() == "-"
    entry.press("1")
    assert differences(live, {"encoder.b": [-1, 0]})[0] == []


def test_the_arrow_keys_go_step_by_step_within_what_is_allowed(live):
    entry = field(live, "encoder.b[0]")
    for key, shown in [("ArrowUp", "0.1"), ("PageDown", "-0.9"), ("ArrowDown", "-1")]:
        entry.press(key)
        assert entry.input_value() == shown
    for path, last in [("teacher_forced.y_0", "3"), ("teacher_forced.y_star[0]", "2")]:
        token = field(live, path)
        token.press("PageUp")
        assert token.input_value() == last
        token.press("PageDown")
        assert token.input_value() == "0"


class Masked(NamedTuple):
    y: Any


def masked(mask, x, i, n, s: Positive):
    return Masked(np.where(mask, x, n * 1.0) + x[i])


MASKED = WorkedExample(
    masked,
    mask=np.array([True, False]),
    x=np.array([0.5, 0.25]),
    i=np.int64(1),
    n=np.int8(-3),
    s=np.float64(0.1),
).with_presets({"the other": {"mask": [False, True]}})


@pytest.fixture
def other_page(open_page, know_only):
    """A page about an example of a test's own."""
    know_only({"masked": MASKED})
    made = convert("[[= masked | live =]]\n\n[[= masked.y[0] =]] [[= masked.mask[0] =]]")
    graphs = page_graphs.block(["masked"], Here("masked.md", ROOT / "docs"), {})
    main = f"<main><h1>Masked</h1>{made}{scripts.as_classic(graphs)}</main>"
    body = f'<!doctype html><html lang="en"><title>Masked</title>{main}</html>'
    page = open_page()
    page.route(
        "**/masked/*",
        lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"),
    )
    page.goto("masked/")
    return page


def test_a_boolean_is_a_box_to_tick_and_a_whole_number_has_its_limits(other_page):
    page, box = other_page, field(other_page, "masked.mask[0]")
    text = page.locator("data[data-value='masked.y[0]']")
    assert [box.is_checked(), field(page, "masked.mask[1]").is_checked()] == [True, False]
    assert text.inner_text() == "0.75"
    page.get_by_text("the other").click()
    page.wait_for_function("location.search === '?masked.mask=0,1'")
    assert [box.is_checked(), field(page, "masked.mask[1]").is_checked()] == [False, True]
    assert text.inner_text() == "−2.75"
    box.press("Space")
    page.wait_for_function("location.search === '?masked.mask=1,1'")
    assert text.inner_text() == "0.75"
    page.reload()
    page.wait_for_function("document.body.classList.contains('live-edited')")
    assert field(page, "masked.mask[1]").is_checked()
    assert page.locator("data[data-value='masked.mask[0]']").inner_text() == "1"
    page.locator("[data-reset]").click()
    assert not field(page, "masked.mask[1]").is_checked()
    assert page.locator(".live-problem:visible").count() == 0
    for path, low, high in [("masked.i", "0", "1"), ("masked.n", "-128", "127")]:
        entry = field(page, path)
        assert entry.get_attribute("aria-valuemin") == low
        entry.fill(str(int(high) + 1))
        assert page.locator(".live-problem").inner_text() == (
            f"Type a whole number from {low} to {high}."
        )
    positive = field(page, "masked.s")
    positive.fill("0")
    assert page.locator(".live-problem").inner_text() == "Type a number above 0."
    positive.fill("0.1")
    positive.press("ArrowDown")  # to 0, which is left out
    assert positive.input_value() == "0.1"
    assert violations(page) == ""


def test_a_box_that_is_ticked_while_the_script_is_loaded_counts_once(other_page):
    page, held = other_page, []
    page.route("**/live/session.js", lambda route: held.append(route))
    page.reload()
    field(page, "masked.mask[0]").press("Space")
    page.locator("data[data-value='masked.y[0]']").hover()
    held[0].continue_()
    page.wait_for_function("location.search === '?masked.mask=0,0'")
