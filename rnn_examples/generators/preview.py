"""A preview: after an edit, the pages that it changes are made again, and no others.

MkDocs asks each file of a partial build whether it `is_modified`. A page is where its fingerprint
(ingredients.py) is not that of the page as it lies in the served folder. All pages are made again
after an edit of the code that makes them, of the settings or of the theme, and where a file is
added or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory

from rnn_examples.authoring import texts
from rnn_examples.diagnostics import Diagnostic
from rnn_examples.generators import reload, settings
from rnn_examples.generators.package_source import REFERENCE, Code, digest
from rnn_examples.typesetting import search_text

if TYPE_CHECKING:
    from rnn_examples.worked_example import WorkedExample

OF_PAGE = (
    "markdown",
    "meta",
    "toc",
    "title",
    "_title_from_render",
    "present_anchor_ids",
    "nb_url",
    "data_files",
)
"""What a page says to the navigation, to links that lead to it, and to its template."""

OF_REFERENCE = ("_primary_url_map", "_secondary_url_map", "_title_map", "_abs_url_map")
"""Where the plugin of the reference notes which object is shown on which page."""


@dataclass
class Kept:
    """A page as it lies in the served folder.

    ingredients, frame: the fingerprints of its text and of what is laid around it; empty where it
    is to be made again.
    links: to headings of other pages, by the page.
    written: the files that it asks for, by their path in the site.
    is_draft: whether it was made while not all examples were known: it is made once more.
    entries: what the search finds on it, once that is known.
    """

    ingredients: str
    attributes: dict[str, Any]
    content: str
    links: dict[str, dict[str, str]]
    written: dict[str, str | bytes]
    is_reference: bool
    entries: Sequence[Any] | None = None
    frame: str = ""
    is_draft: bool = False


class InterruptedBuildError(Exception):
    """Something else is more urgent."""


class Preview:
    """What is kept from one build of a preview to the next.

    wanted: the pages to make, with those whose text changed; None for all.
    left: the pages that are to be made yet.
    knows_all: whether all examples were run since code changed; if not, a build runs only those
    that its pages name.
    is_unwanted: whether the build that is under way is to end now.
    is_shown: whether browsers have what was made first after an edit.
    is_rewritten: whether they are to ask again, as what they have is not so any more.
    is_searched: whether what the search finds is known of all pages.
    faults: what is wrong with the site, as far as it is known.
    """

    def __init__(self) -> None:
        self.code: Code | None = None
        self.site = ""
        self.is_whole = True
        self.pages: dict[str, Kept] = {}
        self.checks: dict[str, tuple[str, Any]] = {}
        self.copied: dict[str, tuple[int, ...]] = {}
        self.reference: dict[str, Any] = {}
        self.written: set[str] = set()
        self.wanted: set[str] | None = None
        self.left: set[str] = set()
        self.is_shown = self.is_rewritten = False
        self.is_searched = True
        self.knows_all = False
        self.is_unwanted: Callable[[], bool] = bool
        self.faults: Sequence[Diagnostic] = ()
        self._texts: dict[str, str] = {}
        self._of_code: tuple[str, Sequence[Diagnostic]] = ("", ())

    def begin(self, config: MkDocsConfig) -> None:
        """Read the package and the settings; forget what depended on what changed of them."""
        code, site, known = Code(), settings.fingerprint(config), self.code
        is_whole = (
            known is None or not self.pages or (known.engine, self.site) != (code.engine, site)
        )
        if is_whole:
            is_unwanted = self.is_unwanted
            self.__init__()  # type: ignore[misc]
            self.is_unwanted = is_unwanted
            reload.forget_package()
            if Path(config.site_dir).is_dir():
                clean_directory(config.site_dir)
        elif known and known.content != code.content:
            reload.forget_content(known.content, known.changed(code))
            self.knows_all = False
        elif not self.knows_all:
            reload.forget_content(code.content, ())  # what was worked out from some examples alone
        else:
            reload.forget_pages()
        self.code, self.site, self.is_whole = code, site, is_whole
        self._docs = Path(config.docs_dir)

    def forget(self) -> None:
        """Make everything again next time."""
        self.code = None

    def of_code(self, look: Callable[[], Iterable[Diagnostic]]) -> Sequence[Diagnostic]:
        """What is wrong with the package's code: looked for where it changed."""
        assert self.code is not None
        if self._of_code[0] != self.code.bytes:
            self._of_code = self.code.bytes, [*look()]
        return self._of_code[1]

    def recall_checks(self) -> None:
        """Have examples whose values and code are as before say what their oracles said before."""
        for name, example in self._examples():
            before, checks = self.checks.get(name, ("", None))
            if before == self._of_checks(name, example):
                vars(example).setdefault("checks", checks)

    def check(self) -> list[str]:
        """Run the oracles of the other examples; what somebody looks at does not wait for them.

        Return the examples whose oracles were heard.
        """
        if self.wanted is None:
            self.checks = {
                name: (self._of_checks(name, example), example.checks)
                for name, example in self._examples()
            }
        return [name for name, found in self._examples() if "checks" in vars(found)]

    def _examples(self) -> Iterable[tuple[str, WorkedExample]]:
        from rnn_examples.authoring.values import catalogue  # noqa: PLC0415 (as above)

        return catalogue().examples.items()

    def _of_checks(self, name: str, example: WorkedExample) -> str:
        """The fingerprint of what an example's checks depend on."""
        from rnn_examples.generators import ingredients  # noqa: PLC0415 (it may have changed)

        assert self.code is not None
        sources = self.code.sources([self.code.module(example.file)])
        return digest(sources, ingredients.values(name))

    # What MkDocs asks.

    def read(self, files: Files) -> None:
        """Read the pages. Where code changed, run only the examples that those to make name."""
        self.go_on()
        self._files = files
        pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        known, self._texts = self._texts, {file.src_uri: texts.of_page(file) for file in pages}
        if self.wanted is not None:
            self.wanted |= {uri for uri, text in self._texts.items() if text != known.get(uri)}
            if self.wanted & self._references():
                self.wanted |= self._references()
        named = self._named()
        with suppress(Exception):  # reported when the pages are made
            from rnn_examples.authoring import values  # noqa: PLC0415 (it may have changed)

            values.know(named)
        self.knows_all = named is None

    def _named(self) -> frozenset[str] | None:
        """The examples that the pages to make name, where not all were run yet; None for all."""
        if self.wanted is None or self.knows_all:
            return None
        with suppress(Exception):  # reported when the pages are made
            from rnn_examples.generators import ingredients  # noqa: PLC0415 (it may have changed)

            asked = {uri: text for uri, text in self._texts.items() if uri in self.wanted}
            return ingredients.named(asked)
        return None

    def _references(self) -> set[str]:
        return {uri for uri, kept in self.pages.items() if kept.is_reference}

    def watch(self, files: Files) -> None:
        """Find out which pages are to be made, and have MkDocs ask here."""
        pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        self._choose()
        self._pending: dict[str, Kept] = {}
        self.addresses = {unquote(file.url.removeprefix("./")): file.src_uri for file in pages}
        self.go_on()
        self._to_write: set[str] | None = None
        for file in files:
            ask = self._is_page_modified if file.is_documentation_page() else self._is_copied
            file.is_modified = partial(ask, file)  # type: ignore[method-assign]

    def _choose(self) -> None:
        """Find the pages that are not as they would be made now.

        Leave to the next build what nobody looks at and nobody edited: it finds out too which of
        those pages an edit changes.
        """
        references = self._references()
        asked = self._texts if self.wanted is None else self.wanted
        self._now = {}
        for uri in [uri for uri in self._texts if uri in asked]:
            self.go_on()
            self._now[uri] = self._fingerprint(uri)
        stale = {uri for uri in self._texts if not self._is_kept(uri)}
        self._all_stale = stale | references if stale & references else stale
        self.stale = self._all_stale if self.wanted is None else self._all_stale & self.wanted

    def _is_kept(self, uri: str) -> bool:
        now = self._now.get(uri)
        return bool(now) and uri in self.pages and now == self.pages[uri].ingredients

    def go_on(self) -> None:
        """Raise InterruptedBuildError if the build is to end here."""
        if self.is_unwanted() and not self.is_whole:
            raise InterruptedBuildError

    def _fingerprint(self, page: str) -> str:
        """Of a page; nothing where the package does not import."""
        with suppress(Exception):  # reported when the page is made
            from rnn_examples.generators import ingredients  # noqa: PLC0415 (it may have changed)
            from rnn_examples.pages.addresses import Here  # noqa: PLC0415 (as above)

            assert self.code is not None
            here = Here(page, self._docs)
            return ingredients.fingerprint(self._texts[page], here, self.code)
        return ""

    def _is_page_modified(self, file: File) -> bool:
        """Whether to make a page; once all are made, whether to write it."""
        if self._to_write is not None:
            return file.src_uri in self._to_write
        if file.src_uri in self.stale:
            return True
        assert file.page is not None
        vars(file.page).update(self.pages[file.src_uri].attributes)
        file.page.content = ""
        return False

    def _is_copied(self, file: File) -> bool:
        """Whether to copy a file that is no page."""
        if file.abs_src_path is None:
            return True
        found = Path(file.abs_src_path).stat()
        now = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        known = self.copied.get(file.src_uri)
        self.copied[file.src_uri] = now
        return known != now

    # What becomes of a page.

    def made(self, page: Page, written: dict[str, str | bytes], *, is_faulty: bool) -> None:
        """Note a page as it was rendered."""
        uri, markdown = page.file.src_uri, page.markdown or ""
        is_reference = REFERENCE.search(markdown) is not None
        is_linked = "<autoref" in (page.content or "") and not is_reference
        self._pending[uri] = Kept(
            self._now[uri] if self.knows_all and not (is_faulty or is_linked) else "",
            {name: vars(page)[name] for name in OF_PAGE if name in vars(page)},
            page.content or "",
            {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
            written,
            is_reference,
            is_draft=not self.knows_all,
        )

    def link_references(self, config: MkDocsConfig) -> None:
        """Let pages refer to the reference though it was not made, and be listed with it."""
        if "mkdocstrings" not in config.plugins:
            return
        handlers: Any = config.plugins["mkdocstrings"].handlers  # type: ignore[attr-defined]
        found = config.plugins["autorefs"]
        if any(kept.is_reference for kept in self._pending.values()):
            self.reference = {name: getattr(found, name) for name in OF_REFERENCE}
            self.inventory = handlers.inventory
        elif self.reference:
            vars(found).update(self.reference)
            handlers.inventory = self.inventory

    def frame(self) -> None:
        """All pages are made: find out which are to be written, as a title may have changed."""
        pages = [
            file.page
            for file in self._files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        ]
        drafts = {uri: kept for uri, kept in self.pages.items() if kept.is_draft}
        waited = self.left - drafts.keys()  # nobody has seen these yet
        self.pages |= self._pending
        self._frame = digest(*(repr((p.url, p.title, p.meta)) for p in pages if p))
        for page in pages:
            assert page is not None
            kept = self.pages[page.file.src_uri]
            if page.file.src_uri in self.stale:
                kept.content = page.content or ""  # with its references
                draft = drafts.get(page.file.src_uri)
                if draft and _looks(draft) == _looks(kept):
                    kept.entries, kept.frame = draft.entries, draft.frame  # it is written already
            page.links_to_anchors = {self._file(uri): links for uri, links in kept.links.items()}
        self._to_write = {uri for uri, kept in self.pages.items() if kept.frame != self._frame}
        unmade = self._all_stale - self.stale
        if self.wanted is None:
            self.left = set()
        else:
            self.left = (self._to_write | unmade) - self.wanted
            self._to_write &= self.wanted
        sound = {uri for uri in self._to_write if uri in drafts or self.pages[uri].ingredients}
        self.is_rewritten |= self.is_shown and not sound <= waited
        for page in pages:
            if page and page.file.src_uri in self._to_write:
                page.content = self.pages[page.file.src_uri].content

    def _file(self, uri: str) -> File:
        file = self._files.get_file_from_path(uri)
        assert file is not None
        return file

    def tell(self, faults: Sequence[Diagnostic]) -> None:
        """Note what is wrong with the site; a page that is open is to show it, too."""
        self.is_rewritten |= self.is_shown and faults != self.faults
        self.faults = faults

    def faults_on(self, page: str) -> list[Diagnostic]:
        """What is wrong with a page: in its file, or in one that is no page."""
        others = {self._docs / other for other in self.addresses.values() if other != page}
        return [fault for fault in self.faults if Path(fault.file) not in others]

    def framed(self, page: Page) -> None:
        """Note that a page is written now."""
        kept = self.pages[page.file.src_uri]
        kept.entries, kept.frame = None, self._frame
        self.is_searched = False

    def search(self, index: Any) -> None:
        """Find what the search finds, page by page; what somebody looks at does not wait for it.

        index: the theme's, which reads a page; None without a search.
        """
        pages = self._files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        for file in pages if index and self.wanted is None else ():
            kept = self.pages[file.src_uri]
            if kept.entries is None and file.page:
                index.entries, file.page.content = [], search_text.searchable(kept.content)
                index.add_entry_from_context(file.page)
                kept.entries = index.entries
        if index:
            found = (self.pages[file.src_uri].entries or () for file in pages)
            index.entries = [entry for entries in found for entry in entries]
        self.is_searched |= self.wanted is None

    def files(self) -> dict[str, str | bytes]:
        """The files that the pages ask for."""
        return {name: text for kept in self.pages.values() for name, text in kept.written.items()}

    def remove_unasked(self, site: Path, written: Iterable[str]) -> None:
        """Remove files that no page asks for any more."""
        for name in self.written.difference(written):
            (site / name).unlink(missing_ok=True)
        self.written = set(written)


def _looks(kept: Kept) -> tuple[str, list[str]]:
    """What a reader sees of a page: its text and its table of contents."""
    return kept.content, [str(heading) for heading in kept.attributes.get("toc", ())]
