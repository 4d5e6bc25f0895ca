"""One page by itself, read as the site generator reads it, without the site around it."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from rnn_examples.authoring import texts, unreadable
from rnn_examples.diagnostics import Diagnostic, relative
from rnn_examples.paths import DOCS, ROOT
from rnn_examples.report import report


class _File(Treeprocessor):
    """Says which file the page is, as MkDocs does."""

    def __init__(self, source: str, path: Path | None) -> None:
        super().__init__()
        self.file = SimpleNamespace(src_uri=source, abs_src_path=path and str(path))

    def run(self, root: Element) -> None:
        pass


class _NoReference(Preprocessor):
    """Leaves out what docstrings would be written to: they have their own checks."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join([*lines, ""])
        return re.sub(r"^::: .*\n(?:(?: {4}.*)?\n)*", "\n", text, flags=re.M).split("\n")


def faults(file: Path) -> list[Diagnostic]:
    """What is wrong with a page. Raises ValueError for what is no page."""
    path = file.resolve()
    if path.suffix != ".md" or not path.is_relative_to(DOCS) or not path.is_file():
        raise ValueError(f"{relative(file)} is no page: a page is a .md file in {relative(DOCS)}/")
    return made(path.relative_to(DOCS).as_posix(), texts.read(path), path)[1]


def made(source: str, text: str, path: Path | None) -> tuple[str, list[Diagnostic]]:
    """The HTML of a page, without what docstrings are written to, and what is wrong with it.

    source: its file in docs/, as the site generator names it; path: None if it is generated.
    """
    report.collect()
    try:
        report.add(unreadable.faults([path] if path else ()))
        return converter(source, path).convert(get_data(text)[0]), report.faults()
    finally:
        report.is_collecting = False


def converter(source: str, path: Path | None) -> Markdown:
    """Markdown with the extensions of mkdocs.yml."""
    config = texts.read(ROOT / "mkdocs.yml")
    written = yaml_load(config, get_yaml_loader())["markdown_extensions"]
    asked: dict[str, Any] = {}
    for entry in written:
        asked |= entry if isinstance(entry, dict) else {entry: {}}
    md = Markdown(extensions=list(asked), extension_configs=asked)
    md.preprocessors.register(_NoReference(md), "no_reference", 190)
    md.treeprocessors.register(_File(source, path), "relpath", 0)
    return md
