"""Read test vectors: the case `lstm_dense` is in the file lstm_dense.json."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np


def read(folder: str | Path, name: str) -> dict[str, Any]:
    """Give a case; its inputs, values and gradients are arrays. A changed file is an error."""
    data = Path(folder, f"{name}.json").read_bytes()
    known = json.loads(Path(folder, "index.json").read_bytes())["sha256"]
    if hashlib.sha256(data).hexdigest() != known[f"{name}.json"]:
        raise ValueError(f"{name}.json has another checksum than index.json says")
    case: dict[str, Any] = json.loads(data)
    for part in ("inputs", "values", "gradients"):
        case[part] = {key: np.array(value) for key, value in case[part].items()}
    return case
