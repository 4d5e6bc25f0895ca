"""The Python-Markdown extension: values, formulas and diagrams, computed while a page is made.

It is an extension, not a plugin of one site generator, so that MkDocs and Zensical give the same
numbers from the same pages. It imports the rest of the package only when a page is made: while the
package is broken, a preview shows the fault instead.
"""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from rnn_examples import paths
from rnn_examples.authoring.texts import FORMULA
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.pages.site import DEFAULT, Site
from rnn_examples.report import FaultsError, fault_of, report

if TYPE_CHECKING:
    from rnn_examples.pages.page import Page

_file: ContextVar[tuple[str, Path | None, Site | None]]
_file = ContextVar("_file", default=("", None, None))
"""The file of the page that is being made, for docstrings that stand on it; the site, if known."""


class Conversion:
    """One conversion of Markdown to HTML."""

    def __init__(self, md: Markdown, site: Site) -> None:
        """Begin. site: that of the extension's options, where the site generator tells none."""
        source, path, known = _file_of(md)
        self.source = source
        self.path = path
        self.site = known or site
        self.page: Page | None = None
        self.tree_is_done = False
        self._faults: list[Diagnostic] = []

    def open_page(self) -> Page:
        """Begin with the page. Raises whatever importing the package raises."""
        from rnn_examples.pages.page import Page  # noqa: PLC0415 (it may not import)

        self.page = Page(self.source, self.path, self.site)
        return self.page

    def attempt(self, make: Callable[[Page], str], otherwise: str) -> str:
        """Make something of the page; if that raises, return an error mark and the fallback."""
        if self.page is None:
            return otherwise
        try:
            return make(self.page)
        except Exception as error:  # noqa: BLE001 (whatever it is, the report must not be lost)
            return self.fault(error) + otherwise

    def fault(self, error: Exception) -> str:
        """Note an exception; return how it is shown."""
        fault = fault_of(error, str(self.path or self.source))
        self._faults.append(fault)
        return f'<mark class="fault">{html.escape(str(fault))}</mark>'

    @property
    def faults(self) -> list[Diagnostic]:
        """What is wrong with the page."""
        return [*self._faults, *(self.page.faults if self.page else ())]


def conversion_of(md: Markdown) -> Conversion:
    """The conversion that is under way; each begins with its first preprocessor."""
    found: Conversion = md.conversion  # type: ignore[attr-defined]
    return found


def _file_of(md: Markdown) -> tuple[str, Path | None, Site | None]:
    if "relpath" in md.treeprocessors:  # MkDocs
        file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]
        _file.set((file.src_uri, Path(file.abs_src_path) if file.abs_src_path else None, None))
    elif "rendering_context" in md.preprocessors:  # Zensical
        context: Any = md.preprocessors["rendering_context"]
        docs = Path(context.config.get("docs_dir", "docs")).resolve()
        site = Site(context.config.get("use_directory_urls", True), has_source_pages=False)
        _file.set((context.page.path, docs / context.page.path, site))
    return _file.get()


class TakeTokens(Preprocessor):
    """Ahead of every other preprocessor: tokens become sentinels."""

    def __init__(self, md: Markdown, site: Site) -> None:
        super().__init__(md)
        self.site = site

    def run(self, lines: list[str]) -> list[str]:
        conversion = Conversion(self.md, self.site)
        self.md.conversion = conversion  # type: ignore[attr-defined]
        if "snippet" in self.md.preprocessors:  # which starts at the working folder
            snippets: Any = self.md.preprocessors["snippet"]
            snippets.base_path = [str(paths.ROOT)]
        try:
            return conversion.open_page().take_tokens(lines)
        except Exception as error:  # noqa: BLE001 (a broken package)
            return [conversion.fault(error)]


class TakeIncluded(Preprocessor):
    """After snippets, ahead of fences: tokens of included Markdown become sentinels too."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        conversion = conversion_of(self.md)
        return conversion.attempt(lambda page: page.take_included(text), text).split("\n")


BAR = "\ue07c"
"""A | that parts no cells: one that stands in a formula."""


class KeepBars(Preprocessor):
    """After fences, ahead of tables: `$|x|$` in a cell."""

    def run(self, lines: list[str]) -> list[str]:
        return [
            FORMULA.sub(lambda m: m[0].replace("|", BAR), line) if "|" in line else line
            for line in lines
        ]


class TakeDisplayed(InlineProcessor):
    """A displayed formula within a paragraph, where the extension for formulas sees none."""

    PATTERN = (
        r"(?<![\\$])\$\$(?!\$)(?P<dollars>(?:\\.|[^\\$\x02\x03])+?)\$\$"
        r"|(?<!\\)\\\[(?P<square>(?:\\[^\]]|[^\\\x02\x03])+?)\\\](?![(\[])"
    )

    def __init__(self, md: Markdown) -> None:
        super().__init__(self.PATTERN, md)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        del data
        formula = Element("div", {"class": "arithmatex"})
        formula.text = AtomicString(rf"\[{m['dollars'] or m['square']}\]")
        return formula, m.start(), m.end()


class PartParagraphs(Treeprocessor):
    """A displayed formula parts its paragraph, in which no block may stand."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            parted = [p for p in parent if p.tag == "p" and p.find("div") is not None]
            for paragraph in parted:
                at = list(parent).index(paragraph)
                parent[at : at + 1] = _parted(paragraph)


def _parted(paragraph: Element) -> list[Element]:
    parts = [part := Element("p", paragraph.attrib)]
    part.text = paragraph.text
    for child in paragraph:
        if child.tag != "div":
            part.append(child)
            continue
        parts += [child, part := Element("p", paragraph.attrib)]
        part.text, child.tail = child.tail, "\n"
    parts = [part for part in parts if part.tag == "div" or len(part) or (part.text or "").strip()]
    parts[-1].tail = paragraph.tail
    return parts


class FrameTables(Treeprocessor):
    """A table stands in the theme's frame from the start.

    The theme's script moves every table without a class into one, and the page is styled again.
    """

    def run(self, root: Element) -> None:
        bare = [
            (parent, n, child)
            for parent in root.iter()
            for n, child in enumerate(parent)
            if child.tag == "table" and "class" not in child.attrib
        ]
        for parent, n, table in bare:
            table.set("class", "plain")
            frame = Element("div", {"class": "md-typeset__scrollwrap"})
            frame.tail, table.tail = table.tail, None
            SubElement(frame, "div", {"class": "md-typeset__table"}).append(table)
            parent[n] = frame


class LinkModules(Treeprocessor):
    """A link to a module of the package leads to the page of its source.

    Where there are no such pages it leads to the repository, or is none if nobody says where that
    is.
    """

    def run(self, root: Element) -> None:
        from rnn_examples.pages import repository, source_pages  # noqa: PLC0415 (may not import)

        folder = posixpath.dirname(conversion_of(self.md).source)
        for link in root.iter("a"):
            href = link.get("href", "")
            module = posixpath.normpath(posixpath.join(paths.DOCS.name, folder, href))
            page = source_pages.of_modules().get(module)
            if page is None:
                continue
            address = repository.link(module)
            if conversion_of(self.md).site.has_source_pages:
                address = posixpath.relpath(page, folder)
            link.attrib = {**link.attrib, "href": address} if address else {}
            link.tag = "a" if address else "span"


class FindRaw(Treeprocessor):
    """After inline Markdown, while it can be seen what was escaped."""

    def run(self, root: Element) -> None:
        page = conversion_of(self.md).page
        if page is not None:
            written = [block for block in self.md.htmlStash.rawHtmlBlocks if isinstance(block, str)]
            page.demand_read(root, written)


class EndTree(Treeprocessor):
    """After every other one: until here, postprocessors run on headings, for their texts."""

    def run(self, root: Element) -> None:
        del root
        conversion_of(self.md).tree_is_done = True


class FillPage(Postprocessor):
    """After everything else: formulas are typeset, sentinels become what they stand for."""

    def run(self, text: str) -> str:
        conversion = conversion_of(self.md)
        text = text.replace(BAR, "|")
        if not conversion.tree_is_done:
            return conversion.attempt(lambda page: page.heading(text), text)
        made = conversion.attempt(lambda page: page.finish(text), text)
        report.add(conversion.faults)
        if conversion.faults and not report.is_collecting:
            _raise_report(self.md, conversion)
        return made


def _raise_report(md: Markdown, conversion: Conversion) -> None:
    """Nobody will ask for the report: raise it, which ends the build."""
    if "rendering_context" in md.preprocessors:
        from rnn_examples.pages import zensical_report  # noqa: PLC0415 (it may not be there)

        zensical_report.read_other_pages(paths.DOCS, conversion.source, conversion.site)
    raise FaultsError(report.faults())


def slug(title: str, separator: str) -> str:
    """A heading's id: as Markdown makes it, but with the letters of every script, पानी too."""
    folded = (
        unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or sign
        for sign in unicodedata.normalize("NFKC", title)
    )
    kept = "".join(
        sign
        for sign in "".join(folded)
        if re.match(r"[\w\s-]", sign) or unicodedata.category(sign) in ("Mn", "Mc")
        if not "\u0300" <= sign <= "\u036f"  # the hat of x̂
    )
    return re.sub(rf"[{separator}\s]+", separator, kept.strip().lower())


def mermaid_options(
    language: str,
    inputs: dict[str, str],
    options: dict[str, str],
    attrs: dict[str, str],
    md: Markdown,
) -> bool:
    """Take every option of a mermaid fence, for superfences, which else shows it as code."""
    options.update(inputs)
    return True


def mermaid_fence(
    source: str, language: str, css_class: str, options: dict[str, str], md: Markdown, **more: Any
) -> str:
    """Make an inline SVG of a mermaid fence, for superfences."""
    label = options.get("title") or (more.get("attrs") or {}).get("title", "")
    otherwise = f"<pre>{html.escape(source)}</pre>"
    return conversion_of(md).attempt(lambda page: page.figure(source, label), otherwise)


class ValuesExtension(Extension):
    """`[[= … =]]`, `$…$` and ```mermaid, all made while the page is."""

    def __init__(self, **options: Any) -> None:
        self.config = {"site": [DEFAULT, "The site that the pages are made for."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        md.registerExtension(self)
        md.preprocessors.register(TakeTokens(md, self.getConfig("site")), "computed_take", 200)
        md.preprocessors.register(TakeIncluded(md), "computed_included", 31.5)
        md.preprocessors.register(KeepBars(md), "computed_bars", 24)
        md.inlinePatterns.register(TakeDisplayed(md), "computed_displayed", 189.95)
        md.treeprocessors.register(PartParagraphs(md), "computed_paragraphs", 12)
        md.treeprocessors.register(LinkModules(md), "computed_modules", 11)
        md.treeprocessors.register(FindRaw(md), "computed_raw", 1)
        md.treeprocessors.register(FrameTables(md), "computed_tables", 5)
        md.treeprocessors.register(EndTree(md), "computed_end", -1000)
        md.postprocessors.register(FillPage(md), "computed_fill", -10)


def makeExtension(**options: Any) -> ValuesExtension:
    """Make the extension, for Markdown."""
    return ValuesExtension(**options)
