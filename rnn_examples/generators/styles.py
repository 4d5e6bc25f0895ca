"""The site's style sheets in one file: a page waits for each before it is painted.

The pages are as good without: only a finished site is changed, not a preview.
"""

import hashlib
import posixpath
import re
from functools import cache
from pathlib import Path

import minify

FOLDER = "assets/stylesheets"
LINK = re.compile(r'[ \t]*<link rel="stylesheet" href="(?P<href>[^"]+)">\n?')
URL = re.compile(r"url\((?P<quote>[\"']?)(?P<path>(?![a-z]+:|#)[^\"')]+)(?P=quote)\)")

COLOUR = re.compile(r'data-md-color-(?:primary|accent)="([\w-]+)"')
OTHER_COLOUR = r"\[data-md-color-(?:primary|accent)=(?!(?:%s)\])[\w-]+\]"
"""A ready-made colour of the theme that is not in use. The site has its own, called custom."""

COLOURED = re.compile(
    r"(?P<selectors>[^{}@]*\[data-md-color-(?:primary|accent)=[^{}@]*)(?P<rest>{[^{}]*})"
)

SWITCHING = re.compile(r"\[data-md-color-switching\] [^{}]*{[^{}]*}")
"""A rule on every element of a page, for the moment in which its colours are set: at each load."""

WITHOUT_SCRIPT = re.compile(r"(?:\.no-js \.md-typeset|\.md-typeset \.no-js) \.tabbed-set[^{},]*,?")
"""How a tab looks without script: for its sake all is styled again once there is one."""

SVG = {
    name.lower(): name
    for name in ("clipPath", "foreignObject", "linearGradient", "radialGradient", "textPath")
}
"""The minifier writes each element's name small. Firefox knows SVG's as they are written."""


def bundle(site: Path) -> None:
    """Put the style sheets of each page of the site in one."""
    some_page = (site / "404.html").read_text("utf-8")
    used = "|".join(sorted({"custom", *COLOUR.findall(some_page)}))
    unused = re.compile(OTHER_COLOUR % used)
    sheets = [sheet.relative_to(site).as_posix() for sheet in sorted(site.rglob("*.css"))]

    @cache
    def made(names: tuple[str, ...]) -> str:
        text = "".join(_sheet(site, name, unused) for name in names)
        name = f"{FOLDER}/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.css"
        (site / name).write_text(text, "utf-8")
        return name

    @cache
    def sheet_of(href: str) -> str | None:
        return next((s for s in sheets if href == s or href.endswith(f"/{s}")), None)

    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        links = [(link, sheet) for link in LINK.finditer(text) if (sheet := sheet_of(link["href"]))]
        for n, (link, sheet) in reversed(list(enumerate(links))):
            one = "" if n else link[0].replace(sheet, made(tuple(name for _, name in links)))
            text = text[: link.start()] + one + text[link.end() :]
        page.write_text(text, "utf-8")


def _sheet(site: Path, name: str, unused: re.Pattern[str]) -> str:
    """A style sheet without what nobody's browser uses, as it is read from the bundle's folder."""
    folder = posixpath.dirname(name)

    def moved(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match["path"]))
        return f"url({posixpath.relpath(target, FOLDER)})"

    small: str = minify.string("text/css", (site / name).read_text("utf-8"))
    small = re.sub("|".join(SVG), lambda match: SVG[match[0]], small)
    small = URL.sub(moved, small)
    small = COLOURED.sub(lambda rule: _without(unused, rule), small)
    return WITHOUT_SCRIPT.sub("", SWITCHING.sub("", small))


def _without(unused: re.Pattern[str], rule: re.Match[str]) -> str:
    """A rule for the selectors that are in use, if there are any."""
    used = [each for each in rule["selectors"].split(",") if not unused.search(each)]
    return ",".join(used) + rule["rest"] if used else ""
