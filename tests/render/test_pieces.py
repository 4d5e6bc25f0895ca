"""How each piece is written, in a formula and in text."""

import pytest

from rnn_examples.render.pieces import Paren, Printed, Relation, Size, Word


@pytest.mark.parametrize(
    ("piece", "latex", "plain"),
    [
        (Relation(is_exact=True, numbers=("h",)), "=", "="),
        (Relation(is_exact=False, numbers=("h",)), r"\approx", "≈"),
        (Printed("h", 0.5, "0.5", exact=True), "0.5", "0.5"),
        (Printed("h", -0.5, "-0.5", exact=True), "-0.5", "−0.5"),
        (Printed("h", 2e-7, "2.0000e-07", exact=True), r"2.0000\times 10^{-7}", "2.0000 × 10⁻⁷"),
        (Printed("h", 2e14, "2.0000e+14", exact=True), r"2.0000\times 10^{14}", "2.0000 × 10¹⁴"),
        (Word("y_1", "पानी", "पीओ"), r"\text{पानी}", "पानी"),
        (Size("W.shape[0]", 12), "12", "12"),
    ],
    ids=["exact", "rounded", "0.5", "-0.5", "small", "large", "word", "size"],
)
def test_a_piece_is_written_in_a_formula_and_in_text(piece, latex, plain):
    assert (piece.latex, piece.plain) == (latex, plain)


POSITIVE, NEGATIVE = (Printed("h", x, str(x), exact=True) for x in (0.5, -0.5))
POWER = Printed("h", 2e-7, "2.0000e-07", exact=True)


@pytest.mark.parametrize(
    ("number", "powers", "is_shown"),
    [
        (POSITIVE, False, False),
        (POSITIVE, True, False),
        (NEGATIVE, False, True),
        (NEGATIVE, True, True),
        (POWER, False, False),
        (POWER, True, True),
    ],
)
def test_a_parenthesis_comes_with_a_sign_or_before_a_factor_with_a_power(number, powers, is_shown):
    for symbol in "()":
        paren = Paren(symbol, number, powers)
        assert paren.is_shown == is_shown
        assert paren.latex == paren.plain == (symbol if is_shown else "")


def test_around_powers_is_what_is_asked_for():
    assert not Paren("(", POWER).is_shown


def test_a_word_knows_its_language():
    assert (Word("y", "water", "water").language, Word("y", "पानी", "पानी").language) == ("", "hi")
