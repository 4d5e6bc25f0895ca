"""The check of shapes finds a wrong array at whichever call, and a model's wrong result."""

import functools
from typing import Any

import numpy as np
import pytest
from beartype import beartype
from jaxtyping import Float, TypeCheckError, jaxtyped

from rnn_examples.models import rnn
from tests.shapes import once_a_kind

check = jaxtyped(typechecker=beartype)


def checked(function):
    return once_a_kind(function, check)


@checked
def add(x: Float[Any, "n"], y: Float[Any, "n"], count: int = 1) -> Float[Any, "{count}"]:
    return (x + y)[:count]


@pytest.mark.parametrize("before", [0, 1, 3])
def test_a_wrong_shape_or_type_is_found_at_every_call(before):
    x = np.ones(2)
    for _ in range(before):
        add(x, x, 2)
    for wrong in ((x, np.ones(3)), (x, x, "1"), (x, np.ones(2, int)), (np.ones((2, 2)), x)):
        with pytest.raises(TypeCheckError):
            add(*wrong)
    assert add(x, y=x).shape == (1,)


def test_a_result_that_is_right_once_and_then_wrong_is_found():
    @checked
    def grow(x: Float[Any, "n"]) -> Float[Any, "n"]:
        sizes.append(x)
        return np.ones(2 if len(sizes) < 3 else 3)

    sizes = []
    for _ in range(2):
        assert grow(np.ones(2)).shape == (2,)
    with pytest.raises(TypeCheckError, match="whilst checking the return value"):
        grow(np.ones(2))
    assert len(sizes) == 3  # once a call


def test_a_size_that_an_argument_names_is_a_part_of_the_kind():
    x = np.ones(2)
    assert add(x, x, 2).shape == add(x, x, count=2).shape == (2,)
    with pytest.raises(TypeCheckError):
        add(x, x, 3)
    with pytest.raises(TypeCheckError):
        add(x, x, count=3)


def test_an_item_of_a_list_is_found_though_a_list_of_its_length_was_right():
    @checked
    def join(parts: list[Float[Any, "n"]]) -> Float[Any, "all"]:
        return np.concatenate(parts)

    def join_often(*parts):  # beartype looks at one item, any
        for _ in range(100):
            join([*parts])

    join_often(np.ones(2), np.ones(2))
    with pytest.raises(TypeCheckError):
        join_often(np.ones(2), np.ones(2, int))


def test_the_check_looks_at_a_kind_once():
    seen = []

    def look(function):
        @functools.wraps(function)
        def looking(*args):
            seen.append(args)
            return check(function)(*args)

        return looking

    def double(x: Float[Any, "n"]) -> Float[Any, "n"]:
        return 2 * x

    once = once_a_kind(double, look)
    for n in (1, 2, 1, 2):
        assert once(np.ones(n)).shape == (n,)
    assert len(seen) == 2


def test_the_models_are_checked_so():
    step = {"U": np.ones((2, 1)), "W": np.eye(2), "b": np.zeros(2)}
    for _ in range(2):
        rnn.rnn_step(np.ones(1), np.zeros(2), **step)
    with pytest.raises(TypeCheckError):
        rnn.rnn_step(np.ones(1), np.zeros(2, int), **step)
