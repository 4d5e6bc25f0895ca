"""How far apart two decoders are after two sources, in mpmath with 50 digits."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import affine, by_time, encode, exact, mp
from rnn_examples.worked_example.oracle import oracle


@oracle("mpmath, 50 digits")
def apart(
    y_read: list[int],
    s_0: Any,
    v: Any,
    v_other: Any,
    E_dec: Any,
    W_dec: Any,
    U_dec: Any,
    C_dec: Any,
    b_dec: Any,
) -> Mapping[str, Any]:
    """Each decoder as an encoder of the tokens; a context is a part of its bias."""
    x = [exact(E_dec)[y] for y in y_read]

    def states(start: Any, bias: Any) -> list[Any]:
        return [s for _, s in encode(x, start, W_dec, U_dec, bias)]

    def with_context(context: Any) -> list[Any]:
        bias = affine([(exact(C_dec), exact(context))], exact(b_dec))
        return states(s_0, bias)

    handed = zip(states(v, b_dec), states(v_other, b_dec), strict=True)
    context = zip(with_context(v), with_context(v_other), strict=True)
    return by_time(
        [
            {"handed_t": mp.norm(_minus(*one)), "context_t": mp.norm(_minus(*other))}
            for one, other in zip(handed, context, strict=True)
        ]
    )


def _minus(s: list[Any], s_other: list[Any]) -> list[Any]:
    return [one - other for one, other in zip(s, s_other, strict=True)]
