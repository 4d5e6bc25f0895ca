"""First weights: orthogonal by Cholesky, Xavier, identity; and powers of a matrix."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.oracles.nested_lists import scaled
from rnn_examples.worked_example.oracle import oracle


@oracle("mpmath, 50 digits")
def orthogonal(A: Any) -> Mapping[str, Any]:
    """A times the inverse of R, where RᵀR = AᵀA (Cholesky); R holds the lengths."""
    A = mp.matrix(exact(A))
    R = mp.cholesky(A.T * A).T
    Q = A * R**-1
    values: dict[str, Any] = {"Q": Q.tolist()}
    for t in range(A.cols):
        q = [Q[i, t] for i in range(A.rows)]
        values |= {
            f"q_{t + 1}": q,
            f"norm_v_{t + 1}": R[t, t],
            f"v_{t + 1}": scaled(q, R[t, t]),
        }
    return values


@oracle("mpmath, 50 digits")
def xavier(R: Any) -> Mapping[str, Any]:
    """Each number times the root of 6 over the count of rows and columns."""
    R = exact(R)
    return {"result": scaled(R, mp.sqrt(mp.mpf(6) / (len(R) + len(R[0]))))}


@oracle("exact fractions")
def identity(size: int, scale: Any) -> Mapping[str, Any]:
    """The number on the diagonal."""
    return {"result": [[scale * (i == j) for j in range(size)] for i in range(size)]}


@oracle("mpmath, 50 digits")
def repeated(W: Any, h_0: Any, length: int) -> Mapping[str, Any]:
    """Powers of the matrix, each times the first state."""
    W, h_0 = mp.matrix(exact(W)), mp.matrix(exact(h_0))
    values: dict[str, Any] = {}
    for t in range(1, length + 1):
        h = W**t * h_0
        values |= {f"h_{t}": list(h), f"norm_h_{t}": mp.norm(h)}
    return values
