"""What axe finds wrong on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AT_REST = """() => document.getAnimations().every(
    (animation) => animation.playState !== "running"
        || animation.effect.getComputedTiming().endTime === Infinity
)"""
"""No colour is on its way to another, as after a change of the window's width."""


def violations(page: Page, *rules: str) -> str:
    """Every violation of these rules, or of all, in words; nothing if there is none.

    axe is not asked for what passes, which would take as long again.
    """
    page.wait_for_function(AT_REST)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=options | ({"runOnly": [*rules]} if rules else {}))
    return found.generate_report() if found.violations_count else ""
