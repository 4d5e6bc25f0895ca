"""How numbers are printed, against decimal arithmetic."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from rnn_examples.render import error_bounds, exact
from rnn_examples.render.arrays import in_latex
from rnn_examples.render.numbers import Numbers, in_text, print_number
from rnn_examples.render.pieces import Printed, Relation
from rnn_examples.trace import record


@pytest.mark.parametrize(
    ("value", "exact", "spec", "text", "is_exact"),
    [
        (0.5, "0.5", "", "0.5", True),
        (-0.1, "-0.1", "", "-0.1", True),
        (2.0, "2", "", "2", True),
        (0.30000000000000004, "0.3", "", "0.3", True),
        (-0.0, "0", "", "0", True),
        (5e-17, "0", "", "0", True),
        (1 / 3, "1/3", "", "0.33333", False),
        (0.00001, "0.00001", "", "0.00001", True),
        (0.000001, "0.000001", "", "1.0000e-06", True),
        (2e7, "20000000", "", "2.0000e+07", True),
        (0.4621171572600098, None, "", "0.46212", False),
        (-0.00032046, None, "", "-3.2046e-04", False),
        (0.46211715726, None, ".3f", "0.462", False),
        (0.5, "0.5", ".3f", "0.500", True),
        (-0.0001, None, ".2f", "0.00", False),
        (12345.678, None, ".2e", "1.23e+04", False),
        (3.0, "3", "d", "3", True),
        (3.0, None, "d", "3", False),
        (7, "7", "", "7", True),
        (12345678901, None, "", "12345678901", True),
        (7, "7", ".3f", "7", True),
        (True, "1", "", "1", True),
        (False, "0", "", "0", True),
        (0.0, None, "", "0.00000", False),
        (0.001, None, "", "0.00100", False),
        (0.0009999, None, "", "9.9990e-04", False),
        (9999999.5, None, "", "9999999.50000", False),
        (1e7, None, "", "1.0000e+07", False),
        (1e7, "10000000", "", "1.0000e+07", True),
        (0.125 + 1e-15, "0.125000000000001", ".2f", "0.13", False),
    ],
)
def test_a_number_is_printed_by_the_house_rule(value, exact, spec, text, is_exact):
    known = None if exact is None else Fraction(exact)
    assert print_number(value, known, spec) == (text, is_exact)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="cannot be published"):
        print_number(value)


@pytest.mark.parametrize("spec", ["f", "5f", ".f", ".3g", ".3", "x", ".123f", ".3f "])
def test_a_format_that_is_none_is_refused_with_what_would_be_right(spec):
    with pytest.raises(ValueError, match=r"\.3f \(three places\)"):
        print_number(0.5, Fraction(1, 2), spec)
    with pytest.raises(ValueError, match="bad format"):
        print_number(3, Fraction(3), spec)


def test_a_format_for_whole_numbers_refuses_others():
    with pytest.raises(ValueError, match=r"0\.5 is not whole"):
        print_number(0.5, Fraction(1, 2), "d")


@pytest.mark.parametrize(
    ("value", "exact", "spec"),
    [
        (0.125, "0.125", ".2f"),
        (2.675, "2.675", ".2f"),  # as a float it lies below the tie
        (0.125, None, ".2f"),
        (0.125 + 1e-16, None, ".2f"),
        (0.125, "0.125000000000000001", ".2f"),  # as a float it lies on the tie
        (1.0000005, "1.0000005", ".6f"),
        (0.000123455, "0.000123455", ""),
    ],
)
def test_a_tie_is_refused_as_not_every_machine_would_round_it_alike(value, exact, spec):
    with pytest.raises(ValueError, match="print more digits"):
        print_number(value, exact and Fraction(exact), spec)


def test_more_digits_than_are_certain_are_refused():
    with pytest.raises(ValueError, match="print fewer"):
        print_number(0.46211715726000975, None, ".15f")


def test_a_float_that_lost_its_digits_is_refused():
    with pytest.raises(ValueError, match="floating point lost its digits"):
        print_number(0.0, Fraction(1))


def refusal(*arguments, **options):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the whole message is held)
        print_number(*arguments, **options)
    return str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            (float("nan"),),
            None,
            "nan cannot be published: mend the example's inputs or its model",
        ),
        (
            (0.5, None, ".3g"),
            None,
            (
                "bad format '.3g': a format is .3f (three places), .2e (three digits and a power "
                "of ten) or d (whole)"
            ),
        ),
        (
            (0.5,),
            float("inf"),
            (
                "0.5 is not certain: a whole number overflowed, a divisor may be 0, or a "
                "comparison was decided by less than its rounding error; change the inputs"
            ),
        ),
        (
            (0.25, Fraction(1, 2)),
            None,
            "0.25 is 0.5 in exact arithmetic: floating point lost its digits",
        ),
        (
            (0.5, None, "d"),
            None,
            (
                "bad format 'd': 0.5 is not whole; a format is .3f (three places), .2e (three "
                "digits and a power of ten) or d (whole)"
            ),
        ),
        (
            (0.125, None, ".2f"),
            None,
            (
                "0.125 lies midway between two numbers of this format (.2f): print more digits, "
                "with | .3f at the end of each token that shows it"
            ),
        ),
        (
            (1.25e-7, Fraction(1, 8_000_000), ".1e"),
            None,
            (
                "1.25e-07 lies midway between two numbers of this format (.1e): print more "
                "digits, with | .2e at the end of each token that shows it"
            ),
        ),
        (
            (0.125, None, ".2f"),
            0.01,
            (
                "0.125 has fewer certain digits than this format (.2f): print fewer, with a format "
                "such as | .2e at the end of the token"
            ),
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_would_be_right(arguments, error, message):
    assert refusal(*arguments, error=error) == message


def test_a_float_may_be_a_billionth_off_and_no_more():
    billionth = Fraction(1, 10**9)
    for half in (Fraction(1, 2), -Fraction(1, 2)):
        assert Fraction(print_number(float(half), half + billionth)[0]) == half
        assert "lost its digits" in refusal(float(half), half + billionth * Fraction("1.001"))
    assert print_number(8.0, 8 * (1 + billionth)) == ("8.00000", False)


def test_a_number_is_certain_where_it_is_further_from_a_tie_than_its_error():
    """0.125 and a little more: that is how far it lies from the tie of two places."""
    off = 2.0**-40
    value = 0.125 + off
    as_large = Fraction(off) - Fraction(value) / 2**52
    assert Fraction(float(as_large)) == as_large
    assert "print more" in refusal(value, None, ".2f", float(as_large))
    assert print_number(value, None, ".2f", float(as_large) * (1 - 2**-50)) == ("0.13", False)
    assert "print more" in refusal(value, None, ".2f", off * 1.5)


def test_fewer_digits_help_where_the_error_is_above_a_quarter_of_the_last_one():
    quarter = Fraction(1, 4) - Fraction(1, 2) / 2**52
    assert Fraction(float(quarter)) == quarter
    assert "print more" in refusal(0.5, None, ".0f", float(quarter))
    assert "print more" in refusal(0.5, None, ".0f", 0.22)
    assert "print fewer" in refusal(0.5, None, ".0f", float(quarter) * (1 + 2**-50))


def test_python_rounds_half_to_even_on_the_exact_binary_value():
    assert (f"{0.125:.2f}", f"{0.375:.2f}", f"{2.675:.2f}") == ("0.12", "0.38", "2.67")


@given(st.floats(-1e6, 1e6), st.integers(0, 8))
def test_a_rounded_number_is_the_nearest_decimal(value, places):
    try:
        text, is_exact = print_number(value, None, f".{places}f")
    except ValueError:
        return
    unit = Decimal(1).scaleb(-places)
    assert Decimal(text) == Decimal(value).quantize(unit, ROUND_HALF_EVEN)
    assert is_exact is False
    assert not text.startswith("-0.") or Decimal(text) != 0


@given(st.integers(-(10**6), 10**6), st.integers(0, 5))
def test_a_typed_decimal_is_printed_as_it_was_typed(digits, places):
    decimal = Decimal(digits).scaleb(-places)
    text, is_exact = print_number(float(decimal), Fraction(decimal))
    assert is_exact
    assert Decimal(text) == decimal
    assert text == format(decimal.normalize() + 0, "f")


@given(st.floats(1e-300, 1e300), st.integers(1, 8))
def test_a_power_of_ten_keeps_the_significant_digits(value, digits):
    try:
        text, _ = print_number(value, None, f".{digits}e")
    except ValueError:
        return
    error = abs(Decimal(text) - Decimal(value))
    assert error <= Decimal(value) * Decimal(10) ** -digits / 2 * (1 + Decimal(10) ** -12)


@pytest.mark.parametrize(
    ("text", "latex", "plain"),
    [
        ("-0.5", "-0.5", "−0.5"),
        ("3.2046e-07", r"3.2046\times 10^{-7}", "3.2046 × 10⁻⁷"),
        ("-2.0000e+12", r"-2.0000\times 10^{12}", "−2.0000 × 10¹²"),
    ],
)
def test_powers_of_ten_and_minus_signs_are_written_for_people(text, latex, plain):
    printed = Printed("h", float(text), text, exact=False)
    assert (printed.latex, printed.plain) == (latex, plain)


def show(x, **arguments):
    numbers = Numbers(record(lambda x: x, x=x))
    return [
        view(numbers, numbers.trace["x"], lambda p: p.text, **arguments)
        for view in (in_text, in_latex)
    ]


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        (np.float64(0.5), "0.5", "0.5"),
        (np.array([1.0, -2.0]), "(1, -2)", "[1 / -2]"),
        (np.array([[1.0, 2.0], [3.0, 4.0]]), "[[1, 2], [3, 4]]", "[1 & 2 / 3 & 4]"),
        (np.ones((1, 1)), "[[1]]", "[1]"),
        (np.ones((2, 1, 2)), "[[[1, 1]], [[1, 1]]]", r"\left([1 & 1],\, [1 & 1]\right)"),
        (np.ones(0), "()", r"[\,]"),
        (np.ones((2, 0)), "[[], []]", r"[\,]"),
        (
            np.arange(13),
            "(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)",
            r"[0 / 1 / 2 / 3 / \vdots / 12]",
        ),
        (
            np.arange(12),
            "(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)",
            "[0 / 1 / 2 / 3 / 4 / 5 / 6 / 7 / 8 / 9 / 10 / 11]",
        ),
        (
            np.arange(13).reshape(13, 1, 1),
            (
                "[[[0]], [[1]], [[2]], [[3]], [[4]], [[5]], [[6]], [[7]], [[8]], [[9]], [[10]], "
                "[[11]], [[12]]]"
            ),
            r"\left([0],\, [1],\, [2],\, [3],\, \cdots,\, [12]\right)",
        ),
    ],
)
def test_an_array_is_shown_in_text_and_in_formulas(value, text, latex):
    found_text, found_latex = show(value)
    brief = found_latex.replace(r"\begin{bmatrix}", "[").replace(r"\end{bmatrix}", "]")
    assert (found_text, brief.replace(r"\\", "/")) == (text, latex)


def test_a_matrix_too_large_for_a_page_is_shown_by_its_corners():
    table = np.arange(13 * 14).reshape(13, 14)
    whole = lambda row: " & ".join(map(str, row))  # noqa: E731
    rows = [f"{whole(row[:4])} & " + r"\cdots" + f" & {row[13]}" for row in (*table[:4], table[12])]
    rows.insert(4, r"\vdots & \vdots & \vdots & \vdots & \ddots & \vdots")
    inside = r" \\ ".join(rows)
    assert show(table)[1] == rf"\begin{{bmatrix}}{inside}\end{{bmatrix}}"


def test_a_part_of_an_array_is_shown():
    numbers = Numbers(record(lambda x: x, x=np.array([[1.0, 2.0], [3.0, 4.0]])))
    node = numbers.trace["x"]
    assert in_latex(numbers, node, lambda p: p.text, (1, 0)) == "3"
    assert in_text(numbers, node, lambda p: p.text, (1, 0)) == "3"
    assert in_latex(numbers, node, lambda p: p.text, (1,)) == r"\begin{bmatrix}3 \\ 4\end{bmatrix}"


def test_every_number_of_a_view_has_its_format():
    trace = record(lambda x: {"h": np.tanh(x)}, x=np.array([0.5, -0.25]))
    numbers = Numbers(trace, ".2f")
    assert [number.text for number in numbers.entries(trace["h"])] == ["0.46", "-0.24"]
    with pytest.raises(ValueError, match=r"x\[0\]: bad format '.3g'"):
        Numbers(trace, ".3g").entry(trace["x"], (0,))


def test_a_relation_is_exact_where_every_number_is():
    trace = record(lambda x: {"h": x * 2, "y": np.tanh(x)}, x=np.array([0.0, 0.3]))
    numbers = Numbers(trace)
    assert numbers.relation(trace["h"]) == Relation(is_exact=True, numbers=("h",))
    assert numbers.relation(trace["y"]) == Relation(is_exact=False, numbers=("y",))


def test_the_error_of_a_number_that_is_known_is_its_distance():
    trace = record(lambda x, y: {"h": x + y, "z": np.tanh(x)}, x=0.1, y=0.2)
    numbers = Numbers(trace)
    distance = Fraction(0.1 + 0.2) - Fraction("0.3")
    assert numbers.error(trace["h"]) == float(distance) > 0
    assert 0 < numbers.error(trace["z"]) < 1e-15


def test_every_value_is_worked_out_once(monkeypatch):
    found = []
    for module, name in ((exact, "_exact"), (error_bounds, "_bound")):
        work = getattr(module, name)
        monkeypatch.setattr(
            module,
            name,
            lambda node, *rest, work=work, name=name: (
                found.append((name, node)) or work(node, *rest)
            ),
        )
    numbers = Numbers(record(lambda x: (np.tanh(x * 2) > x) * 2 + 1, x=np.array([0.1, 0.2])))
    for node in numbers.trace.nodes:
        for index in np.ndindex(node.shape):
            numbers.entry(node, index)
            numbers.error(node, index)
    assert len(found) == len(set(found)) == 2 * len(numbers.trace.nodes)


def test_a_number_knows_where_it_stands_in_its_trace():
    trace = record(lambda x: {"h": x * 2 + 1}, x=np.array([[0.1, 0.2]]))
    numbers = Numbers(trace)
    assert numbers.entry(trace["h"], (0, 1)) == Printed("h[0,1]", 1.4, "1.4", exact=True)
    assert [p.path for p in numbers.entries(trace.nodes[2])] == ["n2[0,0]", "n2[0,1]"]
    assert [p.path for p in numbers.entries(trace.nodes[1])] == ["n1"]
    assert [numbers.node(name) for name in ("h", "n2")] == [trace["h"], trace.nodes[2]]


def test_a_number_that_cannot_be_printed_is_named():
    with np.errstate(all="ignore"):
        trace = record(lambda x: {"h": np.log(x)}, x=np.array([1.0, 0.0]))
    with pytest.raises(ValueError, match=r"h\[1\]: -inf cannot be published"):
        Numbers(trace).entry(trace["h"], (1,))


@pytest.mark.parametrize(
    ("given", "spec", "texts"),
    [
        ([0.5, 0.25], "", ["0.5", "0.25"]),
        ([0.640625, 0.5], ".6f", ["0.640625", "0.500000"]),
        ([0.5, 10000500.0], ".6e", ["5.000000e-01", "1.000050e+07"]),
        ([0.640625, -0.6796875], ".7f", ["0.6406250", "-0.6796875"]),
        ([1.0, np.nan], None, "nan cannot be published"),
    ],
)
def test_a_list_of_values_prints_as_many_digits_as_each_value_needs(given, spec, texts):
    trace = record(lambda x: x + 0.0, x=np.array(given))
    numbers = Numbers(trace)
    if spec is None:
        with pytest.raises(ValueError, match=texts):
            numbers.long_enough(trace["x"])
    else:
        longer = numbers.long_enough(trace["x"])
        assert longer.spec == spec
        assert [number.text for number in longer.entries(trace["x"])] == texts
