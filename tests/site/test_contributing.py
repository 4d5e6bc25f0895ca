"""The way in for contributors: what the page says happens, happens to a person who does it."""

import re
import shlex
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from rnn_examples.publish import one_page
from tests.conftest import ROOT
from tests.site import project

PAGE = ROOT / "docs" / "contributing" / "add-an-example.md"
UPSTREAM = "https://github.com/you/rnn-examples"


def steps() -> list[str]:
    """What the page tells to do, in order: commands and edits."""
    told = "".join(re.findall(r"^```session\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S))
    return [step.rstrip("\n") for step in re.split(r"^(?=\$ |--- )", told, flags=re.M) if step]


def shown() -> list[str]:
    """What the page shows below each command."""
    html = one_page.converter(PAGE).convert(PAGE.read_text("utf-8").split("\n---\n", 1)[1])
    sessions = re.findall(r'<div class="highlight session">(.*?)</div>', html, re.S)
    text = unescape(re.sub("<[^>]+>", "", "".join(sessions)))
    text = re.sub(r"^# in .*\n(?:[-+ ].*\n)+", "", text, flags=re.M)  # the edits
    commands = re.split(r"^\$ ", text, flags=re.M)[1:]
    return [command.partition("\n")[2].strip("\n") for command in commands]


def tidy(output: str, top: Path) -> str:
    """The output as it would be in any folder and at any speed."""
    output = output.replace(str(top / "upstream"), UPSTREAM).replace(f"{top}/", "")
    lines = [line.rstrip() for line in output.split("\n")]
    return re.sub(r" in [\d.]+s$", "", "\n".join(lines), flags=re.M).strip("\n")


@pytest.fixture
def person(tmp_path):
    """Who has git and Python, and the whole project to clone."""
    top = tmp_path.resolve()
    upstream = project.copy(top / "upstream")
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tests", upstream / "tests", ignore=leave)
    shutil.copytree(ROOT / "benchmarks", upstream / "benchmarks", ignore=leave)
    shutil.copy(ROOT / "values.lock", upstream)
    settings = top / "gitconfig"
    settings.write_text(
        f'[user]\nname = A\nemail = a@example.org\n[url "{upstream}"]\ninsteadOf = {UPSTREAM}\n'
    )
    places = {
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(top / "rnn-examples"),
    }

    def run(command: list[str], folder: Path) -> tuple[str, int]:
        done = subprocess.run(
            command,
            cwd=folder,
            env=project.environment(**places),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return tidy(done.stdout, top), done.returncode

    for command in ("init --quiet --initial-branch=main", "add .", "commit --quiet -m all"):
        assert run(["git", *command.split()], upstream) == ("", 0)
    return top, run


def test_a_person_who_does_what_the_page_says_sees_what_it_shows(person):
    folder, run = person
    answers = iter(shown())
    done = 0
    for step in steps():
        if step.startswith("--- "):
            head, *lines = step.split("\n")
            file = folder / head.removeprefix("--- ")
            (old,), (new,) = ([line[1:] for line in lines if line[0] == sign] for sign in "-+")
            assert file.read_text("utf-8").count(old) == 1, step
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
            continue
        command, _, fails = step.removeprefix("$ ").partition("  # ")
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            assert next(answers) == ""
            continue
        output, code = run(shlex.split(command), folder)
        assert output == next(answers), command
        assert (code != 0) == (fails == "fails"), command
        done += 1
    assert done > 15
    assert next(answers, None) is None


def test_the_short_version_names_what_is_there():
    """CONTRIBUTING.md tells of commands, targets and files."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.M)
    assert len(targets) > 4
    assert [name for name in targets if not re.search(rf"^{name}:", makefile, re.M)] == []
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    sub = set(re.findall(r"rnn-examples ([a-z]+)", text))
    known = subprocess.run(
        [sys.executable, "-m", "rnn_examples", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert sub
    assert [name for name in sub if not re.search(rf"\b{name}\b", known)] == []
