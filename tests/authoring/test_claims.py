"""Conditions of claims: computed as they read, undecided where only rounding decides."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from rnn_examples.authoring.claims import (
    CONDITIONS,
    FalseClaimError,
    claim,
    reason,
    values_of,
    written,
)
from rnn_examples.worked_example import Vocabulary, WorkedExample

EXACT = np.array([[0.5, -0.25], [2.0, -0.25]])


def model(x, M):
    return {"y": x * 3.0, "n": np.argmax(x)}


@pytest.fixture
def example(know_only):
    made = WorkedExample(model, x=np.array([1.0, 2.0, 4.0]), M=EXACT).with_words(
        n=Vocabulary("पानी", "पियो", "<eos>")
    )
    know_only({"run": made})


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("condition", "is_true"),
    [
        ("run.x[0] == 1", True),
        ("run.x[0] != 1", False),
        ("run.x[-1] > run.x[1]", True),
        ("1 < run.x[1] <= 2", True),
        ("1 < run.x[1] < 2", False),
        ("all(run.x > 0)", True),
        ("all(run.x > 1)", False),
        ("any(run.x > 3)", True),
        ("any(run.x > 4)", False),
        ("not any(run.x > 4)", True),
        ("run.x[0] > 2 or run.x[1] > 1", True),
        ("run.x[0] > 2 and run.x[1] > 1", False),
        ("rising(run.x)", True),
        ("falling(run.x)", False),
        ("falling(run.x[2], run.x[1], run.x[0])", True),
        ("falling(run.x[2], run.x[1], run.x[1])", False),
        ("near(run.x[0], run.x[1] / 2.1)", True),
        ("near(run.x[0], run.x[1])", False),
        ("near(run.x[0], 1.3, 0.25)", True),
        ("near(run.x[0], 1.5, 0.25)", False),
        ("near(run.x, run.y / 3)", True),
        ("near(run.M[0, 1], -0.24)", True),
        ("max(run.x) > 3.5 and min(run.x) < 1.5", True),
        ("argmax(run.x) == 2 and argmin(run.x) == 0", True),
        ("argmax(run.x[0], run.x[2], run.x[1]) == 1", True),
        ("norm(run.x) > sqrt(20.9)", True),
        ("norm(run.x) > sqrt(21.1)", False),
        ("sum(run.x) == 7", True),
        ("mean(run.x) > 2", True),
        ("abs(run.M[0, 1]) == 0.25", True),
        ("all(run.M[:, 1] == run.M[0, 1])", True),
        ("all(run.M == run.M.T)", False),
        ("run.M.shape[0] == 2", True),
        ("(run.M @ run.M)[0, 0] == 0.25 - 0.5", True),
        ("run.x[1] ** 2 - 3 * run.x[0] == 1", True),
        ("tanh(run.x[0]) < 0.8 < exp(-run.M[0, 1])", True),
        ("run.n == '<eos>'", True),
        ("run.n == 'पानी'", False),
        ("'पियो' != run.n", True),
    ],
)
def test_a_condition_is_computed_as_it_reads(condition, is_true):
    made = claim(condition)
    assert bool(made.result.value) is is_true
    if is_true:
        made.demand()
    else:
        with pytest.raises(FalseClaimError, match=r"^is false now: "):
            made.demand()


def test_every_function_of_conditions_is_tried_above():
    tried = " ".join(
        mark.args[1][n][0]
        for mark in test_a_condition_is_computed_as_it_reads.pytestmark
        if mark.name == "parametrize"
        for n in range(len(mark.args[1]))
    )
    assert [name for name in CONDITIONS if f"{name}(" not in tried] == []


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    "condition",
    [
        "tanh(run.x[0]) == tanh(run.x[0]) * 1.1 / 1.1",
        "sqrt(run.x[1]) ** 2 <= 2",
        "tanh(run.x[0]) == tanh(run.x[0])",
        "rising(tanh(run.x) - tanh(run.x) * 1)",
        "any(tanh(run.x) == tanh(run.x) * 1.1 / 1.1)",
        "all(tanh(run.x) == tanh(run.x) * 1.1 / 1.1)",
        "run.x[0] > 0 and tanh(run.x[0]) == tanh(run.x[0]) * 1.1 / 1.1",
    ],
)
def test_a_claim_that_only_rounding_decides_is_a_mistake(condition):
    with pytest.raises(FalseClaimError, match=r"^is decided by rounding alone: .*run\."):
        claim(condition).demand()


OPEN = "sqrt(run.x) ** 2 <= run.x"


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("condition", "is_true"),
    [
        ("any(sqrt(run.x) ** 2 < run.x + run.M[0, 0] * 0)", None),
        (f"any({OPEN})", True),
        (f"any({OPEN} and run.x < 2) or run.x[0] == 1", True),
        ("any(tanh(run.x) != tanh(run.x[0]) * 1.1 / 1.1)", True),
        ("all(tanh(run.x) == tanh(run.x[0]) * 1.1 / 1.1)", False),
        (f"run.x[0] > 2 and all({OPEN})", False),
        (f"run.x[0] > 0 and all({OPEN})", None),
        (f"not (run.x[0] > 2 and all({OPEN}))", True),
    ],
)
def test_one_certain_condition_can_decide_for_undecided_ones(condition, is_true):
    if is_true is None:
        with pytest.raises(FalseClaimError, match=r"^is decided by rounding alone"):
            claim(condition).demand()
    elif is_true:
        claim(condition).demand()
    else:
        with pytest.raises(FalseClaimError, match=r"^is false now"):
            claim(condition).demand()


@pytest.mark.usefixtures("example")
def test_what_is_compared_is_told_with_its_numbers():
    with pytest.raises(FalseClaimError) as caught:
        claim("all(run.M[:, 0] == run.M[:, 1]) and run.x[2]/7 < 0 and run.n == 'पानी'").demand()
    assert str(caught.value) == (
        "is false now: run.M[:, 0] = [0.5 2. ], run.M[:, 1] = [-0.25 -0.25], "
        "run.x[2] / 7 = 0.57143, run.n = <eos>"
    )


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("run.z > 0", "no value named 'run.z'"),
        ("other.x > 0", "no example named 'other'"),
        ("run > 0", "'run' is an example: name one of its values, as run.W"),
        ("1 > 0", "speaks of no value; name one, such as encoder.h_1"),
        ("run.x >", "is no condition: invalid syntax"),
        ("run.x > 0", "no condition: compare it, or say all(…)"),
        ("run.x[0]", "no condition: compare it, or say all(…)"),
        ("run.x[9] > 0", "cannot be computed: index of shapes 3 does not work: index 9 is out"),
        ("run.x[run.n] > 0", "bad index [run.n]: places are whole numbers and slices"),
        ("run.x['a'] > 0", "bad index ['a']: places are whole numbers and slices"),
        ("len(run.x) > 0", "no function 'len'; there are abs, all, any, "),
        ("run.x.sum() > 0", "'run.x.sum()' is no part of a condition"),
        ("(lambda: run.x)() > 0", "is no part of a condition"),
        ("run.x[0] in run.x", "is no part of a condition"),
        ("run.x[0] > 'पानी'", "'पानी' is no word here; there are none: no token is compared"),
        ("run.n == 'दूध'", "'दूध' is no word here; there are पानी, पियो, <eos>"),
        ("near(run.x)", "cannot be computed: "),
        ("all(run.x[3:] > 0)", "is none: it speaks of no entry at all"),
        ("rising(run.x[:1])", "is none: it speaks of no entry at all"),
        ("near(run.x[5:], 1)", "is none: it speaks of no entry at all"),
        ("max(run.x[3:]) > 0", "cannot be computed: max of shapes 0"),
        ("run.x @ run.M == 0", "cannot be computed: "),
        ("__import__('os') == run.x", "no function '__import__'"),
    ],
)
def test_what_is_no_condition_is_told_with_what_would_be_right(condition, told):
    with pytest.raises(ValueError, match=r".") as caught:
        claim(condition)
    assert told in str(caught.value)


def test_a_condition_says_of_which_values_it_speaks(example):
    del example
    assert claim("run.x[0] < run.y[0] or run.x[1] > 0").values == ("run.x", "run.y")
    assert values_of("run.x[0] > 0") == ("run.x",)
    assert values_of("unchecked: a name") == values_of("run.z > 0") == ()


def test_a_phrase_without_a_condition_says_why():
    assert reason(" unchecked: it is\n a name ") == "it is a name"
    assert reason(" unchecked: ") is reason("run.x > 0") is None


def test_claims_are_found_in_a_page():
    text = (
        "A [[? b\n  c | x.y > 0 ?]] \\[[? d | x.y ?]] [[? open\n\n"
        "here | x.y > 1 ?]] [[? $|e|$ | x.z\n> 2 ?]]"
    )
    assert list(written(text)) == [("b c", "x.y > 0"), ("$|e|$", "x.z > 2")]


class Step(NamedTuple):
    h_t: Any


def steps(x):
    return [Step(np.tanh(x_t)) for x_t in x]


def test_a_name_with_t_is_that_of_all_time_steps(know_only):
    know_only({"run": WorkedExample(steps, x=np.array([[2.0], [1.0], [-1.0]]))})
    claim("falling(run.h_t) and argmin(run.h_t) == 2 and all(run.h_t[1:] < 0.8)").demand()
    assert claim("max(run.h_t) < 1").values == ("run.h_1", "run.h_2", "run.h_3")
    with pytest.raises(FalseClaimError, match=r"rising|run\.h_t"):
        claim("rising(run.h_t)").demand()


def test_a_value_that_was_handed_over_is_certainly_the_same(know_only):
    first = WorkedExample(steps, x=np.array([[0.3], [0.7]]))
    second = WorkedExample(model, x=first.output("h_2"), M=EXACT)
    know_only({"first": first, "run": second})
    claim("all(run.x == first.h_2)").demand()
    with pytest.raises(FalseClaimError, match="rounding"):
        claim("all(run.x == tanh(first.x[1]))").demand()
