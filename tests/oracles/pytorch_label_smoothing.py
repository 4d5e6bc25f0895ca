"""Record PyTorch's label smoothing, loss and gradient, into pytorch_label_smoothing.json.

PyTorch is no dependency of the project. To record again, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    python tests/oracles/pytorch_label_smoothing.py
"""

import json
import platform
from pathlib import Path
from typing import Any

import torch

CASES = [
    ([2.0, -1.0, 0.5], 2, 0.1),
    ([2.0, -1.0, 0.5], 0, 0.1),
    ([0.3, -1.2, 2.5, 0.1, -0.7], 1, 0.25),
    ([1.5, -0.5], 1, 0.0),
    ([1.5, -0.5, 4.0, 3.25], 3, 1.0),
    ([100.0, -100.0, 7.5], 1, 0.01),
]


def case(logits: list[float], y: int, epsilon: float) -> dict[str, Any]:
    """The loss of one set of logits, and its gradient."""
    o = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(o, torch.tensor(y), label_smoothing=epsilon)
    loss.backward()
    return {
        "o": logits, "y": y, "epsilon": epsilon, "L": loss.item(), "do": o.grad.tolist(),
    }  # fmt: skip


def main() -> None:
    """Write the file."""
    recorded = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "cases": [case(*given) for given in CASES],
    }
    file = Path(__file__).with_suffix(".json")
    file.write_text(json.dumps(recorded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
