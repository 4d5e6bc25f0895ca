"""Derivations in Unicode: what is on the page is in the terminal, and stands straight."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples import examples
from rnn_examples.render.derivation import derive
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Piece, Printed
from rnn_examples.render.unicode import END, START, unicode
from rnn_examples.trace import record
from tests.render.programs import program, programs


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\tanh\left(W h_{1} + b\right)", "tanh(W h₁ + b)"),
        (r"\begin{bmatrix}0.5 \\ -1\end{bmatrix}", "⎡0.5⎤\n⎣ −1⎦"),
        (
            r"W \begin{bmatrix}1 & 2 \\ 3 & 40 \\ 5 & 6\end{bmatrix} - x",
            "  ⎡1   2⎤\nW ⎢3  40⎥ − x\n  ⎣5   6⎦",
        ),
        (r"\frac{r_{1}}{2 + a}", "  r₁\n───────\n 2 + a"),
        (r"-0.1 \cdot (-x)", "−0.1 · (−x)"),
        (r"\hat{y}_{1}^{\top}", "ŷ₁ᵀ"),
        (r"y^{*}_{1}", "y*₁"),
        (r"x^{-2}", "x⁻²"),
        (r"x^{n + 1}", "x^(n + 1)"),
        (r"h_{\text{last}}", "h_(last)"),
        (r"\sqrt{x}", "√(x)"),
        (r"\lambda \odot \beta", "λ ⊙ β"),
        (r"\max\left(0,\, x\right)", "max(0, x)"),
        (r"\left[a \le b\right]", "[a ≤ b]"),
        (
            r"\begin{cases} 1 & \text{where }a > b \\ 0 & \text{elsewhere} \end{cases}",
            "⎰1  where a > b\n⎱0  elsewhere",
        ),
        (r"\mathrm{loss} \approx 1.5\times 10^{-7}", "loss ≈ 1.5 × 10⁻⁷"),
    ],
)
def test_a_formula_is_written_as_a_person_would(latex, text):
    assert unicode(latex) == text


def coloured(piece: Piece) -> str:
    return f"{START}{piece.plain}{END}" if isinstance(piece, Printed) else piece.latex


def widths(line: str) -> int:
    return sum(not unicodedata.combining(c) and c not in (START, END) for c in line)


def demand_whole(numbers: Numbers, name: str) -> None:
    """Every number of the LaTeX is there, nothing else is, and brackets stand straight."""
    seen: list[str] = []
    for line in derive(numbers, name, lambda piece: seen.append(piece.plain) or coloured(piece)):
        text = unicode(line.latex)
        assert "\\" not in text
        found = re.findall(f"{START}(.*?){END}", text, re.S)
        written = re.findall(f"{START}(.*?){END}", line.latex)
        assert sorted(found) == sorted(written)
        rows = [row.replace(START, "").replace(END, "") for row in text.split("\n")]
        for n, row in enumerate(rows):
            for column, bracket in enumerate(_cells(row)):
                if bracket in "⎡⎢⎛⎜⎤⎥⎞⎟":
                    below = _cells(rows[n + 1])[column]
                    assert below in "⎢⎣⎜⎝⎥⎦⎟⎠"
    assert seen


def _cells(row: str) -> list[str]:
    return [c for c in row if not unicodedata.combining(c)]


@pytest.mark.parametrize("example", ["encoder", "teacher_forced", "greedy", "preference"])
def test_every_derivation_of_the_site_is_whole(example):
    numbers = Numbers(examples.load().examples[example].trace)
    for name, node in numbers.trace.names.items():
        if node.operands:
            demand_whole(numbers, name)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(programs)
def test_the_derivation_of_any_program_is_whole(made):
    steps, named, values = made
    numbers = Numbers(record(program(steps, named), **values))
    for name in ("p", "q"):
        node = numbers.trace[name]
        try:
            derive(numbers, name, coloured)
        except ValueError:  # given, too long, or without a certificate
            continue
        if node.operands:
            demand_whole(numbers, name)
