"""What only Zensical needs: it stops at the first exception, the report is about every page."""

import re
from pathlib import Path

from zensical.markdown.render import render

from rnn_examples.pages.addresses import page_address
from rnn_examples.pages.site import Site
from rnn_examples.report import report

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)


def read_other_pages(docs: Path, source: str, site: Site) -> None:
    """Read every page but the one that is being read, and keep their faults."""
    first = report.faults()
    report.collect()
    report.add(first)
    for file in sorted(docs.rglob("*.md")):
        other = file.relative_to(docs).as_posix()
        if other != source:
            text = FRONT_MATTER.sub("", file.read_text("utf-8-sig", "replace"))
            render(text, other, page_address(other, site))
