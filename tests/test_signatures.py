"""What each call of a model is held to, though each kind of call is looked at once."""

from typing import Any

import jaxtyping
import numpy as np
import pytest
from beartype import beartype
from jaxtyping import Float

from tests.signatures import UnknownKindError, kind

held = jaxtyping.jaxtyped(typechecker=beartype)


@held
def twice(x: Float[Any, "n"]) -> Float[Any, "n"]:
    return 2 * x


@held
def zeros(count: int) -> Float[Any, "{count}"]:
    return np.zeros(2 if count == 4 else count)


@held
def shapes(arrays: list[Float[Any, "2"]]) -> int:
    return len(arrays)


def test_a_result_is_looked_at_where_its_arguments_are_known():
    count = iter((3, 3, 4))

    @held
    def drawn(x: Float[Any, "n"]) -> Float[Any, "n"]:
        return x if next(count) == 3 else np.ones(4)

    drawn(np.ones(3))
    drawn(np.ones(3))
    with pytest.raises(jaxtyping.TypeCheckError):
        drawn(np.ones(3))


@pytest.mark.parametrize("wrong", [np.ones(2, int), np.ones((2, 1)), [1.0, 2.0], 1.0, None])
def test_an_argument_of_another_kind_is_refused_after_a_right_one(wrong):
    twice(np.ones(2))
    for _ in range(2):
        with pytest.raises(jaxtyping.TypeCheckError):
            twice(wrong)


def test_a_size_that_is_an_argument_is_looked_at_for_each_number():
    assert zeros(3).shape == (3,)
    with pytest.raises(jaxtyping.TypeCheckError):
        zeros(4)


def test_a_list_whose_items_differ_is_looked_at_each_time():
    shapes([np.ones(2)] * 3)
    with pytest.raises(UnknownKindError):
        kind([np.ones(2), np.ones(3)])
    refused = 0
    for _ in range(100):  # beartype looks at one item, at random
        try:
            shapes([np.ones(2), np.ones(3)])
        except jaxtyping.TypeCheckError:
            refused += 1
    assert refused > 1
