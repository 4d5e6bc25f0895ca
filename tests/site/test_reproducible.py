"""One commit gives one site, byte for byte: in any folder, on any day, for anyone, anywhere."""

import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, zip_longest

import numpy as np
import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from rnn_examples.lock.values_lock import read
from rnn_examples.verification import rebuild
from rnn_examples.verification.verify import verify
from tests.commands import python
from tests.site import project
from tests.site.strings import PRINT, differences, strings


def test_another_user_in_another_folder_on_another_day_builds_the_same_site(
    built_site, site_of_another_user
):
    one, other = project.files(built_site), project.files(site_of_another_user)
    assert set(one) == set(other)
    assert [name for name in one if one[name] != other[name]] == []
    assert len(one) > 100


# Processors.

BITS = """
import hashlib
import numpy as np
x = np.linspace(-3, 3, 10_000)
A = np.random.default_rng(0).normal(size=(80, 90))
print(hashlib.sha256(np.tanh(x).tobytes() + (A @ A.T).tobytes()).hexdigest())
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


SAMPLE = 2
"""As many kinds of processors are tried: the plainest ones. `make strings` tries all."""


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
    done = python("-c", BITS + PRINT, is_apart=True, **environment)
    assert done.returncode == 0, done.stderr
    bits, _, text = done.stdout.partition("\n")
    return bits, text


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[str, str]]:
    """The bits of a sample, and the lock, for each kind of processor."""
    kinds = dict(islice(variants().items(), None if "PROCESSORS" in os.environ else SAMPLE))
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(kinds, pool.map(print_lock, kinds.values()), strict=True))


def test_every_published_string_is_the_same_on_every_processor(printed):
    assert printed
    for kind, (_, text) in printed.items():
        assert differences(text) == [], kind
        assert len(strings(read(text))) > 150


def test_a_string_of_another_processor_would_be_found(printed):
    text = next(text for _, text in printed.values())
    other = text.replace("[0] 0.46212 ≈", "[0] 0.46213 ≈", 1)
    assert any("h_1[0] is 0.46213, not 0.46212" in told for told in differences(other))
    gone = re.sub(r"^    \[1\] 0\.60437 .*\n", "", text, count=1, flags=re.M)
    assert any("is None, not 0.60437" in told for told in differences(gone))


def test_the_processors_do_differ_in_their_bits(printed):
    x = np.linspace(-3, 3, 10_000)
    A = np.random.default_rng(0).normal(size=(80, 90))
    here = hashlib.sha256(np.tanh(x).tobytes() + (A @ A.T).tobytes()).hexdigest()
    others = {bits for bits, _ in printed.values()} | {here}
    assert len(others) > 1  # or the variants would vary nothing


def test_a_site_of_another_processor_is_right(built_site, tmp_path, monkeypatch):
    """Its files differ in rounding errors, and in nothing else."""
    environment = next(iter(variants().values()))
    site = tmp_path / "site"
    done = python("-m", "mkdocs", "build", "--quiet", "--site-dir", site, **environment)
    assert done.returncode == 0, done.stdout
    one, other = project.files(built_site), project.files(site)
    assert len([name for name in one if one[name] != other[name]]) > 1  # or nothing is compared
    del one["manifest.json"]
    monkeypatch.setattr(rebuild, "files", lambda _: one)
    assert verify(str(site)).mistakes == []
