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


def rounds():
    """The edits in rounds: in each, one of a module, and one that a page is read for."""
    left = EDITS
    while left:
        chosen = {}
        for edit in left:
            module, _, _, page, _ = edit
            if all(module != other[0] and page != other[3] for other in chosen.values()):
                chosen[edit] = edit
        yield list(chosen)
        left = [edit for edit in left if edit not in chosen]


@pytest.fixture(scope="module")
def told(clone):
    """What is said of the page of each edit; edits of a round are made at once."""
    found = {}
    for edits in rounds():
        kept = {}
        for module, before, after, _, _ in edits:
            file = clone / "rnn_examples" / "examples" / f"{module}.py"
            kept[file] = file.read_text("utf-8")
            assert kept[file].count(before) == 1
            file.write_text(kept[file].replace(before, after), "utf-8")
        pages = [f"docs/{page}.md" for _, _, _, page, _ in edits]
        done = project.run(clone, "rnn_examples", "check", *pages, PYTHONDONTWRITEBYTECODE="1")
        for file, text in kept.items():
            file.write_text(text, "utf-8")
        assert done.returncode == 1
        found |= dict.fromkeys(edits, done.stdout)
    return found


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[3]}: {edit[4]}")
def test_an_edit_that_makes_a_sentence_false_is_stopped_at_it(edit, clone, told):
    *_, page, phrase = edit
    line, column = place(clone / "docs" / f"{page}.md", phrase)
    fault = rf'docs/{page}.md:{line}:{column}: "{re.escape(phrase)}[^"]*" is false now: '
    assert re.search(fault, told[edit]), told[edit]


def place(page, phrase):
    """Line and column of the claim with a phrase, whose words may stand on several lines."""
    text = page.read_text("utf-8")
    words = r"\s+".join(map(re.escape, phrase.split()))
    (start,) = [match.start() for match in re.finditer(rf"\[\[\? {words}\s", text)]
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
