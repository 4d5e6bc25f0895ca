"""Examples held against their oracles, and every way in which that can be wrong."""

import re
from fractions import Fraction
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import numpy as np
import pytest

from rnn_examples.models import seq2seq
from rnn_examples.models.rnn import encode
from rnn_examples.oracles import fifty_digits, rational
from rnn_examples.worked_example import Vocabulary, WorkedExample, checks
from rnn_examples.worked_example.catalogue import load
from rnn_examples.worked_example.checks import computed
from rnn_examples.worked_example.oracle import Oracle

INPUTS = {
    "x": np.array([[1.0, -2.0, 0.5], [2.0, 0.25, -1.0]]),
    "h_0": np.array([0.1, -0.2]),
    "W": np.array([[0.3, -0.1], [0.7, 0.2]]),
    "U": np.array([[0.5, 0.1, -0.3], [0.7, -0.9, 0.2]]),
    "b": np.array([0.05, -0.15]),
}


def example():
    return WorkedExample(encode, **INPUTS)


def oracle(function, title="by hand"):
    """Make an oracle of a function that pretends to stand in a module of its own."""
    function.__module__ = "elsewhere"
    return Oracle(title, function)


def faults(example):
    return [fault.text for fault in example.checks.faults]


def test_every_example_of_the_site_agrees_with_an_oracle_in_every_value():
    for name, found in load().examples.items():
        assert found.checks.faults == (), name
        wanted = set(computed(found.trace))
        assert wanted
        assert wanted <= set(found.checks.values), name
        for checked in found.checks.values.values():
            assert all(entry.difference < 1e-13 for entry in checked)


def test_a_value_says_what_it_was_checked_by_and_how_well():
    found = example().checked_by(fifty_digits.encoder, tolerance=1e-14)
    (checked,) = found.checks.values["h_2"]
    assert (checked.oracle, checked.tolerance) == ("mpmath, 50 digits", 1e-14)
    assert 0 < checked.difference < 1e-15
    assert checked.true.shape == (2,)
    assert abs(float(checked.true[0]) - found.trace["h_2"].value[0]) < 1e-15
    assert set(found.checks.values) == {"x_1", "x_2", "a_1", "a_2", "h_1", "h_2"}


def test_an_oracle_gets_decimals_as_they_were_typed_and_only_the_inputs_it_takes():
    got = {}

    def take(W, b):
        got.update(W=W, b=b)
        return {"a_1": [0, 0]}

    example().checked_by(oracle(take)).checks  # noqa: B018
    assert got["W"] == [[Fraction(3, 10), Fraction(-1, 10)], [Fraction(7, 10), Fraction(1, 5)]]
    assert got["b"] == [Fraction(1, 20), Fraction(-3, 20)]


def test_what_another_example_hands_over_comes_from_its_oracle():
    got = {}

    def take(s, n):
        got.update(s=s, n=n)
        return {"result": [2 * entry for entry in s]}

    first = example().checked_by(fifty_digits.encoder)
    second = WorkedExample(lambda s, n: s * n, s=first.output("h_2"), n=2)
    assert second.checked_by(oracle(take)).checks.faults == ()
    assert got["n"] == 2
    assert got["s"] == first.checks.values["h_2"][0].true.tolist()
    assert got["s"] != [Fraction(float(entry)) for entry in first.trace["h_2"].value]


def test_several_oracles_share_the_values_between_them():
    def late(**inputs: Any):
        return {"h_2": fifty_digits.encoder.function(**inputs)["h_2"]}

    both = example().checked_by(fifty_digits.encoder).checked_by(oracle(late, "again"))
    assert [entry.oracle for entry in both.checks.values["h_2"]] == ["mpmath, 50 digits", "again"]
    assert [entry.oracle for entry in both.checks.values["h_1"]] == ["mpmath, 50 digits"]
    assert both.checks.faults == ()


def test_what_is_made_from_an_example_keeps_its_oracles():
    checked = example().checked_by(fifty_digits.encoder)
    for other in (
        checked.with_words(x=Vocabulary("a")),
        checked.with_settings(length="x"),
        checked.with_inputs(x=np.array([[1.0, 1.0, 1.0]])),
    ):
        assert other.oracles == checked.oracles
        assert other.checks.faults == ()
        assert other.checks.values
    assert example().oracles == ()


def test_an_example_without_an_oracle_is_a_fault_at_its_own_line():
    bare = example()
    (fault,) = bare.checks.faults
    assert (fault.file, fault.line) == (__file__, bare.line)
    assert "has no oracle" in fault.text
    assert ".checked_by(oracle)" in fault.text


def wrong(name, change):
    def derive(**inputs: Any):
        values = dict(fifty_digits.encoder.function(**inputs))
        values[name] = change(values[name])
        return values

    return oracle(derive)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda h: [h[0] + fifty_digits.mp.mpf("2e-9"), h[1]], "h_2 differs from by hand by 2e-09"),
        (lambda h: h[:1], "h_2 cannot be checked by by hand: it is 2 in the example, 1 in the or"),
        (lambda h: [h], "it is 2 in the example, 1 × 2 in the oracle"),
        (lambda h: [h[0], "much"], "h_2 cannot be checked by by hand: 'much' is no finite number"),
    ],
    ids=["digit", "short", "axes", "text"],
)
def test_a_wrong_value_is_a_fault_where_the_oracle_is_named(change, what):
    found = (
        example()
        .checked_by(fifty_digits.encoder)
        .checked_by(wrong("h_2", change), tolerance=1e-9)
    )  # fmt: skip
    (fault,) = found.checks.faults
    assert what in fault.text
    line = Path(__file__).read_text("utf-8").split("\n")[fault.line - 1]
    assert fault.file == __file__
    assert ".checked_by(wrong(" in line


def test_a_wrong_value_names_the_model_and_the_oracle_and_where_they_are_written():
    (text,) = faults(example().checked_by(wrong("h_2", lambda h: [0, 0])))
    pattern = r".*: mend encode \((\S+):(\d+)\) or its oracle (\S+)derive \((\S+):(\d+)\)"
    model, line, _, own, of_own = re.fullmatch(pattern, text).groups()
    for file, at, head in ((model, line, "def encode("), (own, of_own, "def derive(")):
        written = Path(file).read_text("utf-8").split("\n")
        assert head in "".join(written[int(at) - 1 : int(at) + 1])  # a decorator comes first


def test_a_difference_within_the_tolerance_is_none():
    change = wrong("h_2", lambda h: [h[0] + fifty_digits.mp.mpf("2e-9"), h[1]])
    assert faults(example().checked_by(change, tolerance=1e-8)) == []


def test_an_oracle_that_covers_nothing_and_one_that_forgets_a_value_are_faults():
    (text,) = faults(example().checked_by(oracle(lambda x: {"h1": [0, 0]})))
    assert text.startswith("the oracle covers no value: it returns h1; the example has x, h_0")

    def forget(**inputs: Any):
        values = fifty_digits.encoder.function(**inputs)
        return {name: value for name, value in values.items() if name != "a_2"}

    (text,) = faults(example().checked_by(oracle(forget)))
    assert text.startswith("no oracle covers a_2: ")


def test_an_oracle_that_uses_the_model_is_a_fault():
    def cheat(**inputs: Any):
        return {"h_1": encode(**inputs)[0].h_t}

    (text,) = faults(example().checked_by(Oracle("cheat", cheat)))
    assert "the oracle cheat shares code with the model: " in text
    assert "imports rnn_examples.models.rnn" in text
    decoder = WorkedExample(seq2seq.logits, s_t=np.ones(2), V=np.eye(2), c=np.ones(2))
    (text,) = faults(decoder.checked_by(Oracle("cheat", cheat)))
    assert "imports rnn_examples.models." in text


def test_an_oracle_that_fails_is_a_fault_where_it_does():
    def fail(x):
        return {"h_1": x[7]}

    (fault,) = example().checked_by(oracle(fail)).checks.faults
    assert fault.file == __file__
    assert fault.text == "the oracle does not run: IndexError: list index out of range"
    (fault,) = example().checked_by(oracle(lambda nothing: {})).checks.faults
    assert re.search("does not run: TypeError: .*missing 1 required .*'nothing'", fault.text)


def test_what_is_no_oracle_and_no_tolerance_is_refused():
    with pytest.raises(TypeError, match="write @oracle"):
        example().checked_by(lambda x: {})
    for tolerance in (-1, 2, float("nan")):
        with pytest.raises(ValueError, match="not between 0 and 1"):
            example().checked_by(fifty_digits.encoder, tolerance=tolerance)


def test_inputs_that_are_not_replaced_are_handed_over():
    first = example()
    other = first.with_inputs(x=np.ones((3, 3)))
    assert other.trace["W"].origin is first.trace["W"]
    assert other.trace["x"].origin is None
    assert other.arguments["W"].tolist() == INPUTS["W"].tolist()
    assert set(other.arguments) == set(INPUTS)
    refined = first.with_settings(length="x")
    assert refined.trace["W"].origin is None
    shortened = WorkedExample(lambda x, n: x * n, x=np.ones(2), n=3).with_inputs(x=np.zeros(2))
    assert shortened.inputs["n"] == 3


def test_the_lead_of_one_logit_is_told_by_trying_states():
    V = [[Fraction(1), Fraction(2)], [Fraction(5), Fraction(-1)], [Fraction(0), Fraction(9)]]
    found = rational.preference.derive({"V": V, "c": [1, 2, 4], "token": 1, "other": 0})
    assert found == {"bias": 1, "weights": [4, -3]}


def test_a_value_that_no_input_leads_to_needs_an_oracle_too():
    def run(x, fan_in=4, fan_out=2):
        limit = np.sqrt(6 / (fan_in + fan_in))  # wrong, and the oracle has nothing to say of it
        return {"limit": np.zeros(()) + limit, "y": x * 2}

    made = WorkedExample(run, x=np.float64(3.0)).checked_by(oracle(lambda x: {"y": 2 * x}))
    assert faults(made) == [
        "no oracle covers limit: let the oracle return it too, or add one that does"
    ]


def through_a_wrapper(x, h_0, W, U, b):
    return encode(x, h_0, W, U, b)


class Wrapped:
    def __call__(self, x, h_0, W, U, b):
        return through_a_wrapper(x, h_0, W, U, b)


@pytest.mark.parametrize(
    "function",
    [through_a_wrapper, partial(through_a_wrapper), partial(encode), Wrapped()],
    ids=["a function", "its partial", "a partial", "an object"],
)
def test_an_oracle_is_held_against_the_code_that_really_ran(function):
    def same(**inputs):
        return {"h_2": encode(**inputs)[-1].h_t}

    same.__module__ = "rnn_examples.models.rnn"  # where the function stands that it uses
    made = WorkedExample(function, **INPUTS).checked_by(Oracle("the same", same))
    assert any("the oracle same shares code with the model" in text for text in faults(made))
    assert made.checks.values == {}


def the_models_values(**inputs):
    values = {name: np.array(value, float) for name, value in inputs.items()}
    return {f"h_{t}": step.h_t for t, step in enumerate(encode(**values), 1)}


class Called:
    def __call__(self, **inputs):
        return the_models_values(**inputs)


def made_for(function):
    """An oracle for any model: it is given the model's own function."""
    return lambda **inputs: {
        f"h_{t}": step.h_t
        for t, step in enumerate(function(**{k: np.array(v, float) for k, v in inputs.items()}), 1)
    }


def by_its_name(**inputs):
    found = resolve_name("rnn_examples.models.rnn:encode")
    return made_for(found)(**inputs)


def each_entry(**inputs):
    """As numpy.vectorize hides it."""
    apply = np.vectorize(lambda t: the_models_values(**inputs)[f"h_{t}"], signature="()->(n)")
    return {"h_1": apply(1), "h_2": apply(2)}


def in_executed_text(**inputs):
    known = {"encode": encode, "np": np}
    exec("def run(**g): return {'h_2': encode(**g)[-1].h_t}", known)  # noqa: S102
    return known["run"](**{name: np.array(value, float) for name, value in inputs.items()})


@pytest.mark.parametrize(
    "function",
    [
        the_models_values,
        partial(the_models_values),
        Called(),
        lambda **inputs: the_models_values(**inputs),
        made_for(encode),
        by_its_name,
        each_entry,
        in_executed_text,
    ],
    ids=["wrapper", "partial", "object", "lambda", "given", "name", "vectorize", "exec"],
)
def test_an_oracle_that_runs_the_model_is_found_however_it_comes_by_it(function, monkeypatch):
    monkeypatch.setattr(checks, "shared", lambda *modules: ())  # imports tell nothing here
    (text,) = faults(example().checked_by(Oracle("the same", function)))
    assert "shares code with the model: both run " in text


def test_an_oracle_may_run_what_is_no_code_of_the_model():
    def mean(x):
        return np.mean(x, axis=0)

    made = WorkedExample(lambda x: mean(x), x=np.array([[1.0, 2.0], [3.0, 4.0]]))
    by_numpy = oracle(lambda x: {"result": np.mean(np.array(x, float), axis=0)})
    assert faults(made.checked_by(by_numpy)) == []
    by_model = oracle(lambda x: {"result": mean(np.array(x, float))})
    assert "both run " in faults(made.checked_by(by_model))[0]
