"""Files that are written all or none: an error leaves everything as it was."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def all_or_none() -> Iterator[Callable[[Mapping[Path, str | bytes]], None]]:
    """Give a function that writes files; on an error, everything is again as it was.

    Undoing needs no room on the disk: files are moved and removed only.
    """
    backups: list[Path] = []

    def stage(file: Path, suffix: str) -> Path:
        staged = file.with_name(f".{file.name}.{suffix}")
        undo.callback(staged.unlink, missing_ok=True)
        return staged

    def write(contents: Mapping[Path, str | bytes]) -> None:
        moves = []
        for file, content in contents.items():
            target = file.resolve()
            for folder in reversed(target.parents):
                if not folder.exists():
                    folder.mkdir()
                    undo.callback(folder.rmdir)
            new = stage(target, "new")
            new.write_bytes(content if isinstance(content, bytes) else content.encode())
            if target.exists():
                with target.open("r+b"):
                    pass  # a file that must not be written can be replaced all the same
                old = stage(target, "old")
                backups.append(old)
                shutil.copy2(target, old)
                shutil.copymode(target, new)
                undo.callback(old.replace, target)
            else:
                undo.callback(target.unlink, missing_ok=True)
            moves.append((new, target))
        for new, target in moves:
            new.replace(target)

    with ExitStack() as undo:
        yield write
        undo.pop_all()
    for file in backups:
        with suppress(OSError):
            file.unlink()
