"""The translator's modules as they are written, in a page; and sentences for them."""

from functools import cache

from rnn_examples.paths import ROOT
from rnn_examples.translator.splits import SEED, TESTS, corpus

SOURCES = ROOT / "docs" / "javascripts" / "translator"


@cache
def sentences(count):
    """English words of every split."""
    data = corpus(SEED, dict.fromkeys(TESTS, count))
    return [pair.english for split in TESTS for pair in data[split]]


def with_sources(page):
    """Serve the modules below the built site, at /rnn/sources/."""

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        text = (SOURCES / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript")

    page.route("**/rnn/sources/*.js", answer)
    page.goto("reference/hindi-grammar/")
