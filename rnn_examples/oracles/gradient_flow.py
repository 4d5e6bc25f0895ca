"""The norm and the spectral radius of a matrix, from its eigenvalues."""

from collections.abc import Mapping
from typing import Any

from rnn_examples.oracles.fifty_digits import exact, mp
from rnn_examples.worked_example.oracle import oracle


@oracle("mpmath, 50 digits")
def spectral_norm(J: Any) -> Mapping[str, Any]:
    """The singular values, as roots of the eigenvalues of JᵀJ: their half sum and difference."""
    J = mp.matrix(exact(J))
    small, large = sorted(mp.sqrt(abs(value)) for value in mp.eigsy(J.T * J, eigvals_only=True))
    parts = [(large + small) / 2, (large - small) / 2]
    turn, mirror = parts if mp.det(J) >= 0 else parts[::-1]
    return {"r_turn": turn, "r_mirror": mirror, "norm_J": large}


@oracle("mpmath, 50 digits")
def spectral_radius(W: Any) -> Mapping[str, Any]:
    """The largest of the eigenvalues' absolute values."""
    W = mp.matrix(exact(W))
    return {
        "S": W[0, 0] + W[1, 1],
        "D": mp.det(W),
        "rho_W": max(abs(value) for value in mp.eig(W, left=False, right=False)),
    }
