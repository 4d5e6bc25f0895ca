"""Words around numbers that measure nothing: years, dates, versions, places in books, counts."""

import re
from functools import lru_cache

YEAR = r"(?:19|20)\d\d"
NOT_MANY = r"\b(?!\s+of\b|\s+[a-z-]+s\b(?!['’]))"
"""What does not follow a year: 2000 steps, 2000 of them."""

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
DAY, HOUR = r"(?:[12]?\d|3[01])(?!\d)", r"(?:[01]?\d|2[0-4])(?!\d)"
PRODUCT = (
    r"(?:Python|NumPy|SciPy|PyTorch|JAX|TensorFlow|MkDocs|KaTeX|Node(?:\.js)?|Ubuntu|Debian|"
    r"Windows|macOS|iOS|Android|Firefox|Chrome|Safari|CUDA|C\+\+|HTML|CSS|Unicode|WCAG|L?GPL|"
    r"Apache|CC BY(?:-SA)?|Material for MkDocs)"
)
PUBLICATION = (
    r"(?:paper|article|book|thesis|edition|conference|version|release|survey|report|study|talk|"
    r"lecture|course)"
)

PHRASES = {
    "year": rf"""
        \A\s*{YEAR}\s*\Z
        |\((?:[^()\n]*(?:[,;]|\b[A-Z]\w+|\bal\.))?\s*{YEAR}[a-z]?(?=[);,:])
        |\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|[Aa]s\ of|[Yy]ear|[Ss]pring
            |[Ss]ummer|[Aa]utumn|[Ww]inter)
            \s(?:of\ |early\ |late\ |mid-|the\ year\ )?{YEAR}{NOT_MANY}
        |\b(?:[Ff]rom|[Bb]etween)\s{YEAR}\s(?:to|and|until)\s{YEAR}{NOT_MANY}
        |\b{YEAR}\s?[–/-]\s?{YEAR}{NOT_MANY}
        |\b(?:19|20)\d0s\b
        |\bdat(?:es?|ed|ing)\s(?:from|back\sto)\s{YEAR}{NOT_MANY}
        |\bBy\s{YEAR}{NOT_MANY}|\b[Ff]rom\s{YEAR}\son(?:wards?)?\b
        |\b(?:is|was)\sfrom\s{YEAR}{NOT_MANY}(?!\sto\b)
        |\b(?:film|novel)\sof\s{YEAR}\b|\b{PUBLICATION}\sof\s{YEAR}{NOT_MANY}
        |(?:©|\b[Cc]opyright)\s{YEAR}
        |(?:\bal\.|(?<=[a-z,;]\s)[A-Z][\w-]+|\b\w*[A-Z]\w*[A-Z]\w*),?\s{YEAR}{NOT_MANY}
        |\b(?:[Tt]h(?:e|is|at|eir)|[Aa]n?|[A-Z]\w+[’\']s|[Hh]is|[Hh]er|[Ii]ts)\s{YEAR}\s{PUBLICATION}\b
    """,
    "date": rf"""
        \b{DAY}(?:st|nd|rd|th)?(?:\s?[–-]\s?{DAY})?\s(?:of\s)?{MONTH}(?:,?\s{YEAR}\b)?
        |\b{MONTH}\s{DAY}(?:st|nd|rd|th)?\b(?:,?\s{YEAR}\b)?(?!\s[a-z]+s\b|\sof\b)
        |\b{MONTH},?\s{YEAR}\b
        |\b{YEAR}-\d\d-\d\d\b(?:T[\d:]+)?|\b\d{{1,2}}[./]\d{{1,2}}[./]{YEAR}\b
        |\b{HOUR}:[0-5]\d(?::[0-5]\d)?\b|\b{HOUR}\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock)
    """,
    "name": rf"""
        \b{PRODUCT}\s(?:v|version\ )?\d+(?:\.\d+)*(?:\s?\+|\s(?:or|and|to)\s\d+(?:\.\d+)*)?
        |(?:[=<>~]=|\bv|\bpython)\d+(?:\.\d+)*\b|(?<![\w.,])\d{{1,3}}(?:\.\d{{1,3}}){{2,3}}(?![\w,])
        |\bC\+\+\d\d\b|\b[Vv]ersion\s0\.\d+\b|\b(?:[A-Z]\w*|top)-\d+\b|\b[123]-?D\b|\b(?:8|16|32|64|128)[-\s]bits?\b
        |\b[01]-(?:based|indexed)\b|\b(?:12|24)-hour\b
        |\b(?:[Pp]latform|[Rr]oom|Route)\s\d+\b
        |\b[1-9](?:st|nd|rd|th)\b|\b\d{{1,2}}(?:st|nd|rd|th)\s(?:century|edition|anniversary)\b
        |\b[\w-]+\.(?:py|md|js|txt|csv|json|toml|ya?ml|svg|png|pdf|html|zip|gz|ipynb|log)\b
        |\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|io|dev)/\S*
    """,
    "citation": rf"""
        \bIS[BS]N(?:-1[03])?:?(?:\sis)?\s[\dX][\dX\ –-]+
        |\bdoi:\S+|\b10\.\d{{4,9}}/\S+|\barXiv:?\s?\d{{4}}\.\d{{4,5}}
        |\b(?:RFC|ISO|IEC|IEEE|PEP|ECMA|HTTP|Ctrl\+|U\+)[\s-]?\d+(?:-\d+)*
        |\b\d+(?:\(\d+\))?\ \({YEAR}\)|\b[A-Z][a-z]+\s\d+\(\d+\)
        |\bpp?\.\s?\d+(?:[–-]\d+)?|\b(?:vol|ch|chap|sec|eqs?|figs?)\.\s\d+(?:\.\d+)*
        |\b[Vv]olumes?\s\d+
    """,
}
"""By the name of the rule; every number within such a phrase is vouched for."""

COUNTED = re.compile(
    r"(?:\b(?P<in_parts>section|chapter|exercise|equation|figure|table|part|version|CC BY)s?|§|"
    r"\b(?:(?P<in_run>step|row|column|level|word|token|layer)|"
    r"page|line|example|lesson|question|answer|item|theorem|lemma|definition|note|hint|no\.)s?)"
    r"(?:[\s\u00a0(]+\d+(?:\.\d+)*(?:,|\s*[–-]|\s+(?:and|to|or))?)*(?:[\s\u00a0(]+|(?<=\d[–-]))$",
    re.I,
)
"""What comes before a number that counts things: Step 3; equations 10.8 to 10.11."""

IN_PARTS = re.compile(r"[1-9]\d*(?:\.\d+)+")
"""10.8, of chapter 10."""

EXTREME = re.compile(
    r"\b(?:(?:low|high|larg|small|bigg|great|b)est|worst|peaks?|minimum|maximum)\b[^.\n]*$"
)
"""What makes the step that follows a result: lowest at step 7."""

PATTERNS = {name: re.compile(pattern, re.X) for name, pattern in PHRASES.items()}


@lru_cache(8)
def found(name: str, text: str) -> list[tuple[int, int]]:
    """Where the phrases of a rule stand in a text: start and end of each."""
    return [match.span() for match in PATTERNS[name].finditer(text)]
