"""Where pages stand on the site, and how one page links to another."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from rnn_examples.authoring import texts
from rnn_examples.pages import repository
from rnn_examples.pages.site import DEFAULT, Site
from rnn_examples.paths import DOCS, PACKAGE, ROOT


@dataclass(frozen=True)
class Here:
    """The page that is being made, by its file in docs/, where docs/ is, and the site."""

    page: str
    docs: Path
    site: Site = DEFAULT

    @classmethod
    def of(cls, page: str, path: Path | None, site: Site) -> "Here":
        """The page whose text is in a file: docs/ lies as far above it as its name says."""
        depth = len(PurePosixPath(page or "index.md").parts)
        return cls(page, path.parents[depth - 1] if path else DOCS, site)

    def address(self, page: str) -> str:
        """The address of a page on this site, by its file in docs/."""
        return page_address(page, self.site)

    def link(self, target: str) -> str:
        """A link from this page to an address on the site, a page's or a file's."""
        from mkdocs.utils import get_relative_url  # noqa: PLC0415 (it takes long to import)

        address, hash_, anchor = target.partition("#")
        return get_relative_url(address or "./", self.address(self.page)) + hash_ + anchor

    def source_link(self, file: str | Path, line: int) -> str | None:
        """A link to a line of the package's source: to its page, or to the repository."""
        target = source_page(file)
        if target and not self.site.has_source_pages:
            return repository.link(in_project(file), line)
        return target and self.link(f"{self.address(target)}#L-{line}")

    def linked(self, made: str, file: str | Path, line: int) -> str:
        """HTML as a link to a line of the package's source, if there is one."""
        address = self.source_link(file, line)
        return f'<a href="{html.escape(address)}">{made}</a>' if address else made


def page_address(source: str, site: Site = DEFAULT) -> str:
    """The address of a page by its file in docs/: rnn-theory.md gives rnn-theory/.

    With `use_directory_urls: false` it gives rnn-theory.html.
    """
    return _page_address(source, site.directory_urls)


@cache
def _page_address(source: str, directory_urls: bool) -> str:
    from mkdocs.structure.files import File  # noqa: PLC0415 (as above)

    page = PurePosixPath(source or "index.md").with_suffix(".md")
    return File(str(page), None, "", directory_urls).url.removeprefix("./")


def folder_of_index(address: str) -> str:
    """An address without the index.html that a server adds: a/index.html gives a/."""
    return re.sub(r"(^|/)index\.html$", r"\1", address)


def stem(address: str) -> str:
    """What the two ways to write a page's address share: rnn-theory of rnn-theory.html."""
    return folder_of_index(address).removesuffix(".html").removesuffix("/")


@cache
def source_page(file: str | Path) -> str | None:
    """The file in docs/ of a module's source page; None outside the package."""
    path = Path(file).resolve()
    if not path.is_relative_to(PACKAGE) or path.suffix != ".py":
        return None
    inside = path.relative_to(PACKAGE).with_suffix("").as_posix()
    name = inside.removesuffix("__init__") + "index" if inside.endswith("__init__") else inside
    return f"source/{name}.md"


def in_project(file: str | Path) -> str:
    """A file as pages name it, wherever the build was started: rnn_examples/trace/array.py."""
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(file)


def settings(docs: Path) -> Mapping[str, Any]:
    """What mkdocs.yml says, as texts alone; nothing where there is none."""
    import yaml  # noqa: PLC0415 (where there are pages, there is what a site needs)

    config = docs.parent / "mkdocs.yml"
    written = texts.read(config) if config.is_file() else ""
    return yaml.load(written, yaml.BaseLoader) or {}  # noqa: S506 (as above)


@cache
def pages(docs: Path) -> tuple[Path, ...]:
    """The Markdown files in docs/ that are pages of the site: MkDocs leaves out the others."""
    files = sorted(file for file in docs.rglob("*.md") if file.is_file())
    if not files:
        return ()
    from pathspec.gitignore import GitIgnoreSpec  # noqa: PLC0415 (where there are pages, it is there)

    written = settings(docs)
    given = [written.get(setting) or "" for setting in ("exclude_docs", "draft_docs")]
    left_out = GitIgnoreSpec.from_lines([".*", "/templates/", *"\n".join(given).split("\n")])
    return tuple(file for file in files if not left_out.match_file(file.relative_to(docs)))


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))
