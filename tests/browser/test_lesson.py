"""A lesson's notation, and the mark that it is finished."""

from benchmarks.chromium import settle

THEORY, TOKENS = "rnn-theory/", "tokens/"


def test_the_notation_opens_and_closes_by_key_and_by_button(open_page):
    page = open_page()
    page.goto(THEORY)
    card = page.locator("#notation")
    assert card.is_hidden()
    page.keyboard.press("k")
    card.wait_for(state="visible")
    assert card.locator("tr").count() > 10
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.get_by_role("button", name="Notation").click()
    assert card.is_visible()
    card.get_by_role("button", name="Close").click()
    assert card.is_hidden()


def test_the_key_of_the_notation_is_a_letter_in_a_field(open_page):
    page = open_page()
    page.goto(THEORY)
    settle(page)
    page.locator(".md-search__input").focus()
    page.keyboard.press("k")
    assert page.locator("#notation").is_hidden()


def test_without_script_the_button_still_opens_the_notation(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(THEORY)
    page.get_by_role("button", name="Notation").click()
    assert page.locator("#notation").is_visible()
    assert page.locator(".lesson-end").is_hidden()


def test_a_finished_lesson_is_ticked_until_it_is_forgotten(open_page):
    page = open_page(viewport={"width": 1400, "height": 900})
    page.goto(THEORY)
    end = page.locator(".lesson-end")
    assert end.get_by_role("button").is_hidden()
    end.locator("input").check()
    page.goto(TOKENS)
    ticked = page.locator("a.md-nav__link.finished")
    ticked.first.wait_for()
    assert [link.strip() for link in ticked.all_inner_texts()] == ["RNN theory"]
    assert not end.locator("input").is_checked()
    end.get_by_role("button").click()
    assert ticked.count() == 0
    assert page.evaluate("localStorage.getItem('finished lessons')") is None
