"""The site's scripts as they are sent: its own in few files, the theme's with less to style."""

import json
import posixpath
import re
from pathlib import Path

import minify

from rnn_examples.pages.script import ENTRY, FOLDER, MODULE

THEME = "assets/javascripts"

IMPORT = re.compile(
    r'^import (?:{ (?:(?! as )[^}])+ } from )?"(?P<path>\./[^"]+|\.\./[^"]+)";$', re.M
)
EXPORT = re.compile(r"^export (?=(?:const|class) (?P<name>\w+))", re.M)
LATER = re.compile(r'\bimport\("(?P<path>[^"]+)"\)(?!\.[A-Z])')
"""A module that is asked for later; import("…").Type in a comment names a type of one."""
LOADED = re.compile(r'\blater\("([^"]+)"\)')
NOT_READ = re.compile(r"^\s*(?:import|export)\b(?!\().*", re.M)

LOADER = """
const top = new URL("TOP", document.currentScript.src);
const later = (name) => new Promise((resolve, onerror) => {
  const script = document.createElement("script"), src = new URL(name, top);
  const onload = () => resolve(modules[name]);
  if (modules[name]) onload();
  else document.head.append(Object.assign(script, { src, onload, onerror }));
});
"""
"""What `import("…")` does, for a classic script."""

COLOUR_SCHEME = re.compile(
    r'(?P<made>let (?P<meta>\w+)=\w+\("meta",{name:"color-scheme"}\);)'
    r"(?P<shown>document\.head\.appendChild\((?P=meta)\);)"
)
"""The theme says in the head which colours a page has: twice the browser styles all of it again.

The site says it in its style sheet (colours.css), from the start.
"""


def shorten(site: Path) -> None:
    """Put the pages' script in one with all that it imports, without comments or long names.

    What is asked for later (`import("…")`) is another such script; files that are in neither stay
    as they are. Each becomes a classic script, as which the pages ask for it: a browser runs no
    module from disk. Raises ValueError for a script that is no JavaScript, and for one that imports
    or exports in a way that is not known here.
    """
    folder = site / FOLDER
    modules = {
        script.relative_to(folder).as_posix(): script.read_text("utf-8")
        for script in sorted(folder.rglob("*.js"))
    }
    entries = [ENTRY]
    for name in entries:  # which grows
        text = bundle(name, modules)
        entries += [later for later in LOADED.findall(text) if later not in entries]
        try:
            (folder / name).write_text(minify.string("application/javascript", text), "utf-8")
        except (RuntimeError, ValueError) as error:
            raise ValueError(f"{FOLDER}/{name}: {' '.join(str(error).split())}") from None


def as_classic(page: str) -> str:
    """A page that asks for the site's script as it is sent."""
    return page.replace(MODULE, MODULE.replace('type="module"', "defer"))


def bundle(entry: str, modules: dict[str, str]) -> str:
    """A module and all that it imports as one classic script, in one scope: no name stands twice.

    What the entry exports is then `modules["entry.js"]`; a second script of that name changes
    nothing.
    """
    made: dict[str, str] = {}
    _take(entry, modules, made)
    text, key = "".join(made.values()), json.dumps(entry)
    loader = LOADER.replace("TOP", "../" * entry.count("/") or "./") if "later(" in text else ""
    exported = ", ".join(match["name"] for match in EXPORT.finditer(modules[entry]))
    return (
        f'(globalThis.modules ??= {{}})[{key}] ??= (() => {{\n"use strict";\n'
        f"{loader}{text}return {{ {exported} }};\n}})();\n"
    )


def _take(name: str, modules: dict[str, str], made: dict[str, str]) -> None:
    """Add a module without imports and exports, behind those that it imports."""

    def from_top(path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))

    for match in IMPORT.finditer(modules[name]):
        if from_top(match["path"]) not in made:
            _take(from_top(match["path"]), modules, made)
    text = IMPORT.sub("", modules[name])
    text = LATER.sub(lambda m: f"later({json.dumps(from_top(m['path']))})", text)
    plain = EXPORT.sub("", text)
    if unknown := NOT_READ.search(plain):
        raise ValueError(f"{FOLDER}/{name}: {unknown[0].strip()!r} is not read by scripts.py")
    made[name] = plain


def spare(site: Path) -> None:
    """Take from the theme's script what makes a browser style a whole page again.

    Blanks stand in its place: where the rest stood in the source is written beside it, by columns.
    """

    def blanked(match: re.Match[str]) -> str:
        return match["made"] + " " * len(match["shown"])

    for script in (site / THEME).glob("bundle.*.js"):
        text = script.read_text("utf-8")
        script.write_text(COLOUR_SCHEME.sub(blanked, text), "utf-8")
