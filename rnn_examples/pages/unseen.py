"""The faults of a page whose reader, or whose ledger of numbers, would not see what it says.

Each is given with the line and column of the page's text, front matter not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from rnn_examples.authoring import positions, texts
from rnn_examples.ledger.hidden import WRITTEN, unread
from rnn_examples.pages import lost_text

Found = Iterator[tuple[int, int, str]]


def hidden(lines: Sequence[str], html: str) -> Found:
    """What hides numerals from the ledger. No view has written the HTML yet, only the author."""
    has_reference = any(line.startswith("::: ") for line in lines)
    written = WRITTEN.findall(positions.without_code("\n".join(lines)))
    hides = {f"attribute {name}": name for name in written}
    for what, part in (hides | unread(html, has_reference=has_reference)).items():
        right = "hides numbers from the ledger: write the page without it"
        yield *positions.find(lines, part), f"{what} {right}"


def left(lines: Sequence[str], root: Element, blocks: list[str]) -> Found:
    """The marks that Markdown has left in the text."""
    for mark, right in lost_text.raw(root, blocks):
        yield *positions.find(lines, mark), f"{mark!r} is shown as it is written: {right}"
    text = positions.without_code("\n".join(lines))
    for start in lost_text.outside(text):
        what = "what stands in a box or a list is indented by four spaces"
        yield *texts.position(text, start), what


def lost(
    lines: Sequence[str], taken: str, html: str, drawn: Counter[str], written: Callable[[str], str]
) -> Found:
    """What of the page's own text no reader would see.

    taken: the text, with sentinels; written: gives a part of it as the author wrote it.
    drawn: the words of the page's diagrams.
    """
    for tag, what in lost_text.tags(html).items():
        yield *positions.find(lines, tag), f"{tag} {what}"
    for n, said in lost_text.missing(taken, html, drawn):
        shown = written(said)
        column = lines[n].find(shown.partition(" ")[0]) + 1
        what = "is not on the page: a cell too many in its row, or a definition without a use?"
        yield n + 1, max(column, 1), f"{shown!r} {what}"
