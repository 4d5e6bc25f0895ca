"""One commit gives one site, byte for byte: in any folder, on any day, on any processor."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest

import numpy as np
import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from rnn_examples.publish.drift import drifts
from rnn_examples.publish.lock import locked, read
from tests.conftest import ROOT
from tests.site import project

ANOTHER_DAY = """
import runpy, sys, time_machine
sys.argv = ["mkdocs", "build", "--quiet"]
with time_machine.travel("2031-03-04T05:06:07+00:00", tick=True):
    runpy.run_module("mkdocs", run_name="__main__")
"""


def test_another_build_in_another_folder_on_another_day_is_the_same(built_site, tmp_path):
    copy = project.copy(tmp_path / "elsewhere")
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER_DAY],
        cwd=copy,
        env=project.environment(
            PYTHONPATH=str(copy), TZ="Asia/Kolkata", RNN_EXAMPLES_CACHE=str(tmp_path / "nothing")
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = project.files(built_site), project.files(copy / "site")
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert len(one) > 100


# Processors.

PRINT = """
import hashlib
import numpy as np
from rnn_examples.publish import check, lock
x = np.linspace(-3, 3, 10_000)
A = np.random.default_rng(0).normal(size=(80, 90))
print(hashlib.sha256(np.tanh(x).tobytes() + (A @ A.T).tobytes()).hexdigest())
print(lock.write(lock.current(check.DOCS)), end="")
"""

CORES = {
    "Prescott": "SSE3",
    "Nehalem": "SSE42",
    "Sandybridge": "AVX",
    "Haswell": "AVX2",
    "SkylakeX": "AVX512F",
    "ARMV8": "ASIMD",
}
"""OpenBLAS's kernels, and what a processor must have for each."""


def variants() -> dict[str, dict[str, str]]:
    """The environments that stand for other processors, of those that this one can be."""
    can = [name for name in __cpu_dispatch__ if __cpu_features__[name]]
    disabled = {f"no {' '.join(can[n:])}": " ".join(can[n:]) for n in range(len(can))}
    simd = {name: {"NPY_DISABLE_CPU_FEATURES": names} for name, names in disabled.items()}
    blas = {
        core: {"OPENBLAS_CORETYPE": core, "OPENBLAS_VERBOSE": "0"}
        for core, feature in CORES.items()
        if __cpu_features__.get(feature)
    }
    pairs = zip_longest(simd.items(), blas.items(), fillvalue=("", {}))
    return {f"{a} {b}": {**one, **other} for (a, one), (b, other) in pairs}


def print_lock(environment: dict[str, str]) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    bits, _, text = done.stdout.partition("\n")
    return bits, text


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[str, str]]:
    """The bits of a sample, and the lock, for each kind of processor."""
    kinds = variants()
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(kinds, pool.map(print_lock, kinds.values()), strict=True))


def test_every_published_string_is_the_same_on_every_processor(printed):
    assert printed
    known = locked()
    for kind, (_, text) in printed.items():
        now = read(text)
        assert [str(change.fault) for change in drifts(known, now)] == [], kind
        strings = {
            (name, value, entry): written[0]
            for name, example in now.items()
            for value, values in example.values.items()
            for entry, written in values.entries.items()
        }
        assert len(strings) > 150
        for (name, value, entry), text_ in strings.items():
            assert known[name].values[value].entries[entry][0] == text_, kind


def test_the_processors_do_differ_in_their_bits(printed):
    x = np.linspace(-3, 3, 10_000)
    A = np.random.default_rng(0).normal(size=(80, 90))
    here = hashlib.sha256(np.tanh(x).tobytes() + (A @ A.T).tobytes()).hexdigest()
    others = {bits for bits, _ in printed.values()} | {here}
    assert len(others) > 1  # or the variants would vary nothing
