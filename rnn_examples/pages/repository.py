"""Where a file stands in the project's repository, if somebody says where that is."""

import os
import subprocess
from functools import cache

from rnn_examples.paths import ROOT


def link(file: str, line: int = 0) -> str | None:
    """The address of a file, or of a line of it, at the commit that is built; None if unknown.

    file: as it is named in the project, rnn_examples/models/rnn.py.
    """
    address, commit = os.environ.get("REPO_URL", "").rstrip("/"), _commit()
    if not (address and commit):
        return None
    return f"{address}/blob/{commit}/{file}" + (f"#L{line}" if line else "")


def commit() -> str:
    """The commit that is built; nothing where no repository says it.

    This checkout's own: not that of a repository around it, nor of one that the environment names.
    """
    command = ["git", "rev-parse", "HEAD"]
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    kept["GIT_CEILING_DIRECTORIES"] = str(ROOT.parent)
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=kept, capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


_commit = cache(commit)
