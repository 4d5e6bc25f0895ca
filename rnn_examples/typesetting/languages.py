"""The language of what is written in Devanagari: `lang="hi"`, for whoever hears it."""

import re

WORD = "[\u0900-\u097f\u1cd0-\u1cff\ua8e0-\ua8ff\u200c\u200d]+"
HINDI = re.compile(rf"{WORD}(?:[\s,;:!?]+{WORD})*")
"""Words in Devanagari, with what stands between two of them."""

TAG = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>"
    r"""|<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<rest>(?:"[^"]*"|'[^']*'|[^"'>])*)>""",
    re.S | re.I,
)
LANGUAGE = re.compile(r"""(?<![\w-])lang=["']?([\w-]+)""")

FORMULA, END = ' class="math"', "<!--math-->"
"""How the HTML of a formula begins and ends: most of a page's tags, and hardly a word."""

VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
PLAIN = ("option", "template", "textarea", "title")
"""Elements in which no other can stand, and data."""


def mark(html: str) -> str:
    """HTML in which every text in Devanagari is said to be Hindi."""
    if not HINDI.search(html):
        return html
    made, end = list[str](), 0
    above = [("", "", False)]  # name and language of the elements that are open; whether in an SVG
    while tag := TAG.search(html, end):
        made += (_text(html[end : tag.start()], *above[-1]), tag[0])
        end = tag.end()
        name, rest = (tag["name"] or "").lower(), tag["rest"] or ""
        if tag["end"] and above[-1][0] == name:  # as nearly always
            del above[-1]
        elif tag["end"]:
            closed = max((n for n, (own, *_) in enumerate(above) if own == name), default=0)
            del above[closed or len(above) :]
        elif name and name not in VOID and not rest.endswith("/"):
            said = LANGUAGE.search(rest)
            is_drawn = name == "svg" or (above[-1][2] and name != "foreignobject")
            above.append((name, said[1] if said else above[-1][1], is_drawn))
            if rest.startswith(FORMULA):
                stop = html.find(END, end)
                if stop > end and not HINDI.search(html, end, stop):
                    made.append(html[end:stop])
                    end = stop
    return "".join([*made, _text(html[end:], *above[-1])])


def _text(text: str, name: str, language: str, is_drawn: bool) -> str:
    if text.isascii() or language == "hi" or name in PLAIN:
        return text
    tag = "tspan" if is_drawn else "span"
    return HINDI.sub(rf'<{tag} lang="hi">\g<0></{tag}>', text)
