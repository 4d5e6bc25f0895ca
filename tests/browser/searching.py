"""The field of the search."""

from playwright.sync_api import Page

IS_OPEN = "document.activeElement.matches('.md-search__input')"


def open_search(page: Page) -> None:
    """Press / until it opens the search: on a slow machine the theme begins to listen late."""
    for _ in range(300):
        page.keyboard.press("/")
        if page.evaluate(IS_OPEN):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the key / does not open the search")
