"""What a reader changes: every number of the page against the package on the same inputs."""

import random
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.browser.edits import PROBLEM, Expected
from tests.browser.theory_page import (
    AT_REST,
    EDIT,
    ENCODER,
    THEORY,
    any_edit,
    differences,
    field,
    pieces,
    shown,
    wake,
)


def test_the_page_shows_what_the_package_computes_at_first(live):
    wrong, compared = differences(live, {})
    assert wrong == []
    assert compared > 200


def test_after_any_edits_every_number_is_what_the_package_computes(live):
    chance = random.Random(11)  # noqa: S311 (no secret)
    for _ in range(15):
        live.evaluate("document.querySelectorAll('[data-reset]').forEach(b => b.click())")
        edit = any_edit(chance)
        live.evaluate(EDIT, edit)
        wrong, compared = differences(live, edit)
        assert wrong == [], edit
        assert compared > 20, edit


@pytest.mark.parametrize("number", range(len(ENCODER.presets)), ids=list(ENCODER.presets))
def test_a_preset_is_what_the_package_computes(live, number):
    inputs = {
        f"encoder.{name}": given.reshape(-1).tolist()
        for name, given in list(ENCODER.presets.values())[number].items()
    }
    live.locator(f'[data-example=encoder] [data-preset="{number}"]').click()
    assert differences(live, inputs)[0] == []


def test_the_address_holds_the_network_and_a_link_brings_it_back(live, open_page):
    live.evaluate(EDIT, {"encoder.U": [0.25, -0.75], "teacher_forced.c": [1, 0, -2.5]})
    live.wait_for_function("location.search.includes('teacher_forced')")
    other = open_page()
    other.goto(live.url + "#5-decoding-in-six-steps")
    other.wait_for_function("document.body.classList.contains('live-edited')")
    edit = {"encoder.U": [0.25, -0.75], "teacher_forced.c": [1, 0, -2.5]}
    assert differences(other, edit)[0] == []
    other.locator("[data-example=encoder] [data-reset]").last.click()
    other.wait_for_function("!location.search.includes('encoder')")
    assert differences(other, {"teacher_forced.c": [1, 0, -2.5]})[0] == []


@pytest.mark.parametrize(
    "query",
    [
        "encoder.W=1,2,3",
        "encoder.W=1,2,3,4,5",
        "encoder.W=0.1,,0,1",
        "encoder.W=1e400,0,0,0",
        "encoder.W=NaN,0,0,0",
        "encoder.W=0x10,0,0,0",
        "encoder.W=Infinity,0,0,0",
        "encoder.W=%3Cimg%20src=x%20onerror=document.title='no'%3E,0,0,0",
        "encoder.W=<script>document.title='no'</script>",
        "encoder.nothing=1",
        "nobody.W=1,2,3,4",
        "greedy.E_dec=1,2,3,4",
        "__proto__.x=1",
        "constructor.prototype=1",
        "teacher_forced.y_0=7",
        "teacher_forced.y_0=1.5",
        "teacher_forced.y_star=0,1,-1",
        "encoder.b=" + "9" * 500 + ",0",
    ],
)
def test_a_hostile_address_changes_nothing_and_is_said(query, visitor):
    visitor.goto(f"{THEORY}?{query}")
    visitor.wait_for_selector(".live-problem:not([hidden])")
    told = visitor.locator(".live-problem").first.inner_text()
    assert (
        told == "The address asks for inputs that this page cannot use. They are left as they were."
    )
    assert visitor.locator("h1 + .live-notice").inner_text().startswith(told)
    assert differences(visitor, {})[0] == []
    assert visitor.title() != "no"
    assert visitor.locator("img[src=x]").count() == 0


def test_a_link_with_numbers_says_so_at_the_top_and_can_be_reset(visitor):
    visitor.goto(f"{THEORY}?encoder.W=1,0,0,1&teacher_forced.c=1,0,-2.5")
    notice = visitor.locator("h1 + .live-notice")
    notice.wait_for()
    assert notice.inner_text().startswith("This link brings its own numbers.")
    notice.get_by_role("button", name="Reset").click()
    visitor.wait_for_function("location.search === ''")
    assert notice.count() == 0
    assert differences(visitor, {})[0] == []


def test_the_notice_goes_with_the_numbers_that_it_speaks_of(visitor):
    visitor.goto(f"{THEORY}?encoder.W=1,0,0,1")
    visitor.locator(".live-notice").wait_for()
    visitor.locator("[data-example=encoder] [data-reset]").last.click()
    assert visitor.locator(".live-notice").count() == 0


def test_a_readers_own_edit_needs_no_notice(live):
    live.evaluate(EDIT, {"encoder.U": [0.25, -0.75]})
    assert live.locator(".live-notice").count() == 0


def test_the_chosen_preset_looks_chosen_until_a_number_is_changed(live):
    chosen = live.locator("[data-preset][aria-pressed=true]")
    assert chosen.count() == 0
    for number in ("1", "0"):
        live.locator(f'[data-example=encoder] [data-preset="{number}"]').click()
        assert [button.get_attribute("data-preset") for button in chosen.all()] == [number]
    live.evaluate(EDIT, {"encoder.b": [0.5, 0]})
    assert chosen.count() == 0
    live.evaluate(EDIT, {"encoder.b": [0, 0]})
    assert chosen.count() == 1
    live.locator("[data-example=encoder] [data-reset]").last.click()
    assert chosen.count() == 0


@pytest.mark.parametrize("size", [(1200, 900), (390, 844)])
def test_a_preset_changes_what_stands_beside_it(size, open_page):
    page = wake(open_page(viewport={"width": size[0], "height": size[1]}))
    panel = page.locator("form[data-example=encoder]").last
    preset, result = (
        panel.locator("[data-preset='0']"),
        panel.locator("[data-cell='encoder.h_2[0]']"),
    )
    preset.scroll_into_view_if_needed()
    panel.evaluate("e => e.scrollIntoView({block: 'end'})")
    before = (result.inner_text(), result.get_attribute("style"))
    preset.click()
    page.wait_for_function("document.body.dataset.live === 'awake'")
    assert result.inner_text() == shown(page, "encoder.h_2[0]") != before[0]
    assert result.get_attribute("style") != before[1]
    heights = [e.bounding_box()["y"] for e in (preset, result)]
    assert all(0 < y < size[1] for y in heights)


def test_overflow_is_said_in_words(live):
    edit = {"teacher_forced.V": [1e200, 0, 0, 1e200, 0, 0], "teacher_forced.c": [1e308, 1, 1]}
    live.evaluate(EDIT, edit)
    live.evaluate(EDIT, {"encoder.U": [1e300, -1e300], "encoder.x": [1e300, 1e300]})
    texts = {text for _, _, text, _ in pieces(live)["numbers"]}
    assert PROBLEM in texts
    assert not any("Infinity" in text or "NaN" in text for text in texts)
    said = set(live.locator(".has-problem").all_inner_texts())
    assert said
    assert all(text.replace(" ", "").isalpha() for text in said if text), said


def test_the_steps_light_up_together(live):
    player = live.locator("figure.network .live-player").nth(1)  # the encoder's own
    player.locator("[data-forward]").click()
    now = live.evaluate(
        """() => [...document.querySelectorAll('.now')].map(e =>
            e.dataset.of ?? (e.dataset.time ? 'row ' + e.dataset.time : e.getAttribute('class')))"""
    )
    assert "encoder.h_1" in now
    assert "row 1" in now
    assert now.count("value cells now") == 4  # x_1 and h_1, in both pictures
    assert "encoder.h_2" not in now
    live.keyboard.press("Tab")
    live.keyboard.press("ArrowRight")
    assert player.locator("output").inner_text() == "step 2 of 2"
    assert live.locator("[data-of='encoder.h_2'].now").count() == 1
    player.locator("[data-back]").click()
    player.locator("[data-play]").press("Enter")
    assert player.locator("[data-play]").inner_text() == "Pause"
    live.wait_for_function(
        "document.querySelectorAll('figure.network output')[1].textContent === 'step 2 of 2'"
    )
    player.locator("[data-play]").click()
    assert player.locator("[data-play]").inner_text() == "Play"


def test_a_thousand_edits_leave_no_error_and_no_growth(live):
    edits = """async count => {
      const fields = [...document.querySelectorAll('[data-input]:not([max])')];
      for (let i = 0; i < count; i++) {
        const field = fields[i % fields.length];
        field.value = String(Math.round(Math.sin(i) * 300) / 100);
        field.dispatchEvent(new InputEvent('input', {bubbles: true}));
        if (i % 50 === 0) await new Promise(requestAnimationFrame);
      } }"""
    session = live.context.new_cdp_session(live)
    used = []
    for count in (200, 500, 500):
        live.evaluate(edits, count)
        live.wait_for_function(AT_REST)
        session.send("HeapProfiler.collectGarbage")
        used.append(session.send("Runtime.getHeapUsage")["usedSize"] / 2**20)
        nodes = session.send("Memory.getDOMCounters")["nodes"]
    assert used[2] < used[0] * 1.25 + 1, used
    assert nodes < 200_000
    assert live.evaluate("history.length") < 50


def test_dragging_changes_a_number(live):
    entry = field(live, "encoder.b[0]")
    entry.scroll_into_view_if_needed()
    box = entry.bounding_box()
    x, y = box["x"] + 20, box["y"] + box["height"] / 2
    live.mouse.move(x, y)
    live.mouse.down()
    live.mouse.move(x + 41, y, steps=4)
    live.mouse.up()
    assert entry.input_value() == "0.5"
    assert differences(live, {"encoder.b": [0.5, 0]})[0] == []


SITE_MAP = """
const parse = DOMParser.prototype.parseFromString;
DOMParser.prototype.parseFromString = function (text, type) {
    setTimeout(() => { window.siteMapIsKnown ||= type === "text/xml"; });
    return parse.call(this, text, type);
};
"""
"""Tells when the theme knows which pages it may go to without loading them."""


def test_after_instant_navigation_the_numbers_still_follow(open_page, site_url, built_site):
    page = open_page()
    address = {"home": site_url, "theory": site_url + THEORY}

    def with_instant_navigation(route):
        path = route.request.url.partition("?")[0].removeprefix(site_url)
        text = (built_site / path / "index.html").read_text("utf-8")
        body = text.replace('"features": [', '"features": ["navigation.instant", ', 1)
        with suppress(Error):  # the page may have gone on
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

    places = "".join(f"<url><loc>{place}</loc></url>" for place in address.values())
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap, content_type="text/xml"))
    page.route(lambda url: url.split("?")[0].endswith("/"), with_instant_navigation)
    home = page.locator(".md-header a.md-logo")
    edit = {"encoder.b": [0.5, -0.25]}
    edited = Expected({"encoder": ENCODER}, edit).number("encoder.h_2[0]", "")
    number = page.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last

    page.add_init_script(SITE_MAP)
    page.goto("notebooks/encoder/")
    page.wait_for_function("window.siteMapIsKnown")
    page.evaluate("window.isTheSame = true")
    page.locator(f"a[href*='{THEORY}']:visible").first.click()
    page.wait_for_url(address["theory"])
    number.click()  # the first click on this page
    page.locator(".why").wait_for(state="visible")
    assert page.locator(".why-name code").inner_text() == "encoder.h_2[0]"
    page.keyboard.press("Escape")
    page.evaluate("document$.next(document)")  # the theme may say late that a page is shown
    page.evaluate(EDIT, edit)
    page.wait_for_function("location.search.includes('encoder.b')")
    assert shown(page, "encoder.h_2[0]") == edited
    home.click()
    page.wait_for_url(address["home"])
    page.wait_for_function("document.querySelector('.why') === null")
    page.go_back()
    page.wait_for_function("document.body.classList.contains('live-edited')")
    assert shown(page, "encoder.h_2[0]") == edited
    assert page.evaluate("window.isTheSame")  # no page was loaded
