"""What an author's HTML may not have: the ledger would not read its numbers."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rnn_examples.ledger.markup import CLASSES, EMBEDDED, NOT_TEXT, TAGS

WRITTEN = re.compile(r"\bdata-(?:claim|format|in-\w+|input|of|shape|src|value|word)(?=\s*=)")
"""Attributes that views write."""

PICTURES = ("src", "srcset", "poster", "background")
ELSEWHERE = re.compile(r"\s*(?:data:|[a-z]+://|//)", re.I)
"""The address of a picture that is no file of the site."""

STYLE = re.compile(r"counter|content|url\(", re.I)
"""Styles that show a number or a picture."""


def unread(html: str, *, has_reference: bool = False) -> dict[str, str]:
    """What would not be judged, and a part of its text that tells where it stands.

    That are tags that are no text, classes that views write, attributes. What the reference makes
    of docstrings is left out.
    """
    page = LexborHTMLParser(html)
    notes = (f"#{note.id}" for note in page.css('li[id^="fn:"]'))
    counted = {note: str(n) for n, note in enumerate(notes, 1)}
    links = page.css(".footnote-ref")
    is_counted = all(
        link.text() == counted.get(link.attributes.get("href") or "") for link in links
    )
    while has_reference and (reference := page.css_first("div.doc-object")):
        reference.decompose()
    found: dict[str, str] = {}
    assert page.root is not None  # the parser makes one of any text
    for node in page.root.traverse():
        if TAGS.get(node.tag or "") == NOT_TEXT or node.tag in EMBEDDED:
            found[f"<{node.tag}>"] = node.tag or ""
        classes = (node.attributes.get("class") or "").split()
        found |= {f"class {name}": name for name in classes if name in CLASSES}
        found |= _attributes(node)
    if is_counted:
        found.pop("class footnote-ref", None)
    return found


def _attributes(node: LexborNode) -> Iterator[tuple[str, str]]:
    for name, value in node.attributes.items():
        text = value or ""
        is_script = name.startswith("on") or re.match(r"\s*javascript:", text, re.I)
        is_picture = name in PICTURES and ELSEWHERE.match(text)
        if is_script or is_picture or (name == "style" and STYLE.search(text)):
            yield f"attribute {name}", text[:20] if is_picture else name
