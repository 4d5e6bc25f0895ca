"""What a search reads of a page: not its displayed formulas and diagrams, most of its tags."""

import re

END = "<!--math-->"
"""Where the HTML of a formula ends, which is too deep to be matched."""


def read_aloud(text: str) -> str:
    """HTML with the MathML of its formulas alone: for what wants text."""
    formula = rf'<span class="math">.*?(<math.*?</math>).*?{END}</span>'
    return re.sub(formula, r"\1", text, flags=re.S)


NOT_SOUGHT = re.compile(
    rf'<div class="math" .*?{END}</div>'
    r'|<figure class="(?:diagram|plot)[ "].*?</figure>'
    r'|<div class="table-scroll index".*?</table></div>'
    r'|<div[^>]*class="clipboard-copy-txt".*?</div>'
    r"|<pre\b.*?</pre>",
    re.S,
)
"""Displayed formulas, pictures, code and the index of values: most of a page."""


def searchable(text: str) -> str:
    """HTML without what nobody looks for."""
    return NOT_SOUGHT.sub("", read_aloud(text))
