"""The way in for contributors: the pages show what their commands print, and touch nothing else."""

import re
import shutil
import tomllib

import pytest

from rnn_examples.pages import repository
from tests.commands import python, run
from tests.conftest import ROOT
from tests.site import transcripts
from tests.site.project import files

CLONE = "$ git clone --quiet https://github.com/you/rnn-examples\n$ cd rnn-examples\n"


def fence(kind, *lines):
    return f"```{kind}\n" + "".join(f"{line}\n" for line in lines) + "```\n"


@pytest.mark.parametrize("page", transcripts.pages(), ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page):
    found = transcripts.differences(page, transcripts.run(page.read_text("utf-8")))
    assert found == [], "\n".join(found)


def test_both_pages_with_commands_are_run():
    assert [page.stem for page in transcripts.pages()] == ["add-an-example", "numbers"]


def test_no_other_page_says_that_a_test_runs_its_commands():
    """`transcript: true` vouches for every number in what commands print."""
    trusted = {
        page
        for page in (ROOT / "docs").rglob("*.md")
        if re.search(r"^transcript:", page.read_text("utf-8"), re.M)
    }
    assert trusted == set(transcripts.pages())


def test_what_commands_print_and_what_files_hold_takes_the_place_of_what_stood_there():
    console = fence("console", *CLONE.split("\n")[:-1], "old", "$ git branch", "* old", "more")
    edits = ("--- docs/index.md", "-# Home", r"+# \[[= encoder.h_1 =]]", "+", "--- new/a.txt", "+x")
    text = f"One.\n\n{console}\nTwo.\n\n{fence('diff', *edits)}\n"
    text += fence('markdown title="docs/index.md"', "old") + fence('text title="new/a.txt"')
    made = transcripts.run(text)
    assert made == (
        f"One.\n\n```console\n{CLONE}$ git branch\n* main\n```\n\nTwo.\n\n{fence('diff', *edits)}\n"
        '```markdown title="docs/index.md"\n# \\[[= encoder.h_1 =]]\n\n```\n'
        '```text title="new/a.txt"\nx\n```\n'
    )


FAULTS = {
    "a command that fails": ("$ git frobnicate", "exit code 1:\ngit: 'frobnicate' is not"),
    "one that does not": ("$ git status  # fails", "'$ git status  # fails' ends with exit code 0"),
    "an unknown one": (
        "$ curl x",
        "no command 'curl' in a transcript; there are cd, git, mkdocs, pytest",
    ),
    "a folder that is missing": ("$ cd nowhere", "there is no nowhere"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_step_that_does_not_do_what_is_said_is_named_by_its_line(case):
    step, told = FAULTS[case]
    with pytest.raises(ValueError, match=rf"^5:1: .*{re.escape(told)}"):
        transcripts.run(f"One.\n{fence('console', CLONE.strip(), step)}")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("--- a.md", "+a", "--- a.md", "-b", "+c"), r"^4:1: a\.md has these lines 0 times"),
        (("--- b.md", "+a", "--- a.md", "-b", "+c"), r"^4:1: there is no a\.md"),
        (("--- a.md", "+a", "+```"), "^9:1: a transcript cannot hold a fence"),
    ],
)
def test_an_edit_that_cannot_be_made_is_named_by_its_line(lines, told):
    text = fence("diff", *lines) + "One.\nTwo.\n" + fence('text title="a.md"')
    with pytest.raises(ValueError, match=told):
        transcripts.run(text)


def test_a_command_that_finds_no_clone_does_not_use_this_checkout():
    with pytest.raises(ValueError, match=r"No module named (rnn_examples|'rnn_examples')"):
        transcripts.run(fence("console", "$ rnn-examples list"))


def test_a_page_that_shows_something_else_is_named_with_the_difference():
    page = transcripts.pages()[0]
    lines = page.read_text("utf-8").split("\n")
    n = lines.index("average: nothing is wrong")
    (found,) = transcripts.differences(page, "\n".join([*lines[:n], "new", *lines[n + 1 :]]))
    head, *rest = found.split("\n")
    assert head.startswith(f"docs/contributing/add-an-example.md:{n + 1}:1: the page and its com")
    assert rest == ["  page:     average: nothing is wrong", "  commands: new"]


@pytest.fixture
def other(tmp_path, monkeypatch):
    """A repository that git is told to work in, as a hook of `git commit --all` is."""
    folder = tmp_path / "other"
    folder.mkdir()
    git = [shutil.which("git"), "-c", "user.name=me", "-c", "user.email=me@example.org"]
    for arguments in ("init --quiet", "commit --quiet --allow-empty -m Mine"):
        assert run(*git, *arguments.split(), folder=folder).returncode == 0
    monkeypatch.setenv("GIT_DIR", str(folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(folder / ".git" / "index.lock"))
    return folder


def test_the_authors_repository_and_settings_are_neither_read_nor_touched(
    other, tmp_path, monkeypatch
):
    before = files(other)
    settings = tmp_path / "settings"
    settings.write_text("[core]\nbare = yes\n[user]\nname = me\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    steps = ("$ git commit --quiet --allow-empty -m Two", "$ git log --format=%an:%s")
    made = transcripts.run(fence("console", *CLONE.split("\n")[:-1], *steps))
    assert made.endswith("you:Two\nyou:Begin\n```\n")
    assert files(other) == before


def test_the_commit_of_a_build_is_this_checkouts_own(other, monkeypatch):
    head = other / ".git" / "refs" / "heads"
    (commit,) = [file.read_text("utf-8").strip() for file in head.iterdir()]
    monkeypatch.setattr(repository, "ROOT", other)
    assert repository.commit() == commit
    unpacked = other / "unpacked"  # in a repository, which is not its own
    unpacked.mkdir()
    monkeypatch.setattr(repository, "ROOT", unpacked)
    assert repository.commit() == ""


def test_an_example_that_an_author_made_as_the_page_says_is_left_out():
    made = ("models/average.py", "oracles/average.py", "examples/average.py", "examples/other.py")
    package = ROOT / "rnn_examples"
    assert not any(transcripts._is_kept(package / file) for file in made)
    small = transcripts._small_project()
    modules = {file.relative_to(ROOT).as_posix() for file in package.rglob("*.py")}
    examples = {file for file in modules if re.match(r"rnn_examples/examples/[a-z]", file)}
    assert {file for file in small if file.startswith("rnn_examples/")} == modules - examples - {
        f"rnn_examples/{file}" for file in made
    }
    assert "average" not in small["mkdocs.yml"] + small["values.lock"]


def test_a_build_runs_no_command_but_notebooks_and_the_question_which_commit_it_is():
    package = ROOT / "rnn_examples"
    starters = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"\bsubprocess\.|os\.(system|popen|exec|spawn)", file.read_text("utf-8"))
    }
    verifies = "verification/rebuild.py"  # which no build does
    assert starters == {"notebooks/outputs.py", "pages/repository.py", verifies}


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
    known = python("-m", "rnn_examples", "--help").stdout
    assert sub
    assert [name for name in sub if not re.search(rf"\b{name}\b", known)] == []


def test_the_readmes_other_way_asks_for_what_an_old_pip_can_do_and_leaves_nothing_to_commit():
    """Python 3.11 brings a pip that knows no --group; a folder has no hash to install it by."""
    text = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"^    pip (.*)", text, re.M)
    pinned, own = commands
    assert pinned == "install -r requirements/dev.txt"
    assert own == "install --no-deps --no-build-isolation -e ."
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    installed = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
    for name in (*project["build-system"]["requires"], *project["dependency-groups"]["build"]):
        assert re.search(rf"^{name}==", installed, re.M)
    (folder,) = re.findall(r"^    python -m venv (\S+)", text, re.M)
    assert f"/{folder}/" in (ROOT / ".gitignore").read_text("utf-8").split("\n")
