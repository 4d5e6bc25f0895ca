"""Record what PyTorch's recurrent network computes, once, into pytorch_rnn.json.

PyTorch is no dependency of the project. To record again, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    python tests/oracles/pytorch_rnn.py

The weights are PyTorch's own initial ones for the seed, in float64: dense, asymmetric, no two sizes
equal.
Its W_ih is U here, its W_hh is W, and b is the sum of its two biases.
"""

import json
import platform
from pathlib import Path

import torch

SEEDS = (1, 2, 3)
INPUT, HIDDEN, TIME = 3, 4, 6


def case(seed: int) -> dict[str, object]:
    """One encoder: its inputs and parameters, and every hidden state."""
    torch.manual_seed(seed)
    network = torch.nn.RNN(INPUT, HIDDEN, dtype=torch.float64)
    x = 3 * torch.randn(TIME, INPUT, dtype=torch.float64)
    h_0 = torch.randn(HIDDEN, dtype=torch.float64)
    states, _ = network(x, h_0[None])
    cell = torch.nn.RNNCell(INPUT, HIDDEN, dtype=torch.float64)
    cell.load_state_dict({name.removesuffix("_l0"): w for name, w in network.state_dict().items()})
    weights = network.state_dict()
    logits = 5 * torch.randn(HIDDEN, dtype=torch.float64)
    return {
        "seed": seed,
        "x": x.tolist(),
        "h_0": h_0.tolist(),
        "W": weights["weight_hh_l0"].tolist(),
        "U": weights["weight_ih_l0"].tolist(),
        "b": (weights["bias_ih_l0"] + weights["bias_hh_l0"]).tolist(),
        "h": states.tolist(),
        "cell_h_1": cell(x[0], h_0).tolist(),
        "logits": logits.tolist(),
        "softmax": torch.softmax(logits, 0).tolist(),
    }


def main() -> None:
    """Write the file."""
    recorded = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "cases": [case(seed) for seed in SEEDS],
    }
    file = Path(__file__).with_suffix(".json")
    file.write_text(json.dumps(recorded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    with torch.no_grad():
        main()
