"""The list of a site's files, each with its hash, which a build writes beside them."""

import hashlib
import json
import os
import posixpath
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rnn_examples.paths import ROOT

NAME = "manifest.json"
SETTINGS = ("SITE_URL", "REPO_URL", "EDIT_URI", "OFFLINE")
"""What mkdocs.yml takes from the environment."""


@dataclass(frozen=True)
class Manifest:
    """Which files a site has, and how it was built.

    files: the SHA-256 of each, by its path in the site. settings: of SETTINGS, those that were set.
    config: MkDocs's configuration, by its path in the project.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    config: str = "mkdocs.yml"


def digest(content: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def names(site: Path) -> list[str]:
    """Every file of a site but the manifest, by its path in it. Hidden ones belong to the host."""
    paths = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    shown = (path for path in paths if not any(part.startswith(".") for part in path.parts))
    return [name for path in shown if (name := path.as_posix()) != NAME]


def write(site: Path, config: Path = ROOT / "mkdocs.yml") -> None:
    """Write the manifest of a finished site. config: what it was built with."""
    path, project = config.resolve(), ROOT.resolve()
    made = Manifest(
        {name: digest((site / name).read_bytes()) for name in names(site)},
        {name: os.environ[name] for name in SETTINGS if os.environ.get(name)},
        path.relative_to(project).as_posix() if path.is_relative_to(project) else Manifest.config,
    )
    (site / NAME).write_text(json.dumps(asdict(made), indent=1) + "\n", "utf-8")


def read(content: bytes) -> Manifest:
    """Read a manifest. Raises ValueError for what is none, with the reason."""
    try:
        read = json.loads(content)
        made = Manifest(**read)
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"is no list of files: {error}") from None
    for part in (made.files, made.settings, {"": made.config}):
        if not isinstance(part, dict) or not all(isinstance(text, str) for text in part.values()):
            raise ValueError("is no list of files: it does not map names to texts")
    for name in (*made.files, made.config):
        if posixpath.normpath(name) != name or name.startswith(("/", "../")) or "\0" in name:
            raise ValueError(f"is no list of files: {name!r} is no path in the site")
    if not made.settings.keys() <= {*SETTINGS} or not made.files:
        raise ValueError("is no list of files: it has none, or settings that there are not")
    return made
