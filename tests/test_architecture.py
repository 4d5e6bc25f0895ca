"""The house: imports point one way; what is vendored is what it says."""

import hashlib
import subprocess
import sys
import tomllib

from tests.conftest import ROOT


def test_imports_point_one_way():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kept" in done.stdout


def test_vendored_files_are_those_that_were_checked():
    folder = ROOT / "docs" / "vendor"
    known = {}
    for vendored in tomllib.loads((folder / "VENDORED.toml").read_text("utf-8"))["vendored"]:
        assert vendored["version"]
        assert (folder / vendored["licence_file"]).is_file()
        known |= vendored["sha256"]
    found = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "VENDORED.toml"
    }
    assert found == known
