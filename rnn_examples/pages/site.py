"""What the pages need to know of the site that they are made for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """A site that is being built.

    directory_urls: whether a page is rnn-theory/, not rnn-theory.html: `use_directory_urls`.
    has_source_pages: whether the package's source has pages: MkDocs generates them, Zensical not.
    files: what the pages ask for, by the path in the site, and the contents, to which each page
    adds its own; None where nobody would write them.
    """

    directory_urls: bool = True
    has_source_pages: bool = True
    files: dict[str, str | bytes] | None = None


DEFAULT = Site()
"""As MkDocs builds it, and nothing is written."""
