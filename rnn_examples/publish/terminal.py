"""The terminal of a page's session: commands and edits, run one after another in a fresh clone.

It is a process of its own, `python -m rnn_examples.publish.terminal`: it reads the steps as JSON
and answers with what each printed. The package is imported from the clone, anew for each command.
"""

import contextlib
import importlib
import io
import json
import linecache
import os
import re
import runpy
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

UPSTREAM = "https://github.com/you/rnn-examples"
"""The address that is cloned: git finds the folder under it."""

Answer = tuple[str, int]
"""What a step printed, and its exit code."""


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    answers = run(question["files"], question["steps"])
    sys.stdout.write(json.dumps(answers))


def run(files: Mapping[str, str], steps: Sequence[str]) -> list[Answer]:
    """Take the steps, in a folder beside a repository of the files; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(os.path.realpath(folder))
        os.environ |= _environment(top)
        for name, text in files.items():
            file = top / "upstream" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        os.chdir(top / "upstream")
        for command in ("init --quiet --initial-branch=main", "add .", "commit --quiet -m Begin"):
            _program("git", *command.split())
        os.chdir(top)
        try:
            return [_tidy(_step(step), top) for step in steps]
        finally:
            os.chdir(top.parent)


def _environment(top: Path) -> dict[str, str]:
    """Git as it is where nobody has set it up, and the same on every day."""
    who = {"NAME": "you", "EMAIL": "you@example.org", "DATE": "2000-01-01T00:00:00Z"}
    return {
        **{f"GIT_AUTHOR_{key}": text for key, text in who.items()},
        **{f"GIT_COMMITTER_{key}": text for key, text in who.items()},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{top / 'upstream'}.insteadOf",
        "GIT_CONFIG_VALUE_0": UPSTREAM,
        "GIT_PROGRESS_DELAY": "3600",  # a slow machine tells no more than a quick one
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _tidy(answer: Answer, top: Path) -> Answer:
    """The output without what differs from run to run: where the folder is, how long it took."""
    text = answer[0].replace(str(top / "upstream"), UPSTREAM).replace(f"{top}/", "")
    text = re.sub(r" in \d+(?:\.\d+)?s\b", "", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")), answer[1]


def _step(step: str) -> Answer:
    try:
        return _edit(step) if step.startswith("--- ") else _command(step)
    except Exception as error:  # noqa: BLE001 (whatever it is, the author is told)
        return f"{type(error).__name__}: {error}", 1


def _edit(step: str) -> Answer:
    """Put the lines that begin with + in the place of those that begin with -."""
    head, *lines = step.split("\n")
    file = Path(head.removeprefix("--- "))
    old, new = (
        "".join(f"{line[1:]}\n" for line in lines if line[:1] in (sign, " ", "")) for sign in "-+"
    )
    if not old and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(new, "utf-8")
        return "", 0
    text = file.read_text("utf-8")
    if text.count(old) != 1:
        return f"the lines that go must be in {file} once, not {text.count(old)} times", 1
    file.write_text(text.replace(old, new), "utf-8")
    return "", 0


def _command(step: str) -> Answer:
    name, *arguments = shlex.split(step)
    if name not in COMMANDS:
        return f"no command {name!r} in a session; there are {', '.join(COMMANDS)}", 1
    return COMMANDS[name](arguments)


def _program(*command: str) -> Answer:
    done = subprocess.run(  # noqa: S603 (the commands are a page's, which is code of ours)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout, done.returncode


def _git(arguments: list[str]) -> Answer:
    return _program("git", *arguments)


def _cd(arguments: list[str]) -> Answer:
    os.chdir(arguments[0])
    return "", 0


def _cat(arguments: list[str]) -> Answer:
    return "".join(Path(name).read_text("utf-8") for name in arguments), 0


def _ruff(arguments: list[str]) -> Answer:
    return _program(sys.executable, "-m", "ruff", *arguments)


def _rnn_examples(arguments: list[str]) -> Answer:
    _forget("rnn_examples")
    command = partial(runpy.run_module, "rnn_examples", run_name="__main__")  # the clone's
    return _in_process(command, ["rnn-examples", *arguments])


def _pytest(arguments: list[str]) -> Answer:
    return _program(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments)


def _in_process(work: Callable[[], object], arguments: list[str]) -> Answer:
    """Run a command of Python's: quicker here than in a process of its own."""
    printed = io.StringIO()
    before, sys.argv = sys.argv, arguments
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            work()
    except SystemExit as end:
        return printed.getvalue(), end.code if isinstance(end.code, int) else 0
    finally:
        sys.argv = before
    return printed.getvalue(), 0


def _forget(*packages: str) -> None:
    """Have modules imported again, from the folder that is worked in."""
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]
    sys.path[0] = str(Path.cwd())
    importlib.invalidate_caches()
    linecache.clearcache()


COMMANDS: dict[str, Callable[[list[str]], Answer]] = {
    "cat": _cat,
    "cd": _cd,
    "git": _git,
    "pytest": _pytest,
    "rnn-examples": _rnn_examples,
    "ruff": _ruff,
}


if __name__ == "__main__":
    main()
