"""The site's scripts as they are sent."""

import re
import shutil
from pathlib import Path

import material

from rnn_examples.publish import scripts

THEME = Path(material.__file__).parent / "templates/assets/javascripts"


def test_the_themes_script_adds_no_colour_scheme_to_a_page(tmp_path):
    folder = tmp_path / scripts.THEME
    folder.mkdir(parents=True)
    [source] = THEME.glob("bundle.*.js")
    given = source.read_text("utf-8")
    made = Path(shutil.copy(source, folder))
    scripts.spare(tmp_path)
    appended = r'name:"color-scheme"}\);document\.head\.appendChild\(\w+\);'
    assert len(re.findall(appended, given)) == 1
    assert not re.search(appended, made.read_text("utf-8"))
    assert len(given) - len(made.read_text("utf-8")) == len("document.head.appendChild(o);")


def test_comments_and_long_names_are_not_sent(tmp_path):
    (tmp_path / scripts.FOLDER).mkdir()
    script = tmp_path / scripts.FOLDER / "one.js"
    script.write_text("/* why */ export const f = (number) => number + 1;\n", "utf-8")
    scripts.shorten(tmp_path)
    assert script.read_text("utf-8") == "export const f=e=>e+1"
