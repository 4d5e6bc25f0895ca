"""The card of a number, by pointer and by keyboard, and the numbers that are lit up with it."""

import pytest

from tests.browser.accessibility import violations
from tests.browser.edits import Expected
from tests.browser.theory_page import (
    AT_REST,
    EDIT,
    ENCODER,
    EXAMPLES,
    THEORY,
    differences,
    field,
    shown,
    wake,
)

SECOND = "[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[1]']"
PLAYER = ".live-player[data-steps='encoder:1 encoder:2']"
TOUCH = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}


def test_by_keyboard_alone_a_number_is_changed_undone_and_explained(page):
    page.goto(THEORY)
    field(page, "encoder.W[0,1]").focus()
    page.wait_for_function("document.body.dataset.live === 'awake'")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.wait_for_function("location.search === '?encoder.W=0.3,0.1,0,0.2'")
    assert shown(page, "encoder.h_2[0]") == Expected(
        EXAMPLES, {"encoder.W": [0.3, 0.1, 0, 0.2]}
    ).number("encoder.h_2[0]", "")
    page.go_back()
    page.wait_for_function("location.search === ''")
    assert shown(page, "encoder.h_2[0]") == "0.79253"
    assert field(page, "encoder.W[0,1]").input_value() == "-0.1"

    derivation = page.locator("[data-of='encoder.h_2'] .math")
    derivation.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    assert page.locator("[data-of='encoder.h_2'] .chosen").get_attribute("data-value") is not None
    page.keyboard.press("Enter")
    card = page.locator(".why")
    card.wait_for(state="visible")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert card.locator(".why-back").is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert derivation.evaluate("e => e === document.activeElement")


def test_a_card_leads_back_to_the_inputs(live):
    number = live.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last
    number.click()
    card = live.locator(".why")
    seen = []
    while True:
        seen.append(card.locator(".why-name code").inner_text())
        operands = card.locator(".why-made button")
        if not operands.count():
            break
        operands.first.click()
    assert seen[:2] == ["encoder.h_2[0]", "encoder.a_2[0]"]
    assert seen[-1] == "encoder.W[0,0]"
    assert "Given" in card.locator(".why-made").inner_text()
    for _ in seen[1:]:
        card.locator(".why-back").click()
    assert card.locator(".why-name code").inner_text() == "encoder.h_2[0]"
    assert card.locator(".why-value").inner_text() == f"{ENCODER.trace['h_2'].value[0]:.12g}"
    assert "np.tanh(a_t)" in card.locator(".why-source").inner_text()
    assert "mpmath" in card.locator(".why-checks").inner_text()
    assert "Architecture" in card.locator(".why-pages").inner_text()
    card.locator(".why-source a").first.click()
    live.wait_for_url("**/source/models/rnn/#L-*")


def test_a_number_without_a_name_is_called_by_its_formula(live):
    product = "[data-of='encoder.h_2'] .katex-html [data-value^='encoder.n']"
    texts = {
        live.locator(product).nth(n).text_content(): n for n in range(live.locator(product).count())
    }
    live.locator(product).nth(texts["1.4"]).click()
    card = live.locator(".why")
    assert card.locator(".why-name code").inner_text() == "U[1,0] · x_2[0]"
    live.keyboard.press("Escape")
    live.locator(
        "[data-of='encoder.a_2'] [data-value='encoder.a_2[0]'], "
        ".table-scroll [data-value='encoder.a_2[0]']"
    ).last.click()
    assert card.locator(".why-made button code").first.inner_text() == (
        "W[0,0] · h_1[0] + W[0,1] · h_1[1] + U[0,0] · x_2[0]"
    )


COVERED = """kinds => {
  const card = document.querySelector(".why").getBoundingClientRect();
  const isBelow = ({left, top, right, bottom}) => right > left && left < card.right
      && right > card.left && top < card.bottom && bottom > card.top;
  const spoken = [...document.querySelectorAll(kinds)];
  return spoken.filter(e => isBelow(e.getBoundingClientRect())).map(e => e.dataset.value);
}"""


@pytest.mark.parametrize(
    ("width", "kinds"), [(1200, ".chosen, .made-from, .makes"), (390, ".chosen, .made-from")]
)
def test_a_card_keeps_off_the_numbers_that_it_speaks_of(width, kinds, open_page):
    page = wake(open_page(viewport={"width": width, "height": 900}))
    for value in ("encoder.h_2[0]", "encoder.x_2[0]", "encoder.W[0,0]"):
        number = page.locator(f"[data-of='encoder.h_2'] .katex-html [data-value='{value}']").first
        number.evaluate("e => e.scrollIntoView({block: 'center'})")
        number.click()
        page.locator(".why").wait_for(state="visible")
        assert page.evaluate(COVERED, kinds) == [], value
        page.keyboard.press("Escape")


def test_the_marks_stay_while_a_card_speaks_of_them_and_it_says_what_they_mean(live):
    live.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last.click()
    assert live.locator(".why-key").inner_text() == "On the page: made from these, goes into these"
    live.locator("h1").hover(force=True)
    assert lit(live, "made-from") == {"encoder.a_2[0]"}
    live.locator(".why-made button").first.click()
    assert "encoder.h_2[0]" in lit(live, "makes")


def test_a_handed_over_number_leads_to_the_example_that_made_it(live):
    live.locator(
        ".table-scroll [data-value='greedy.s_0[0]'], figure [data-value='greedy.s_0[0]']"
    ).first.click()
    card = live.locator(".why")
    assert "Handed over" in card.inner_text()
    card.locator(".why-made button").first.click()
    assert card.locator(".why-name code").inner_text() == "encoder.h_2[0]"


def lit(page, kind):
    values = f"[...document.querySelectorAll('.{kind}')].map(e => e.dataset.value)"
    return set(page.evaluate(values))


def test_pointing_at_a_number_lights_up_what_is_related(live):
    live.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last.hover()
    assert lit(live, "made-from") == {"encoder.a_2[0]"}
    assert {"teacher_forced.s_0[0]", "greedy.s_0[0]"} <= lit(live, "makes")
    live.locator("h1").hover()
    assert lit(live, "made-from") == set()


@pytest.mark.parametrize("options", [{}, TOUCH], ids=["mouse", "touch"])
def test_the_first_click_on_a_number_is_about_that_number(options, open_page):
    page = open_page(**options)
    page.goto(THEORY)
    number = page.locator(SECOND).last
    number.tap() if options else number.click()
    page.locator(".why").wait_for(state="visible")
    assert page.locator(".why-name code").inner_text() == "encoder.h_2[1]"
    for _ in range(2):  # with the card open, and when it is closed
        assert lit(page, "made-from") == {"encoder.a_2[1]"}
        assert lit(page, "chosen") == {"encoder.h_2[1]"}
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement.matches('.math')")
    page.keyboard.press("ArrowLeft")
    assert lit(page, "chosen") == {"encoder.h_2[0]"}


def test_the_first_keys_are_not_lost_while_the_page_wakes(open_page):
    page = open_page()
    held = []
    page.route("**/live/session.js", lambda route: held.append(route))
    page.goto(THEORY)
    page.wait_for_selector("[data-of='encoder.h_2'] .computed-stop")
    page.locator("[data-of='encoder.h_2'] .math").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    third = page.locator("[data-of='encoder.h_2'] .chosen").get_attribute("data-value")
    held[0].continue_()
    page.locator(".why").wait_for(state="visible")
    assert page.locator(".why-name code").inner_text() == third == "encoder.W[1,0]"


@pytest.mark.parametrize("script", ["page.js", "live/session.js"])
@pytest.mark.parametrize("options", [{}, TOUCH], ids=["mouse", "touch"])
def test_no_click_is_lost_while_a_script_is_loaded(script, options, open_page):
    page = open_page(**options)
    held = []
    page.route(f"**/{script}", lambda route: held.append(route))
    page.goto(THEORY, wait_until="commit")
    panel, player = page.locator("[data-example=encoder]"), page.locator(PLAYER)
    forward, presets = player.locator("[data-forward]"), panel.locator("[data-preset]")
    for found in (presets.nth(1), presets.nth(0), forward, forward):
        found.tap() if options else found.click()
    page.wait_for_function("() => true")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    page.wait_for_function("document.body.dataset.live === 'awake'")
    page.wait_for_function("location.search.startsWith('?encoder.W=')")
    [inputs] = list(ENCODER.presets.values())[:1]
    edit = {f"encoder.{name}": given.reshape(-1).tolist() for name, given in inputs.items()}
    assert differences(page, edit)[0] == []
    assert player.locator("output").inner_text() == "step 2 of 2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_card_and_a_used_panel_have_no_violation_of_accessibility(scheme, open_page):
    page = wake(open_page(color_scheme=scheme))
    page.evaluate(EDIT, {"encoder.U": [0.25, -0.75]})
    page.locator(f"{PLAYER} [data-forward]").click()
    field(page, "encoder.b[0]").fill("")
    page.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last.click()
    page.wait_for_function(AT_REST)
    rules = ["color-contrast"] if scheme == "dark" else []  # all else is as in light
    assert violations(page, *rules) == ""


def test_on_paper_and_without_script_there_is_no_control(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(THEORY)
    assert page.locator("form.live .network").first.is_visible()  # a result, as it was built
    assert page.locator("form.live input:visible, form.live button:visible").count() == 0
    page = wake(open_page())
    page.emulate_media(media="print")
    assert page.locator("form.live input:visible, form.live button:visible").count() == 0
