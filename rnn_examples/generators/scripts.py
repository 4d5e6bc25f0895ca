"""The site's scripts as they are sent: its own in few files, the theme's with less to style."""

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path

import minify

from rnn_examples.pages.script import ENTRY, FOLDER, MODULE

THEME = "assets/javascripts"

IMPORT = re.compile(
    r'^import (?:{ (?P<names>[^}]+) } from )?"(?P<path>\./[^"]+|\.\./[^"]+)";$', re.M
)
EXPORT = re.compile(r"^export (?=(?:const|class) (?P<name>\w+))", re.M)
LATER = re.compile(r'\bimport\("(?P<path>[^"]+)"\)(?!\.[A-Z])')
"""A module that is asked for later; import("…").Type in a comment names a type of one."""
LOADED = re.compile(r'\blater\("([^"]+)"\)')
NOT_READ = re.compile(r"^\s*(?:import|export)\b(?!\().*", re.M)

LOADER = """
const top = new URL("TOP", document.currentScript.src);
const later = (name) => new Promise((resolve, reject) => {
  const found = () => resolve(modules[name]);
  if (modules[name]) return found();
  const script = document.createElement("script"), src = new URL(name, top).href;
  const onerror = () => reject(new Error(`${src} does not load`));
  document.head.append(Object.assign(script, { src, onload: found, onerror }));
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
    """A module and all that it imports as one classic script: each of them a function, called once.

    What it exports is then `modules["entry.js"]`; a second script of that name changes nothing.
    """
    numbers: dict[str, int] = {}
    made: list[str] = []

    def take(name: str) -> int:
        if name not in numbers:
            text, exported = _joined(name, modules[name], take)
            numbers[name] = len(numbers)
            made.append(
                f"const m{numbers[name]} = (() => {{\n{text}\n"
                f"return {{ {', '.join(exported)} }};\n}})();\n"
            )
        return numbers[name]

    last, key = take(entry), json.dumps(entry)
    text = "".join(made)
    loader = LOADER.replace("TOP", "../" * entry.count("/") or "./") if "later(" in text else ""
    return (
        f'(globalThis.modules ??= {{}})[{key}] ??= (() => {{\n"use strict";\n'
        f"{loader}{text}return m{last};\n}})();\n"
    )


def _joined(name: str, text: str, take: Callable[[str], int]) -> tuple[str, list[str]]:
    """A module's text without imports and exports, and the names that it exports."""

    def from_top(path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))

    def taken(match: re.Match[str]) -> str:
        number = take(from_top(match["path"]))
        names = (match["names"] or "").replace(" as ", ": ")
        return f"const {{ {names} }} = m{number};" if names else ""

    text = IMPORT.sub(taken, text)
    text = LATER.sub(lambda m: f"later({json.dumps(from_top(m['path']))})", text)
    exported = [match["name"] for match in EXPORT.finditer(text)]
    plain = EXPORT.sub("", text)
    if unknown := NOT_READ.search(plain):
        raise ValueError(f"{FOLDER}/{name}: {unknown[0].strip()!r} is not read by scripts.py")
    return plain, exported


def spare(site: Path) -> None:
    """Take from the theme's script what makes a browser style a whole page again.

    Blanks stand in its place: where the rest stood in the source is written beside it, by columns.
    """

    def blanked(match: re.Match[str]) -> str:
        return match["made"] + " " * len(match["shown"])

    for script in (site / THEME).glob("bundle.*.js"):
        text = script.read_text("utf-8")
        script.write_text(COLOUR_SCHEME.sub(blanked, text), "utf-8")
