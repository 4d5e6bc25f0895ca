"""One commit gives one site, byte for byte: in any folder, on any day, for anyone, anywhere."""

import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np
import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from rnn_examples.lock.values_lock import read
from rnn_examples.verification import rebuild
from rnn_examples.verification import verify as verifier
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


BUILD = """
import runpy, sys
from contextlib import suppress
sys.argv = ["mkdocs", "build", "--quiet", "--site-dir", {site!r}]
with suppress(SystemExit):
    runpy.run_module("mkdocs", run_name="__main__")
"""
"""Builds the site first: what it has computed is printed then."""


def print_lock(environment: dict[str, str], before: str = "") -> tuple[str, str]:
    done = python("-c", before + BITS + PRINT, is_apart=True, **environment)
    assert done.returncode == 0, done.stderr
    bits, _, text = done.stdout.partition("\n")
    return bits, text


@pytest.fixture(scope="module")
def site_of_another_processor(tmp_path_factory) -> Path:
    """Where the plainest processor builds the site."""
    return tmp_path_factory.mktemp("processor") / "site"


@pytest.fixture(scope="module")
def printed(site_of_another_processor) -> dict[str, tuple[str, str]]:
    """The bits of a sample, and the lock, for each kind of processor."""
    kinds = dict(islice(variants().items(), None if "PROCESSORS" in os.environ else SAMPLE))
    before = [BUILD.format(site=str(site_of_another_processor)), *[""] * (len(kinds) - 1)]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(kinds, pool.map(print_lock, kinds.values(), before), strict=True))


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


@pytest.mark.usefixtures("printed")  # which has it built
def test_a_site_of_another_processor_is_right(built_site, site_of_another_processor, monkeypatch):
    """Its files differ in rounding errors, and in nothing else.

    The pages that are the built site's own, byte for byte, are verified in test_verify.py.
    """
    one, other = project.files(built_site), project.files(site_of_another_processor)
    same = [name for name in one if one[name] == other.get(name)]
    assert len(one) - len(same) > 1  # or nothing is compared
    verified = {one[name].decode() for name in same if name.endswith(".html")}
    del one["manifest.json"]
    monkeypatch.setattr(verifier, "_page", partial(page_unless, verified, verifier._page))
    monkeypatch.setattr(rebuild, "files", lambda _: one)
    assert verifier.verify(str(site_of_another_processor)).mistakes == []


def page_unless(verified, verify_page, address, html, *more):
    """Verify a page unless it is one of those that are verified already."""
    if html not in verified:
        verify_page(address, html, *more)
