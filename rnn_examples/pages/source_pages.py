"""The pages that show the package's source, one for each module: no file in docs/ holds them.

MkDocs generates them; each holds one token. Where they are not made, links to a module lead to the
repository (`addresses.source_link`, `markdown.LinkModules`).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rnn_examples.pages.addresses import in_project, modules, source_page


@cache
def pages() -> Mapping[str, Path]:
    """The module that each page shows, by the file that the page would be in docs/."""
    return {page: module for module in modules() if (page := source_page(module))}


@cache
def of_modules() -> Mapping[str, str]:
    """The page of each module, which is named as in the project: rnn_examples/models/rnn.py."""
    return {in_project(module): page for page, module in pages().items()}


def text(page: str) -> str | None:
    """The Markdown of a page; None of a page that shows no module."""
    if page not in pages():
        return None
    file = in_project(pages()[page])
    dotted = ".".join(file.removesuffix(".py").split("/")).removesuffix(".__init__")
    title = file.replace("/", "/`<wbr>`")  # on a phone, a long path breaks at a slash
    return (
        f"---\ntitle: {file}\nhide: [toc]\nsearch:\n  exclude: true\n---\n\n"
        f"# `{title}`\n\n[[= {dotted} | code =]]\n"
    )
