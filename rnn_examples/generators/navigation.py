"""Pages of the whole site: files that make none, links that may lead to another heading."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic

NO_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".rst", ".ipynb")
"""Files that are meant as pages."""

RENAMED = "a page is a .md file, or in notebooks/ a .py file with cells"


def no_pages(files: Files, config: MkDocsConfig) -> Iterator[Diagnostic]:
    """Files that would be published as they are, though they are meant as pages."""
    for file in files:
        if is_meant(file):
            path = Path(file.src_uri)
            make = f"`jupytext --to py:percent {path.name}` makes one of it"
            remedy = make if path.suffix == ".ipynb" else "rename it"
            yield Diagnostic(
                str(file.abs_src_path), 1, 1, f"no page is made of it: {RENAMED}; {remedy}"
            )
    written = texts.read(Path(config.config_file_path))
    for entry in _entries(config.nav):
        named = files.get_file_from_path(entry)
        if named and not named.is_documentation_page() and not is_meant(named):
            what = f"no page is made of {entry}: {RENAMED}; link to other files from a page"
            yield Diagnostic(config.config_file_path, *texts.place(written, entry), what)


def is_meant(file: File) -> bool:
    """Whether a file is meant as a page and none is made of it."""
    suffix = Path(file.src_uri).suffix
    return suffix.lower() in NO_PAGES and suffix != ".md"


def _entries(nav: Any) -> Iterator[str]:
    """What the navigation names, at any depth."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _entries(part)


def in_order(files: Files, config: MkDocsConfig) -> Files:
    """The files: last the pages that the navigation names, in its order."""
    named = map(files.get_file_from_path, _entries(config.nav))
    pages = [file for file in named if file and file.is_documentation_page()]
    return Files([*(file for file in files if file not in pages), *pages])


def ambiguous(files: Files) -> Iterator[Diagnostic]:
    """Links to one of several headings of the same title: which one depends on their order."""
    for page in (file.page for file in files.documentation_pages()):
        if page is None or not page.links_to_anchors:
            continue
        path = str(page.file.abs_src_path or page.file.src_uri)
        text = texts.of_page(page.file)
        for target, links in page.links_to_anchors.items():
            ids = set(_ids(target.page.toc if target.page else ()))
            for anchor, link in links.items():
                title = re.sub(r"_\d+$", "", anchor)
                is_one_of_several = anchor in ids and f"{title}_1" in ids
                if not is_one_of_several or (title and title not in ids):
                    continue
                if written := re.search(rf'[(\s"]{re.escape(link)}[)\s"]', text):
                    what = "which heading it leads to depends on their order: give each its own id"
                    place = texts.place(text, written[0])
                    yield Diagnostic(
                        path, place[0], place[1] + 1, f"{link}: {what}, ## Title {{ #id }}"
                    )


def _ids(toc: Any) -> Iterator[str]:
    for link in toc:
        yield link.id
        yield from _ids(link.children)
