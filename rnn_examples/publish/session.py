"""Sessions: what a contributor types, run while the page is made, with what it really prints.

    ```session
    $ rnn-examples check average
    --- rnn_examples/examples/average.py
    -    beta=np.float64(0.9),
    +    beta=np.float64(0.5),
    $ rnn-examples check average  # fails
    ```

A line begins with `$` for a command, or with `---` for an edit: below it the lines that go and
those that come. The sessions of a page are one: they run in one clone of a small project, which has
the whole package but none of its examples. A command that fails, or one that is said to fail and
does not, is a fault of the page.
"""

import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import DiffLexer, get_lexer_for_filename

from rnn_examples.publish import lock, process, source_pages
from rnn_examples.publish.addresses import PACKAGE, ROOT
from rnn_examples.publish.terminal import Answer

FENCE = re.compile(r"^```session *\n(?P<body>.*?)^``` *$", re.M | re.S)
FAILS = re.compile(r"\s+# fails$")
MESSAGE = re.compile(r"^\S+:\d+:\d+: .*", re.M)
"""A fault, which may be broken into lines; a table may not."""

OLD = '<p role="status">What was printed before your edit; the commands are being run again.</p>'
"""Above a session of a preview that did not wait."""

PATIENCE = 300  # seconds, for a machine that is busy

NoteFault = Callable[[int, str], str]
"""Notes a fault at a line; returns how it is shown."""


@dataclass
class Step:
    """A command or an edit, and the line where it begins."""

    line: int
    text: str

    @property
    def is_edit(self) -> bool:
        return self.text.startswith("--- ")

    @property
    def fails(self) -> bool:
        """Whether it is said to fail."""
        return bool(FAILS.search(self.text)) and not self.is_edit

    @property
    def command(self) -> str:
        return FAILS.sub("", self.text)


def made(lines: Sequence[str], note: NoteFault) -> Iterator[str]:
    """The HTML of each session of a page."""
    sessions = _read("\n".join(lines), note)
    answers, are_old = _answers(sessions)
    each = iter(answers)
    for steps in sessions:
        code = "".join(_shown(step, next(each), note) for step in steps)
        shown = f'<pre tabindex="0"><code>{code}</code></pre>'
        yield f'<div class="highlight session">{OLD if are_old else ""}{shown}</div>'


def run_ahead(docs: Path) -> None:
    """Begin with the sessions of every page, to be ready when the page is."""
    for page in docs.rglob("*.md"):
        text = page.read_text("utf-8")
        if "\n```session" in text:
            _asked(_read(text, lambda *_: ""))


def _read(text: str, note: NoteFault) -> list[list[Step]]:
    return [list(_steps(*place, note)) for place in _bodies(text)]


def _bodies(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line below each fence, and what stands between it and its end."""
    for match in FENCE.finditer(text):
        yield text.count("\n", 0, match.start("body")) + 1, match["body"].split("\n")[:-1]


def _steps(first: int, lines: Sequence[str], note: NoteFault) -> Iterator[Step]:
    step: Step | None = None
    for n, line in enumerate(lines, first):
        line = line.replace(r"\[[=", "[[=")
        if line.startswith(("$ ", "--- ")):
            if step:
                yield step
            step = Step(n, line.removeprefix("$ "))
        elif step and step.is_edit and line[:1] in ("+", "-", " "):
            step.text += f"\n{line}"
        elif line.strip():
            note(n, f"{line!r} is no step: begin it with $ for a command, with --- for an edit")
    if step:
        yield step


# Running them.


def _answers(sessions: Sequence[Sequence[Step]]) -> tuple[list[Answer], bool]:
    """What each step prints; in a preview what it last did, as long as it is run anew.

    And whether that is old.
    """
    if not sessions:
        return [], False
    asked = _asked(sessions)
    steps = json.dumps([step.command for steps in sessions for step in steps])
    are_old = process.is_preview and steps in process.PRINTED and not asked.done()
    if not are_old:
        process.PRINTED[steps] = asked.result()
    return process.PRINTED[steps], are_old


def _asked(sessions: Sequence[Sequence[Step]]) -> Future[list[Answer]]:
    """What each step prints, and its exit code: kept as long as nothing changes that it can see."""
    steps = [step.command for steps in sessions for step in steps]
    question = json.dumps({"files": _files(), "steps": steps})
    key = hashlib.sha256(question.encode()).hexdigest()
    kept = process.SESSIONS.get(key)
    if kept is None or (kept.done() and kept.exception()):
        kept = process.SESSIONS[key] = process.terminals.submit(_run, question)
    return kept


def _run(question: str) -> list[Answer]:
    if shutil.which("git") is None:
        raise ValueError("git is not installed, and the page's commands need it")
    done = subprocess.run(
        [sys.executable, "-m", "rnn_examples.publish.terminal"],
        cwd=ROOT,
        input=question,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise ValueError(f"the page's commands cannot be run: {done.stderr.strip()[-200:]}")
    return [(text, code) for text, code in json.loads(done.stdout)]


@cache
def _files() -> dict[str, str]:
    """The small project: quick to copy and quick to run."""
    modules = [module for module in PACKAGE.rglob("*.py") if not _is_example(module)]
    pages = {page: text for page, text in source_pages.pages().items() if not _is_example(page)}
    kept = [ROOT / "pyproject.toml", process.KATEX]
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    nav = "nav:\n  - Home: index.md\n\n"
    files = {
        ROOT / "docs" / "index.md": "# Home\n",
        ROOT / "mkdocs.yml": re.sub(r"^nav:\n(?:[ -].*\n|\n)*", nav, config, flags=re.M),
        ROOT / "values.lock": lock.write({}),
        **pages,
        **{file: file.read_text("utf-8") for file in (*modules, *kept)},
    }
    return {file.relative_to(ROOT).as_posix(): files[file] for file in sorted(files)}


def _is_example(file: Path) -> bool:
    return file.parent.name == "examples" and not file.name.startswith(("_", "index"))


# Showing them.


def _shown(step: Step, answer: Answer, note: NoteFault) -> str:
    text, code = answer
    fault = ""
    if code and not step.fails:
        said = " ".join(text.split())[-200:] or f"exit code {code}"
        fault = note(step.line, f"{step.command.split(chr(10))[0]!r} fails: {said}")
    elif step.fails and not code:
        fault = note(step.line, f"{step.command!r} is said to fail, and does not")
    return fault + (_edit(step) if step.is_edit else _command(step, text, failed=bool(code)))


def _edit(step: Step) -> str:
    head, _, lines = step.text.partition("\n")
    file = html.escape(head.removeprefix("--- "))
    return f'<span class="c"># in {file}</span>\n' + _coloured(lines, DiffLexer())


def _command(step: Step, text: str, *, failed: bool) -> str:
    typed = f'<span class="gp">$</span> <kbd>{html.escape(step.command)}</kbd>\n'
    if not text:
        return typed
    name, _, file = step.command.partition(" ")
    if name == "cat":
        return typed + _coloured(text, get_lexer_for_filename(file))
    said = MESSAGE.sub(r'<span class="message">\g<0></span>', html.escape(text, quote=False))
    return f'{typed}<span class="{"gr" if failed else "go"}">{said}</span>\n'


def _coloured(code: str, lexer: object) -> str:
    return highlight(code, lexer, HtmlFormatter(nowrap=True))
