"""Record what PyTorch's optimisers make of four given gradients, into pytorch_optimisers.json.

PyTorch is no dependency of the project. To record again, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    python tests/oracles/pytorch_optimisers.py
"""

import json
import platform
from pathlib import Path

import torch

START = [1.0, -1.0, 0.5]
GRADIENTS = [[0.5, -2.0, 0.0], [-0.25, 1.5, 3.0], [0.75, 0.5, -1.0], [1e-3, -4.0, 2.0]]
OPTIMISERS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.1),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9),
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.1, betas=(0.9, 0.999), eps=1e-8),
}


def updates(name: str) -> list[list[float]]:
    """The parameters after each gradient."""
    theta = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimiser = OPTIMISERS[name]([theta])
    found = []
    for gradient in GRADIENTS:
        theta.grad = torch.tensor(gradient, dtype=torch.float64)
        optimiser.step()
        found.append(theta.tolist())
    return found


def main() -> None:
    """Write the file."""
    recorded = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "cases": {
            name: {"start": START, "gradients": GRADIENTS, "parameters": updates(name)}
            for name in OPTIMISERS
        },
    }
    file = Path(__file__).with_suffix(".json")
    file.write_text(json.dumps(recorded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
