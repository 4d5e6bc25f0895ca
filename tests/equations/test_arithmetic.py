"""What a side of an equation comes to, against Python's own arithmetic of fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_examples.equations import arithmetic
from rnn_examples.equations.sides import equations

NUMBERS = st.decimals(-9, 9, places=2).map(str)


def side(latex):
    (equation,) = equations([latex])
    (one,) = equation.sides
    return one


def expressions():
    def both(children):
        pairs = st.tuples(children, st.sampled_from("+-*"), children)
        return st.one_of(
            pairs.map(lambda p: (f"({p[0][0]}{p[1]}{p[2][0]})", p[0][1], p[1], p[2][1])).map(
                lambda p: (p[0].replace("*", r"\cdot "), f"({p[1]}{p[2]}{p[3]})")
            ),
            children.map(lambda c: (rf"{{({c[0]})}}^{{2}}", f"(({c[1]})*({c[1]}))")),
            children.map(lambda c: (rf"\frac{{{c[0]}}}{{4}}", f"(({c[1]})/4)")),
            children.map(lambda c: (rf"|{c[0]}|".replace("||", "| |"), f"abs({c[1]})")),
        )

    leaf = NUMBERS.map(lambda n: (f"({n})", f'(F("{n}"))'))
    return st.recursive(leaf, both, max_leaves=6)


@given(expressions())
def test_sums_products_powers_and_fractions_are_worked_out(pair):
    latex, python = pair
    if "|" in latex and latex.count("|") > 2:
        return  # which bar closes which cannot be read
    found = arithmetic.of(side(latex), is_rounded=False)
    right = eval(python, {"F": Fraction, "abs": abs})  # noqa: S307 (its own text)
    assert found is not None
    assert found.low == pytest.approx(float(right), rel=1e-12, abs=1e-12)
    assert found.low == found.high


@pytest.mark.parametrize(
    ("latex", "right"),
    [
        (r"2 \cdot 3 + 4", 10),
        (r"2 + 3 \cdot 4", 14),
        (r"-2 + 5", 3),
        (r"7 - 2 - 3", 2),
        (r"12 / 3 / 2", 2),
        (r"2^{3}", 8),
        (r"2^3 \times 5", 40),
        (r"\left(1 + 2\right) (3 + 4)", 21),
        (r"\lvert -2 \rvert", 2),
        (r"\sqrt{2.25}", 1.5),
        (r"\exp(0) + \log(1) + \tanh(0)", 1),
        (r"\tfrac{1}{4}", 0.25),
        (r"\exp(1000)", np.inf),
        (r"(1, 2) + (3, -4)", [4, -2]),
        (r"0.5 \cdot (1, 2)", [0.5, 1]),
    ],
)
def test_what_is_written_as_in_a_book(latex, right):
    found = arithmetic.of(side(latex), is_rounded=False)
    assert found is not None
    np.testing.assert_array_equal(found.low, right)


@pytest.mark.parametrize(
    "latex",
    [
        "a + 1",
        r"2 \, p",
        "h_1",
        "3_1",
        r"1 / 0",
        r"1 / (2 - 2)",
        "(1, 2) (3, 4)",
        r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}",
        "2 +",
        "",
        r"50 \%",
        "f(2)",
        "2 3",
        "((1, 2), 3)",
    ],
)
def test_what_is_more_than_arithmetic_comes_to_nothing(latex):
    assert arithmetic.of(side(latex), is_rounded=False) is None


def test_a_number_behind_about_equal_may_be_rounded():
    found = arithmetic.of(side("0.67"), is_rounded=True)
    assert found is not None
    assert (found.low, found.high) == (pytest.approx(0.665), pytest.approx(0.675))
