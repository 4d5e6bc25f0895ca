"""The site made again from the sources, to hold another against it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rnn_examples.paths import ROOT
from rnn_examples.verification import manifest


def files(built: manifest.Manifest) -> Mapping[str, bytes]:
    """Build the site from the sources, with the settings of another; return each file by its path.

    Raises ValueError, with what MkDocs says, if the sources do not build.
    """
    environment = {key: text for key, text in os.environ.items() if key not in manifest.SETTINGS}
    environment |= {**built.settings, "NO_MKDOCS_2_WARNING": "1"}
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
        command += ["--config-file", built.config, "--site-dir", str(site)]
        done = subprocess.run(  # noqa: S603 (the project's own site)
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise ValueError(f"the sources do not build: {' '.join(done.stdout.split())}")
        return {name: (site / name).read_bytes() for name in manifest.names(site)}
