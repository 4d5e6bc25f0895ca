"""What stands in a panel's paragraph below its token: results, which are shown beside its inputs.

They are text and views like any others. A token that has a line to itself may be of any view.
"""

import re
from collections import Counter
from collections.abc import Sequence

from rnn_examples.pages.slots import SLOT, Slot

PLACE = '<div class="live-results"></div>'
"""Where a panel has its results."""

START, BETWEEN, END = "<!--panel-->", "<!--results-->", "<!--/panel-->"
"""Around a panel, and the paragraphs of its results, while these are made."""

PARAGRAPH = re.compile(rf"<p>\s*(?P<panel>{SLOT.pattern})[ ]*\n(?P<results>.*?)</p>", re.S)
LINE = re.compile(rf"^[ ]*(?P<token>{SLOT.pattern})[ ]*$", re.M)
LABEL = re.compile(r'<form class="live"[^>]* aria-label="(?P<label>[^"]*)')
MADE = re.compile(rf"{START}(?P<panel>.*?){BETWEEN}(?P<results>.*?){END}", re.S)


def apart(text: str, slots: Sequence[Slot]) -> str:
    """Give a panel and each token below it in its paragraph a paragraph of their own."""

    def parted(found: re.Match[str]) -> str:
        n = int(found[2])
        value = slots[n].value if n < len(slots) else None
        if value is None or value.token.view != "live":
            return found[0]
        lines = LINE.sub(r"</p><p>\g<token></p><p>", found["results"])
        results = re.sub(r"<p>\s*</p>", "", f"<p>{lines}</p>")
        return f"{START}<p>{found['panel']}</p>{BETWEEN}{results}{END}"

    return PARAGRAPH.sub(parted, text)


def placed(text: str) -> str:
    """Put the results of each panel beside its inputs, and tell panels of one label apart."""
    seen = Counter[str]()

    def named(form: re.Match[str]) -> str:
        seen[form["label"]] += 1
        return form[0] + ", again" * (seen[form["label"]] - 1)

    text = LABEL.sub(named, text)
    return MADE.sub(
        lambda made: made["panel"].replace(PLACE, f"{PLACE[:-6]}{made['results']}</div>"), text
    )
