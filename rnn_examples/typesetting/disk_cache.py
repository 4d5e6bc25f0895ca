"""Formulas, diagrams and coloured code, kept on disk from one build to the next.

They are pure functions of their text, and of what is named as their version. No value is ever kept.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec

LARGEST = 100_000_000  # bytes: the formulas of numbers that are gone stay

Text = ParamSpec("Text")


class DiskCache:
    """Texts by the name and the arguments of what made them.

    One that cannot be read or written is empty: what is in it can be made again.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self.file = folder / "typeset.sqlite"
        self.version = version

    def keep(self, make: Callable[Text, str]) -> Callable[Text, str]:
        """Make a text once a version. What is raised is not kept."""

        @wraps(make)
        def kept(*args: Text.args, **kwargs: Text.kwargs) -> str:
            key = self._key(make.__name__, args, sorted(kwargs.items()))
            text = self._ask("SELECT text FROM made WHERE key = ?", key)
            if text is None:
                text = make(*args, **kwargs)
                self._ask("INSERT OR REPLACE INTO made VALUES (?, ?)", key, text)
            return text

        return cache(kept)  # type: ignore[return-value]  # it forgets the parameters

    def _key(self, *about: object) -> str:
        return hashlib.blake2b(repr((self.version, about)).encode(), digest_size=20).hexdigest()

    def _ask(self, question: str, *values: str) -> str | None:
        with suppress(sqlite3.Error):
            found = _open(self.file).execute(question, values).fetchone()
            return str(found[0]) if found else None
        return None


@cache
def _open(file: Path) -> sqlite3.Connection:
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LARGEST:
            file.unlink()
    # Each answer is written at once; a crash of the machine may lose some.
    made = sqlite3.connect(file, timeout=1, isolation_level=None, check_same_thread=False)
    made.execute("PRAGMA synchronous = OFF")
    made.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")
    return made
