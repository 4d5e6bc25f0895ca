"""Code in fewer elements: it reads the same, and what has a colour keeps it."""

import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from rnn_examples.generators.code_blocks import lighten

SOURCE = """def step(x_t, *, b=0.5):  # one
    return {"h": W @ x_t + b}


class Step(tuple): ...
"""


def test_a_listing_reads_the_same_in_fewer_elements():
    listing = highlight(SOURCE, PythonLexer(), HtmlFormatter(linenos="table", lineanchors="L"))
    light = lighten(listing)
    text = [re.sub("<[^>]*>", "", html) for html in (listing, light)]
    assert text[0] == text[1]
    assert light.count("<span") < 0.8 * listing.count("<span")
    assert light.count("<a ") == listing.count("<a ")  # a line can be linked to
    for kind in ("k", "o", "p", "mf", "c1", "s2", "nf"):
        coloured = re.compile(rf'<span class="{kind}">.*?</span>')
        assert coloured.findall(light) == coloured.findall(listing) != []


def test_a_signature_is_no_block_that_scrolls():
    page = (
        'doc-signature highlight"><pre><span></span><code><span class="n">f</span>()</code></pre>'
    )
    assert lighten(page) == (
        'doc-signature highlight"><pre><span class="signature"><code>f()</code></span></pre>'
    )
