"""Pages as a reader gets them: their weight over the wire, and the time until one paints."""

import gzip
import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser, Response

from benchmarks import built
from benchmarks.chromium import settle
from benchmarks.copies import ROOT
from benchmarks.figure import Figure

PAGE = "rnn-theory/"
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", "/")
RUNS = 7


def measure() -> Iterator[Figure]:
    with built.in_browser() as (browser, address):
        theory = weights(browser, address, PAGE)
        names = [lesson.page.replace(".md", "/") for lesson in lessons(ROOT / "docs")]
        totals = {name: sum(weights(browser, address, name).values()) for name in names}
        painted = {slow: _painted(browser, address, slow) for slow in (1, 4)}
    total = sum(theory.values())
    fonts = sum(size for path, size in theory.items() if path.endswith(".woff2"))
    yield Figure(
        "theory page over the wire",
        f"{total / 1000:.0f} KB, of it fonts {fonts / 1000:.0f} KB",
        "≤ 300 KB",
        f"{len(theory)} files, text gzipped; first visit in Chromium",
    )
    heaviest, lightest = max(totals, key=totals.__getitem__), min(totals.values())
    yield Figure(
        "heaviest lesson over the wire",
        f"{totals[heaviest] / 1000:.0f} KB, the lightest {lightest / 1000:.0f} KB",
        "≤ 350 KB",
        f"/{heaviest} of {len(totals)}; first visit in Chromium",
    )
    for slow, milliseconds in painted.items():
        yield Figure(
            "theory page, time to first contentful paint",
            f"{milliseconds:.0f} ms",
            "",
            f"processor slowed {slow} ×, local server; median of {RUNS} first visits",
        )


def weights(browser: Browser, address: str, name: str) -> dict[str, int]:
    """Bytes of each file that a first visit to a page loads; text as gzip packs it."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    found: dict[str, int] = {}

    def weigh(response: Response) -> None:
        path = response.url.removeprefix(address).partition("?")[0]
        body = response.body()
        packed = path == "" or path.endswith(COMPRESSED)
        found[path or "/"] = len(gzip.compress(body, 9)) if packed else len(body)

    page.on("response", weigh)
    page.goto(address + name, wait_until="load")
    page.add_style_tag(content=READ)
    page.evaluate("document.fonts.ready.then(() => undefined)")
    settle(page)
    page.close()
    return found


READ = "* { content-visibility: visible !important }"
"""Fonts load when their text comes into view."""


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
