"""Each planted mistake is caught by the cases that the page says, and by a wide margin."""

import pytest

from rnn_examples.vectors.case import TOLERANCE
from rnn_examples.vectors.cases import CASES
from rnn_examples.vectors.computed import difference, published
from rnn_examples.vectors.mistakes import CONSTANT, MISTAKES, Seen, seen

# Where a mistake changes nothing, with the reason.
UNSEEN = {
    ("one_bias", "gru_keeps_before"): "the reset gate does not touch the second bias",
    ("one_bias", "gru_writes_before"): "the same",
    ("overflow", "softmax_dense"): "small logits do not overflow",
}


def cases_with(mistake):
    found = {name: seen(mistake, name) for name in (*CASES, CONSTANT.name)}
    return {name: each for name, each in found.items() if each.ways}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_case_catches_a_mistake_in_every_way_or_for_a_reason_in_none(mistake):
    for name, found in cases_with(mistake).items():
        if name == CONSTANT.name:
            continue
        assert found.caught == (0 if (mistake, name) in UNSEEN else found.ways), name


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_caught_by_some_case(mistake):
    assert any(found.caught == found.ways for found in cases_with(mistake).values())


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_mistake_is_nearly_caught(mistake):
    """What changes anything changes it a lot: no processor decides what the page says."""
    for case in (*CASES.values(), CONSTANT):
        for found in MISTAKES[mistake].plant(case):
            gap = difference(found, published(case))
            assert gap < TOLERANCE or gap > 1e-3, case.name


def test_all_orders_of_the_gates_are_planted():
    assert seen("gates", "lstm_dense") == Seen(23, 23)
    assert seen("gates", "gru_keeps_after") == Seen(5, 5)
    assert seen("gates", "rnn_dense") == Seen(0, 0)


def test_constant_weights_pass_every_order_of_the_gates_and_every_transpose():
    assert seen("gates", CONSTANT.name) == Seen(0, 23)
    assert seen("transposed", CONSTANT.name) == Seen(0, 1)


def test_every_kind_of_network_has_its_mistakes():
    for mistake, wanted in {
        "reset": {name for name in CASES if name.startswith("gru")},
        "update": {name for name in CASES if name.startswith("gru")},
        "unmasked": {name for name in CASES if "masked" in name},
        "wrong_side": {name for name in CASES if "masked" in name},
        "not_turned": {"bidirectional_dense"},
        "reduction": {"rnn_masked_sum", "rnn_masked_tokens"},
    }.items():
        assert cases_with(mistake).keys() == wanted, mistake
