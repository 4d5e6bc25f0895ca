"""The site's scripts as they are sent: its own shortened, the theme's with less to style."""

import re
from pathlib import Path

import minify

FOLDER = "javascripts"
THEME = "assets/javascripts"

COLOUR_SCHEME = re.compile(
    r'(?P<made>let (?P<meta>\w+)=\w+\("meta",{name:"color-scheme"}\);)'
    r"document\.head\.appendChild\((?P=meta)\);"
)
"""The theme says in the head which colours a page has: twice the browser styles all of it again.

The site says it in its style sheet (colours.css), from the start.
"""


def shorten(site: Path) -> None:
    """Shorten every script of a built site. Raises RuntimeError for one that is no JavaScript."""
    for script in sorted((site / FOLDER).rglob("*.js")):
        text = script.read_text("utf-8")
        script.write_text(minify.string("application/javascript", text), "utf-8")


def spare(site: Path) -> None:
    """Take from the theme's script what makes a browser style a whole page again."""
    for script in (site / THEME).glob("bundle.*.js"):
        text = script.read_text("utf-8")
        script.write_text(COLOUR_SCHEME.sub(r"\g<made>", text), "utf-8")
