"""The site as its readers get it: light, dark, on a phone, on paper, without script."""

import re

import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "device_scale_factor": 2}
THEORY = "rnn-theory/"


def test_without_script_no_control_is_dead(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(THEORY)
    assert page.locator("[data-md-component=palette] label:visible").count() == 0
    page.locator("details summary").first.click()
    assert page.locator("details[open] .derivation").first.is_visible()


def test_what_is_scrolled_sideways_can_be_reached_by_keyboard(open_page):
    page = open_page(**PHONE)
    page.goto(THEORY)
    page.wait_for_function(
        """() => {
            const wide = [...document.querySelectorAll(".math, .table-scroll, figure.diagram")]
                .filter(block => block.scrollWidth > block.clientWidth + 1
                        && getComputedStyle(block).overflowX === "auto");
            return wide.length && wide.every(block => block.tabIndex >= 0);
        }"""
    )


def test_what_comes_by_instant_navigation_can_be_reached_too(open_page):
    page = open_page()
    page.goto(THEORY)
    page.wait_for_function("window.document$")
    page.evaluate(
        """() => {
            const [wide, narrow] = [500, 50].map(width => {
                const block = document.createElement("div");
                block.className = "math";
                block.style = "width: 100px; content-visibility: visible";
                block.innerHTML = `<div style="width: ${width}px">x</div>`;
                if (width < 100) block.tabIndex = 0;
                return block;
            });
            document.querySelector("article").prepend(wide, narrow);
            document$.next(document);
        }"""
    )
    page.wait_for_function(
        """() => {
            const [wide, narrow] = document.querySelectorAll("article > .math");
            return wide.tabIndex === 0 && !narrow.hasAttribute("tabindex");
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_the_text_alone(open_page, scheme):
    page = open_page(color_scheme=scheme)
    page.goto(THEORY)
    page.emulate_media(media="print", color_scheme=scheme)
    for chrome in (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-top"):
        assert page.locator(f"{chrome}:visible").count() == 0, chrome
    assert page.locator("article").is_visible()


def test_the_home_page_prints_on_one_sheet_and_no_formula_is_cut(open_page):
    page = open_page()
    page.goto("")
    assert sheets(page.pdf(format="A4", prefer_css_page_size=True)) == 1
    page.goto(THEORY)
    page.set_viewport_size({"width": 700, "height": 1000})  # a sheet less its margins
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".math, .table-scroll, figure.diagram")]
            .filter(block => block.getBoundingClientRect().right > 700
                    || block.scrollWidth > block.clientWidth + 2)
            .map(block => block.textContent.slice(0, 40))"""
    )
    assert cut == []


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_numbers_of_the_visible_and_of_the_spoken_formulas_are_the_same(page):
    page.goto(THEORY)
    differing = page.evaluate(
        """() => [...document.querySelectorAll(".katex")].filter(formula => {
            const read = part => [...formula.querySelectorAll(`${part} [data-value]`)]
                .map(number => `${number.dataset.value}=${number.textContent}`).sort().join();
            return read(".katex-html") !== read(".katex-mathml");
        }).length"""
    )
    assert differing == 0
    assert page.locator(".katex-html [data-value]").count() > 200


def test_devanagari_is_shown_in_its_own_font(page):
    page.goto(THEORY)
    page.wait_for_function(
        """[...document.fonts].some(
            font => font.status === "loaded" && /devanagari/i.test(font.family))"""
    )
