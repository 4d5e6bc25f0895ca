"""What a reader changes: every number of the page against the package on the same inputs."""

import json
import random
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from playwright.sync_api import Error

from rnn_examples.generators import scripts
from rnn_examples.pages import page_graphs
from rnn_examples.pages.addresses import Here
from rnn_examples.pages.input_ranges import input_range
from rnn_examples.worked_example import WorkedExample
from rnn_examples.worked_example.catalogue import load
from tests.browser.accessibility import violations
from tests.browser.conftest import watch
from tests.browser.edits import PROBLEM, Expected
from tests.conftest import ROOT
from tests.pages.conversion import convert

THEORY = "rnn-theory/"
ON_PAGE = ("encoder", "water_drink", "teacher_forced", "greedy", "preference")
EXAMPLES = {name: example for name, example in load().examples.items() if name in ON_PAGE}
ENCODER = EXAMPLES["encoder"]

READ = """async () => {
  while (document.body.dataset.live === "busy") await new Promise(requestAnimationFrame);
  const read = (kind, make) => [...document.querySelectorAll(`[data-${kind}]`)].map(make);
  return {
    numbers: read("value", e => [e.dataset.value, e.dataset.format ?? "",
        e.classList.contains("has-problem") ? PROBLEM : e.textContent, e.localName]),
    parens: read("paren", e => [e.dataset.paren, e.dataset.around, e.dataset.format ?? "",
        !e.hasAttribute("hidden")]),
    relations: read("relation", e => [e.dataset.relation, e.dataset.exact, e.dataset.follows ?? "",
        e.textContent]),
    words: read("word", e => [e.dataset.word, e.textContent]),
  };
}""".replace("PROBLEM", json.dumps(PROBLEM))

EDIT = """inputs => {
  for (const [path, numbers] of Object.entries(inputs)) {
    const fields = document.querySelectorAll(
        `[data-input="${path}"], [data-input^="${path}["]`);
    numbers.forEach((number, at) => {
      fields[at].value = String(number);
      fields[at].dispatchEvent(new InputEvent("input", {bubbles: true}));
    });
  }
}"""


@pytest.fixture(scope="module")
def awake(browser, site_url):
    """The theory page, opened once and awake, and what went wrong in it."""
    faults: list[str] = []
    context = browser.new_context(base_url=site_url, service_workers="block")
    watch(context, faults)
    yield wake(context.new_page()), faults
    context.close()


@pytest.fixture
def live(awake):
    """The theory page as it is at first."""
    page, faults = awake
    if THEORY not in page.url or "source/" in page.url:
        wake(page)
    page.evaluate("document.querySelectorAll('[data-reset]').forEach(b => b.click())")
    page.evaluate("document.querySelectorAll('[popover]').forEach(p => p.hidePopover())")
    yield page
    found = faults.copy()
    faults.clear()
    assert found == []


@pytest.fixture(scope="module")
def visitor(browser, site_url):
    """A page that keeps what it has loaded from one address to the next."""
    faults: list[str] = []
    with browser.new_context(base_url=site_url, service_workers="block") as context:
        watch(context, faults)
        yield context.new_page()
    assert faults == []


def wake(page, address=THEORY):
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.querySelectorAll('details:has(form)').forEach(d => d.open = true)")
    field = page.locator("form.live [data-input]").first
    field.focus()
    page.wait_for_function("document.body.dataset.live === 'awake'")
    return page


def field(page, path):
    return page.locator(f'[data-input="{path}"]')


def shown(page, path):
    """What stands wherever the number does: one text."""
    texts = {text for name, spec, text, _ in page.evaluate(READ)["numbers"] if name == path}
    assert len(texts) == 1, texts
    return texts.pop()


@cache
def unedited():
    """Worked out once."""
    return Expected(EXAMPLES, {})


def differences(page, inputs):
    """What the page shows otherwise than the package would, and how much was compared."""
    expected, read = Expected(EXAMPLES, inputs) if inputs else unedited(), page.evaluate(READ)
    wrong = [
        f"{path} {tag}: {text} instead of {expected.number(path, spec)}"
        for path, spec, text, tag in read["numbers"]
        if text != expected.number(path, spec)
    ]
    for path, around, spec, is_shown in read["parens"]:
        if expected.paren_is_shown(path, around, spec) not in (is_shown, None):
            wrong.append(f"{path}: parentheses shown: {is_shown}")
    compared = 0
    for example, exact, follows, text in read["relations"]:
        true = expected.relation(example, exact, follows)
        compared += true is not None
        if true not in (text, None):
            wrong.append(f"{example}: {text} before {exact} {follows}")
    wrong += [
        f"{path}: {text} instead of {expected.word(path)}"
        for path, text in read["words"]
        if text != expected.word(path)
    ]
    return wrong, compared


def any_number(chance):
    """Numbers of every kind that a reader may type."""
    return chance.choice(
        [
            lambda: round(chance.uniform(-2, 2), 1),
            lambda: round(chance.uniform(-2, 2), 1),
            lambda: round(chance.uniform(-5, 5), 3),
            lambda: chance.uniform(-1, 1),
            lambda: chance.choice([0.0, 1.0, -1.0, 30.0, -400.0, 1e-7, 0.125, 1e5]),
        ]
    )()


def any_edit(chance):
    """Some inputs of some examples, all their entries or one."""
    edit = {}
    for name in chance.sample(["encoder", "teacher_forced"], chance.choice([1, 2])):
        trace = EXAMPLES[name].trace
        own = [key for key in trace.inputs if trace[key].origin is None]
        for key in chance.sample(own, chance.choice([1, 2, 3])):
            node = trace[key]
            numbers = node.value.reshape(-1).tolist()
            high = input_range(key, node, EXAMPLES[name]).high
            for at in range(len(numbers)):
                if chance.random() < 0.7:
                    is_token = node.value.dtype.kind == "i"
                    numbers[at] = (
                        chance.randrange(int(high) + 1) if is_token else any_number(chance)
                    )
            edit[f"{name}.{key}"] = numbers
    return edit


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


def test_by_keyboard_alone_a_number_is_changed_undone_and_explained(page):
    page.goto(THEORY, wait_until="networkidle")
    field(page, "encoder.W[0,1]").focus()
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


def test_the_address_holds_the_network_and_a_link_brings_it_back(live, open_page):
    live.evaluate(EDIT, {"encoder.U": [0.25, -0.75], "teacher_forced.c": [1, 0, -2.5]})
    live.wait_for_function("location.search.includes('teacher_forced')")
    other = open_page()
    other.goto(live.url + "#5-decoding-in-six-steps", wait_until="networkidle")
    other.wait_for_function("document.body.classList.contains('live-edited')")
    edit = {"encoder.U": [0.25, -0.75], "teacher_forced.c": [1, 0, -2.5]}
    assert differences(other, edit)[0] == []
    other.locator("[data-example=encoder] [data-reset]").click()
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
        "greedy.E=1,2,3,4",
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
    assert differences(visitor, {})[0] == []
    assert visitor.title() != "no"
    assert visitor.locator("img[src=x]").count() == 0


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
    assert "“1/2” is none" in page.locator("[data-example=encoder] .live-problem").inner_text()
    assert differences(page, {"encoder.b": [0, 0.5]})[0] == []


def test_a_message_goes_when_what_it_says_is_mended_in_any_way(live):
    entry, problem = (
        field(live, "encoder.b[0]"),
        live.locator("[data-example=encoder] .live-problem"),
    )

    def spoil():
        entry.fill("1/2")
        assert problem.is_visible()

    for mend in (
        lambda: entry.fill("0.5"),
        lambda: entry.press("ArrowUp"),
        lambda: field(live, "encoder.b[1]").focus(),
        live.locator("[data-example=encoder] [data-preset='0']").click,
        live.locator("[data-example=encoder] [data-reset]").click,
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
    token = field(live, "teacher_forced.y_star[0]")
    token.press("PageUp")
    assert token.input_value() == "3"
    token.press("PageDown")
    assert token.input_value() == "0"


def test_overflow_is_said_in_words(live):
    edit = {"teacher_forced.V": [1e200, 0, 0, 1e200, 0, 0], "teacher_forced.c": [1e308, 1, 1]}
    live.evaluate(EDIT, edit)
    live.evaluate(EDIT, {"encoder.U": [1e300, -1e300], "encoder.x": [1e300, 1e300]})
    texts = {text for _, _, text, _ in live.evaluate(READ)["numbers"]}
    assert PROBLEM in texts
    assert not any("Infinity" in text or "NaN" in text for text in texts)
    said = set(live.locator(".has-problem").all_inner_texts())
    assert said
    assert all(text.replace(" ", "").isalpha() for text in said if text), said


def test_the_steps_light_up_together(live):
    player = live.locator("[data-example=encoder] .live-player")
    player.locator("[data-forward]").click()
    now = live.evaluate(
        """() => [...document.querySelectorAll('.now')].map(e =>
            e.dataset.of ?? (e.dataset.time ? 'row ' + e.dataset.time : 'box'))"""
    )
    assert "encoder.h_1" in now
    assert "row 1" in now
    assert now.count("box") == 2  # x_1 and h_1
    assert "encoder.h_2" not in now
    live.keyboard.press("Tab")
    live.keyboard.press("ArrowRight")
    assert player.locator("output").inner_text() == "step 2 of 2"
    assert live.locator("[data-of='encoder.h_2'].now").count() == 1
    player.locator("[data-back]").click()
    player.locator("[data-play]").press("Enter")
    assert player.locator("[data-play]").inner_text() == "Pause"
    live.wait_for_function(
        "document.querySelector('[data-example=encoder] output').textContent === 'step 2 of 2'"
    )
    player.locator("[data-play]").click()
    assert player.locator("[data-play]").inner_text() == "Play"


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
    assert "Home" in card.locator(".why-pages").inner_text()
    card.locator(".why-source a").first.click()
    live.wait_for_url("**/source/models/rnn/#L-*")


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


def test_pointing_at_a_number_lights_up_its_kin(live):
    live.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last.hover()
    assert lit(live, "made-from") == {"encoder.a_2[0]"}
    assert {"teacher_forced.s_0[0]", "greedy.s_0[0]"} <= lit(live, "makes")
    live.locator("h1").hover()
    assert lit(live, "made-from") == set()


SECOND = "[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[1]']"
HTML = "text/html; charset=utf-8"
TOUCH = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}


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
    panel = page.locator("[data-example=encoder]")
    for button in ("[data-preset='1']", "[data-preset='0']", "[data-forward]", "[data-forward]"):
        found = panel.locator(button)
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
    assert panel.locator("output").inner_text() == "step 2 of 2"


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
        live.wait_for_timeout(400)
        session.send("HeapProfiler.collectGarbage")
        used.append(session.send("Runtime.getHeapUsage")["usedSize"] / 2**20)
        nodes = session.send("Memory.getDOMCounters")["nodes"]
    assert used[2] < used[0] * 1.25 + 1, used
    assert nodes < 200_000
    assert live.evaluate("history.length") < 50


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_card_and_a_used_panel_have_no_violation_of_accessibility(scheme, open_page):
    page = wake(open_page(color_scheme=scheme))
    page.evaluate(EDIT, {"encoder.U": [0.25, -0.75]})
    page.locator("[data-example=encoder] [data-forward]").click()
    field(page, "encoder.b[0]").fill("")
    page.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last.click()
    page.wait_for_timeout(1200)  # until the marks of the change are gone
    rules = ["color-contrast"] if scheme == "dark" else []  # all else is as in light
    assert violations(page, *rules) == ""


def test_on_paper_and_without_script_there_is_no_control(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(THEORY)
    assert page.locator("form.live").first.is_hidden()
    page = wake(open_page())
    page.emulate_media(media="print")
    assert page.locator("form.live input:visible, form.live button:visible").count() == 0


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


def test_after_instant_navigation_the_numbers_still_follow(open_page, site_url, built_site):
    page = open_page()
    address = {"home": site_url, "theory": site_url + THEORY}

    def with_instant_navigation(route):
        path = route.request.url.partition("?")[0].removeprefix(site_url)
        text = (built_site / path / "index.html").read_text("utf-8")
        body = text.replace('"features": [', '"features": ["navigation.instant", ', 1)
        with suppress(Error):  # the page may have gone on
            route.fulfill(body=body, content_type=HTML)

    places = "".join(f"<url><loc>{place}</loc></url>" for place in address.values())
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap, content_type="text/xml"))
    page.route(lambda url: url.split("?")[0].endswith("/"), with_instant_navigation)
    home = page.locator(".md-header a.md-logo")
    edit = {"encoder.b": [0.5, -0.25]}
    edited = Expected({"encoder": ENCODER}, edit).number("encoder.h_2[0]", "")
    number = page.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last

    page.goto("notebooks/encoder/", wait_until="networkidle")  # until the theme knows the site map
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


class Masked(NamedTuple):
    y: Any


def masked(mask, x, i, n):
    return Masked(np.where(mask, x, n * 1.0) + x[i])


MASKED = WorkedExample(
    masked,
    mask=np.array([True, False]),
    x=np.array([0.5, 0.25]),
    i=np.int64(1),
    n=np.int8(-3),
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
    page.route("**/masked/*", lambda route: route.fulfill(body=body, content_type=HTML))
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
    assert violations(page) == ""


def test_a_box_that_is_ticked_while_the_script_is_loaded_counts_once(other_page):
    page, held = other_page, []
    page.route("**/live/session.js", lambda route: held.append(route))
    page.reload()
    field(page, "masked.mask[0]").press("Space")
    page.locator("data[data-value='masked.y[0]']").hover()
    held[0].continue_()
    page.wait_for_function("location.search === '?masked.mask=0,0'")
    assert not field(page, "masked.mask[0]").is_checked()
