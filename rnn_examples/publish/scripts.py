"""The site's own scripts as they are sent: without comments, and with short names."""

from pathlib import Path

import minify

FOLDER = "javascripts"


def shorten(site: Path) -> None:
    """Shorten every script of a built site. Raises RuntimeError for one that is no JavaScript."""
    for script in sorted((site / FOLDER).rglob("*.js")):
        text = script.read_text("utf-8")
        script.write_text(minify.string("application/javascript", text), "utf-8")
