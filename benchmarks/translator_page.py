"""The translator in a browser: the first translation after the weights are here, then one by one.

`python -m benchmarks.translator_page` builds the site and measures.
"""

import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser

from benchmarks import built
from benchmarks.chromium import settle
from benchmarks.figure import Figure, show

PAGE = "translator/"

FIRST = """() => new MutationObserver((_, watching) => {
  if (!document.querySelector(".translator-words")) return;
  watching.disconnect();
  window.first = performance.now();
}).observe(document, { childList: true, subtree: true })"""
"""When the first translation is shown."""

AFTER = """() => window.first - Math.max(...performance.getEntriesByType("resource")
  .filter(({ name }) => /translator\\/.*(weights|json)$/.test(name))
  .map((file) => file.responseEnd))"""

EACH = """async (count) => {
  const { sentences } = await (await fetch("../assets/translator/words.json")).json();
  const field = document.querySelector(".translator input");
  const output = document.querySelector(".translator output");
  const times = [];
  for (const sentence of sentences.slice(0, count)) {
    const start = performance.now();
    const shown = new Promise((resolve) => new MutationObserver((_, watching) => {
      watching.disconnect();
      output.getBoundingClientRect(); // it is laid out
      resolve(performance.now() - start);
    }).observe(output, { childList: true }));
    field.value = sentence;
    field.dispatchEvent(new Event("input"));
    times.push(await shown);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""
"""From the input to the translation in the page, in milliseconds."""


def measure() -> Iterator[Figure]:
    """Build the site and measure its page."""
    with built.in_browser() as (browser, address):
        yield from figures(browser, address)


def figures(browser: Browser, address: str, count: int = 60) -> Iterator[Figure]:
    """The page as it comes first, and so many sentences, also on a slowed processor."""
    for slow, limit in ((1, "≤ 20 ms"), (4, "≤ 100 ms")):
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
        page.add_init_script(f"({FIRST})()")
        page.goto(address + PAGE)
        page.locator(".translator-words").wait_for()
        yield Figure(
            f"first translation after its files are loaded, processor slowed {slow} ×",
            f"{page.evaluate(AFTER):.0f} ms",
            "≤ 1000 ms" if slow == 1 else "",
            "with what belongs to it in the page",
        )
        settle(page)
        for beam in ("1", "5"):
            page.locator("select[name=beam]").select_option(beam)
            times = page.evaluate(EACH, count)
            yield Figure(
                f"a sentence, beam {beam}, processor slowed {slow} ×",
                f"{statistics.median(times):.1f} ms",
                limit if beam == "1" else "",
                f"until it is laid out; median of {len(times)}, nine in ten "
                f"≤ {statistics.quantiles(times, n=10)[-1]:.1f} ms",
            )
        page.close()


if __name__ == "__main__":
    show([measure()])
