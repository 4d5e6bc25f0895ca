"""What a reader changes: every number of the page against the package on the same inputs."""

import json
import random
from contextlib import suppress
from functools import cache

import pytest
from playwright.sync_api import Error

from rnn_examples.examples import load
from tests.browser.accessibility import violations
from tests.browser.conftest import watch
from tests.browser.edits import PROBLEM, Expected

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
    field = page.locator("form.live input[type=number]").first
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
            for at in range(len(numbers)):
                if chance.random() < 0.7:
                    is_token = node.value.dtype.kind == "i"
                    numbers[at] = chance.randrange(4) if is_token else any_number(chance)
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
        ("1e", "encoder.b[0]", "Type a number, such as 0.5 or -2."),
        ("1e400", "encoder.b[0]", "number"),
        ("--1", "encoder.b[0]", "Type a number, such as 0.5 or -2."),
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
    assert told in problem.inner_text()
    entry.evaluate("e => e.blur()")
    assert entry.input_value() != ""
    assert entry.get_attribute("aria-invalid") is None
    if typed == "":
        assert entry.input_value() == good
        assert differences(live, {})[0] == []


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


def test_pointing_at_a_number_lights_up_its_kin(live):
    live.locator("[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']").last.hover()

    def lit(kind):
        values = f"[...document.querySelectorAll('.{kind}')].map(e => e.dataset.value)"
        return set(live.evaluate(values))

    assert lit("made-from") == {"encoder.a_2[0]"}
    assert {"teacher_forced.s_0[0]", "greedy.s_0[0]"} <= lit("makes")
    live.locator("h1").hover()
    assert lit("made-from") == set()


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


def test_after_instant_navigation_the_numbers_still_follow(open_page, site_url):
    page = open_page()

    def with_instant_navigation(route):
        with suppress(Error):  # the page may go on before the answer has come
            answer = route.fetch()
            body = answer.text().replace('"features": [', '"features": ["navigation.instant", ', 1)
            route.fulfill(response=answer, body=body)

    places = "".join(f"<url><loc>{site_url}{path}</loc></url>" for path in ("", THEORY))
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=sitemap, content_type="text/xml"))
    page.route(lambda url: url.split("?")[0].endswith("/"), with_instant_navigation)
    page.goto("reference/package/", wait_until="networkidle")
    page.evaluate("window.isTheSame = true")
    for _ in range(2):  # there, away, and there again
        page.locator(f"a[href*='{THEORY}']:visible").first.click()
        page.wait_for_url(f"**/{THEORY}")
        page.wait_for_selector("form.live")
        assert page.evaluate("window.isTheSame")  # no page was loaded
        entry = field(page, "encoder.b[0]")
        entry.focus()
        page.wait_for_function("document.body.dataset.live === 'awake'")
        page.evaluate("document$.next(document)")  # the theme may say late that a page is shown
        page.wait_for_timeout(100)
        page.evaluate(EDIT, {"encoder.b": [0.5, -0.25]})
        assert differences(page, {"encoder.b": [0.5, -0.25]})[0] == []
        page.wait_for_function("location.search.includes('encoder.b')")
        page.locator(
            "[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']"
        ).last.click()
        page.locator(".why").wait_for(state="visible")
        page.keyboard.press("Escape")
        page.locator(".md-header a.md-logo, .md-nav__link[href='../']").first.click()
        page.wait_for_url(site_url)
        page.wait_for_function("document.querySelector('.why') === null")
        page.go_back()
        page.wait_for_url(f"**/{THEORY}?encoder.b=0.5,-0.25")
        page.wait_for_function("document.body.dataset.live === 'awake'")
        assert differences(page, {"encoder.b": [0.5, -0.25]})[0] == []
        page.locator(".md-header a.md-logo, .md-nav__link[href='../']").first.click()
        page.wait_for_url(site_url)
