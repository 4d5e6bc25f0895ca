"""The site as it is now, built, served, and a browser to look at it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import chromium
from benchmarks.copies import ROOT
from benchmarks.figure import build_site
from benchmarks.server import serve


@contextmanager
def in_browser() -> Iterator[tuple[Browser, str]]:
    """Build the site; give a browser, and the site's address."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build_site(ROOT, site)
        with serve(site) as address, sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            yield browser, address
            browser.close()
