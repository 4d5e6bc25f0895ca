"""What HTML says of a text that stands in it: code, an index, a formula, what a view made.

The tables are by tag, class and attribute; each flag is one bit.
"""

BOUND, CODE, INDEX, POWER, MADE, MATH, VISIBLE, HEADING, SOURCES = (1 << n for n in range(9))
ALONE, NOT_TEXT, DRAWN, NOTE, DIAGRAM, SYMBOL, AMONG, PRE, PROGRAM, PRINTED = (
    1 << n for n in range(9, 19)
)
"""What is known of the place where a text stands."""

PART = "\u200b"
"""Stands between the parts of a formula that are not read as one number: nobody sees it."""

BLOCKS = frozenset(
    """address article aside blockquote body br caption dd details div dl dt figcaption figure
    footer foreignobject h1 h2 h3 h4 h5 h6 header li main math mtr nav ol p pre section summary
    rt svg table tbody td text th thead title tr ul""".split()  # noqa: SIM905 (one a line)
)
TAGS = {
    "sub": INDEX,
    "sup": POWER,
    "math": MATH,
    "b": ALONE,
    "strong": ALONE,
    "svg": DIAGRAM,
    "script": NOT_TEXT,
    "style": NOT_TEXT,
    "template": NOT_TEXT,
    "noscript": NOT_TEXT,
    **{f"h{n}": HEADING for n in range(1, 7)},
}
EMBEDDED = frozenset(
    """applet audio base canvas embed frame iframe image link meta object portal source track use
    video""".split()  # noqa: SIM905 (one a line)
)
"""Tags that show another document, or what no text says."""

CLASSES = {
    "derivation": MADE,
    "exercise": MADE,
    "heat": DRAWN,
    "live": MADE | DRAWN,
    "network": DRAWN,
    "plot": DRAWN,
    "table-scroll": MADE,
    "condition": CODE,
    "source": CODE,
    "clipboard-copy-txt": NOT_TEXT,
    "jp-CodeCell": CODE,
    "doc": CODE,
    "katex-html": VISIBLE,
    "fault": NOT_TEXT,
    "footnote-ref": NOTE,
}
"""Of tables and derivations the views make, of code, of the reference made from docstrings."""

SCRIPTS = {
    "msub": (0, INDEX),
    "munder": (0, INDEX),
    "mover": (0, 0),
    "msup": (0, POWER),
    "msubsup": (0, INDEX, POWER),
    "munderover": (0, INDEX, INDEX),
}
"""What the children of an element of MathML are."""

NAMED = ("data-value", "data-shape", "data-word")
"""Attributes that name what an element shows: a number, the size of an axis, a token's word."""

TOLD = (
    *("alt", "title", "aria-label", "placeholder", "label", "abbr", "alttext", "summary"),
    *("aria-description", "aria-placeholder", "aria-roledescription"),
    *("aria-valuenow", "aria-valuetext", "aria-valuemin", "aria-valuemax"),
)
"""Attributes that a reader is told."""

VALUES = {
    "button": "value",
    "input": "value",
    "li": "value",
    "meter": "value",
    "ol": "start",
    "progress": "value",
}
"""Attributes that are shown, of the elements that show them."""

TEXT_IN_CODE = frozenset(("c", "c1", "ch", "cm", "cs", "go", "s", "s1", "s2", "sd", "sh"))
"""What Pygments calls comments, texts and what a command printed: they are read as text."""

JOINED = frozenset(("math", "mi", "mn", "mo", "mrow", "mstyle", "semantics"))
"""Elements of MathML that are read on with what stands beside them, as the digits of a number."""
