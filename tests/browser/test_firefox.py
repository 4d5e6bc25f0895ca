"""Every page in Firefox; and what a reader does: an edit, the card of a number, the way back."""

import os
from collections.abc import Iterator

import pytest

from tests.browser.bidi import Firefox, find, launch
from tests.browser.diagrams import LABELS
from tests.browser.test_pages import addresses
from tests.browser.theory_page import THEORY, differences

NO_FIREFOX = "No Firefox was found: install it (Debian: apt-get install firefox-esr)."

UP, ESCAPE = "\ue013", "\ue00c"
CARD_IS_SHOWN = "document.querySelector('.why')?.matches(':popover-open') ?? false"


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Start Firefox, once; without one, only a run that is nobody's own must fail."""
    program = find()
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_FIREFOX)
    with launch(program, tmp_path_factory.mktemp("firefox")) as browser:
        browser.resize(1280, 720)
        yield browser


@pytest.fixture
def firefox(started: Firefox) -> Iterator[Firefox]:
    """Firefox, in which nothing may go wrong as long as the test runs."""
    yield started
    faults = started.faults.copy()
    started.faults.clear()
    assert faults == []


INCOMPLETE = """() => {
    const parts = {msub: 2, msup: 2, mfrac: 2, mover: 2, munder: 2, msubsup: 3, munderover: 3};
    return Object.entries(parts).flatMap(([name, count]) => [...document.querySelectorAll(name)]
        .filter((part) => part.childElementCount !== count).map((part) => part.outerHTML));
}"""


@pytest.mark.parametrize("address", addresses())
def test_a_page_is_whole_and_its_labels_stand_inside_their_boxes(address, firefox, site_url):
    firefox.goto(site_url + address)
    assert firefox.evaluate("document.querySelector('h1').getBoundingClientRect().height") > 0
    _, outside = firefox.evaluate(LABELS)
    assert outside == []
    assert firefox.evaluate(INCOMPLETE) == []


def test_what_goes_wrong_in_a_page_is_noted(firefox, site_url):
    firefox.goto(site_url)
    firefox.evaluate("void setTimeout(() => { throw new Error('planted') })")
    firefox.evaluate("fetch('no-such-file').then(() => 0)")
    firefox.evaluate("fetch('https://example.org').catch(() => 0)")
    firefox.wait_for("true")
    faults = firefox.faults.copy()
    firefox.faults.clear()
    for said in ("planted", "status 404", "asked another host"):
        assert any(said in fault for fault in faults), faults


def test_the_diagrams_have_labels(firefox, site_url):
    firefox.goto(site_url + THEORY)
    count, _ = firefox.evaluate(LABELS)
    assert count > 20


def test_a_label_that_is_cut_off_or_too_long_is_found(firefox, site_url):
    firefox.goto(site_url + THEORY)
    firefox.evaluate("""() => {
        const [one, other] = document.querySelectorAll("figure.diagram .edgeLabel foreignObject");
        one.style.overflow = "hidden";
        other.querySelector("p").append(" and more");
    }""")
    _, outside = firefox.evaluate(LABELS)
    assert [text.split(":")[0] for text in outside] == ["U", "W, one step later and more"]


def test_an_edit_changes_numbers_and_the_way_back_restores_them(firefox, site_url):
    firefox.goto(site_url + THEORY)
    firefox.click("[data-input='encoder.W[0,1]']")
    firefox.wait_for("document.body.dataset.live === 'awake'")
    firefox.type(UP + UP)
    firefox.wait_for("location.search === '?encoder.W=0.3,0.1,0,0.2'")
    wrong, compared = differences(firefox, {"encoder.W": [0.3, 0.1, 0, 0.2]})
    assert wrong == []
    assert compared
    firefox.back()
    firefox.wait_for("location.search === ''")
    assert differences(firefox, {})[0] == []


OUTSIDE = """[...document.querySelectorAll(".live-entries [data-input]")].filter(field => {
    const [{right}, brackets] = [field, field.parentElement].map(e => e.getBoundingClientRect());
    return right > brackets.right;
}).map(field => field.dataset.input)"""


def test_the_brackets_of_a_matrix_stand_around_its_fields(firefox, site_url):
    firefox.goto(site_url + THEORY)
    assert firefox.evaluate(OUTSIDE) == []


def test_a_click_on_a_number_opens_its_card_and_escape_closes_it(firefox, site_url):
    firefox.goto(site_url + THEORY)
    number = "[data-of='encoder.h_2'] .katex-html [data-value='encoder.h_2[0]']"
    firefox.click(number)
    firefox.wait_for(CARD_IS_SHOWN)
    assert "encoder.h_2[0]" in firefox.evaluate("document.querySelector('.why').textContent")
    firefox.type(ESCAPE)
    firefox.wait_for(f"!({CARD_IS_SHOWN})")


def test_a_link_to_a_value_unfolds_its_table(firefox, site_url):
    firefox.goto(f"{site_url}reference/values/#encoder.h_2")
    firefox.wait_for("document.getElementById('encoder.h_2').checkVisibility()")
