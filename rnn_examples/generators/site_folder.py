"""The folder of the site: a new one is made beside it, and takes its place whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mkdocs.exceptions import Abort

from rnn_examples.diagnostics import relative
from rnn_examples.paths import ROOT


@dataclass(frozen=True)
class SiteFolder:
    """Where the site belongs, links followed.

    asked: as the setting names it.
    """

    asked: str
    target: Path

    @classmethod
    def prepared(cls, asked: str) -> "SiteFolder":
        """Have an empty folder for the new site. Raises Abort where no site can be put."""
        with _one_line(asked):
            folder = cls(asked, Path(asked).resolve())
            if problem := folder._problem():
                raise Abort(f"site_dir: {relative(asked)} {problem}")
            folder.leave()
            folder.new.mkdir(parents=True)
        return folder

    @property
    def new(self) -> Path:
        """Where the new site is made, on the file system of the old one."""
        return self.target.with_name(f".{self.target.name}.new")

    def _problem(self) -> str:
        if self.target.exists() and not self.target.is_dir():
            return "is a file: name a folder"
        if ROOT.resolve().is_relative_to(self.target):
            return f"holds the project itself, as it leads to {self.target}: name another folder"
        if self.target.is_mount():
            return "is a mount point, which cannot be exchanged: name a folder in it"
        if self.target.exists() and not os.access(self.target, os.W_OK | os.X_OK):
            return "may not be written to"
        return ""

    def exchange(self) -> None:
        """Put the new site in the place of the old one. Raises Abort where that is not allowed.

        Hidden entries of the folder stay, as with MkDocs: it may be a git worktree.
        """
        old = self.target.with_name(f".{self.target.name}.old")
        with _one_line(self.asked):
            if old.exists():
                shutil.rmtree(old)
            if self.target.exists():
                self.target.rename(old)
            try:
                self.new.rename(self.target)
            except OSError:
                old.rename(self.target)
                raise
            for entry in old.glob(".*"):
                if not (self.target / entry.name).exists():
                    entry.rename(self.target / entry.name)
            shutil.rmtree(old, ignore_errors=True)

    def leave(self) -> None:
        """Leave the good site as it is, and nothing beside it."""
        shutil.rmtree(self.new, ignore_errors=True)


@contextmanager
def _one_line(asked: str) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
        why = getattr(error, "strerror", None) or str(error)
        what = f"site_dir: {relative(asked)} cannot be written: {why}"
        raise Abort(f"{what}; the site is left as it was") from None
