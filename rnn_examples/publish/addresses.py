"""Where pages stand on the site, and how one page links to another."""

import posixpath
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnn_examples.publish.process import ROOT

PACKAGE = ROOT / "rnn_examples"


@dataclass(frozen=True)
class Here:
    """The page that is being made, by its file in docs/, and where docs/ is."""

    page: str
    docs: Path


def page_address(source: str) -> str:
    """The address of a page by its file in docs/: rnn-theory.md gives rnn-theory/."""
    stem = source.removesuffix(".md").removesuffix(".py")
    if stem in {"", "index"} or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/"


def relative_link(source: str, target: str) -> str:
    """A link from a page (its file in docs/) to an address on the site."""
    address, hash_, anchor = target.partition("#")
    here = page_address(source) or "."
    path = posixpath.relpath(address or ".", here)
    return f"{path}/{hash_}{anchor}" if path != "." else f"./{hash_}{anchor}"


@cache
def source_page(file: str | Path) -> str | None:
    """The file in docs/ of a module's source page; None outside the package."""
    path = Path(file).resolve()
    if not path.is_relative_to(PACKAGE) or path.suffix != ".py":
        return None
    inside = path.relative_to(PACKAGE).with_suffix("").as_posix()
    name = inside.removesuffix("__init__") + "index" if inside.endswith("__init__") else inside
    return f"source/{name}.md"


def source_link(page: str, file: str | Path, line: int) -> str | None:
    """A link from a page to a line of the package's source."""
    target = source_page(file)
    return target and relative_link(page, f"{page_address(target)}#L-{line}")


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))
