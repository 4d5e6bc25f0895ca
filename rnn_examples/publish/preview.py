"""What a preview keeps of one build for the next: pages and oracles whose inputs are the same.

It lives as long as the process, and no build of the site asks it. A page is kept with all that its
making left behind, and only where nothing was wrong with it.
"""

import html
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from rnn_examples.publish import process
from rnn_examples.publish.report import report

ATTRIBUTES = ("content", "toc", "title", "_title_from_render", "present_anchor_ids")
"""What making a page leaves in it, besides links to other pages."""

Make = Callable[[Page, MkDocsConfig, Files], None]


@dataclass(frozen=True)
class Made:
    """A page as it was made."""

    key: str
    attributes: Mapping[str, Any]
    links: Mapping[str, dict[str, str]]
    written: Mapping[str, str]


@dataclass
class Kept:
    """What is kept.

    stamp: when the files were last changed, as the build that is under way found them.
    builds: how many there were, with the one that is under way.
    """

    pages: dict[str, Made] = field(default_factory=dict)
    checks: dict[str, Any] = field(default_factory=dict)
    stamp: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    builds: int = 0

    def begin(self, config: MkDocsConfig) -> None:
        """Note which files a build begins with."""
        self.stamp = _stamp(config)
        self.builds += 1

    def end(self, config: MkDocsConfig) -> None:
        """Keep nothing if a file was changed meanwhile: who knows which one a page has read."""
        if _stamp(config) != self.stamp:
            self.pages.clear()
            self.checks.clear()


kept = Kept()

PACKAGE = process.ROOT / process.PACKAGE


def _stamp(config: MkDocsConfig) -> dict[str, tuple[int, int]]:
    folders = [config.docs_dir, PACKAGE]
    files = [file for folder in folders for file in Path(folder).rglob("*") if file.is_file()]
    files.append(Path(config.config_file_path))
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in files}


def is_kept(page: Page, key: str | None) -> bool:
    """Whether the page was made under this key."""
    made = kept.pages.get(page.file.src_uri)
    return made is not None and made.key == key


def render(page: Page, config: MkDocsConfig, files: Files, key: str | None, make: Make) -> None:
    """Make a page, or take it as it was made under the same key."""
    source = page.file.src_uri
    if is_kept(page, key):
        _restore(page, files, kept.pages[source])
        return
    kept.pages.pop(source, None)
    found, written = report.count, dict(process.WRITTEN or {})
    warnings = CountHandler()
    warnings.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(warnings)
    try:
        make(page, config, files)
    finally:
        logging.getLogger("mkdocs").removeHandler(warnings)
    if key is not None and report.count == found and not warnings.get_counts():
        kept.pages[source] = _made(page, key, written)


def _made(page: Page, key: str, before: Mapping[str, str]) -> Made:
    return Made(
        key,
        {name: page.__dict__[name] for name in ATTRIBUTES if name in page.__dict__},
        {file.src_uri: dict(links) for file, links in (page.links_to_anchors or {}).items()},
        {
            name: text
            for name, text in (process.WRITTEN or {}).items()
            if before.get(name) is not text
        },
    )


def _restore(page: Page, files: Files, made: Made) -> None:
    page.__dict__.update(made.attributes)
    page.links_to_anchors = {
        file: links
        for source, links in made.links.items()
        if (file := files.get_file_from_path(source)) is not None
    }
    if process.WRITTEN is not None:
        process.WRITTEN.update(made.written)


def site(config: MkDocsConfig, files: Iterable[Any]) -> list[str]:
    """What every page may depend on: the settings, and where the other files are."""
    settings = Path(config.config_file_path).read_text("utf-8")
    return [settings, *sorted(f"{file.src_uri} {file.url}" for file in files)]


# Oracles.


def take_checks(examples: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    """Give those examples what their oracles said whose run and oracles are the same."""
    for name, key in keys.items():
        if key in kept.checks:
            examples[name].__dict__["checks"] = kept.checks[key]


def keep_checks(examples: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    """Keep what they say, where nothing is wrong."""
    said = {key: examples[name].checks for name, key in keys.items()}
    kept.checks = {key: checks for key, checks in said.items() if not checks.faults}


# Notebooks.


def version() -> str:
    """The package as the build that is under way found it, and when it was changed."""
    return str([(file, at) for file, at in kept.stamp.items() if file.startswith(str(PACKAGE))])


def show_running(page: Page) -> None:
    """Say on a notebook's page that it is being run: no number on it would be sure to be right."""
    page.content = (
        f"<h1>{html.escape(str(page.title))}</h1>"
        '<p role="status" class="being-run">This notebook is being run with the code as it is now. '
        "Its page follows by itself.</p>"
    )
    page.toc = TableOfContents([])
