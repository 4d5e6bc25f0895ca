"""Attempts to publish a number that nothing computed: each is accused; what is honest is not."""

import pytest

from tests.pages.conversion import faults_of

V = "[[= encoder.h_1[0] =]]"
CHANGED = "0.46212 stands where it is read as another number"


def typed(*numbers: str) -> list[str]:
    return [f"{number} is typed by hand" for number in numbers]


BESIDE_A_VALUE = [
    f"$h = -{V}$",
    f"$-{V}$",
    f"$(x, -{V})$",
    "$h = -[[= encoder.h_1 =]]$",
    "It is −[[= encoder.h_1 =]].",
    f"$h \\geqslant -{V}$",
    f"$h = \\pm {V}$",
    f"$h = 1{V}$",
    f"$h = {V}1$",
    f"$h = 1.{V}$",
    f"$h = {V}\\%$",
    f"$$\nh = {V}\\,\\%\n$$",
    f"It is –{V}.",
    f"It is —{V}.",
    f"–{V}",
    f"It is ±{V}.",
    f"It is {V} %.",
    f"It is {V}‰.",
]

TYPED = [
    # Taken for a year.
    ("It takes 2000 steps.", typed("2000")),
    ("In 2000 steps it learns.", typed("2000")),
    ("It fell after 2000 updates.", typed("2000")),
    ("The loss is −1999 now.", typed("−1999")),
    ("The vocabulary has 1999 words.", typed("1999")),
    ("It rises up to 2000.", typed("2000")),
    ("A loss of 2016 is a lot.", typed("2016")),
    ("(2000 of them)", typed("2000")),
    ("Only 2000 are left.", typed("2000")),
    ("It falls from 2000 to 1.", typed("2000", "1")),
    ("In 2000 of the runs it fails.", typed("2000")),
    ("| steps |\n|---|\n| 2000 |", typed("2000")),
    # Taken for a count, an order, a name.
    ("It is lowest at epoch 40.", typed("40")),
    ("The loss is lowest at step 7.", typed("7")),
    ("After step 40 it falls.", typed("40")),
    ("It is the 99th.", typed("99")),
    ("**99** Apples", typed("99")),
    ("It is\n\n**99**", typed("99")),
    ("- **99** Apples", typed("99")),
    ("Accuracy—99 at last.", typed("99")),
    ("$n = 2\\, \\%$", typed("2")),
    # In formulas.
    ("There are $2$ of them.", typed("2")),
    ("It falls from $2$ to $1$.", typed("2", "1")),
    ("$n \\geqslant 2$", typed("2")),
    ("$n \\coloneqq 2$", typed("2")),
    ("$2 \\leqslant n$", typed("2")),
    ("$h := 2$", typed("2")),
    ("$h \\approxeq 2$", typed("2")),
    ("$n \\mapsto 2$", typed("2")),
    ("$h \\text{ is } 2$", typed("2")),
    ("$L = 2 \\text{ nats}$", typed("2")),
    ("$L = 2\\,\\mathrm{nats}$", typed("2")),
    ("$W_1 = 1, W_2 = x$", typed("1")),
    ("$p = \\frac{1}{2}$", typed("1", "2")),
    ("$p = (1, 2)$", typed("1", "2")),
    ("$h = \\begin{pmatrix} 1 \\\\ 0 \\end{pmatrix}$", typed("1", "0")),
    ("$p = 1 / 2$", typed("1", "2")),
    ("$1 + 1$", typed("1", "1")),
    (f"${V} + x \\approx 2$", typed("2")),
    ("$(1, 2, x)$", typed("1", "2")),
    ("$h = (0, 1, h_2)$", typed("0", "1")),
    ("$h = [1, 0, V]$", typed("1", "0")),
    ("$h = (x, (2, y))$", typed("2")),
    ("$(1 + x)^{40}$", typed("40")),
    ("$x^7$", typed("7")),
    ("x<sup>57</sup>", typed("57")),
    ("The loss is x⁵⁷.", typed("⁵⁷")),
    # Other digits.
    ("The loss is १२ now.", typed("१२")),
    ("The loss is ０．３ now.", typed("０", "３")),
    ("The loss is 𝟑 now.", typed("𝟑")),
    ("The loss is &#48;.&#51; now.", typed("0.3")),
    ("The loss is 五十七.", typed("五十七")),
    ("The loss is Ⅲ now.", typed("Ⅲ")),
    ("The loss is 0<b></b>.57", typed("0", ".57")),
    # Taken for a source, a date, an hour.
    ("## Sources\n\nThe loss is 0.57 and 40 %.", typed("0.57", "40")),
    ("It is 99 May.", typed("99")),
    ("May 57 of them", typed("57")),
    ("It is 99:59.", typed("99", "59")),
    ("It is from 2000 to 1.", typed("2000", "1")),
    ("It is lowest in steps 40–60.", typed("40", "60")),
    ("$h = 1, 2, \\dots$", typed("1", "2")),
    # No digit.
    ("The loss is ∞ now.", typed("∞")),
    ("$L = \\infty$", typed("∞")),
    ("It is ½.", typed("½")),
    # Output.
    ("It is `0.4621`.", typed("0.4621")),
    ("It prints `loss: 99.71`.", typed("99.71")),
    ("It prints `99`.", typed("99")),
    ("```\n0.4621\n```", typed("0.4621")),
    ("```text\nloss 7\n```", typed("7")),
    ("```console\n$ python train.py 7\nloss 8.5\n```", typed("8.5")),
    ("    loss 0.4621", typed("0.4621")),
    ("```python\nprint(h)  # 0.4621\n```", typed("0.4621")),
    ("```python\n>>> np.tanh(x)\n0.4621\n```", typed("0.4621")),
    ("```python\nprint('loss: 0.4621')\n```", typed("0.4621")),
    ("```python\nh\n\n0.4621\n```", typed("0.4621")),
    ("```python\n[0.4, -7]\n```", typed("0.4", "7")),
    ("```python\nassert loss == 7\n```", typed("7")),
    ('```json\n{"loss": 0.57}\n```', typed("0.57")),
    ("It is `np.tanh(x) = 0.4621`.", typed("0.4621")),
    ("It is `np.tanh(x)  # 0.4621`.", typed("0.4621")),
    ("It is `h_1 = [0.4621 0.6]`.", typed("0.4621", "0.6")),
    ("It is x1,537 now.", typed("537")),
    ("It is `array([0.4621, 7])`.", typed("0.4621", "7")),
    ("It is `[1, 2]`.", typed("1", "2")),
    ("It prints `accuracy == 99`.", typed("99")),
    ("It prints `loss 99`.", typed("99")),
    ("It prints `loss=0.57`.", typed("0.57")),
    ("<kbd>0.4621</kbd>", typed("0.4621")),
    ("<samp>loss 7</samp>", typed("7")),
]

HONEST = [
    # In formulas.
    "$h_t = (1 - z_t) \\odot h_{t-1} + z_t \\odot g_t$",
    "$h_t = z_t h + (1 - z_t) g$",
    "$\\sigma(a) = \\frac{1}{1 + e^{-a}}$",
    "$L = \\frac{1}{T} \\sum_{t=1}^{T} L_t$",
    "$\\tanh' = 1 - \\tanh^2$",
    "$\\mathrm{ReLU}(a) = \\max(0, a)$",
    "$f(a) = \\max(a, 0)$",
    "$2\\, x$, $2xy$, $1 - \\Gamma$ and $\\tfrac12 \\lVert x \\rVert^2$",
    "$\\lim_{n \\to \\infty} x_n$ and $\\sum_{t=0}^{\\infty} x_t$",
    f"$x - {V}$ and $f({V})$, $h_1 {V}$",
    f"$h \\approx \\frac{{1}}{{{V}}}$ and $h^{{{V}}}$",
    f"$1 - {V}$",
    f"$({V}, {V})$ and ${V}\\quad {V}$",
    f"The state—{V}—is small; a − {V}, 'a – {V}'.",
    "$t \\in [0, T]$, $t \\in \\{1, \\dots, T\\}$, $f(x, 0)$ and $(1 - z, z)$",
    "$x^{-1}$, $x^3$, $\\mathbf{R}^{2}$ and x³, h⁻¹",
    # In text.
    "A footnote.[^1] Another.[^note]\n\n[^1]: The first.\n[^note]: The second.",
    "Elman (1990), since 2014, in 1997, and from 1990 to 2014.",
    "Cho et al., 2014, and the 1990s.",
    "Step 3 of 5.".replace(" of 5", ""),
    "The 2nd word; the 21st century.",
    "See Figures 4–6, pages 367–415, theorem 2, note 4 and hint 2.",
    "It is from 1988. From 2012 onwards, speech was recognised so.",
    "In C++17, since version 0.9, in Neural Computation 9(8), 10.1162/neco.1997.9.8.1735",
    "$t = 1, \\dots, T$ and $h_t, t = 0, 1, \\dots, T$",
    "The state h<sub>l1,3</sub> of the first layer.",
    '```mermaid\nflowchart LR\n  a["h<sub>l1,3</sub>"]\n```',
    # Code.
    "`h_1`, `x[0]`, `float64`, `tokens.md`, `seed=3`, `python -m venv 3`",
    "```python\nx = np.zeros(3)\nrate = 0.1\n```",
    "```yaml\nkey: 3\n```",
    "```python\nx = np.array(\n    [\n        [0.3, -0.1],\n    ]\n)\n```",
    "```python\nprint(f'{x:.5f}', '%.3f' % x)\n```",
    "`np.zeros((2, 2)) + W[0, 1]`, `f(x, [1, 2])`, `1 - h**2`, `2 * x`, `\\[[= a.b | .3f =]]`",
    "`make test ARGS=3`, `--rate 0.1`, `git log -3`",
    "```console\n$ python train.py --rate 0.125\n```",
]


@pytest.mark.parametrize("text", BESIDE_A_VALUE)
def test_a_value_of_which_its_neighbour_makes_another_number_is_accused(text, tmp_path):
    assert any(CHANGED in fault for fault in faults_of(text, tmp_path))


@pytest.mark.parametrize(("text", "messages"), TYPED, ids=[text for text, _ in TYPED])
def test_a_typed_number_is_accused(text, messages, tmp_path):
    faults = faults_of(text, tmp_path)
    assert len(faults) == len(messages)
    for fault, message in zip(faults, messages, strict=True):
        assert f": {message}" in fault


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_number_is_left_alone(text, tmp_path):
    assert faults_of(text, tmp_path) == []


# Literals.


def page(text: str, *literals: str) -> tuple[str, str]:
    front = "---\ntitle: T\nliterals:\n" + "".join(f'  "{each}": why\n' for each in literals)
    return text, front + "---\n"


LITERALS = [
    (page("The whole loss is 1.", "1"), "the literal '1' is a bare number"),
    (page("The loss of this to 1 is 3.", "is to 1", "is 3"), "1 is typed by hand"),
    (page("It is to 10.", "is to 1"), "10 is typed by hand"),
    (page("It is to 1.5.", "is to 1"), "1.5 is typed by hand"),
    (page("It is to −1.", "is to 1"), "−1 is typed by hand"),
    (page("It is to 1 %.", "is to 1 more"), "1 is typed by hand"),
    (page("The totals 42.", "total 42"), "42 is typed by hand"),
    (page("There are 42 ways.", "42 way"), "42 is typed by hand"),
    (page("It is = 3.", "= 3"), "the literal '= 3' is a bare number"),
]


@pytest.mark.parametrize(("written", "message"), LITERALS, ids=[w[0] for w, _ in LITERALS])
def test_a_literal_is_whole_words_with_a_number(written, message, tmp_path):
    text, front = written
    assert any(message in fault for fault in faults_of(text, tmp_path, front))


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("They add up to 1.", "add up to 1"),
        ("They **add**\nup to 1, as ever.", "add up to 1"),
        ("The range (−1 and 1) is", "−1 and 1"),
        ("The entry $W_{0} > 3$ is", "W_0 > 3"),
        ("A length of 1 % of it", "of 1 %"),
    ],
)
def test_a_phrase_is_found_whatever_stands_around_its_words(text, literal, tmp_path):
    assert faults_of(text, tmp_path, page(text, literal)[1]) == []
