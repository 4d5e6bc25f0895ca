"""The transcripts on the pages for contributors. `make transcripts` runs their commands again.

They are plain text, so that a build runs no command. Read from the top, a page is one visit to a
terminal, in three kinds of fence:

    ```console                              commands, and what each printed
    $ rnn-examples check average  # fails   it must fail, one without this mark must not
    ```

    ```diff                                 edits: a file, the lines that go, those that come
    --- rnn_examples/examples/average.py
    -    beta=np.float64(0.9),
    +    beta=np.float64(0.5),
    ```

    ```markdown title="docs/average.md"     a file as it is by then
    ```

All of it happens in a folder of its own, in an environment that has nothing of the author's.
"""

import os
import re
import shlex
import shutil
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from rnn_examples.lock import values_lock
from tests import commands
from tests.conftest import ROOT
from tests.site.project import NO_SOURCE

UPSTREAM = "https://github.com/you/rnn-examples"
"""The address that the pages clone: git finds the small project under it."""

NOTATION = """# Notation

| symbol | what it is | shape | introduced on |
| --- | --- | --- | --- |
| $t$, $T$ | the time step, and the last one | numbers | this page |
| $x_t$, $h_t$ | what is read at step $t$, and the state after it | $n$ | this page |
| $n$, $z$ | a size, and the logits | numbers | this page |

## In one lesson

| symbol | what it is | shape | introduced on |
| --- | --- | --- | --- |
"""
"""The symbols of the small project."""

EXAMPLE = "average"
"""What the pages add. An author who did as they say has one too, which is left out."""

OF_THE_SITE = (
    "overrides",
    *(f"docs/{name}" for name in ("assets", "javascripts", "stylesheets", "vendor")),
)
"""What a build needs besides the pages."""

FENCE = re.compile(
    r'^```(?P<kind>console|diff|\w+ title="(?P<file>[^"]+)") *\n(?P<body>.*?)^``` *$', re.M | re.S
)
STEP = re.compile(r"^(?=\$ )", re.M)
EDIT = re.compile(r"^(?=--- )", re.M)
FAILS = "  # fails"


def pages() -> list[Path]:
    """The pages with transcripts."""
    folder = ROOT / "docs" / "contributing"
    return [page for page in sorted(folder.glob("*.md")) if "```console" in page.read_text("utf-8")]


def run(text: str) -> str:
    """A page's text with what its commands print now, and what its files hold.

    Raises ValueError, with the line, for a step that fails, and for one that should and does not.
    """
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(Path(folder).resolve())
        made, end = [], 0
        for fence in FENCE.finditer(text):
            line = text.count("\n", 0, fence.start("body")) + 1
            made += [text[end : fence.start("body")], _fence(fence, line, terminal)]
            end = fence.end("body")
        return "".join([*made, text[end:]])


def differences(page: Path, made: str) -> list[str]:
    """Where a page has something else than what its commands print now."""
    old, new = page.read_text("utf-8").split("\n"), made.split("\n")
    name = page.relative_to(ROOT).as_posix()
    return [
        "\n".join(
            [
                f"{name}:{a + 1}:1: the page and its commands differ; to rewrite: make transcripts",
                *(f"  page:     {line}" for line in old[a:b]),
                *(f"  commands: {line}" for line in new[c:d]),
            ]
        )
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if kind != "equal"
    ]


def _fence(fence: re.Match[str], line: int, terminal: "Terminal") -> str:
    body = re.sub(r"\\(?=\[\[[=?])", "", fence["body"])
    if fence["kind"] == "console":
        done = list(_console(body, line, terminal))
    elif fence["kind"] == "diff":
        for edit in EDIT.split(body):
            if edit:
                terminal.edit(edit, line)
            line += edit.count("\n")
        done = [body]
    else:
        done = [terminal.file(fence["file"], line).read_text("utf-8")]
    text = "".join(done)
    if "\n```" in f"\n{text}":
        raise ValueError(f"{line}:1: a transcript cannot hold a fence: {text!r}")
    return re.sub(r"(?=\[\[[=?])", r"\\", text)


def _console(body: str, line: int, terminal: "Terminal") -> Iterator[str]:
    for step in STEP.split(body):
        typed = step.partition("\n")[0]
        if typed:
            printed = terminal.command(typed, line)
            yield f"{typed}\n" + (f"{printed}\n" if printed else "")
        line += step.count("\n")


class Terminal:
    """A terminal in a new folder, beside a repository of a small project that it can clone.

    The project has the whole package but no examples: so it is quick, and says the same whatever
    examples there are.
    """

    def __init__(self, top: Path) -> None:
        self.top = self.folder = top
        self.upstream, self.clone = top / "upstream", top / "rnn-examples"
        self.programs = _programs(top, self.clone)
        self.environment = _environment(top, self.upstream)
        for name, text in _small_project().items():
            file = self.upstream / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        for name in OF_THE_SITE:
            shutil.copytree(ROOT / name, self.upstream / name, dirs_exist_ok=True)
        for arguments in ("init --quiet --initial-branch=main", "add .", "commit --quiet -m Begin"):
            printed, code = self._run([*self.programs["git"], *arguments.split()], self.upstream)
            if code:
                raise ValueError(f"git {arguments} fails: {printed}")

    def command(self, typed: str, line: int) -> str:
        """What a command prints. Raises ValueError where it does not end as it is said to."""
        name, *arguments = shlex.split(typed.removeprefix("$ ").removesuffix(FAILS))
        if name == "cd":
            self.folder = self.file(*arguments, line)
            return ""
        if name not in self.programs:
            known = ", ".join(["cd", *self.programs])
            raise ValueError(f"{line}:1: no command {name!r} in a transcript; there are {known}")
        printed, code = self._run([*self.programs[name], *arguments], self.folder)
        if bool(code) != typed.endswith(FAILS):
            raise ValueError(f"{line}:1: {typed!r} ends with exit code {code}:\n{printed}")
        return printed

    def edit(self, text: str, line: int) -> None:
        """Put the lines that begin with + in the place of those that begin with -."""
        head, *lines = text.rstrip("\n").split("\n")
        old, new = (
            "".join(f"{row[1:]}\n" for row in lines if row[:1] in (sign, " ")) for sign in "-+"
        )
        new_file = self.folder / head.removeprefix("--- ")
        if not old and not new_file.exists():
            new_file.parent.mkdir(parents=True, exist_ok=True)
            new_file.write_text(new, "utf-8")
            return
        file = self.file(head.removeprefix("--- "), line)
        before = file.read_text("utf-8")
        if before.count(old) != 1:
            raise ValueError(f"{line}:1: {file.name} has these lines {before.count(old)} times")
        file.write_text(before.replace(old, new), "utf-8")

    def file(self, name: str, line: int) -> Path:
        """A file or folder, by its path from here. Raises ValueError where there is none."""
        path = self.folder / name
        if not path.exists():
            raise ValueError(f"{line}:1: there is no {name}")
        return path

    def _run(self, command: list[str], folder: Path) -> tuple[str, int]:
        done = commands.run(*command, folder=folder, environment=self.environment)
        return self._tidy(done.stdout), done.returncode

    def _tidy(self, printed: str) -> str:
        """The output without what differs from run to run: the folder, the time that it took."""
        printed = printed.replace(str(self.upstream), UPSTREAM).replace(f"{self.top}/", "")
        printed = re.sub(r" in \d+(?:\.\d+)?s\b", "", printed)
        return "\n".join(line.rstrip() for line in printed.strip("\n").split("\n"))


def _programs(top: Path, clone: Path) -> dict[str, list[str]]:
    """The commands of a transcript, and what to start for each.

    Python finds the clone and the packages that are installed here, but not this checkout: in the
    place of a clone that is missing, nothing is used.
    """
    git = shutil.which("git")
    if git is None:
        raise ValueError("git is not installed, and the pages' commands need it")
    venv.create(top / "venv", symlinks=os.name != "nt")
    scheme = {"base": str(top / "venv"), "platbase": str(top / "venv")}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    found = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    (packages / "clone.pth").write_text("\n".join([str(clone), *dict.fromkeys(found)]), "utf-8")
    scripts = Path(sysconfig.get_path("scripts", "venv", scheme))
    python = [str(scripts / "python")]
    return {
        "git": [git],
        "mkdocs": [*python, "-m", "mkdocs"],
        "pytest": [*python, "-m", "pytest"],
        "rnn-examples": [*python, "-m", "rnn_examples"],
        "ruff": [str(Path(sysconfig.get_path("scripts"), "ruff"))],
    }


def _environment(top: Path, upstream: Path) -> dict[str, str]:
    """Everything that a command is told: nothing is taken over from the author's environment."""
    home = top / "home"
    home.mkdir()
    who = {"NAME": "you", "EMAIL": "you@example.org", "DATE": "2000-01-01T00:00:00Z"}
    return {
        "COLUMNS": "68",  # which fit on the page
        **{f"GIT_AUTHOR_{key}": text for key, text in who.items()},
        **{f"GIT_COMMITTER_{key}": text for key, text in who.items()},
        "GIT_CEILING_DIRECTORIES": str(top),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{upstream}.insteadOf",
        "GIT_CONFIG_VALUE_0": UPSTREAM,
        "GIT_PROGRESS_DELAY": "3600",  # a slow machine tells no more than a quick one
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": os.defpath,
        "TMPDIR": str(home),
    }


def _small_project() -> dict[str, str]:
    """Each file of the small project and its text."""
    package = [file for file in (ROOT / "rnn_examples").rglob("*.py") if _is_kept(file)]
    names = ("commands.py", "conftest.py", "shapes.py", "mutants/mutations.toml")
    tests = [ROOT / "tests" / name for name in names]
    kept = [ROOT / ".gitignore", ROOT / "pyproject.toml", *tests]
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    nav = f"nav:\n  - Home: index.md\n  - Notation: reference/notation.md\n\n{NO_SOURCE}\n"
    files: Mapping[Path, str] = {
        **{file: file.read_text("utf-8") for file in (*package, *kept)},
        ROOT / "docs" / "index.md": "# Home\n",
        ROOT / "docs" / "reference" / "notation.md": NOTATION,
        ROOT / "mkdocs.yml": re.sub(r"^nav:\n(?:[ -].*\n|\n)*", nav, config, flags=re.M),
        ROOT / "values.lock": values_lock.write({}),
    }
    return {file.relative_to(ROOT).as_posix(): text for file, text in files.items()}


def _is_kept(file: Path) -> bool:
    is_example = file.parent.name == "examples" and not file.name.startswith("_")
    return not is_example and file.stem != EXAMPLE


def main() -> int:
    """Rewrite the pages; a page whose commands do not do what it says stays as it is."""
    failed = 0
    for page in pages():
        before = page.read_text("utf-8")
        try:
            made = run(before)
        except ValueError as error:
            print(f"{page.relative_to(ROOT).as_posix()}:{error}", file=sys.stderr)
            failed = 1
            continue
        page.write_text(made, "utf-8")
        print(f"{page.relative_to(ROOT).as_posix()}: {'changed' if made != before else 'the same'}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
