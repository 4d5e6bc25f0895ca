"""How a file differs from the right one: told in words, and rounding is no difference."""

import pytest

from rnn_examples.verification.differences import differences


def told(shown, right, name="page.html"):
    return differences(name, shown.encode(), right.encode())


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("0.0954410795811", "0.0954410795812"),
        ("-2.95441079581e-07", "-2.95441079582e-07"),
        ("to 1e-14", "to 1e-15"),
    ],
)
def test_rounding_of_other_processors_is_no_difference(shown, right):
    assert told(shown, right, "values.json") == []
    assert told(f"<p>{shown}</p>", f"<p>{right}</p>") == []


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("0.79253", "0.79254"),
        ("0.0954410795811", "0.0954410795911"),
        ("0.0954410795811", "-0.0954410795811"),
        ("to 1e-14", "to 1e-12"),
        ("to 1e-14", "to 2e-14"),
        ("0.0954410795811e-07", "0.0954410795811e-08"),
        ("12345678901 12", "12345678901"),
        ("abc", ""),
        ("", "abc"),
    ],
)
def test_every_other_number_is(shown, right):
    assert len(told(shown, right, "values.json")) == 1
    assert len(told(f"<p>{shown}</p>", f"<p>{right}</p>")) == 1


RIGHT = (
    "<title>One</title><p>One two three four five six seven eight.</p>"
    '<div class="a clipboard-copy-txt">1 + 1</div><math><mn>7</mn></math>'
    '<a href="x">link</a><script>let a = 1;</script>'
)


@pytest.mark.parametrize(
    ("old", "new", "where", "right", "shown"),
    [
        ("three four", "four", "the visible text", "“three ”", "nothing"),
        ("five", "five 5", "the visible text", "nothing", "“5 ”"),
        ("1 + 1", "1 + 2", "the text that is copied", "“1”", "“2”"),
        ("7", "8", "a formula as it is read aloud", "“7”", "“8”"),
        ("a = 1", "a = 2", "a script", "“1;”", "“2;”"),
        ('"x"', '"y"', "the attribute href of <a>", "“x”", "“y”"),
        ("mn>", "mi>", "it", "“1</div><math><mn>", "“1</div><math><mi>"),
        ("two three", "two  three", "it", "nothing", "“ ”"),
    ],
)
def test_where_a_page_differs_is_told(old, new, where, right, shown):
    (text,) = told(RIGHT.replace(old, new), RIGHT)
    before, _, after = text.partition("”: right is ")
    assert before.startswith(f"{where} differs after “")
    assert after.startswith(right)
    assert f", shown is {shown}" in after


def test_each_part_of_a_page_is_told():
    shown = RIGHT.replace("1 + 1", "2").replace("six", "nine").replace('"x"', '"y"')
    assert [text.partition(" differs")[0] for text in told(shown, RIGHT)] == [
        "the visible text",
        "the text that is copied",
        "the attribute href of <a>",
    ]


def test_a_long_passage_is_cut():
    (text,) = told("a" * 1000, "b" * 1000, "page.js")
    assert len(text) < 200


def test_bytes_that_are_no_text_are_compared():
    assert differences("a.png", b"\xff\xfe", b"\xff\xfe") == []
    assert differences("a.png", b"1", b"\xff\xfe") == ["its 1 bytes are not the 2 that are right"]
    (text,) = differences("page.html", b"\xff", b"<p>a</p>")
    assert text.startswith("the visible text differs")
