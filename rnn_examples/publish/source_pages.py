"""Write the pages that show the package's source: `make pages`.

They are files like any other page, so that every site generator finds them; each holds one token.
"""

from pathlib import Path

from rnn_examples.publish.addresses import ROOT, modules, source_page


def main() -> None:
    """Write the missing pages, remove those whose module is gone."""
    docs = ROOT / "docs"
    wanted = {docs / str(source_page(module)): module for module in modules()}
    for page in (docs / "source").rglob("*.md"):
        if page not in wanted:
            page.unlink()
            print(f"removed {page.relative_to(ROOT)}")
    for page, module in wanted.items():
        if not page.exists():
            print(f"written {page.relative_to(ROOT)}")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_text(module), "utf-8")


def _text(module: Path) -> str:
    file = module.relative_to(ROOT)
    dotted = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    return (
        f"---\ntitle: {file.as_posix()}\nhide: [toc]\nsearch:\n  exclude: true\n---\n\n"
        f"# `{file.as_posix()}`\n\n[[= {dotted} | code =]]\n"
    )


if __name__ == "__main__":
    main()
