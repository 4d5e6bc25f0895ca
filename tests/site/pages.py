"""The built pages, read by the standard library's parser: it shares nothing with what made them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


@dataclass
class Number:
    """An element that carries a value's name."""

    name: str
    tag: str
    text: str = ""
    value: str | None = None
    in_diagram: bool = False


@dataclass
class Page:
    """What the checks ask of a page."""

    path: str
    numbers: list[Number] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)  # tag, attribute, target
    text: str = ""
    styles: str = ""
    title: str = ""


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.page = Page(path)
        self._open: list[tuple[str, Number | None]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        number = None
        if "data-value" in given and "word" not in (given.get("class") or ""):
            number = Number(given["data-value"] or "", tag, value=given.get("value"))
            number.in_diagram = any(opened == "svg" for opened, _ in self._open)
            self.page.numbers.append(number)
        if "id" in given:
            self.page.ids.append(given["id"] or "")
        self.page.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        self.page.styles += f"{given.get('style', '')};"
        for name in ("href", "src", "srcset", "poster", "data", "xlink:href", "action"):
            if given.get(name) is not None:
                kind = f"link {given.get('rel')}" if tag == "link" else tag
                self.page.links.append((kind, name, given[name] or ""))
        if tag not in VOID:
            self._open.append((tag, number))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while self._open and tag in [opened for opened, _ in self._open]:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data):
        inside = [opened for opened, _ in self._open]
        if "style" in inside:
            self.page.styles += data
        elif "script" not in inside:
            self._text.append(data)
            if "title" in inside and "svg" not in inside:
                self.page.title += data
        for _, number in self._open:
            if number:
                number.text += data

    def done(self) -> Page:
        self.close()
        self.page.text = "".join(self._text)
        return self.page


def read(html: str, path: str = "page/index.html") -> Page:
    reader = _Reader(path)
    reader.feed(html)
    return reader.done()


def read_site(site: Path) -> dict[str, Page]:
    """Every page by its path in the site."""
    return {
        path: read((site / path).read_text("utf-8"), path)
        for path in sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    }
