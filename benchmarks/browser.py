"""The site in a browser: Lighthouse on every page, our scripts, a key press until it is seen."""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks import chromium, translator_page
from benchmarks.chromium import settle
from benchmarks.copies import ROOT
from benchmarks.figure import Figure, build_site, show
from benchmarks.server import free_port, serve

LIGHTHOUSE = Path(__file__).parent / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PRESSES = 60
MANY = 200

OF_SEARCH = "javascripts/site_search.js"
"""What every page has in place of the theme's search, until something is looked for."""

NO_NODE = "bench-browser needs Node.js 18.16 or newer, with npm, for Lighthouse: install it first"


def measure(pages: list[str] | None = None) -> Iterator[Figure]:
    """Measure these pages, by their addresses on the site; all if none are named."""
    _install_lighthouse()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build_site(ROOT, site, SITE_URL=f"http://127.0.0.1:{port}/")
        chosen = pages or _pages(site)
        with serve(site, port) as address:
            yield from _lighthouse(address, chosen)
            with sync_playwright() as playwright:
                browser = chromium.launch(playwright)
                yield from _scripts(browser, address, site, chosen)
                yield from _key_presses(browser, address, site)
                yield from translator_page.figures(browser, address)
                browser.close()


def _pages(site: Path) -> list[str]:
    """Every page that a reader comes to."""
    files = (file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    return sorted(file.removesuffix("index.html") for file in files if file != "404.html")


# Lighthouse.


def _install_lighthouse() -> None:
    if not (shutil.which("node") and shutil.which("npm")):
        raise SystemExit(NO_NODE)
    if (LIGHTHOUSE / "node_modules").is_dir():
        return
    npm = subprocess.run(
        [shutil.which("npm") or "npm", "ci", "--no-progress"],
        cwd=LIGHTHOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    if npm.returncode:
        raise SystemExit(f"npm could not install Lighthouse:\n{npm.stderr}")


def _lighthouse(address: str, pages: list[str]) -> Iterator[Figure]:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = " ".join(["--no-sandbox"] * root)  # root has none
    command = [shutil.which("node") or "node", "run.mjs", flags, *(address + p for p in pages)]
    run = subprocess.Popen(
        command,
        cwd=LIGHTHOUSE,
        env={**os.environ, "CHROME_PATH": str(chromium.find())},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    for page, line in zip(pages, run.stdout, strict=False):
        found = json.loads(line)
        scores = " ".join(f"{100 * found[category]:.0f}" for category in CATEGORIES)
        print(f"/{page}: {scores}", file=sys.stderr)  # it takes minutes
        failed = f"; not passed: {', '.join(found['failed'])}" if found["failed"] else ""
        yield Figure(
            f"Lighthouse, /{page}",
            scores,
            "≥ 95 100 100 100",
            f"largest paint {found['largest-contentful-paint'] / 1000:.1f} s, "
            f"blocked {found['total-blocking-time']:.0f} ms, "
            f"layout shift {found['cumulative-layout-shift']:.3f} (to reach: < 0.02){failed}",
        )
    if run.wait():
        raise SystemExit("Lighthouse did not finish: see above")


# Our scripts.


def _scripts(browser: Browser, address: str, site: Path, pages: list[str]) -> Iterator[Figure]:
    kinds: dict[str, list[tuple[int, int, str]]] = {"live": [], "numbers": [], "none": []}
    for page in pages:
        html = (site / page / "index.html").read_text("utf-8")
        is_live = '<form class="live' in html
        kind = "live" if is_live else "numbers" if "data-value=" in html else "none"
        loaded, in_use = _loaded_scripts(browser, address, page, is_live=is_live)
        kinds[kind].append((_size(site, in_use), _size(site, loaded), page))
    for kind, name, limit in (
        ("live", "our scripts on a page with live examples", "≤ 18 KB"),
        ("numbers", "our scripts on another page with computed numbers", ""),
        ("none", "our scripts on a page without", "0 KB"),
    ):
        if kinds[kind]:
            in_use, loaded, page = max(kinds[kind])
            yield Figure(
                name,
                f"{in_use / 1000:.1f} KB" + (f", {loaded / 1000:.1f} at first" if in_use else ""),
                limit,
                f"gzipped, everything in use; the most of {len(kinds[kind])} pages: /{page}",
            )


def _size(site: Path, scripts: set[str]) -> int:
    return sum(len(gzip.compress((site / script).read_bytes(), 9)) for script in scripts)


def _loaded_scripts(
    browser: Browser, address: str, name: str, *, is_live: bool
) -> tuple[set[str], set[str]]:
    """Our scripts that come with a page, and those that a reader has who uses all of it."""
    page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(address)))

    def ours() -> set[str]:
        return {name for name in asked if name.startswith("javascripts/")} - {OF_SEARCH}

    page.goto(address + name)
    settle(page)
    loaded = ours()
    number = page.locator("data.computed:visible").first
    if number.count():
        number.click()
        settle(page)
        page.keyboard.press("Escape")
    if is_live:
        _field(page).focus()
        page.keyboard.press("ArrowUp")
        settle(page)
    page.close()
    return loaded, ours()


# A key press.

WATCH = """
() => {
  window.times = [];
  window.scripts = [];
  window.wholes = [];
  let pressed, heard;
  const whole = () => document.body.dataset.live === "busy" ? setTimeout(whole)
    : window.wholes.push(performance.now() - pressed);
  addEventListener("keydown", event => {
    pressed = event.timeStamp;
    heard = performance.now();
  }, true);
  addEventListener("keydown", () => {
    window.scripts.push(performance.now() - heard);
    requestAnimationFrame(() => {
      const painted = new MessageChannel();  // its message comes after the frame is drawn
      painted.port1.onmessage = () => {
        window.times.push(performance.now() - pressed);
        window.painted = window.inSight();
        whole();
      };
      painted.port2.postMessage("");
    });
  });
}
"""
SHOWN = "() => [...document.querySelectorAll('[data-value]')].map(e => e.textContent).join()"
IN_SIGHT = """
() => {
  const isSeen = number => {
    if (!number.checkVisibility({contentVisibilityAuto: true})) return false;
    const {top, bottom, width} = number.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && width > 0;
  };
  window.inSight = () =>
    [...document.querySelectorAll("[data-value]:not(mn)")].filter(isSeen).map(e => e.textContent);
  return window.inSight().length;
}
"""


NUMBERS = ("[data-input]:not([data-step='1'])", "input[data-input]")
"""Fields to press a key in: for a number that is not counted, or where there is none, any."""


def _field(page: Page) -> Locator:
    """A field of the live example with the most numbers in sight; it may be folded away."""
    page.evaluate("document.querySelectorAll('details:has(form.live)').forEach(d => d.open = true)")
    found = (page.locator(f"form.live:has({number})") for number in NUMBERS)
    fields = next(
        [form.locator(number).first for form in forms.all()]
        for number, forms in zip(NUMBERS, found, strict=True)
        if forms.count()
    )

    def numbers_in_sight(field: Locator) -> int:
        field.evaluate("e => e.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(200)
        return page.evaluate(IN_SIGHT)

    chosen = max(fields, key=numbers_in_sight)
    chosen.evaluate("e => e.scrollIntoView({block: 'center'})")
    return chosen


def _key_presses(browser: Browser, address: str, site: Path) -> Iterator[Figure]:
    """From a real key press in a field until every number in sight that follows is painted."""
    found = {}
    for page in _pages(site):
        html = (site / page / "index.html").read_text("utf-8")
        if '<form class="live' in html:
            found[page] = len(re.findall("data-value=", html))
    large = sorted((n, page) for page, n in found.items() if n >= MANY)
    if not large:
        raise SystemExit(f"no page has a live example and {MANY} bound numbers")
    for page, (slow, limit) in product(
        dict.fromkeys((large[0][1], large[-1][1])), ((1, "≤ 16 ms"), (4, "≤ 50 ms"))
    ):
        times, scripts, wholes = _times(browser, address + page, slow)
        yield Figure(
            f"key press to painted, processor slowed {slow} ×",
            f"{statistics.median(times):.1f} ms",
            limit,
            f"/{page}, {found[page]} bound numbers; median of {len(times)} presses, "
            f"nine in ten ≤ {statistics.quantiles(times, n=10)[-1]:.1f} ms; of it our script "
            f"{statistics.median(scripts):.1f} ms, the rest the browser's; numbers out of sight "
            f"follow within {statistics.median(wholes):.0f} ms",
        )


def _times(browser: Browser, address: str, slow: int) -> list[list[float]]:
    """Milliseconds until what is in sight is painted, of our script, until all of the page is."""
    page = browser.new_page()
    page.goto(address)
    settle(page)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    field = _field(page)
    field.focus()
    for n in range(5):  # what is loaded at the first turn is loaded; not up to the field's largest
        page.keyboard.press("ArrowDown" if n % 2 else "ArrowUp")
        page.wait_for_timeout(200)
    page.evaluate(WATCH)
    for n in range(PRESSES):
        before = page.evaluate(SHOWN)
        page.keyboard.press("ArrowUp" if n % 4 < 2 else "ArrowDown")
        page.wait_for_function("n => window.times.length > n", arg=n)
        page.wait_for_function("n => window.wholes.length > n", arg=n)
        page.wait_for_timeout(150 + 7 * n % 50)  # at any moment of a frame
        painted, after = page.evaluate("[window.painted, window.inSight()]")
        if painted != after or page.evaluate(SHOWN) == before:
            raise SystemExit(f"{address}: a key press in a live example was painted too late")
    found = page.evaluate("[window.times, window.scripts, window.wholes]")
    page.close()
    return found


if __name__ == "__main__":
    show([measure(sys.argv[1:])])
