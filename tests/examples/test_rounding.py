"""What the page on rounding says in prose about Python and about the chain of roundings."""

from decimal import ROUND_HALF_UP, Decimal

from rnn_examples.examples.rounding import FUSED, TWO_ORDERS


def test_a_tenth_and_two_tenths_are_not_three_tenths():
    assert (0.1 + 0.2 == 0.3) is False
    assert round(2.5) == round(1.5) == 2


def test_rounding_in_steps_ends_higher_than_rounding_once():
    number = Decimal("0.4449")
    chain = [number]
    for places in ("0.001", "0.01", "0.1"):
        chain.append(chain[-1].quantize(Decimal(places), ROUND_HALF_UP))
    assert chain == [number, Decimal("0.445"), Decimal("0.45"), Decimal("0.5")]
    assert number.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("0.4")


def test_each_small_number_is_lost_beside_the_large_one():
    trace = TWO_ORDERS.trace
    assert trace["left"].value == trace["x"].value
    assert trace["right"].value == trace["total"].value
    assert FUSED.trace["once"].value - FUSED.trace["exact"].value < 0.01
