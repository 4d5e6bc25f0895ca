"""The files: each case as JSON and as NPZ, an index with checksums, the schema, and readers.

Floats have 17 digits in JSON, which no two floats share. An NPZ file holds arrays of little-endian
64-bit floats and whole numbers, not compressed, and no date: the same bytes everywhere.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from rnn_examples.vectors.case import TOLERANCE, Case
from rnn_examples.vectors.cases import CASES

VERSION = "1.0"
"""Of the numbers and of the form. A file with other numbers has another first number."""

INDEX = "index.json"

BESIDE = ("schema.json", "vector_reader.py", "vector_reader.js")
"""Files of this folder that are published as they are."""

PARTS = ("inputs", "values", "gradients")


@cache
def files() -> Mapping[str, bytes]:
    """Make every file, by its name."""
    made = {name: Path(__file__).with_name(name).read_bytes() for name in BESIDE}
    for name, case in CASES.items():
        data = as_data(case)
        made |= {f"{name}.json": as_json(data), f"{name}.npz": as_npz(data)}
    index = {
        "version": VERSION,
        "cases": {name: case.title for name, case in CASES.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in made.items()},
    }
    return {INDEX: (json.dumps(index, indent=1) + "\n").encode(), **made}


def as_data(case: Case) -> dict[str, Any]:
    """Put together what the files of a case hold. Arrays are NumPy's."""
    return {
        "version": VERSION,
        "name": case.name,
        "title": case.title,
        "model": f"rnn_examples.models.{case.model}",
        "conventions": dict(case.conventions),
        "tolerance": {"absolute": TOLERANCE, "relative": TOLERANCE},
        "axes": {name: axes.split() for name, axes in case.axes.items()},
        "inputs": case.inputs,
        "values": case.results.values,
        "loss": np.array(case.results.loss),
        "gradients": case.results.gradients,
    }


def as_json(data: Mapping[str, Any]) -> bytes:
    """Write a case as JSON, an array a line."""
    parts = {
        name: _object(part, "  ") if isinstance(part, dict) else _text(part)
        for name, part in data.items()
    }
    return (_joined(parts, " ") + "\n").encode()


def _object(members: Mapping[str, Any], indent: str) -> str:
    return _joined({name: _text(value) for name, value in members.items()}, indent)


def _joined(texts: Mapping[str, str], indent: str) -> str:
    lines = [f"{indent}{json.dumps(name)}: {text}" for name, text in texts.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent[1:]}}}"


def _text(value: Any) -> str:
    return _digits(value.tolist()) if isinstance(value, np.ndarray) else json.dumps(value)


def _digits(number: Any) -> str:
    """Write the numbers of an array. A float keeps its point, so that it is read as a float."""
    if isinstance(number, list):
        return f"[{', '.join(map(_digits, number))}]"
    digits = f"{number:.17g}"
    return digits if isinstance(number, int) or set(digits) & {*".e"} else f"{digits}.0"


def as_npz(data: Mapping[str, Any]) -> bytes:
    """Write a case as NPZ: `inputs/x`, `values/h`, `gradients/W`, `loss`; all else in `about`."""
    arrays = {f"{part}/{name}": value for part in PARTS for name, value in data[part].items()}
    about = {name: value for name, value in data.items() if name not in (*PARTS, "loss")}
    arrays |= {"loss": data["loss"], "about": json.dumps(about)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, value in arrays.items():
            array = np.asarray(value)
            little = array.astype(array.dtype.newbyteorder("<"))
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # as on Unix, wherever it is made
            content = io.BytesIO()
            np.lib.format.write_array(content, little, (1, 0), allow_pickle=False)
            packed.writestr(entry, content.getvalue())
    return file.getvalue()
