"""A real browser that reaches this machine only, and objects to every fault of a page."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from benchmarks import chromium
from tests.browser.theory_page import THEORY, wake

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser, once."""
    with sync_playwright() as playwright:
        try:
            started = chromium.launch(playwright)
        except FileNotFoundError as nothing:
            raise pytest.fail.Exception(str(nothing), pytrace=False) from None
        yield started
        started.close()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files without a line for each, or for a browser that has turned away meanwhile."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send the file, or as much of it as is wanted."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)


@pytest.fixture(scope="session")
def site_url(built_site: Path) -> Iterator[str]:
    """Serve the built site below /rnn/; return its address, which ends in a slash."""
    handler = partial(QuietHandler, directory=built_site.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{built_site.name}/"
        server.shutdown()


@pytest.fixture
def page_faults() -> list[str]:
    """Return the list that gathers what went wrong in a test's pages.

    It must be empty at the test's end: a test that provokes a fault checks for it and clears it.
    """
    return []


@pytest.fixture
def open_page(browser: Browser, site_url: str, page_faults: list[str]) -> Iterator[OpenPage]:
    """Return a function that opens a page in a context of its own.

    It takes the arguments of Playwright's `Browser.new_context`, as in
    `open_page(color_scheme="dark", viewport={"width": 390, "height": 844})`. Addresses are relative
    to the site: `page.goto("rnn-theory/")`. A request to another host, an error in the console (a
    file that is not there, say) and an exception that no script catches are faults.
    """
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> Page:
        options = {"base_url": site_url, "service_workers": "block", **options}
        contexts.append(browser.new_context(**options))
        watch(contexts[-1], page_faults)
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
    if page_faults:
        pytest.fail("The page has faults:\n" + "\n".join(page_faults), pytrace=False)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Open a page in a context with Playwright's defaults."""
    return open_page()


def watch(context: BrowserContext, faults: list[str]) -> None:
    """Add what goes wrong in a context to the faults."""

    def on_request(url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in {"data", "blob"} and address.hostname != "127.0.0.1":
            faults.append(f"asked another host: {url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text} ({message.location.get('url')})")

    context.on("request", lambda request: on_request(request.url))
    context.on("console", on_console)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))


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
