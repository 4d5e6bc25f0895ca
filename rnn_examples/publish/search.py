"""What a search reads of a page: not its displayed formulas and diagrams, most of its tags."""

import re

END = "<!--math-->"
"""Where the HTML of a formula ends, which is too deep to be matched."""


def read_aloud(text: str) -> str:
    """HTML with the MathML of its formulas alone: for what wants text."""
    formula = rf'<span class="math">.*?(<math.*?</math>).*?{END}</span>'
    return re.sub(formula, r"\1", text, flags=re.S)


def searchable(text: str) -> str:
    """HTML without what nobody looks for: displayed formulas, pictures, parameters' types."""
    text = re.sub(rf'<div class="math" .*?{END}</div>', "", read_aloud(text), flags=re.S)
    text = re.sub(r'<div class="[^"]*doc-signature.*?</div>', "", text, flags=re.S)
    return re.sub(r'<figure class="(?:diagram|plot)[ "].*?</figure>', "", text, flags=re.S)
