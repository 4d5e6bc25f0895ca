"""Write the pages that show the package's source: `make pages`.

They are files like any other page, so that every site generator finds them; each holds one token.
"""

from pathlib import Path

from rnn_examples.pages.addresses import modules, source_page
from rnn_examples.paths import ROOT


def main() -> None:
    """Write the missing pages, remove those whose module is gone."""
    for page in (ROOT / "docs" / "source").rglob("*.md"):
        if page not in pages():
            page.unlink()
            print(f"removed {page.relative_to(ROOT)}")
    for page in write():
        print(f"written {page.relative_to(ROOT)}")


def write() -> list[Path]:
    """Write every page; return those that were not there."""
    missing = [page for page in pages() if not page.exists()]
    for page, text in pages().items():
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    return missing


def pages() -> dict[Path, str]:
    """Every page and its text."""
    return dict(map(page, modules()))


def page(module: Path) -> tuple[Path, str]:
    """The page of a module, and its text."""
    return ROOT / "docs" / str(source_page(module)), _text(module)


def _text(module: Path) -> str:
    file = module.relative_to(ROOT)
    dotted = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    return (
        f"---\ntitle: {file.as_posix()}\nhide: [toc]\nsearch:\n  exclude: true\n---\n\n"
        f"# `{file.as_posix()}`\n\n[[= {dotted} | code =]]\n"
    )


if __name__ == "__main__":
    main()
