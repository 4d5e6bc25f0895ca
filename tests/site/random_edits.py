"""Random edits of a small project, as an author makes them: each is a change of some files."""

import random
import re
from collections.abc import Callable
from pathlib import Path

from tests.site import project

MODEL = '''"""A number, scaled."""

import numpy as np


def scale(x: np.ndarray) -> dict[str, np.ndarray]:
    """Multiply a vector."""
    return {"y": 2.0 * x}
'''

ORACLE = '''"""The same, one number after the other."""

from fractions import Fraction

from rnn_examples.worked_example.oracle import oracle


@oracle("exact fractions")
def scale(x):
    """Each number as a fraction."""
    return {"y": [Fraction("2.0") * each for each in x]}
'''

EXAMPLE = '''"""An example that hands over what it computes."""

import numpy as np

from rnn_examples.worked_example import WorkedExample
from rnn_examples.models.scaled import scale
from rnn_examples.oracles import scaled

ONCE = WorkedExample(scale, x=np.array([0.5, 0.25])).checked_by(scaled.scale)
'''

TAKING = '''"""An example that takes it."""

from rnn_examples.examples.scaled import ONCE
from rnn_examples.worked_example import WorkedExample
from rnn_examples.models.scaled import scale
from rnn_examples.oracles import scaled

TWICE = WorkedExample(scale, x=ONCE.output("y")).checked_by(scaled.scale)
'''

PAGES = {
    "index.md": "# Home\n\n[[= encoder.h_1[0] =]] and [[= once.y =]]\n\n"
    "[[= encoder.h_1 | derivation =]]\n",
    "two.md": "# Two\n\nSee [home](index.md#home) and [three](three.md).\n\n"
    "[[= twice | table =]]\n\n[[= once | live =]]\n",
    "three.md": '# Of [[= once.y[0] =]]\n\n--8<-- "parts/part.md"\n\nText.\n',
    "four.md": "# Four\n\nOf another module: [[= greedy.s_1[0] =]].\n",
    "code.md": "# Code\n\n[[= rnn_examples.models.scaled.scale | code =]]\n",
    "values.md": "# Values\n\n[[= published | index =]]\n",
    "package.md": "# Package\n\n::: rnn_examples.models.scaled\n",
    "notebooks/one.py": "# %% [markdown]\n# # Notebook\n\n# %%\n"
    "from rnn_examples.models.scaled import scale\n\nprint(scale(1.0))\n",
}


def small_project(folder: Path) -> Path:
    """A copy with few pages, which show what pages can show."""
    project.copy_without_pages(folder)
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("  !/source/*/scaled.md\n")
    package = folder / "rnn_examples"
    for part, code in {"models": MODEL, "oracles": ORACLE, "examples": EXAMPLE}.items():
        (package / part / "scaled.py").write_text(code, "utf-8")
    (package / "examples" / "taking.py").write_text(TAKING, "utf-8")
    for name, text in PAGES.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, "utf-8")
    (folder / "parts").mkdir()
    (folder / "parts" / "part.md").write_text("A part with [[= twice.y[1] =]].\n", "utf-8")
    return folder


class Author:
    """Someone who edits a project at random, and never leaves it broken."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311
        self.count = 0

    def edit(self) -> str:
        """Make one edit; return what it was."""
        self.count += 1
        edits = self._edits()
        weights = [weight for weight, _ in edits]
        [(_, edit)] = self.random.choices(edits, weights)
        return f"{edit.__name__} {edit() or ''}"

    def _edits(self) -> list[tuple[int, Callable[[], object]]]:
        return [
            (4, self.input_of_an_example),
            (2, self.number_handed_over),
            (3, self.model_and_oracle),
            (3, self.two_examples),
            (2, self.comment_in_code),
            (4, self.sentence),
            (3, self.token),
            (3, self.title),
            (2, self.front_matter),
            (2, self.heading),
            (2, self.snippet),
            (1, self.page_more),
            (1, self.page_less),
            (1, self.notebook),
            (1, self.static_file),
            (1, self.settings),
            (1, self.render_code),
            (2, self.fault),
            (2, self.nothing_more_than_a_touch),
        ]

    def _sub(self, file: str, pattern: str, new: Callable[[], str] | str) -> str:
        path = self.folder / file
        text = path.read_text("utf-8")
        made = re.sub(
            pattern, lambda m: m.expand(new if isinstance(new, str) else new()), text, count=1
        )
        path.write_text(made, "utf-8")
        return file

    def _number(self) -> str:
        return str(self.random.randint(1, 99) / 100)

    def _word(self) -> str:
        return "".join(self.random.choices("abcdefghij", k=5))

    def _page(self) -> str:
        docs = self.folder / "docs"
        names = [name for name in PAGES if name.endswith(".md") and "/" not in name]
        return f"docs/{self.random.choice([name for name in names if (docs / name).exists()])}"

    def input_of_an_example(self) -> str:
        x = f"U=np.array([[{self._number()}],"
        return self._sub("rnn_examples/examples/rnn_theory.py", r"U=np\.array\(\[\[[\d.]+\],", x)

    def number_handed_over(self) -> str:
        x = rf"x=np.array([{self._number()},"
        return self._sub("rnn_examples/examples/scaled.py", r"x=np\.array\(\[[\d.]+,", x)

    def model_and_oracle(self) -> str:
        factor = str(self.random.randint(1, 9) / 2)  # so that every number is an exact decimal
        self._sub("rnn_examples/models/scaled.py", r"[\d.]+ \* x", f"{factor} * x")
        return self._sub("rnn_examples/oracles/scaled.py", r'"[\d.]+"', f'"{factor}"')

    def two_examples(self) -> str:
        """Save two files at once, as where a branch is switched."""
        return f"{self.input_of_an_example()} {self.number_handed_over()}"

    def comment_in_code(self) -> str:
        part = self.random.choice(
            ["models/rnn", "models/scaled", "oracles/scaled", "examples/scaled"]
        )
        return self._sub(f"rnn_examples/{part}.py", r"\nfrom ", f"\n# {self._word()}\nfrom ")

    def sentence(self) -> str:
        file = self._page()
        path = self.folder / file
        path.write_text(f"{path.read_text('utf-8')}\n{self._word()}.\n", "utf-8")
        return file

    def token(self) -> str:
        file = self._page()
        path = self.folder / file
        text = path.read_text("utf-8")
        value = self.random.choice(
            ["encoder.h_2", "encoder.a_1", "once.x", "twice.y", "decoder.s_1"]
        )
        shown = f"\n\nThere is [[= {value} =]].\n"
        path.write_text(text.replace(shown, "") if shown in text else text + shown, "utf-8")
        return f"{file} {value}"

    def title(self) -> str:
        return self._sub(self._page(), r"(?m)^# .*$", f"# {self._word()}")

    def front_matter(self) -> str:
        file = self._page()
        path = self.folder / file
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.S)
        added = f"---\ntitle: {self._word()}\n---\n" if self.random.random() < 0.6 else ""
        path.write_text(added + text, "utf-8")
        return file

    def heading(self) -> str:
        file = self._page()
        path = self.folder / file
        path.write_text(f"{path.read_text('utf-8')}\n## {self._word()}\n\nText.\n", "utf-8")
        return file

    def snippet(self) -> str:
        text = f"A part, {self._word()}, with [[= twice.y[{self.random.randint(0, 1)}] =]].\n"
        (self.folder / "parts" / "part.md").write_text(text, "utf-8")
        return "parts/part.md"

    def page_more(self) -> str:
        name = f"docs/more-{self.random.randint(0, 3)}-{self._word()}.md"
        (self.folder / name).write_text("# More\n\n[[= once | table =]]\n", "utf-8")
        return name

    def page_less(self) -> str:
        for file in self.folder.glob("docs/more-*.md"):
            file.unlink()
            return str(file)
        return ""

    def notebook(self) -> str:
        return self._sub("docs/notebooks/one.py", r"scale\([\d.]+\)", f"scale({self._number()})")

    def static_file(self) -> str:
        path = self.folder / "docs" / "stylesheets" / "home.css"
        path.write_text(f"{path.read_text('utf-8')}/* {self._word()} */\n", "utf-8")
        return str(path)

    def settings(self) -> str:
        return self._sub(
            "mkdocs.yml", r"(?m)^site_description: .*$", f"site_description: {self._word()}"
        )

    def render_code(self) -> str:
        file = "rnn_examples/render/table.py"
        return self._sub(file, r'class="(?:plain|p\w*)', f'class="plain {self._word()}')

    def fault(self) -> str:
        """Break something, or mend it where it is broken."""
        for file, good, bad in (
            ("docs/index.md", "encoder.h_1[0] =]]", "encoder.h_9[0] =]]"),
            ("rnn_examples/models/rnn.py", "np.tanh(a_t)", "np.tanh(a_t) + nothing"),
            ("rnn_examples/examples/scaled.py", "ONCE = Worked", "ONCE = (Worked"),
            ("docs/notebooks/one.py", "print(scale", "print(nothing"),
        ):
            path = self.folder / file
            text = path.read_text("utf-8")
            if bad in text:
                path.write_text(text.replace(bad, good), "utf-8")
                return f"mended {file}"
            if self.random.random() < 0.4:
                path.write_text(text.replace(good, bad), "utf-8")
                return f"broken {file}"
        return ""

    def nothing_more_than_a_touch(self) -> str:
        file = self._page()
        (self.folder / file).touch()
        return file
