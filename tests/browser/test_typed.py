"""Numbers as people type them, read by the page's module without a browser."""

import json
import unicodedata
from typing import Any

import pytest
import quickjs

from rnn_examples.generators.scripts import bundle
from tests.conftest import ROOT

MODULE = ROOT / "docs" / "javascripts" / "live" / "typed.js"
REMEDY = "type it with a point, or without a comma."
ANY = {"isWhole": False}
TOKEN = {"isWhole": True, "low": 0, "high": 3, "range": "from 0 to 3"}
POSITIVE = {"isWhole": False, "low": 0, "leftOut": [0], "range": "above 0"}
SHARE = {"isWhole": False, "low": 0, "high": 1, "leftOut": [1], "range": "from 0 to below 1"}


@pytest.fixture(scope="module")
def parse():
    context = quickjs.Context()
    entry = 'import { parse } from "./typed.js";\nglobalThis.parse = parse;'
    context.eval(bundle("entry.js", {"entry.js": entry, "typed.js": MODULE.read_text("utf-8")}))

    def call(text: str, kind: dict[str, Any] = ANY) -> dict[str, Any]:
        arguments = f"{json.dumps(text)}, {json.dumps(kind)}"
        return json.loads(context.eval(f"JSON.stringify(parse({arguments}))"))

    return call


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("0.5", 0.5), ("0,5", 0.5), ("0,125", 0.125), ("12,34", 12.34), ("1,2345", 1.2345)],
        *[(".5", 0.5), (",5", 0.5), ("5.", 5), ("5,", 5), ("007", 7), ("-0", 0), ("+2", 2)],
        *[("−2", -2), ("–2", -2), ("- 2", -2), ("－２", -2), ("＋2", 2), (" 2\u00a0", 2)],
        *[("1e-3", 0.001), ("1E+3", 1000), ("1e−3", 0.001), ("1,5e2", 150)],
        *[("०.५", 0.5), ("१२", 12), ("−०,५", -0.5), ("٣٫٢", 3.2), ("３．２", 3.2), ("𝟑", 3)],
        *[("3.2046 × 10⁻⁷", 3.2046e-7), ("2*10^3", 2000), ("−1·10⁴", -10000), ("5 x 10**2", 500)],
        *[("1234567890123456789012345", 1.2345678901234568e24), ("1e308", 1e308)],
    ],
)
def test_what_is_a_number(text, number, parse):
    assert parse(text) == {"number": number}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Type a number, such as 0.5 or -2."),
        (" ", "Type a number, such as 0.5 or -2."),
        *[
            (text, f"Type a number, such as 0.5 or -2: “{text}” is none.")
            for text in (
                *("1/2", "1_000", "1 000", "NaN", "Infinity", "0x10", "--1", "1e", "-", ".", "½"),
                *("1,000.5", "1.000,5", "1.2.3", "0,5,3", "2²", "50%", "x", "<b>", "10⁻⁷", "पाँच"),
            )
        ],
        *[
            (
                text,
                f"“{text}” may be {whole} or a decimal: {REMEDY}",
            )
            for text, whole in [("1,000", "1000"), ("-12,345", "-12345"), ("1,234,567", "1234567")]
        ],
        ("1e999", "This number is too large for a computer's arithmetic."),
        ("-1e999", "This number is too large for a computer's arithmetic."),
        ("1e-999", "This number is too small for a computer's arithmetic. Type 0 instead."),
        ("9" * 41, "A number has at most 40 characters here."),
    ],
)
def test_what_is_none_is_said_in_words(text, told, parse):
    assert parse(text) == {"problem": told}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *[("3", {"number": 3}), ("३", {"number": 3}), ("1.0", {"number": 1})],
        *[("0.5", {"problem": "Type a whole number here."})],
        *[(text, {"problem": "Type a whole number from 0 to 3."}) for text in ("4", "-1")],
        ("9007199254740993", {"problem": "Type a whole number here."}),
    ],
)
def test_a_whole_number_within_its_limits(text, found, parse):
    assert parse(text, TOKEN) == found


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        (POSITIVE, [1e-7, 0.5, 1e9], [0, -1e-7, -3]),
        (SHARE, [0, 0.5, 0.999], [1, 1.1, -0.1]),
    ],
)
def test_a_number_within_its_range(kind, taken, refused, parse):
    assert [parse(str(number), kind) for number in taken] == [{"number": n} for n in taken]
    told = {"problem": f"Type a number {kind['range']}."}
    assert [parse(str(number), kind) for number in refused] == [told] * len(refused)


def test_the_digits_of_every_script_are_known(parse):
    digits = [chr(n) for n in range(0x20000) if unicodedata.category(chr(n)) == "Nd"]
    assert len(digits) > 600
    found = {digit: parse(digit) for digit in digits}
    assert found == {digit: {"number": unicodedata.digit(digit)} for digit in digits}
