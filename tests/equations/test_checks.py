"""A formula's symbols, relations and arithmetic against the values that it shows."""

import re

import numpy as np
import pytest

from rnn_examples.authoring.tokens import TOKEN, parse
from rnn_examples.authoring.values import resolve
from rnn_examples.equations import checks, sentences, value_symbols
from rnn_examples.worked_example import WorkedExample


def cell(h_0, W, x):
    h_1 = np.tanh(W @ h_0)
    return {"h_1": h_1, "y_hat_1": x * 0.3, "dW": x / 3, "norm_g": x + 2.0, "log_y_hat_1": x - 2}


def further(s_0, step):
    return {"s_1": s_0 * 2.0, "total": step + step}


@pytest.fixture(autouse=True)
def examples(know_only):
    first = WorkedExample(
        cell, h_0=np.array([0.5, 0.25]), W=np.array([[1.0, 2.0], [0.5, -1.0]]), x=np.float64(2.0)
    )
    second = WorkedExample(further, s_0=first.output("h_1"), step=np.array([0.5]))
    same = WorkedExample(lambda x_1, x_2, g_1, g_2: {"y": x_1 + x_2 + g_1 + g_2},
                         x_1=np.array([1.5]), x_2=np.array([1.5]),
                         g_1=np.array([1.0]), g_2=np.array([2.0]))  # fmt: skip
    third = WorkedExample(further, s_0=second.output("s_0"), step=np.array([0.5]))
    know_only({"run": first, "next": second, "third": third, "same": same})


def found(latex, **declared):
    parts: list = []
    for n, piece in enumerate(re.split(r"(\[\[=.*?=\]\])", latex)):
        parts.append(resolve(parse(TOKEN.fullmatch(piece)["body"])) if n % 2 else piece)
    return [text for _, text in checks.faults(parts, declared)]


@pytest.mark.parametrize(
    "latex",
    [
        r"h_1 \approx [[= run.h_1 =]]",
        r"h_{1} \approx [[= run.h_1 =]]",
        r"{h}_1 \approx [[= run.h_1 =]]",
        r"\mathbf{h}_1 \approx [[= run.h_1 =]]",
        r"[[= run.h_1 =]] \approx h_1",
        r"h_{1,0} \approx [[= run.h_1[0] =]]",
        r"x = [[= run.x =]]",
        r"x = [[= run.x =]], \qquad h_0 = [[= run.h_0 =]]",
        r"x = [[= run.x =]] \text{ and } h_0 = [[= run.h_0 =]]",
        r"\hat y_1 = [[= run.y_hat_1 =]]",
        r"\hat{y}_1 = [[= run.y_hat_1 =]]",
        r"\frac{\mathrm{d}L}{\mathrm{d}W} \approx [[= run.dW =]]",
        r"\dfrac{\mathrm dL}{\mathrm dW} \approx [[= run.dW =]]",
        r"\lVert g \rVert = [[= run.norm_g =]]",
        r"\|g\| = [[= run.norm_g =]]",
        r"\log \hat y_1 = [[= run.log_y_hat_1 =]]",
        r"s_0 \approx [[= next.s_0 =]]",
        r"s_0 = h_1 \approx [[= next.s_0 =]]",
        r"s_0 = h_1 \approx [[= third.s_0 =]]",
        r"\mathrm{step} = [[= next.step =]]",
        r"\mathrm{step} = [[= next.step[0] =]]",
        r"x_t = [[= same.x_1 =]]",
        r"W h_0 \approx [[= run.h_1 =]]",
        r"h_1 \in [[= run.h_1 =]]",
        r"h_1 = \tanh(W h_0) \approx [[= run.h_1 =]]",
        r"[[= run.x =]] + [[= run.x =]] = 4",
        r"[[= run.x =]] - 2 \cdot [[= run.h_0[0] =]] = 1",
        r"\frac{[[= run.x =]]}{3} \approx [[= run.dW =]]",
        r"2 \cdot [[= next.s_0 =]] \approx [[= next.s_1 =]]",
        r"\begin{aligned} & [[= run.x =]] + 1 \\ & = 3 \end{aligned}",
        r"[[= run.dW =]] \approx 0.67",
        r"[[= run.h_0 =]] = (0.5, 0.25)",
        r"[[= run.x =]] < 3",
        r"1 \le [[= run.x =]] \leqslant 2",
        r"[[= run.x =]] \ne 3",
        r"[[= run.x =]] \not= 3",
        r"[[= run.x =]] p + 2 = 7",
        r"\exp(500 \cdot [[= run.x =]]) = \infty",
        r"[[= run.W | shape =]] = 2 \times 2",
        r"[[= run.h_1 | equation =]]",
    ],
)
def test_right_formulas_pass(latex):
    assert found(latex) == []


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"h_2 \approx [[= run.h_1 =]]", "the symbol of [[= run.h_1 =]] is h_{1}"),
        (r"H_1 \approx [[= run.h_1 =]]", "the symbol of"),
        (r"s_1 \approx [[= run.h_1 =]]", "the symbol of"),
        (r"[[= run.h_1 =]] \approx h_2", "the symbol of"),
        (r"h_1 = h_2 \approx [[= run.h_1 =]]", "the symbol of"),
        (r"x = [[= run.x =]], \qquad h_1 = [[= run.h_0 =]]", "the symbol of [[= run.h_0 =]]"),
        (r"x = [[= run.x =]] \text{ and } h_1 = [[= run.h_0 =]]", "the symbol of [[= run.h_0 =]]"),
        (r"h_1 \approx [[= run.h_1[0] =]]", "is h_{1,0}"),
        (r"h_{1,1} \approx [[= run.h_1[0] =]]", "is h_{1,0}"),
        (r"y_1 = [[= run.y_hat_1 =]]", r"is \hat{y}_{1}"),
        (r"\frac{\mathrm{d}L}{\mathrm{d}U} \approx [[= run.dW =]]", "the symbol of"),
        (r"\frac{\partial L}{\partial W} \approx [[= run.dW =]]", "the symbol of"),
        (r"\lVert h \rVert = [[= run.norm_g =]]", "the symbol of"),
        (r"g = [[= run.norm_g =]]", "the symbol of"),
        (r"h_1 \approx [[= next.s_1 =]]", "the symbol of"),
        (r"g_t = [[= same.g_1 =]]", "the symbol of"),
        (r"h_1 = [[= run.h_1 =]]", r"[[= run.h_1 =]] is rounded: write \approx"),
        (r"2 \cdot [[= next.s_0 =]] = [[= next.s_1 =]]", "is rounded"),
        (r"x \approx [[= run.x =]]", "[[= run.x =]] is exact: write ="),
        (r"[[= run.x =]] + 3 = 4", "5. = 4. does not hold"),
        (r"[[= run.x =]] + [[= run.h_0[0] =]] = [[= run.norm_g =]]", "2.5 = 4. does not hold"),
        (r"\frac{[[= run.x =]]}{2} \approx [[= run.dW =]]", "does not hold"),
        (r"[[= run.dW =]] \approx 0.66", "does not hold"),
        (r"[[= run.h_0 =]] = (0.25, 0.5)", "does not hold"),
        (r"[[= run.x =]] > 3", "2. > 3. does not hold"),
        (r"[[= run.x =]] \leqslant 1", "does not hold"),
        (r"1 < [[= run.x =]] < 2", "does not hold"),
        (r"[[= run.x =]] \neq 2", "does not hold"),
        (r"[[= run.x =]] \coloneqq 3", "does not hold"),
        (r"\begin{aligned} & [[= run.x =]] + 1 \\ & = 4 \end{aligned}", "does not hold"),
    ],
)
def test_wrong_formulas_are_faults(latex, said):
    faults = found(latex)
    assert len(faults) == 1
    assert said in faults[0]


def test_a_symbol_of_the_pages_own_is_declared():
    assert found(r"k = [[= run.x =]]")
    assert not found(r"k = [[= run.x =]]", k="run.x")
    assert not found(r"k_{0} \approx [[= run.h_1[0] =]]", k="run.h_1")
    assert found(r"k_{1} \approx [[= run.h_1[0] =]]", k="run.h_1")
    assert found(r"k = [[= run.x =]]", k="run.h_1")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("k: run.x", None),
        ("'\\kappa': run.x", None),
        ("k: run.nothing", "the symbol k stands for no value: no value named 'run.nothing'"),
        ("k: 3", "the symbol k stands for no value: '3' is no value"),
        ("k: run.h_1", "the symbol k is of run.h_1, which the page does not show"),
        ("k: [1, 2]", "the symbol k stands for no value"),
    ],
)
def test_what_is_declared_is_a_value_of_the_page(tmp_path, entry, said):
    page = tmp_path / "page.md"
    page.write_text(f"---\nsymbols:\n  {entry}\n---\n\n$k = [[= run.x =]]$\n")
    faults = [str(fault) for fault in value_symbols.faults(page.read_text(), page)]
    assert bool(faults) == bool(said)
    if said:
        assert said in faults[0]
        assert f"{page}:3:3" in faults[0]


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("Here $h_1$ is [[= run.h_1 =]].", True),
        ("$h_1$ is [[= run.h_1 =]].", True),
        ("Start, where $h_0$ is [[= run.h_1 =]].", False),
        ("$h_0$ is [[= run.h_1 =]].", False),
        ("The length of $g$ is [[= run.norm_g =]].", True),
        ("g: $g$ ≈ [[= run.norm_g =]].", False),
        ("| $h_1$ | the state | [[= run.h_1 =]] |", True),
        ("| $h_1$ | the state | $[[= run.h_0 =]]$ |", False),
        ("| $h_t$ | [[= run.h_1 | shape =]] |", True),
        ("| $h_1$ | from [[= run.h_0 =]] on |", True),
        ("| $h_1$, $x$ | [[= run.x =]] |", True),
        ("h<sub>1</sub> ≈ [[= run.h_1 =]]", True),
        ("h<sub>0</sub> ≈ [[= run.h_1 =]]", False),
        ("h₁ ≈ [[= run.h_1 =]]", True),
        ("h_1 ≈ [[= run.h_1 =]]", True),
        ("s_1 ≈ [[= run.h_1 =]]", False),
        ("k = [[= run.x =]]", True),
        (r"\[[= run.x =]] and x = \[[= run.h_0 =]]", True),
        ("x = [[= run.nothing =]]", True),
        ("$$\n\\mathrm{d}W = [[= run.h_1 =]]\n$$", True),
        ("$\\hat y_1 = [[= run.y_hat_1 =]]$", True),
    ],
)
def test_symbols_before_values_in_text(text, is_right):
    found = [*sentences.faults(text.split("\n"), {"k": "run.x"})]
    assert bool(found) != is_right
    if found:
        line, column, _ = found[0]
        assert text.split("\n")[line - 1][column - 1 :].startswith("[[=")
