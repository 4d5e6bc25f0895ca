"""The Python-Markdown extension: values, formulas and diagrams, computed while a page is made.

It is an extension, not a plugin of one site generator, so that MkDocs and Zensical give the same
numbers from the same pages.
"""

import html
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from rnn_examples.publish import report
from rnn_examples.publish.page import SENTINEL, SLOT, Page

ARITHMATEX = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<open>[(\[])(?P<latex>.*?)\\[)\]]</(?P=tag)>', re.S
)


def page_of(md: Markdown) -> Page:
    """The page of a conversion; a new conversion has none before its first preprocessor."""
    return md.computed_page  # type: ignore[attr-defined]


def _new_page(md: Markdown) -> Page:
    if "relpath" in md.treeprocessors:  # MkDocs
        file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]
        return Page(file.src_uri, Path(file.abs_src_path))
    if "rendering_context" in md.preprocessors:  # Zensical
        context = md.preprocessors["rendering_context"]  # type: ignore[assignment]
        docs = Path(context.config.get("docs_dir", "docs"))  # type: ignore[attr-defined]
        source = context.page.path  # type: ignore[attr-defined]
        return Page(source, docs.resolve() / source)
    return Page("", None)


class TakeTokens(Preprocessor):
    """Ahead of every other preprocessor: tokens become sentinels."""

    def run(self, lines: list[str]) -> list[str]:
        page = _new_page(self.md)
        self.md.computed_page = page  # type: ignore[attr-defined]
        return page.take_tokens(lines)


class FillHeadings(Treeprocessor):
    """Before the table of contents is made, which takes a heading's text as it stands."""

    def run(self, root: ET.Element) -> None:
        page = page_of(self.md)
        for heading in root.iter():
            if re.fullmatch("h[1-6]", str(heading.tag)):
                for element in heading.iter():
                    for part in ("text", "tail"):
                        text = getattr(element, part)
                        if text and SENTINEL in text:
                            self._fill(page, heading, element, part)

    @staticmethod
    def _fill(page: Page, heading: ET.Element, element: ET.Element, part: str) -> None:
        text = getattr(element, part)
        parent = {child: parent for parent in heading.iter() for child in parent}
        filled = ET.fromstring(f"<i>{SLOT.sub(lambda m: page._inline(int(m[1])), html.escape(text))}</i>")
        setattr(element, part, filled.text)
        if part == "text":
            element[:0] = list(filled)
        elif element in parent:
            where = parent[element]
            at = list(where).index(element) + 1
            where[at:at] = list(filled)


class FillPage(Postprocessor):
    """After everything else: formulas are typeset, sentinels become what they stand for."""

    def run(self, text: str) -> str:
        page = page_of(self.md)

        def typeset(match: re.Match[str]) -> str:
            latex = html.unescape(match["latex"])
            return page.math(latex, display=match["open"] == "[")

        made = page.in_html(ARITHMATEX.sub(typeset, text))
        report.add(page.faults)
        return made


def mermaid_fence(
    source: str, language: str, css_class: str, options: dict, md: Markdown, **kwargs: Any
) -> str:
    """The superfences formatter: ```mermaid becomes an inline SVG."""
    del language, css_class
    label = (kwargs.get("attrs") or {}).get("title") or options.get("title", "")
    return page_of(md).figure(source, label)


class ValuesExtension(Extension):
    """`[[= … =]]`, `$…$` and ```mermaid, all made while the page is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's name)
        md.registerExtension(self)
        md.preprocessors.register(TakeTokens(md), "computed_take", 200)
        md.treeprocessors.register(FillHeadings(md), "computed_headings", 6)
        md.postprocessors.register(FillPage(md), "computed_fill", -10)


def makeExtension(**options: Any) -> ValuesExtension:  # noqa: N802 (Markdown's name)
    return ValuesExtension(**options)
