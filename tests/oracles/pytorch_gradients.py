"""Record the gradients that PyTorch's autograd finds, once, into pytorch_gradients.json.

PyTorch is no dependency of the project. To record again, in an environment of its own:

    pip install torch==2.13.0 numpy==2.4.6
    python tests/oracles/pytorch_gradients.py

All sizes are unequal, in float64, and tokens repeat. The networks are PyTorch's own modules:
RNNCell (its W_ih is U here, its W_hh is W, its second bias is zero), Linear, Embedding and
CrossEntropyLoss, which sums over the time steps.
"""

import json
import platform
from pathlib import Path

import torch
from torch import nn

SEEDS = (11, 12, 13)
HIDDEN, INPUT, CLASSES = 4, 3, 5
SOURCE_INPUT, SOURCE_WORDS = 2, 6
TIME, SOURCE_TIME = 6, 5


def cell(inputs: int) -> nn.RNNCell:
    """A cell with one bias."""
    made = nn.RNNCell(inputs, HIDDEN, dtype=torch.float64)
    nn.init.zeros_(made.bias_hh)
    made.bias_hh.requires_grad_(requires_grad=False)
    return made


def weights(made: nn.RNNCell, suffix: str = "") -> dict[str, nn.Parameter]:
    """A cell's parameters under the names that they have here."""
    named = {"W": made.weight_hh, "U": made.weight_ih, "b": made.bias_ih}
    return {f"{name}{suffix}": parameter for name, parameter in named.items()}


def recorded(seed: int, loss: torch.Tensor, inputs: dict, leaves: dict) -> dict:
    """What goes into the file."""
    loss.backward()
    return {
        "seed": seed,
        "inputs": {name: value.tolist() for name, value in inputs.items()},
        "loss": loss.item(),
        "gradients": {name: value.grad.tolist() for name, value in leaves.items()},
    }


def encoder(seed: int) -> dict:
    """An encoder that speaks at every step."""
    torch.manual_seed(seed)
    network, out = cell(INPUT), nn.Linear(HIDDEN, CLASSES, dtype=torch.float64)
    x = torch.randn(TIME, INPUT, dtype=torch.float64, requires_grad=True)
    h_0 = torch.randn(HIDDEN, dtype=torch.float64, requires_grad=True)
    y_star = torch.randint(CLASSES, (TIME,))
    states, scores, h = [], [], h_0
    for x_t in x:
        h = network(x_t, h)
        h.retain_grad()
        states.append(h)
        scores.append(out(h))
        scores[-1].retain_grad()
    loss = nn.CrossEntropyLoss(reduction="sum")(torch.stack(scores), y_star)
    leaves = {"x": x, "h_0": h_0, **weights(network), "V": out.weight, "c": out.bias}
    case = recorded(seed, loss, {**leaves, "y_star": y_star}, leaves)
    for name, values in (("h", states), ("o", scores)):
        case["gradients"][name] = [value.grad.tolist() for value in values]
    return case


def translator(seed: int) -> dict:
    """An encoder-decoder under teacher forcing."""
    torch.manual_seed(seed)
    reader, writer = cell(SOURCE_INPUT), cell(INPUT)
    words = nn.Embedding(SOURCE_WORDS, SOURCE_INPUT, dtype=torch.float64)
    tokens = nn.Embedding(CLASSES + 1, INPUT, dtype=torch.float64)
    out = nn.Linear(HIDDEN, CLASSES, dtype=torch.float64)
    w = torch.randint(SOURCE_WORDS, (SOURCE_TIME,))
    w[-1] = w[0]
    y_star = torch.randint(CLASSES, (TIME,))
    y_star[2] = y_star[1]
    y_0 = torch.tensor(CLASSES)
    h_0 = torch.randn(HIDDEN, dtype=torch.float64, requires_grad=True)
    state = h_0
    for word in w:
        state = reader(words(word), state)
    scores = []
    for token in (y_0, *y_star[:-1]):
        state = writer(tokens(token), state)
        scores.append(out(state))
    loss = nn.CrossEntropyLoss(reduction="sum")(torch.stack(scores), y_star)
    leaves = {
        "h_0": h_0,
        "E_enc": words.weight,
        **weights(reader, "_enc"),
        "E_dec": tokens.weight,
        **weights(writer, "_dec"),
        "V": out.weight,
        "c": out.bias,
    }
    return recorded(seed, loss, {"w": w, "y_0": y_0, "y_star": y_star, **leaves}, leaves)


def main() -> None:
    """Write the file."""
    found = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "encoders": [encoder(seed) for seed in SEEDS],
        "translators": [translator(seed) for seed in SEEDS],
    }
    file = Path(__file__).with_suffix(".json")
    file.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
