"""Text in Devanagari says that it is Hindi, wherever it stands."""

import pytest

from rnn_examples.typesetting.languages import mark


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>a पानी पियो।</p>", '<p>a <span lang="hi">पानी पियो।</span></p>'),
        ("<p>पानी, <b>b", '<p><span lang="hi">पानी</span>, <b>b'),
        ("<svg><text>पानी</text></svg>", '<svg><text><tspan lang="hi">पानी</tspan></text></svg>'),
        (
            "<svg><foreignObject>पा</foreignObject><g>पा</g></svg>",
            """<svg><foreignObject><span lang="hi">पा</span></foreignObject>\
<g><tspan lang="hi">पा</tspan></g></svg>""",
        ),
        ("<p><br>पा<img alt='पा'></p>", "<p><br><span lang=\"hi\">पा</span><img alt='पा'></p>"),
        ('<i lang="en">पा</i>', '<i lang="en"><span lang="hi">पा</span></i>'),
        ("<b>x</i></b>पा", '<b>x</i></b><span lang="hi">पा</span>'),
    ],
)
def test_the_language_is_said_of_the_text(html, marked):
    assert mark(html) == marked
    assert mark(marked) == marked


@pytest.mark.parametrize(
    "html",
    [
        '<p lang="hi">पा <b>पा</b></p>',
        '<p title="पा > पा">a</p>',
        "<title>पा</title>",
        '<template>{"y":"पा"}</template>',
        '<script>x = "<b>पा"</script>',
        "<!-- <b>पा -->",
        "<p>pānī",
    ],
)
def test_what_says_it_and_what_cannot_is_left(html):
    assert mark(html) == html
