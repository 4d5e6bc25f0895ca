"""Numbers in formulas: wherever one stands, its own text is what is seen and what is read aloud."""

import re

import numpy as np
import pytest

from rnn_examples.models import activations
from rnn_examples.render.derivation import derivation
from rnn_examples.render.numbers import Numbers
from rnn_examples.render.pieces import Printed
from rnn_examples.render.writing import OPERATIONS
from rnn_examples.trace import record
from rnn_examples.typesetting import engines, formulas

FIRST = Printed("x", 0.46211715726, "0.46212", exact=False)
SECOND = Printed("y", -0.5, "-0.5", exact=True)


def typeset(latex):
    """Put numbers in the place of T and S; return the two branches."""
    held = formulas.pieces()
    mark = held.mark("example")
    latex = re.sub(r"\bT\b", lambda _: mark(FIRST), latex)
    latex = re.sub(r"\bS\b", lambda _: mark(SECOND), latex)
    made = formulas.typeset(latex, held, display=True)
    spoken, _, visible = made.partition('<span class="katex-html"')
    return spoken, visible


def numbers_in(branch):
    return re.findall(r'data-value="example\.(\w+)">([^<]*)<', branch)


@pytest.mark.parametrize(
    "latex",
    [
        "T + S",
        r"\frac{T}{S}",
        "x^{T} + x_{S}",
        "x^T y_{S}",
        r"\sqrt{T} S",
        r"\mathbf{x}^{\textbf{T}} S",
        r"\underbrace{T}_{S}",
        r"\begin{cases} T & \text{if } S \\ 0 & \text{else} \end{cases}",
        r"\text{value T} + \text{S and more}",
        r"\begin{bmatrix} T \\ S \end{bmatrix}",
        r"\textcolor{red}{T} \tag{S}",
        r"T S",
        r"\mathbb{R}^{T \times S}",
        r"\frac{1}{\frac{T}{S}}",
    ],
)
def test_a_number_is_named_and_shown_in_both_branches(latex):
    spoken, visible = typeset(latex)
    for branch in (spoken, visible):
        assert sorted(numbers_in(branch)) == [("x", "0.46212"), ("y", "−0.5")]
        assert formulas.PLACEHOLDER not in branch


def test_a_formula_that_loses_a_number_is_refused(monkeypatch):
    whole = engines.katex
    monkeypatch.setattr(
        engines, "katex", lambda *given: whole(*given).replace(formulas.PLACEHOLDER, "")
    )
    with pytest.raises(engines.TypesettingError, match="cannot stand"):
        typeset("T")


OPERANDS = {"s": np.float64(0.3), "r": np.float64(0.7), "v": np.array([0.2, 0.5]), "k": np.int64(1)}

EXPRESSIONS = {
    "tanh": lambda s, r, v, k: np.tanh(s * r),
    "sigmoid": lambda s, r, v, k: activations.sigmoid(s * r),
    "softplus": lambda s, r, v, k: activations.softplus(v * r),
    "relu": lambda s, r, v, k: activations.relu(v - r),
    "softmax": lambda s, r, v, k: activations.softmax(v * r),
    "log_softmax": lambda s, r, v, k: activations.log_softmax(v * r),
    "exp": lambda s, r, v, k: np.exp(s) ** r,
    "log": lambda s, r, v, k: np.log(s) / r,
    "sqrt": lambda s, r, v, k: np.sqrt(s * r),
    "negative": lambda s, r, v, k: -s / r,
    "multiply": lambda s, r, v, k: v * s,
    "divide": lambda s, r, v, k: s / r + r**2.0,
    "matmul": lambda s, r, v, k: v @ v,
    "power": lambda s, r, v, k: (s / r) ** (r / s),
    "maximum": lambda s, r, v, k: np.maximum(s, r),
    "sum": lambda s, r, v, k: np.sum(v) / s,
    "max": lambda s, r, v, k: np.max(v) / s,
    "mean": lambda s, r, v, k: np.mean(v) / s,
    "argmax": lambda s, r, v, k: np.argmax(v * s),
    "greater": lambda s, r, v, k: (s > r) * 2.0,
    "greater_equal": lambda s, r, v, k: (s >= r) * 2.0,
    "less": lambda s, r, v, k: (s < r) * 2.0,
    "less_equal": lambda s, r, v, k: (s <= r) * 2.0,
    "equal": lambda s, r, v, k: (s == r) * 2.0,
    "not_equal": lambda s, r, v, k: (s != r) * 2.0,
    "concatenate": lambda s, r, v, k: np.concatenate([v, v * s]),
    "stack": lambda s, r, v, k: np.stack([s, r / s]),
    "take": lambda s, r, v, k: np.take(v * s, k) / r,
    "index": lambda s, r, v, k: v[k] / s,
    "transpose": lambda s, r, v, k: (v[:, None] * v).T,
    "reshape": lambda s, r, v, k: np.reshape(v * s, (2, 1)),
    "where": lambda s, r, v, k: np.where(s > r, s / r, r / s),
}


def test_an_expression_is_here_for_every_operation():
    assert EXPRESSIONS.keys() == OPERATIONS.keys() | {"matmul"}  # which has a rule of its own


@pytest.mark.parametrize("operation", EXPRESSIONS)
def test_the_derivation_of_every_operation_keeps_its_numbers(operation):
    trace = record(EXPRESSIONS[operation], **OPERANDS)
    shown: list[tuple[str, str]] = []
    held = formulas.pieces()
    mark = held.mark("example")

    def keep(piece):
        if isinstance(piece, Printed):
            shown.append((piece.path, piece.plain))
        return mark(piece)

    made = formulas.typeset(derivation(Numbers(trace), "result", keep), held, display=True)
    spoken, _, visible = made.partition('<span class="katex-html"')
    found = r'data-value="example\.([^"]+)">([^<]*)<'
    assert sorted(re.findall(found, spoken)) == sorted(re.findall(found, visible)) == sorted(shown)
    assert formulas.PLACEHOLDER not in made
