"""Pages as a reader gets them: their weight over the wire, and the time until one paints."""

import gzip
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from benchmarks import chromium
from benchmarks.build import LESSONS
from benchmarks.copies import ROOT
from benchmarks.figure import Figure, build_site
from benchmarks.server import serve

PAGE = "rnn-theory/"
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", "/")
RUNS = 7


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build_site(ROOT, site)
        with serve(site) as address, sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            weights = _weights(browser, address, PAGE)
            lessons = {
                sum(_weights(browser, address, f"{lesson}/").values()): lesson for lesson in LESSONS
            }
            painted = {slow: _painted(browser, address, slow) for slow in (1, 4)}
            browser.close()
    total = sum(weights.values())
    fonts = sum(size for path, size in weights.items() if path.endswith(".woff2"))
    yield Figure(
        "theory page over the wire",
        f"{total / 1000:.0f} KB, of it fonts {fonts / 1000:.0f} KB",
        "≤ 300 KB",
        f"{len(weights)} files, text gzipped; first visit in Chromium",
    )
    heaviest = max(lessons)
    yield Figure(
        "heaviest lesson over the wire",
        f"{heaviest / 1000:.0f} KB, the lightest {min(lessons) / 1000:.0f} KB",
        "≤ 350 KB",
        f"/{lessons[heaviest]}/ of {len(LESSONS)}; first visit in Chromium",
    )
    for slow, milliseconds in painted.items():
        yield Figure(
            "theory page, time to first contentful paint",
            f"{milliseconds:.0f} ms",
            "",
            f"processor slowed {slow} ×, local server; median of {RUNS} first visits",
        )


def _weights(browser: Browser, address: str, name: str) -> dict[str, int]:
    """Bytes of each file that a first visit loads."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        path = response.url.removeprefix(address).partition("?")[0]
        body = response.body()
        packed = path == "" or path.endswith(COMPRESSED)
        weights[path or "/"] = len(gzip.compress(body, 9)) if packed else len(body)

    page.on("response", weigh)
    page.goto(address + name, wait_until="networkidle")
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 600):  # fonts load when their text comes into view
        page.evaluate(f"window.scrollTo(0, {top})")
    page.wait_for_load_state("networkidle")
    page.close()
    return weights


def _painted(browser: Browser, address: str, slow: int) -> float:
    times = []
    for _ in range(RUNS):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
        page.goto(address + PAGE, wait_until="load")
        times.append(
            page.evaluate(
                """() => new Promise(resolve => new PerformanceObserver(list => {
                  const entry = list.getEntriesByName("first-contentful-paint")[0];
                  if (entry) resolve(entry.startTime);
                }).observe({type: "paint", buffered: true}))"""
            )
        )
        context.close()
    return statistics.median(times)
