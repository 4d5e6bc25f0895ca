"""One page through Markdown, with the extensions that the site has."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import markdown
from markdown.treeprocessors import Treeprocessor

from rnn_examples.pages.markdown import _file, mermaid_fence, mermaid_options, slug
from rnn_examples.pages.site import DEFAULT, Site
from rnn_examples.report import report

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "rnn_examples.pages.markdown",
]


class MkDocsFile(Treeprocessor):
    """Tells which file a page is, as MkDocs does."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.file = SimpleNamespace(src_uri=path.name, abs_src_path=str(path))

    def run(self, root: object) -> None:
        pass


def converter(path: Path | None = None, site: Site = DEFAULT) -> markdown.Markdown:
    fence = {
        "name": "mermaid",
        "class": "mermaid",
        "format": mermaid_fence,
        "validator": mermaid_options,
    }
    md = markdown.Markdown(
        extensions=EXTENSIONS,
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": "Back to the text"},
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.superfences": {"custom_fences": [fence]},
            "pymdownx.tabbed": {"alternate_style": True},
            "rnn_examples.pages.markdown": {"site": site},
            "toc": {"permalink": True, "slugify": slug},
        },
    )
    _file.set(("", None, None))
    if path:
        md.treeprocessors.register(MkDocsFile(path), "relpath", 0)
    return md


@contextmanager
def collecting() -> Iterator[None]:
    report.collect()
    try:
        yield
    finally:
        report.is_collecting = False


def convert(text: str, site: Site = DEFAULT) -> str:
    """Convert a page that has no faults: a fault is raised."""
    return converter(site=site).convert(text)


def faults_of(text: str, folder: Path, front_matter: str = "") -> list[str]:
    """Write the page to page.md, convert it as MkDocs does, and return its faults."""
    path = folder / "page.md"
    path.write_text(front_matter + text, "utf-8")
    with collecting():
        converter(path).convert(text)
    return [str(fault).replace(str(path), "page.md") for fault in report.faults()]
