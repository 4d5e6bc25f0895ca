"""What only Zensical needs: it stops at the first exception, the report is about every page."""

from pathlib import Path

from zensical.markdown.render import render

from rnn_examples.authoring import texts
from rnn_examples.pages.addresses import page_address
from rnn_examples.pages.site import Site
from rnn_examples.report import report


def read_other_pages(docs: Path, source: str, site: Site) -> None:
    """Read every page but the one that is being read, and keep their faults."""
    first = report.faults()
    report.collect()
    report.add(first)
    for file in sorted(docs.rglob("*.md")):
        other = file.relative_to(docs).as_posix()
        if other != source:
            text = texts.FRONT_MATTER.sub("", texts.read(file))
            render(text, other, page_address(other, site))
