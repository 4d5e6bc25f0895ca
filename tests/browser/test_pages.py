"""Every page in a real browser: light and dark, narrow, without JavaScript."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.chromium import settle
from tests.browser.accessibility import violations
from tests.browser.conftest import OpenPage, watch
from tests.browser.diagrams import LABELS
from tests.browser.searching import open_search
from tests.conftest import ROOT

DOCS = ROOT / "docs"
THEORY = "rnn-theory/"
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
BORROWED = ("contributing/", "notebooks/bptt", "notebooks/train", "reference/", "source/")
"""Pages whose dark colours are those of the others."""


def addresses() -> list[str]:
    """Every page that a reader comes to, and two pages of source for all of them."""
    files = [*DOCS.rglob("*.md"), *(DOCS / "notebooks").glob("*.py")]
    names = (file.relative_to(DOCS).with_suffix("").as_posix() for file in files)
    pages = [name for name in names if not name.startswith(("source/", "vendor/"))]
    pages += ["source/models/rnn", "source/trace"]
    return sorted("" if page == "index" else f"{page}/" for page in pages)


def test_every_page_is_opened_here(built_site: Path):
    found = {
        file.relative_to(built_site).as_posix().removesuffix("index.html")
        for file in built_site.rglob("*.html")
    }
    known = {page for page in addresses() if not page.startswith("source/")}
    # The links of 404.html need to know the site's address.
    assert {page for page in found if not page.startswith("source/")} == {*known, "404.html"}


class Visit(NamedTuple):
    """What a page was like: in light on a desk, in dark on a phone, in dark on a desk."""

    has_heading: bool
    light: int
    violations: str
    labels_outside: list[str]
    dark: int
    width_on_phone: int
    hidden_on_phone: list[str]
    dark_violations: str
    faults: list[str]


ONE_ROW_OF_A_KIND = """() => {
    const kinds = new Set();
    for (const row of document.querySelectorAll("tbody tr")) {
        const kind = row.outerHTML.replace(/(?<! class)="[^"]*"|>[^<]*/g, "");
        if (kinds.has(kind)) row.remove();
        kinds.add(kind);
    }
}"""

HIDDEN_SCROLLERS = """async () => {
    const style = document.createElement("style");
    style.textContent = "* { content-visibility: visible !important }";
    document.head.append(style);
    for (const folded of document.querySelectorAll("details")) folded.open = true;
    const hidden = () => [...document.querySelectorAll(".md-content *")].filter((block) => {
        const {overflowX, backgroundImage} = getComputedStyle(block);
        const scrolls = ["auto", "scroll"].includes(overflowX)
            && block.clientWidth > 1 && block.scrollWidth > block.clientWidth + 1;
        const takesFocus = block.tabIndex >= 0 || block.querySelector("a[href]");
        return scrolls && (!takesFocus || backgroundImage === "none");
    });
    for (let n = 0; n < 50 && hidden().length; n += 1) { // measured once it is laid out
        await new Promise((done) => setTimeout(done, 100));
    }
    return hidden().map((block) => `${block.className}: ${block.textContent.slice(0, 40)}`);
}"""
"""What scrolls sideways and either takes no focus or does not show that it scrolls."""


def brightness(page: Page) -> int:
    """From 0, black, to 765."""
    shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(int(channel) for channel in re.findall(r"\d+", shown)[:3])


class Reader(NamedTuple):
    """A window of the browser that goes from page to page, and what went wrong on them."""

    page: Page
    faults: list[str]

    def goes_to(self, address: str, viewport: dict[str, int]) -> None:
        """Begin to load a page."""
        self.page.set_viewport_size(viewport)
        self.page.goto(address, wait_until="commit")


@pytest.fixture(scope="module")
def readers(browser: Browser, site_url: str) -> Iterator[dict[str, Reader]]:
    """One who has it light, and one who has it dark: a window for each page would take a second."""
    made = {}
    for scheme in ("light", "dark"):
        faults: list[str] = []
        # A context for each: the theme remembers the first scheme that a reader has seen.
        context = browser.new_context(
            base_url=site_url, service_workers="block", color_scheme=scheme
        )
        watch(context, faults)
        made[scheme] = Reader(context.new_page(), faults)
    yield made
    for reader in made.values():
        reader.page.context.close()


@pytest.fixture(scope="module", params=addresses())
def visit(request: pytest.FixtureRequest, readers: dict[str, Reader]) -> Visit:
    """Open a page once in each scheme, and look at all that takes a page that is open."""
    address: str = request.param
    readers["light"].goes_to(address, DESK)
    readers["dark"].goes_to(address, PHONE)  # one loads as the other does

    page = readers["light"].page
    settle(page)
    has_heading, light = page.locator("h1").first.is_visible(), brightness(page)
    if address == "reference/values/":  # thousands of rows
        page.evaluate(ONE_ROW_OF_A_KIND)
    # All pages of source are alike; this one is long.
    wrong = "" if address == "source/trace/" else violations(page)
    _, outside = page.evaluate(LABELS)

    page = readers["dark"].page
    page.wait_for_load_state()
    dark = brightness(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    hidden = page.evaluate(HIDDEN_SCROLLERS)
    page.set_viewport_size(DESK)
    # All but the colours is as in light.
    in_dark = "" if address.startswith(BORROWED) else violations(page, "color-contrast")

    faults = []
    for reader in readers.values():
        reader.page.goto("about:blank")  # what this page still does is not the next one's fault
        faults += reader.faults
        reader.faults.clear()
    return Visit(has_heading, light, wrong, outside, dark, wide, hidden, in_dark, faults)


def test_a_page_opens_without_an_error_and_asks_no_other_host(visit: Visit):
    assert visit.has_heading
    assert visit.faults == []


def test_the_labels_of_diagrams_stand_inside_their_boxes(visit: Visit):
    assert visit.labels_outside == []


def test_a_page_is_light_or_dark_as_its_reader_is(visit: Visit):
    assert visit.light > 384 > visit.dark


def test_what_scrolls_on_a_phone_shows_it_and_is_reached_by_keyboard(visit: Visit):
    assert visit.hidden_on_phone == []


def test_a_phone_does_not_scroll_a_page_sideways(visit: Visit):
    assert visit.width_on_phone <= 390


def test_a_page_has_no_violation_of_accessibility(visit: Visit):
    assert visit.violations == ""
    assert visit.dark_violations == ""


def test_a_violation_in_one_of_many_formulas_is_found_and_none_of_them_changes(page):
    page.goto("softmax/")
    part = page.locator(".katex-html .computed").nth(40)
    formulas = "[...document.querySelectorAll('.katex')].map((formula) => formula.outerHTML)"
    for plant in ("part.style = 'color: #ddd'", "part.parentElement.style = 'background: #345'"):
        part.evaluate(f"(part) => {{ {plant}; }}")
        before = page.evaluate(formulas)
        assert "color-contrast" in violations(page, "color-contrast")
        assert page.evaluate(formulas) == before
        part.evaluate("(part) => { part.style = part.parentElement.style = ''; }")
    assert violations(page, "color-contrast") == ""
    read_aloud = page.locator(".katex-mathml mi").nth(40)
    for name, value, rule in (("lang", "xx", "valid-lang"), ("role", "sum", "aria-roles")):
        read_aloud.evaluate("(part, given) => part.setAttribute(...given)", [name, value])
        before = page.evaluate(formulas)
        assert rule in violations(page, rule)
        assert page.evaluate(formulas) == before
        read_aloud.evaluate("(part, name) => part.removeAttribute(name)", name)
    assert violations(page, "valid-lang", "aria-roles") == ""


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
    page.goto("")
    open_search(page)
    field, results = page.locator(".md-search__input"), page.locator(".md-search-result__link")
    for typed, place in {
        "hidden state": THEORY,
        **dict.fromkeys(("पानी", "bos", "<bos>", "pānī", "pani", "piyo", "beginning"), THEORY),
        **dict.fromkeys(("eos", "encoder.h_1", "0.79253", "−0.1"), ""),
    }.items():
        field.fill("")
        field.press("End")  # the theme listens to keys
        results.first.wait_for(state="detached")
        page.keyboard.insert_text(typed)
        field.press("End")
        page.locator(f".md-search-result__link[href*='/{place}']").first.wait_for(state="attached")
    field.fill("पियो")
    field.press("End")
    marked = page.locator(".md-search-result__article mark", has_text="पियो").first
    marked.wait_for(state="attached")
    assert marked.evaluate("e => e.closest('[lang]').lang") == "hi"
