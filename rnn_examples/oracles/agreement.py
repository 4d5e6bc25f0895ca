"""Whether two ways agree: the differences, counted."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact
from rnn_examples.oracles.nested_lists import flat
from rnn_examples.worked_example.oracle import oracle


@oracle("exact fractions")
def agreement(tolerance: Any, **gradients: Any) -> Mapping[str, Any]:
    """The differences, counted."""
    names = [name for name in gradients if not name.endswith("_forth")]
    back = [number for name in names for number in flat(gradients[name])]
    forth = [number for name in names for number in flat(gradients[f"{name}_forth"])]
    far = [abs(p - q) >= tolerance for p, q in zip(back, forth, strict=True)]
    return {"within": far.count(False), "beyond": far.count(True)}


@oracle("mpmath, 50 digits")
def count_close(tolerance: Any, ours: Any, theirs: Any) -> Mapping[str, Any]:
    """The distance of each pair of numbers, held against the tolerance."""
    pairs = zip(exact(ours), exact(theirs), strict=True)
    beyond = sum(abs(first - second) >= exact(tolerance) for first, second in pairs)
    return {"within": len(ours) - beyond, "beyond": beyond}
