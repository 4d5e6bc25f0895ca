"""Derivations in Unicode: what is on the page is in the terminal, and stands straight."""

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings

from rnn_examples import examples
from rnn_examples.render import symbols
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
        (
            r"\begin{cases} a_{2} & b > 0 \\ \begin{bmatrix}1 \\ 2\end{bmatrix} & c \end{cases}",
            "⎧a₂   b > 0\n⎨⎡1⎤  c\n⎩⎣2⎦",
        ),
        (r"\frac{\partial L}{\partial h_{1}}", " ∂L\n─────\n ∂h₁"),
        (r"\lVert g \rVert", "‖g‖"),
        (r"\text{a\_b} + \mathrm{c\_d}", "a_b + c_d"),
        (r"\left(W x\right)[1, 0]", "(W x)[1,0]"),
        (r"(W x)", "(W x)"),
        (r"-\beta - \beta + \left(-\beta\right)", "−β − β + (−β)"),
        (r"\alpha = \begin{bmatrix}1 \\ 2\end{bmatrix}b", "α = ⎡1⎤ b\n    ⎣2⎦"),
        (r"a \begin{bmatrix}1 \\ 2\end{bmatrix}", "a ⎡1⎤\n  ⎣2⎦"),
        (r"W_{y} \begin{bmatrix}1 \\ 2\end{bmatrix}", "W_y ⎡1⎤\n    ⎣2⎦"),
        (r"\operatorname{lg}\begin{bmatrix}1 \\ 2\end{bmatrix}", "lg⎡1⎤\n  ⎣2⎦"),
        (r"", ""),
        (f"W {START}0.5{END} {START}2{END} W", f"W {START}0.5{END} {START}2{END} W"),
        (r"\left(\begin{bmatrix}1 \\ 2\end{bmatrix}\right)^{\top}", "⎛⎡1⎤⎞ᵀ\n⎝⎣2⎦⎠"),
        (
            r"\begin{cases} 1 & \text{where }a > b \\ \frac{1}{2} & \text{elsewhere} \end{cases}",
            ("⎧1    where a > b\n⎨ 1\n⎨───  elsewhere\n⎩ 2"),
        ),
        (
            r"\frac{\frac{1}{2}}{3}",
            ("  1\n ───\n  2\n─────\n  3"),
        ),
        (r"\tanh\begin{bmatrix}1 \\ 2\end{bmatrix} + b", "tanh⎡1⎤ + b\n    ⎣2⎦"),
        (
            r"a^{\frac{1}{2}}",
            ("  ⎛ 1 ⎞\na^⎜───⎟\n  ⎝ 2 ⎠"),
        ),
        (r"x_{-1}^{+2}", "x₋₁⁺²"),
        (r"\begin{bmatrix}\,\end{bmatrix}", "[ ]"),
        (
            r"\sqrt{\frac{a}{b}}",
            (" ⎛ a ⎞\n√⎜───⎟\n ⎝ b ⎠"),
        ),
        (r"A[0, {:}] \cdot 2", "A[0,:] · 2"),
        (r"x\_y", "x_y"),
        (
            r"\left[\begin{bmatrix}1 \\ 2 \\ 3\end{bmatrix}\right]",
            ("⎡⎡1⎤⎤\n⎢⎢2⎥⎥\n⎣⎣3⎦⎦"),
        ),
        (r"-a - b", "−a − b"),
        (r"a \ge b \ne c \oslash d \circ \cdots \vdots \ddots \dots", "a ≥ b ≠ c ⊘ d∘⋯⋮⋱…"),
        (r"W h_{1}", "W h₁"),
        (r"2 W", "2 W"),
        (r"\exp 2 \log 3", "exp 2 log 3"),
        (r"\mathrm{loss}_{12}", "loss₁₂"),
        (r"a_{b}", "a_b"),
        (r"W_{\text{enc},2}", "W_(enc,2)"),
        (r"{a} b", "a b"),
        (r"x^2", "x²"),
        (
            r"\begin{bmatrix}1 & 22 \\ 333 & -4\end{bmatrix} \begin{bmatrix}5 \\ 6\end{bmatrix}",
            "⎡  1  22⎤ ⎡5⎤\n⎣333  −4⎦ ⎣6⎦",
        ),
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


@pytest.mark.parametrize("example", ["encoder", "teacher_forced", "greedy", "preference", "bptt"])
def test_every_derivation_of_the_site_is_whole(example):
    numbers = Numbers(examples.load().examples[example].trace)
    for name, node in numbers.trace.names.items():
        if node.operands:
            demand_whole(numbers, name)


@pytest.mark.parametrize("letter", sorted(symbols.GREEK))
def test_a_greek_letter_is_the_one_of_its_name(letter):
    told = unicodedata.name(unicode(symbols.latex(letter)))
    assert told.replace("LAMDA", "LAMBDA") == f"GREEK SMALL LETTER {letter.upper()}"


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
