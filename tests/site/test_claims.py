"""Inputs are changed, and a sentence of a page becomes false: the page is stopped there."""

import re

import pytest

from benchmarks.copies import copy
from tests.site import project

EDITS = [
    (
        "rnn_theory",
        "SEED = 2016",
        "SEED = 2017",
        "rnn-theory",
        "the two columns of $W_{\\text{dec}}$ are equal",
    ),
    (
        "rnn_theory",
        "W=np.array([[0.3, -0.1], [0.0, 0.2]])",
        "W=np.zeros((2, 2))",
        "rnn-theory",
        "$W$ brings in what was read before",
    ),
    (
        "rnn_theory",
        "h_0=np.zeros(2)",
        "h_0=np.ones(2)",
        "rtrl",
        "It is zero, so $W$ has no effect yet, and the derivative",
    ),
    (
        "bptt",
        "y_star=np.array([0, 1])",
        "y_star=np.array([1, 2])",
        "bptt",
        "The first row of the sum has hardly any colour",
    ),
    ("bptt", "np.array([0.4, -0.3])", "np.array([0.4, 0.0])", "bptt", "nothing that is zero"),
    (
        "clipping",
        "g=np.array([0.5, -12.0])",
        "g=np.array([0.5, -10.0])",
        "clipping",
        "the second entry was 24 times as large as the first",
    ),
    (
        "optimisers",
        "mu=np.float64(0.9)",
        "mu=np.float64(0.5)",
        "optimisers",
        "the velocity becomes ten times the gradient",
    ),
    ("optimisers", "sgd=np.float64(0.3)", "sgd=np.float64(0.05)", "optimisers", "plain SGD"),
    ("softmax", "o=np.array([2.0, -1.0, 0.5])", "o=np.ones(3)", "softmax", "less than a fifth"),
    ("tokens", "cat sees the dog", "boy sees the dog", "tokens", "“boy” does not occur in it"),
    (
        "vanishing",
        "FLOW_SMALL.with_inputs(rho=np.float64(1.5))",
        "FLOW_SMALL.with_inputs(rho=np.float64(1.3))",
        "vanishing",
        "It is largest after eleven steps",
    ),
    (
        "training",
        "np.float64(0.25), np.float64(1.0)",
        "np.float64(0.05), np.float64(1.0)",
        "training",
        "The loss falls in three parts",
    ),
]  # fmt: skip
"""A module of examples, what it says, what it says then, a page, and what is false there."""


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    target = tmp_path_factory.mktemp("project")
    copy(target)
    return target


@pytest.mark.parametrize(("module", "before", "after", "page", "phrase"), EDITS)
def test_an_edit_that_makes_a_sentence_false_is_stopped_at_it(
    module, before, after, page, phrase, clone
):
    file = clone / "rnn_examples" / "examples" / f"{module}.py"
    kept = file.read_text("utf-8")
    assert kept.count(before) == 1
    file.write_text(kept.replace(before, after), "utf-8")
    try:
        done = project.run(
            clone, "rnn_examples", "check", f"docs/{page}.md", PYTHONDONTWRITEBYTECODE="1"
        )
    finally:
        file.write_text(kept, "utf-8")
    line, column = place(clone / "docs" / f"{page}.md", phrase)
    assert done.returncode == 1
    told = rf'docs/{page}.md:{line}:{column}: "{re.escape(phrase)}[^"]*" is false now: '
    assert re.search(told, done.stdout), done.stdout


def place(page, phrase):
    """Line and column of the claim with a phrase, whose words may stand on several lines."""
    text = page.read_text("utf-8")
    words = r"\s+".join(map(re.escape, phrase.split()))
    (start,) = [match.start() for match in re.finditer(rf"\[\[\? {words}\s", text)]
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
