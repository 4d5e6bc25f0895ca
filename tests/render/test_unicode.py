"""Derivations in Unicode: what is on the page is in the terminal, and stands straight."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples.render import symbols
from rnn_examples.render.boxes import END, START
from rnn_examples.render.derivation import derive
from rnn_examples.render.expressions import (
    ATOM,
    LETTER,
    POWER,
    PRODUCT,
    SUM,
    Call,
    Cases,
    Expression,
    Fenced,
    Fraction,
    Item,
    Juxtaposed,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Relation,
    Root,
    Sequence,
    Sum,
    Text,
    column,
)
from rnn_examples.render.latex import PRINTERS as LATEX_PRINTERS
from rnn_examples.render.latex import latex
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Piece, Printed
from rnn_examples.render.unicode import PRINTERS as UNICODE_PRINTERS
from rnn_examples.render.unicode import unicode
from rnn_examples.trace import record
from rnn_examples.worked_example import catalogue
from tests.render.programs import program, programs


def number(value: float, text: str = "") -> Number:
    return Number(Printed("x", value, text or f"{value:g}", exact=True))


def vector(*entries: float) -> Matrix:
    return column(tuple(Text(f"{entry:g}") for entry in entries))


A, B, C, X = (Name(name) for name in ("a", "b", "c", "x"))
HALF = Fraction(Text("1"), Text("2"))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (
            Call("tanh", (Sum((("+", Juxtaposed(Name("W"), Name("h_1"))), ("+", B))),)),
            "tanh(W h₁ + b)",
        ),
        (Matrix(((number(0.5),), (number(-1),))), "⎡0.5⎤\n⎣ −1⎦"),
        (
            Sum(
                (
                    (
                        "+",
                        Juxtaposed(
                            Name("W"),
                            Matrix(
                                tuple(
                                    tuple(Text(entry) for entry in row)
                                    for row in ("12", ("3", "40"), "56")
                                )
                            ),
                        ),
                    ),
                    ("−", X),
                )
            ),
            "  ⎡1   2⎤\nW ⎢3  40⎥ − x\n  ⎣5   6⎦",
        ),
        (Fraction(Name("r_1"), Sum((("+", Text("2")), ("+", A)))), "  r₁\n───────\n 2 + a"),
        (Product(number(-0.1), "·", Negative(X).at_least(PRODUCT)), "−0.1 · (−x)"),
        (Product(number(3), "·", number(-2).at_least(PRODUCT)), "3 · (−2)"),
        (Power(number(1e-7, "1e-07").at_least(ATOM), Text("2")), "(1 × 10⁻⁷)²"),
        (Name("y_hat_1").transposed, "ŷ₁ᵀ"),
        (Name("y_star_1"), "y*₁"),
        (Power(X, Text("−2")), "x⁻²"),
        (Power(X, Sum((("+", Name("n")), ("+", Text("1"))))), "x^(n + 1)"),
        (Power(X, Text("2"), elementwise=True), "x^(∘2)"),
        (Name("h_last"), "h_(last)"),
        (Name("W_y"), "W_y"),
        (Name("W_enc_2"), "W_(enc,2)"),
        (Name("h_t-1"), "hₜ₋₁"),
        (Name("loss_12"), "loss₁₂"),
        (Name("पानी"), "पानी"),
        (Root(X), "√(x)"),
        (Root(Fraction(A, B)), " ⎛ a ⎞\n√⎜───⎟\n ⎝ b ⎠"),
        (Product(Name("lambda"), "⊙", Name("beta")), "λ ⊙ β"),
        (Call("max", (Text("0"), X)), "max(0, x)"),
        (Call("sum", (X,), "axis 0"), "sum_(axis 0)(x)"),
        (Relation(A, "≤", B).at_least(SUM), "[a ≤ b]"),
        (Cases(Relation(A, ">", B), Text("1"), Text("0")), "⎰1  where a > b\n⎱0  elsewhere"),
        (
            Cases(Relation(A, ">", B), Text("1"), HALF),
            "⎧1    where a > b\n⎨ 1\n⎨───  elsewhere\n⎩ 2",
        ),
        (Fraction(HALF, Text("3")), "  1\n ───\n  2\n─────\n  3"),
        (Name("dh_now_1"), " ∂L\n─────\n ∂h₁"),
        (Name("dW"), " dL\n────\n dW"),
        (Name("norm_g"), "‖g‖"),
        (Name("log_y_hat_1"), "log ŷ₁"),
        (Item(Juxtaposed(Name("W"), X).at_least(LETTER), (Text("1"), Text("0"))), "(W x)[1,0]"),
        (Item(A, (Text("0"), Text(":"))), "a[0,:]"),
        (
            Sum((("+", Negative(A)), ("−", B), ("+", Negative(C).at_least(PRODUCT)))),
            "−a − b + (−c)",
        ),
        (Juxtaposed(A, vector(1, 2)), "a ⎡1⎤\n  ⎣2⎦"),
        (Juxtaposed(vector(1, 2), B), "⎡1⎤ b\n⎣2⎦"),
        (Juxtaposed(Name("W"), Sum((("+", A), ("+", B))).at_least(POWER)), "W (a + b)"),
        (Call("lg", (vector(1, 2),)), "lg⎡1⎤\n  ⎣2⎦"),
        (Fenced(vector(1, 2)).transposed, "⎛⎡1⎤⎞ᵀ\n⎝⎣2⎦⎠"),
        (Power(A, HALF), "  ⎛ 1 ⎞\na^⎜───⎟\n  ⎝ 2 ⎠"),
        (Sum((("+", Call("tanh", (vector(1, 2),))), ("+", B))), "tanh⎡1⎤ + b\n    ⎣2⎦"),
        (Matrix(()), "[ ]"),
        (Sequence((A, Text("⋯"), B)), "(a, ⋯, b)"),
        (
            Juxtaposed(Matrix(((Text("1"), Text("22")), (Text("333"), Text("−4")))), vector(5, 6)),
            "⎡  1  22⎤ ⎡5⎤\n⎣333  −4⎦ ⎣6⎦",
        ),
    ],
)
def test_a_formula_is_written_as_a_person_would(expression, text):
    assert unicode(expression).replace(START, "").replace(END, "") == text


def test_every_number_is_marked_for_its_colour():
    expression = Sum((("+", number(0.5)), ("+", number(-2).at_least(PRODUCT))))
    assert unicode(expression) == f"{START}0.5{END} + ({START}−2{END})"


def test_every_kind_of_expression_can_be_printed_in_both_ways():
    kinds = set(Expression.__subclasses__())
    assert set(UNICODE_PRINTERS) == set(LATEX_PRINTERS) == kinds


def coloured(piece: Piece) -> str:
    return f"{START}{piece.plain}{END}" if isinstance(piece, Printed) else piece.latex


def widths(line: str) -> int:
    return sum(not unicodedata.combining(c) and c not in (START, END) for c in line)


def demand_whole(numbers: Numbers, name: str) -> None:
    """Every number of the LaTeX is there, nothing else is, and brackets stand straight."""
    seen: list[str] = []
    for line in derive(numbers, name):
        written = re.findall(f"{START}(.*?){END}", latex(line.expression, coloured))
        seen += written
        text = unicode(line.expression)
        assert "\\" not in text
        found = re.findall(f"{START}(.*?){END}", text, re.S)
        assert sorted(found) == sorted(written)
        rows = [row.replace(START, "").replace(END, "") for row in text.split("\n")]
        for n, row in enumerate(rows):
            for n_column, bracket in enumerate(_cells(row)):
                if bracket in "⎡⎢⎛⎜⎤⎥⎞⎟":
                    below = _cells(rows[n + 1])[n_column]
                    assert below in "⎢⎣⎜⎝⎥⎦⎟⎠"
    assert seen


def _cells(row: str) -> list[str]:
    return [c for c in row if not unicodedata.combining(c)]


@pytest.mark.parametrize("example", ["encoder", "teacher_forced", "greedy", "preference", "bptt"])
def test_every_derivation_of_the_site_is_whole(example):
    numbers = Numbers(catalogue.load().examples[example].trace)
    for name, node in numbers.trace.names.items():
        if node.operands:
            demand_whole(numbers, name)


@pytest.mark.parametrize("letter", sorted(symbols.GREEK))
def test_a_greek_letter_is_the_one_of_its_name(letter):
    told = unicodedata.name(unicode(Name(letter)))
    assert told.replace("LAMDA", "LAMBDA") == f"GREEK SMALL LETTER {letter.upper()}"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(programs)
def test_the_derivation_of_any_program_is_whole(made):
    steps, named, values = made
    numbers = Numbers(record(program(steps, named), **values))
    for name in ("p", "q"):
        node = numbers.trace[name]
        try:
            derive(numbers, name)
        except ValueError:  # given, too long, or without a certificate
            continue
        if node.operands:
            demand_whole(numbers, name)
