"""The site's scripts as they are sent."""

import gzip
import re
import shutil
from pathlib import Path

import material
import minify
import pytest
import quickjs

from rnn_examples.generators import scripts
from tests.conftest import ROOT

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
    assert len(given) == len(made.read_text("utf-8"))  # its source map still fits


def test_comments_and_long_names_are_not_sent(tmp_path):
    (tmp_path / scripts.FOLDER).mkdir()
    script = tmp_path / scripts.FOLDER / scripts.ENTRY
    script.write_text("/* why */\nexport const f = (number) => number + 1;\n", "utf-8")
    scripts.shorten(tmp_path)
    assert re.search(r"f:(\w)=>\1\+1|(\w)=>\2\+1", script.read_text("utf-8"))
    assert not re.search(r"why|number|export", script.read_text("utf-8"))


def test_a_script_of_somebody_else_stays_as_it_is(tmp_path):
    folder = tmp_path / scripts.FOLDER
    folder.mkdir()
    (folder / scripts.ENTRY).write_text("export const one = 1;\n", "utf-8")
    own = "/* mine */ function greet() { }\nexport default greet;\n"
    (folder / "mine.js").write_text(own, "utf-8")
    scripts.shorten(tmp_path)
    assert (folder / "mine.js").read_text("utf-8") == own


def test_a_script_that_is_no_javascript_is_named(tmp_path):
    (tmp_path / scripts.FOLDER).mkdir()
    (tmp_path / scripts.FOLDER / scripts.ENTRY).write_text("const = ;\n", "utf-8")
    with pytest.raises(ValueError, match=r"^javascripts/page\.js: .*unexpected"):
        scripts.shorten(tmp_path)


MODULES = {
    "first.js": 'import { two } from "./deep/second.js";\nimport "./deep/third.js";\n'
    'export const one = () => two + import("./later.js");\n',
    "deep/second.js": 'import { three } from "./third.js";\nexport const two = 2 * three;\n'
    'const last = () => import("../later.js");\n',
    "deep/third.js": "export const three = 3;\n",
    "later.js": "export class Later {}\n",
}


def test_a_script_is_in_one_with_all_that_it_imports():
    made = scripts.bundle("first.js", MODULES)
    assert not re.search(r"^import", made, re.MULTILINE)
    assert made.count("const three = 3") == 1
    assert made.index("three = 3") < made.index("two = 2") < made.index("const one =")
    assert made.endswith("return { one };\n})();\n")


def test_a_name_that_two_modules_of_one_script_declare_is_refused(tmp_path):
    folder = tmp_path / scripts.FOLDER
    folder.mkdir()
    (folder / scripts.ENTRY).write_text('import "./other.js";\nconst twice = 1;\n', "utf-8")
    (folder / "other.js").write_text("const twice = 2;\n", "utf-8")
    with pytest.raises(ValueError, match=r"page\.js: identifier twice has already been declared"):
        scripts.shorten(tmp_path)


NAMES = re.compile(r"^import { ([^}]+) }", re.MULTILINE)
STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'')
DECLARED = re.compile(r"^(export )?(?:const|class) (\w+)", re.MULTILINE)
USED = r"(?:(?<=[^\w\s.#$])|(?<=return )|(?<=of )|(?<=in )){}(?=[^\w\s:$`])(?!\([^()]*\)\{{)"
"""A name in minified code that is no key, no method and no word of a text."""


def borrowed(name, modules):
    """The names of other modules that one reads without importing them.

    In one scope with those it works; by itself, as a preview loads it, it does not. A minifier
    shortens every name but those that are declared nowhere.
    """
    text = modules[name]
    body = scripts.LATER.sub("later()", scripts.EXPORT.sub("", scripts.IMPORT.sub("", text)))
    imported = ", ".join(NAMES.findall(text))
    kept = ", ".join(declared for is_exported, declared in DECLARED.findall(text) if is_exported)
    alone = f"(() => {{ const {{ {imported} }} = 0; {body}; return [{kept}]; }})()"
    made = STRING.sub('""', minify.string("application/javascript", alone))
    others = {found for each in modules.values() for _, found in DECLARED.findall(each)}
    return sorted(found for found in others if re.search(USED.format(found), made))


def test_a_module_imports_every_name_that_it_takes_from_another():
    folder = ROOT / "docs" / scripts.FOLDER
    modules = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.js")
    }
    assert {name: found for name in modules if (found := borrowed(name, modules))} == {}
    imported = re.compile(r"^import { (\w+)[^}]* } from .*\n", re.MULTILINE)
    for name, text in modules.items():
        if (taken := imported.search(text)) is not None:
            without = {**modules, name: text.replace(taken[0], "", 1)}
            assert taken[1] in borrowed(name, without), (name, taken[1])


def test_what_is_asked_for_later_is_found_from_where_the_script_lies():
    made = scripts.bundle("first.js", MODULES)
    assert made.count('later("later.js")') == 2
    assert 'new URL("./", document.currentScript.src)' in made
    deep = scripts.bundle("deep/second.js", MODULES)
    assert 'later("later.js")' in deep
    assert 'new URL("../", document.currentScript.src)' in deep
    assert "Later" not in made


def test_a_script_runs_once_however_often_it_is_asked_for():
    engine = quickjs.Context()
    engine.eval("const document = { currentScript: { src: '' } }; var count = 0; class URL {}")
    modules = {"a.js": "count += 1;\nexport const one = 1;\n"}
    for _ in range(2):
        engine.eval(scripts.bundle("a.js", modules))
    assert engine.eval("count") == engine.eval('modules["a.js"].one') == 1


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./deep/third.js";',
        'import { three as drei } from "./deep/third.js";',
        "export default 3;",
        'import x from "y";',
    ],
)
def test_what_the_bundler_does_not_read_is_refused(line):
    with pytest.raises(ValueError, match=re.escape(line)):
        scripts.bundle("first.js", {**MODULES, "first.js": f"const a = 1;\n{line}\n"})


def test_the_scripts_of_a_live_page_are_small(tmp_path):
    shutil.copytree(ROOT / "docs" / scripts.FOLDER, tmp_path / scripts.FOLDER)
    scripts.shorten(tmp_path)
    sent = [tmp_path / scripts.FOLDER / name for name in ("page.js", "live/session.js")]
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in sent) <= 18_000  # bytes
