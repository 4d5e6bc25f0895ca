"""What GitHub and git read: forms that can be filled in, hooks that run what is there."""

import re
import tomllib

import pytest
import yaml

from tests.commands import python
from tests.conftest import ROOT
from tests.site import supported

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
KINDS = {"markdown", "input", "textarea", "checkboxes"}


@pytest.mark.parametrize("file", [f for f in FORMS if f.stem != "config"], ids=lambda f: f.stem)
def test_a_form_has_what_github_demands(file):
    form = yaml.safe_load(file.read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    for field in form["body"]:
        assert field["type"] in KINDS
        assert field["attributes"]["value" if field["type"] == "markdown" else "label"]
    for path in re.findall(r"\bdocs/[\w/-]+\.md", file.read_text("utf-8")):
        assert (ROOT / path).is_file()


def test_there_is_a_form_for_a_number_a_text_and_an_example():
    assert {file.stem for file in FORMS} == {"config", "wrong-number", "text", "new-example"}


def test_the_checks_run_on_each_python_that_the_project_says_it_supports():
    checks = yaml.safe_load((ROOT / ".github" / "workflows" / "checks.yml").read_text("utf-8"))
    matrix = checks["jobs"]["checks"]["strategy"]["matrix"]["python"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = [line.rpartition(" :: ")[2] for line in project["classifiers"]]
    assert said == matrix
    assert project["requires-python"] == f">={matrix[0]}"
    assert supported.ends() == [matrix[0], matrix[-1]]


def commands(job):
    return [step["run"] for step in job["steps"] if "run" in step]


def test_nothing_is_deployed_that_a_check_did_not_pass():
    folder = ROOT / ".github" / "workflows"
    pages = yaml.safe_load((folder / "pages.yml").read_text("utf-8"))["jobs"]
    assert pages["checks"] == {"uses": "./.github/workflows/checks.yml"}
    assert (pages["build"]["needs"], pages["deploy"]["needs"]) == ("checks", "build")
    assert commands(pages["build"]) == ["make build", "make check", "make verify"]
    used = [step.get("uses", "").partition("@")[0] for step in pages["build"]["steps"]]
    assert used[-1] == "actions/upload-pages-artifact"  # what was built and verified, and then
    assert [name for name in pages if name not in ("checks", "build")] == ["deploy"]
    for job in pages.values():
        assert not {"if", "continue-on-error"} & job.keys()
        for step in job.get("steps", ()):
            assert not {"if", "continue-on-error"} & step.keys()


def test_the_checks_that_are_called_are_all_of_them():
    folder = ROOT / ".github" / "workflows"
    checks = yaml.safe_load((folder / "checks.yml").read_text("utf-8"))
    assert "workflow_call" in checks[True]  # YAML reads the key `on` as true
    ran = [command for job in checks["jobs"].values() for command in commands(job)]
    assert {"make build", "make test", "make lint", "make strings"} < set(ran)
    for job in checks["jobs"].values():
        assert not {"if", "continue-on-error"} & job.keys()


def hooks():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    return {hook["id"]: hook for hook in config["repos"][0]["hooks"]}


def test_the_hooks_are_what_pre_commit_takes():
    done = python("-m", "pre_commit", "validate-config", ".pre-commit-config.yaml")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("hook", "file", "runs"),
    [
        ("numbers", "docs/softmax.md", True),
        ("numbers", "rnn_examples/models/rnn.py", True),
        ("numbers", "tests/trace/test_array.py", False),
        ("pages", "docs/contributing/numbers.md", True),
        ("pages", "docs/reference/package.md", False),
        ("imports", "rnn_examples/trace/array.py", True),
        ("imports", "docs/index.md", False),
    ],
)
def test_a_hook_runs_on_what_concerns_it(hook, file, runs):
    assert (ROOT / file).is_file()
    assert bool(re.search(hooks()[hook]["files"], file)) is runs
