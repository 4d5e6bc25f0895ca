"""Tokens: what each names and how it is shown; a wrong one says what would be right."""

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rnn_examples.authoring.tokens import OF_NO_EXAMPLE, TOKEN, VIEWS, Token, parse
from rnn_examples.pages.inserts import INSERTS
from rnn_examples.pages.views import VIEWS as WRITTEN

PIECES = st.sampled_from(
    [
        "[[=",
        "=]]",
        "\\",
        "|",
        "encoder",
        ".h_1",
        "[0]",
        "[",
        "]",
        " ",
        ".3f",
        "table",
        "\n",
        "é",
        "0",
    ]
)


@pytest.mark.parametrize(
    ("body", "token"),
    [
        (" encoder.h_1 ", Token("encoder.h_1", "encoder", "h_1")),
        ("encoder.W[0, 1] | .3f", Token("encoder.W[0, 1]", "encoder", "W", (0, 1), spec=".3f")),
        ("encoder.y_1|d", Token("encoder.y_1", "encoder", "y_1", spec="d")),
        ("encoder | diagram", Token("encoder", "encoder", view="diagram")),
        (
            "encoder | table | x_t, h_t | .2f",
            Token("encoder", "encoder", view="table", spec=".2f", fields=("x_t", "h_t")),
        ),
        (
            "encoder | plot | h_t, a_t | log | 1e-3 to 2.5 | .2f",
            Token(
                "encoder",
                "encoder",
                view="plot",
                spec=".2f",
                fields=("h_t", "a_t"),
                is_log=True,
                span=(0.001, 2.5),
            ),
        ),
        (
            "surface | plot | loss | against w",
            Token("surface", "surface", view="plot", fields=("loss",), against="w"),
        ),
        (
            'race | plot | sgd_t "SGD", adam_t, pull_t "पुल का बल" | across "step" | up "loss"',
            Token(
                "race",
                "race",
                view="plot",
                fields=("sgd_t", "adam_t", "pull_t"),
                labels=("SGD", "", "पुल का बल"),
                across="step",
                up="loss",
            ),
        ),
        (
            'race | plot | by "words" h_t',
            Token("race", "race", view="plot", fields=("by", "h_t"), labels=("words", "")),
        ),
        (
            "training | heat | V by y, U E by w | .2f",
            Token(
                "training",
                "training",
                view="heat",
                spec=".2f",
                fields=("V", "U", "E"),
                labels=("y", "", "w"),
            ),
        ),
        (
            'encoder | live | x "the words", W',
            Token("encoder", "encoder", view="live", fields=("x", "W"), labels=("the words", "")),
        ),
        ("encoder | live | x W", Token("encoder", "encoder", view="live", fields=("x", "W"))),
        (
            "run.A | heat | by y and w",
            Token("run.A", "run", "A", view="heat", by="y and w"),
        ),
        (
            "embedding.E | heat | by w",
            Token("embedding.E", "embedding", "E", view="heat", by="w"),
        ),
        (
            "bptt.dW | heat | -1 to 1",
            Token("bptt.dW", "bptt", "dW", view="heat", span=(-1.0, 1.0)),
        ),
        (
            "encoder | table | log",
            Token("encoder", "encoder", view="table", fields=("log",)),
        ),
        (
            "rnn_examples.trace | code",
            Token("rnn_examples.trace", "rnn_examples.trace", view="code"),
        ),
        (
            "encoder  greedy | network | h_t s_t | -2 to 2",
            Token(
                "encoder  greedy",
                "encoder",
                view="network",
                fields=("h_t", "s_t"),
                others=("greedy",),
                span=(-2.0, 2.0),
            ),
        ),
        ("published | index", Token("published", "published", view="index")),
    ],
)
def test_a_token_says_what_it_names_and_how_to_show_it(body, token):
    assert parse(body) == token


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, r"[[= without =]] on the same line: close it, or write \[[= for the text"),
        ("", "'' is no value; write [[= example.name =]] or [[= example.h_1[0] =]]"),
        ("h-1", "'h-1' is no value; write [[= example.name =]] or [[= example.h_1[0] =]]"),
        (
            "encoder.h_1[-1]",
            "bad index [-1]: places are whole numbers counted from 0: encoder.h_1[0] or ",
        ),
        (
            "encoder.h_1 | %d",
            "bad format '%d': a format is .3f (three places), .2e or d (whole)",
        ),
        (
            "encoder.h_1 | picture",
            f"unknown view 'picture': the views are {', '.join(VIEWS)}",
        ),
        ("encoder.h_1 | .3f | .2f", "bad format '.2f'"),
        (
            "encoder | plot | h_t | 1 to -1",
            "bad range '1 to -1': it goes from a smaller to a larger",
        ),
        ("encoder | plot | h_t | 0 to 1e999", "bad range '0 to 1e999'"),
        (
            "encoder | plot | h_t | -1 to",
            'words for its axes (across "step", up "loss"), a range (-1 to 1) and a format',
        ),
        ("encoder | plot | log | log | log", "each once: not 'log'"),
        (
            "encoder | network | log | %d",
            "a network takes fields (h_t, y_t), a range (-1 to 1) and a",
        ),
        (
            "encoder greedy | table",
            "several examples have one view: [[= encoder greedy | network =]]",
        ),
        ("encoder greedy", "several examples have one view: [[= encoder greedy | network =]]"),
        (
            "encoder.W | heat | %d",
            "a heat takes fields (dW_t, E by w), `by w` or `by y and w`, a range (-1 to 1) and",
        ),
        ('race | plot | loss_t "10 steps"', 'bad label "10 steps": a label is of words, without'),
        ('race | plot | loss_t "१० पग"', 'bad label "१० पग": a label is of words, without digits'),
        ('race | plot | loss_t | up " "', 'bad label up " ": a label is of words, without digits'),
        ('race | plot | loss_t "loss', "a plot takes fields"),
        ('race | diagram | loss_t "loss"', "unknown view"),
        ("race.h_1 | deriviation", "unknown view 'deriviation': did you mean 'derivation'?"),
        ("rnn_examples.trace", "write [[= rnn_examples.trace | code =]]"),
        ("published | table", "write [[= published | index =]]"),
    ],
)
def test_a_wrong_token_says_what_would_be_right(body, problem):
    with pytest.raises(ValueError, match=re.escape(problem)):
        parse(body)


def test_every_view_that_can_be_asked_for_can_be_written():
    assert set(WRITTEN) == {"", *VIEWS}
    assert set(INSERTS) == {name for names in OF_NO_EXAMPLE.values() for name in names}


@given(st.text())
def test_no_text_makes_parsing_fail_in_another_way(body):
    with suppress(ValueError):
        parse(body)


@given(st.lists(PIECES).map("".join))
@example("[[= [[= encoder.h_1 =]]")
@example(r"\\[[= encoder.h_1 =]]")
def test_every_opening_is_a_token_an_escape_or_a_token_left_open(text):
    found = list(TOKEN.finditer(text))
    assert sum(match[0].count("[[=") for match in found) == text.count("[[=")
    assert all(match[0].count("[[=") == 1 for match in found)
    for match in found:
        before = re.search(r"\\*\Z", text[: match.start()] + (match["escape"] or ""))
        assert bool(match["escape"]) == len(before[0]) % 2


def test_a_long_line_of_openings_takes_no_time():
    line = "[[= " * 20_000
    assert len(TOKEN.findall(line)) == 20_000
