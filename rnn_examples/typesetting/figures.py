"""Diagrams, drawn by mermaid while the page is made; their numbers stay addressable.

A number in a label is drawn as zeros, which are as wide as any digits: mermaid need not draw again
when only digits change. Around it stand characters without width that say which number it is.
"""

import html
import re

from rnn_examples.render.pieces import Piece, Word
from rnn_examples.typesetting import engines
from rnn_examples.typesetting.bound import Placeholders

START, END, ZERO, ONE = "\u2063", "\u2064", "\u2061", "\u2062"
NO_BREAK = "\u00a0"
EMPTY_LABEL = re.compile(
    r'<g class="edgeLabel"><g class="label"[^>]*><foreignObject width="0" height="0">'
    r"(?:(?!</foreignObject>).)*</foreignObject></g></g>",
    re.S,
)
PLACES = re.compile(r' (?:d|x|y|cx|cy|r|rx|ry|width|height|points|transform)="[^"]*"')
HIDDEN = re.compile(f"{START}([{ZERO}{ONE}]+){START}(.*?){END}", re.S)


def pieces() -> Placeholders:
    """The pieces of one diagram."""
    return Placeholders(_hide)


def _hide(n: int, piece: Piece) -> str:
    bits = f"{n:b}".replace("0", ZERO).replace("1", ONE)
    shown = piece.widest if isinstance(piece, Word) else re.sub(r"\d", "0", piece.plain)
    return f"{START}{bits}{START}{html.escape(shown).replace(' ', NO_BREAK)}{END}"


def _number(match: re.Match[str]) -> int:
    return int(match[1].replace(ZERO, "0").replace(ONE, "1"), 2)


def draw(source: str, held: Placeholders, label: str, name: str, attributes: str = "") -> str:
    """Draw a diagram as part of a page.

    label: an attribute that says what it shows, for those who do not see it; name: what its ids
    begin with; attributes: others of the figure, as they are written.
    Raises TypesettingError for a bad diagram.
    """
    svg = engines.mermaid(source).replace("my-svg", name)
    svg = re.sub(r"<style>.*?</style>", "", svg, flags=re.S)  # the site has its own
    svg = re.sub(
        r"<foreignObject.*?</foreignObject>",
        lambda m: HIDDEN.sub(lambda n: held.in_text(_number(n)), m[0]),
        svg,
        flags=re.S,
    )
    svg = HIDDEN.sub(lambda m: held.visible(_number(m), "tspan"), svg)
    svg = _without_waste(svg, name)
    width = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', svg)
    style = f' style="--width: {float(width[1]):.0f}px"' if width else ""
    return (
        f'<figure class="diagram" tabindex="0" role="group" {label}{attributes}{style}>'
        f"{svg}</figure>"
    )


def _without_waste(svg: str, name: str) -> str:
    """Drop what nothing uses: arrow heads, ids, which mermaid gives twice, labels without a text.

    Places are kept to a tenth of a pixel.
    """
    svg = re.sub(
        r'<marker id="([^"]+)".*?</marker>',
        lambda m: m[0] if f"url(#{m[1]})" in svg else "",
        svg,
        flags=re.S,
    )
    used = {name, *re.findall(r'#([^")]+)[")]', svg), *re.findall(r'labelledby="([^"]+)"', svg)}
    svg = re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in used else "", svg)
    svg = EMPTY_LABEL.sub("", svg)
    svg = re.sub(r' (?:data-(?:points|id|look|et|edge)="[^"]*"|(?:style|class)="[; ]*")', "", svg)
    svg = re.sub(r'(?<= class=")[^"]+', lambda m: " ".join(dict.fromkeys(m[0].split())), svg)
    return PLACES.sub(lambda m: re.sub(r"-?\d+\.\d{2,}", _tenth, m[0]), svg)


def _tenth(match: re.Match[str]) -> str:
    return f"{round(float(match[0]), 1) + 0:g}"


def problem(error: engines.TypesettingError, held: Placeholders) -> str:
    """What mermaid says, on one line, without the arrow it draws below the place."""
    said = re.sub(r"^-*\^$", "", str(error).removeprefix("Error: "), flags=re.M)
    said = re.sub(r"(?<= on) line \d+:?", " this line:", said, count=1)
    said = HIDDEN.sub(lambda m: held.text(_number(m)), said)
    return f"bad mermaid: {' '.join(said.split())}"


def bad_line(error: engines.TypesettingError, source: str) -> int:
    """The line of the source that mermaid found wrong, from 0; the first if it does not say.

    Mermaid counts after it has dropped front matter, comments and leading blank lines.
    """
    said = re.search(r" on line (\d+)", str(error))
    lines = source.split("\n")
    kept = list(range(len(lines)))
    if lines[0].strip() == "---" and "---" in lines[1:]:
        kept = kept[lines.index("---", 1) + 1 :]
    kept = [n for n in kept if not lines[n].lstrip().startswith("%%")]
    while kept and not lines[kept[0]].strip():
        kept.pop(0)
    if not said or not kept:
        return 0
    return kept[min(int(said[1]), len(kept)) - 1]
