"""Inputs that code made, and settings that say with what."""

from itertools import count
from typing import Any

import numpy as np
import pytest

from rnn_examples.worked_example import WorkedExample, each_made, made
from rnn_examples.worked_example.oracle import Oracle


def draw(seed, length=3):
    return np.random.default_rng(seed).standard_normal(length)


def both(seed):
    return {"x": draw(seed), "y": draw(seed + 10)}


def example(**inputs):
    def double(**given: Any):
        return {name: [2 * entry for entry in values] for name, values in given.items()}

    def run(x, y=0.5):
        return {"twice": x * 2.0, "more": x + y}

    def twice(x: Any, **rest: Any):
        y = rest.get("y", [0.5] * len(x))
        pairs = zip(x, y, strict=True)
        return {"twice": double(x=x)["x"], "more": [one + other for one, other in pairs]}

    twice.__module__ = "elsewhere"
    return WorkedExample(run, **inputs).checked_by(Oracle("twice", twice))


def faults(example):
    return [fault.text for fault in example.checks.faults]


def test_an_input_that_was_made_is_the_value_and_is_made_again():
    one = example(x=made(draw, seed=7))
    assert one.inputs["x"].tolist() == draw(7).tolist()
    assert faults(one) == []
    assert faults(example(**each_made(both, seed=7))) == []
    assert faults(one.with_sliders()) == []  # a copy


def test_numbers_that_nobody_types_say_what_made_them():
    (text,) = faults(example(x=draw(7)))
    assert text == (
        f"the input x has {float(draw(7)[0])!r}, which nobody types: "
        "say what made it, x=made(function, …)"
    )
    assert faults(example(x=np.array([0.25, -1.5e-8, 123456.0]))) == []
    assert len(faults(example(x=np.array([0.1 + 0.2, 1.0, 1.0])))) == 1


def test_what_is_made_otherwise_again_is_a_fault_at_the_example():
    calls = count()
    wrong = example(x=made(lambda: np.ones(3) * next(calls)))
    (fault,) = wrong.checks.faults
    assert (fault.file, fault.line) == (__file__, wrong.line)
    assert "made something else when it was run again" in fault.text
    unseeded = made(lambda: np.random.default_rng().standard_normal(3))
    assert "made something else" in faults(example(x=unseeded))[0]
    longer = made(lambda: np.ones(3 + next(calls)))
    assert "made something else" in faults(example(x=longer))[0]


def test_a_seed_that_changes_nothing_is_a_fault():
    def fixed(seed):
        return draw(7 + 0 * seed)

    (text,) = faults(example(x=made(fixed, seed=2016)))
    assert text.startswith("the input x: fixed makes the same with another seed")


def test_what_cannot_be_made_again_is_a_fault():
    once = iter([np.ones(3)])
    (text,) = faults(example(x=made(lambda: next(once))))
    assert text == "the input x: it cannot be made again: StopIteration:"


def test_a_published_seed_is_the_one_that_was_used():
    one = example(x=made(draw, seed=7)).with_settings(seed="seed", entries="x")
    assert one.settings == {"seed": 7, "entries": 3}
    other = WorkedExample(lambda x: x * 2.0, x=one.output("twice")).with_settings(seed="seed")
    assert other.settings == {"seed": 7}
    again = WorkedExample(lambda x: x * 2.0, x=made(draw, seed=8), y=one.output("twice"))
    assert again.with_settings(seed="seed").settings == {"seed": 8}
    with pytest.raises(TypeError, match=r"the setting seed = 2016 is not to be found; name one"):
        one.with_settings(seed=2016)
    two = example(x=made(draw, seed=7), y=made(draw, seed=2016))
    with pytest.raises(TypeError, match=r"the setting seed = 'seed' is 7 and 2016; name one"):
        two.with_settings(seed="seed")
    with pytest.raises(TypeError, match=r"is 0.5; name one whole number"):
        one.with_settings(half=made(lambda: 0.5))
    assert one.with_settings(six=made(lambda: 6)).settings == {"six": 6}
