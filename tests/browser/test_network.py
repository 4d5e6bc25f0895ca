"""The picture of a network in a real browser: it follows a reader's numbers, answers, and plays."""

import pytest

from tests.browser.accessibility import violations
from tests.browser.theory_page import EDIT, THEORY, wake

SHARES = """() => Object.fromEntries(
    [...document.querySelector("figure.network").querySelectorAll("[data-cell]")].map(cell =>
        [cell.dataset.cell, Number(cell.style.getPropertyValue("--share"))]))"""

WHOLE = "figure.network >> nth=0"


def fill(page, path):
    return page.evaluate(
        """path => getComputedStyle(
            document.querySelector(`.network [data-cell="${path}"] > rect`)).fill""",
        path,
    )


def test_edits_recolour_cells_and_bars_and_change_numbers_and_words(open_page):
    page = wake(open_page())
    before = page.evaluate(SHARES)
    colour = fill(page, "encoder.h_1[0]")
    page.evaluate(EDIT, {"encoder.x": [-2.0, 1.0], "teacher_forced.c": [3.0, 0.0, 0.0]})
    page.wait_for_function("document.body.dataset.live === 'awake'")
    after = page.evaluate(SHARES)
    expected = -0.7615941559557649  # tanh(0.5 · −2)
    assert after["encoder.h_1[0]"] == pytest.approx(expected, abs=6e-4)
    assert before["encoder.h_1[0]"] == pytest.approx(0.462, abs=6e-4)
    assert after["greedy.y_hat_1[0]"] > 0.8 > before["greedy.y_hat_1[0]"]
    assert fill(page, "encoder.h_1[0]") != colour
    shown = page.locator(f"{WHOLE} >> [data-value='encoder.h_1[0]']")
    assert shown.text_content() == "−0.76"
    words = page.locator(f"{WHOLE} >> [data-word]").all_text_contents()
    assert words[:2] == ["?", "drink"]  # −2 is no word, 1 is one
    assert page.locator(f"{WHOLE} >> [data-word='greedy.y_1']").first.text_content() == "पानी"


def test_a_cell_answers_wherever_it_is_clicked_and_by_keyboard(open_page):
    page = open_page()
    page.goto(THEORY)
    page.locator(f"{WHOLE} >> [data-cell='encoder.h_2[1]'] > rect").click(position={"x": 4, "y": 4})
    page.locator(".why").wait_for(state="visible")
    assert page.locator(".why-name code").inner_text() == "encoder.h_2[1]"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(".why").wait_for(state="visible")
    assert page.locator(".why-name code").inner_text() == "greedy.x_1[0]"


PLAYED = """() => [...document.querySelector("figure.network").querySelectorAll(".value")].map(
    value => [value.dataset.step, value.classList.contains("now"),
        value.classList.contains("later")])"""


def test_playing_walks_a_light_through_the_columns_and_fills_them(open_page):
    page = open_page()
    page.goto(THEORY)
    player = page.locator(f"{WHOLE} >> .live-player")
    player.locator("[data-forward]").click()  # before the script of the player is loaded
    page.wait_for_function(
        "document.querySelector('figure.network output').textContent === 'step 1 of 5'"
    )
    for step in range(1, 6):
        assert player.locator("output").text_content() == f"step {step} of 5"
        for own, is_now, is_later in page.evaluate(PLAYED):
            assert is_now == (int(own) == step)
            assert is_later == (int(own) > step)
        hidden = page.locator(f"{WHOLE} >> [data-value='greedy.s_3[0]']").evaluate(
            "number => getComputedStyle(number).visibility"
        )
        assert hidden == ("visible" if step == 5 else "hidden")
        player.locator("[data-forward]").click()
    for _ in range(5):
        player.locator("[data-back]").click()
    assert not any(is_later for _, _, is_later in page.evaluate(PLAYED))


def test_on_a_phone_it_scrolls_in_its_own_frame_and_says_so(open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(THEORY)
    page.locator(WHOLE).scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(f"{WHOLE} >> .hint").is_visible()
    frame = page.locator(f"{WHOLE} >> .network-scroll")
    for _ in range(5):
        page.locator(f"{WHOLE} >> [data-forward]").click()
    page.wait_for_function("document.querySelector('.network-scroll').scrollLeft > 150")
    size = frame.evaluate("frame => 15 * frame.querySelector('svg').getScreenCTM().a")
    assert size > 11


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_while_it_plays(open_page, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.goto(THEORY)
    page.locator(f"{WHOLE} >> [data-forward]").click()
    page.wait_for_function("document.querySelector('.network .now')")
    assert violations(page) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_number_can_be_read_on_the_colour_of_its_cell(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.goto(THEORY)
    worst = page.evaluate(CONTRAST)
    assert worst >= 4.5


CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const light = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(
        x => (x /= 255) <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b + .05;
  };
  const cell = document.querySelector(".network .cell:not(.bar)");
  const rect = cell.querySelector("rect"), text = cell.querySelector("text");
  return Math.min(...[-1, -.6, -.2, 0, .2, .6, 1].map(share => {
    cell.style.setProperty("--share", share);
    const [a, b] = [light(getComputedStyle(rect).fill), light(getComputedStyle(text).fill)];
    return Math.max(a, b) / Math.min(a, b);
  }));
}"""


def test_a_panel_has_a_player_only_where_it_marks_something(open_page):
    page = open_page()
    page.goto(THEORY)
    assert page.locator("form.live[data-example=encoder] > .live-player").count() == 0
    page.goto(THEORY.replace("rnn-theory", "optimisers"))
    assert page.locator("form.live[data-example=sgd] > .live-player").count() == 1
