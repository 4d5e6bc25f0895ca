"""Where a file differs from the right one, in words: on a page, in what is shown or copied."""

import math
import re
from collections.abc import Sequence
from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rnn_examples.verification.tolerance import DIGITS, RELATIVE

MOST = 60
"""Maximum number of characters that are told of a passage."""
MOST_PARTS = 5
"""Maximum number of parts of a page that are told."""
MOST_WORDS, BEFORE = 6, 60
"""Maximum number of words, and of characters, that say what stands before it."""

NUMBER = re.compile(r"(\d+(?:\.\d+)?(?:e[-+]?\d+)?)")
SIZE = re.compile(r"1e-\d\d")
"""The size of a rounding error, as `to 1e-14`."""

Parts = dict[str, list[str]]
"""The texts of a file, by where they stand in it."""

IN_ATTRIBUTES = "the attribute"


def differences(name: str, shown: bytes, right: bytes) -> list[str]:
    """Where a file differs from the right one; nothing if only rounding does.

    Processors disagree in the last bits of a number, and in the size of a rounding error.
    """
    try:
        text = right.decode("utf-8")
    except UnicodeDecodeError:
        same = shown == right
        return [] if same else [f"its {len(shown)} bytes are not the {len(right)} that are right"]
    other = shown.decode("utf-8", errors="replace")
    told = _told(_parts(other), _parts(text)) if name.endswith(".html") else []
    return told or _told({"it": other.split("\n")}, {"it": text.split("\n")})


def _parts(html: str) -> Parts:
    """The texts and attributes of a page, without the spaces around them."""
    parts: Parts = {}
    root = LexborHTMLParser(html).root
    for node in root.traverse(include_text=True) if root else ():
        if node.is_text_node:
            if text := " ".join((node.text_content or "").split()):
                parts.setdefault(_where(node), []).append(text)
        elif node.is_element_node:
            for name, value in node.attributes.items():
                where = f"{IN_ATTRIBUTES} {name} of <{node.tag}>"
                parts.setdefault(where, []).append(value or "")
    return parts


def _where(node: LexborNode) -> str:
    above = node.parent
    while above is not None:
        if above.tag in ("script", "style"):
            return f"a {above.tag}"
        if above.tag == "math":
            return "a formula as it is read aloud"
        if "clipboard-copy-txt" in (above.attributes.get("class") or "").split():
            return "the text that is copied"
        above = above.parent
    return "the visible text"


def _told(shown: Parts, right: Parts) -> list[str]:
    """Say of each part where it begins and ends to differ: of texts first."""
    parts = sorted({**right, **shown}, key=lambda where: where.startswith(IN_ATTRIBUTES))
    told = (_first(where, shown.get(where, []), right.get(where, [])) for where in parts)
    return [*filter(None, told)][:MOST_PARTS]


def _first(where: str, shown: Sequence[str], right: Sequence[str]) -> str:
    start = _agreeing(shown, right)
    if start == len(shown) == len(right):
        return ""
    end = _agreeing(shown[start:][::-1], right[start:][::-1])
    one = " ".join(shown[start : len(shown) - end])
    other = " ".join(right[start : len(right) - end])
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    before = " ".join([*right[max(0, start - 5) : start], one[:head]])
    before = " ".join(before.split()[-MOST_WORDS:])[-BEFORE:]
    one, other = (_quoted(text[head : len(text) - tail]) for text in (one, other))
    return f"{where} differs after “{before}”: right is {other}, shown is {one}"


def _agreeing(shown: Sequence[str], right: Sequence[str]) -> int:
    """How many texts at the start agree."""
    pairs = zip(shown, right, strict=False)
    return len(list(takewhile(lambda pair: _agree(*pair), pairs)))


def _agree(shown: str, right: str) -> bool:
    """Whether two texts are the same but for rounding."""
    if shown == right:
        return True
    parts, others = NUMBER.split(shown), NUMBER.split(right)
    return len(parts) == len(others) and all(
        one == other or (n % 2 == 1 and _is_near(one, other))
        for n, (one, other) in enumerate(zip(parts, others, strict=True))
    )


def _is_near(shown: str, right: str) -> bool:
    if SIZE.fullmatch(shown) and SIZE.fullmatch(right):
        return abs(int(shown[3:]) - int(right[3:])) <= 1
    digits = min(sum(map(str.isdigit, text.partition("e")[0])) for text in (shown, right))
    return digits >= DIGITS and math.isclose(float(shown), float(right), rel_tol=RELATIVE)


def _common(one: str, other: str) -> int:
    """How many characters of whole words two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    common = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    if {one[common : common + 1], other[common : common + 1]} <= {"", " "}:
        return common
    return max(one.rfind(" ", 0, common) + 1, common - MOST // 2, 0)


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= MOST else f'{text[: MOST - 1]}…'}”" if text else "nothing"
