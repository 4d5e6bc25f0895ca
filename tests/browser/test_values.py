"""The index of values: short on a phone, unfolded by a search or a link, whole without script."""

from playwright.sync_api import Page, expect

INDEX = "reference/values/"
PHONE = {"width": 390, "height": 844}


def row(page: Page, name: str):
    return page.locator(f"tr[id='{name}']")


def test_on_a_phone_it_is_a_few_screens_long(open_page):
    page = open_page(viewport=PHONE)
    page.goto(INDEX)
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * PHONE["height"]
    assert not row(page, "encoder.h_2").is_visible()


def test_a_search_unfolds_what_it_finds_and_folds_it_again(page):
    page.goto(INDEX)
    field = page.locator(".values-search input")
    field.fill("encoder.h_2")
    expect(row(page, "encoder.h_2")).to_be_visible()
    expect(page.locator("h3[id='adam']")).to_be_hidden()
    expect(page.locator("details.values:visible h2").first).to_be_visible()
    field.fill("")
    expect(row(page, "encoder.h_2")).to_be_hidden()
    expect(page.locator("h2[id='of-sgd-momentum-and-adam']")).to_be_visible()
    page.locator("h2[id='of-sgd-momentum-and-adam']").click()
    expect(page.locator("h3[id='adam']")).to_be_visible()


def test_a_search_that_finds_much_unfolds_nothing(page):
    page.goto(INDEX)
    page.locator(".values-search input").fill("np")
    expect(page.locator(".values-search output")).not_to_be_empty()
    assert page.locator("details.index[open]").count() == 0


def test_a_link_to_a_value_unfolds_its_table(page):
    page.goto(f"{INDEX}#encoder.h_2")
    expect(row(page, "encoder.h_2")).to_be_in_viewport()


def test_without_script_all_of_it_is_shown(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(INDEX)
    for name in ("encoder.h_2", "adam.theta_2"):
        row(page, name).scroll_into_view_if_needed()
        assert row(page, name).is_visible()
