"""Where the project's files are."""

from pathlib import Path

PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parent
DOCS = ROOT / "docs"
IS_CLONE = (ROOT / "mkdocs.yml").exists()
"""Whether the package is part of a clone of the project; an installed one has no site."""
