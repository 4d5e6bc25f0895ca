"""The site's scripts as they are sent: its own in few files, the theme's with less to style."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path

import minify

FOLDER = "javascripts"
THEME = "assets/javascripts"

IMPORT = re.compile(
    r'^import (?:{ (?P<names>[^}]+) } from )?"(?P<path>\./[^"]+|\.\./[^"]+)";$', re.M
)
EXPORT = re.compile(r"^export (?=(?:const|class) (?P<name>\w+))", re.M)
LATER = re.compile(r'\bimport\("(?P<path>[^"]+)"\)')
NOT_READ = re.compile(r"^\s*(?:import|export)\b(?!\().*", re.M)

COLOUR_SCHEME = re.compile(
    r'(?P<made>let (?P<meta>\w+)=\w+\("meta",{name:"color-scheme"}\);)'
    r"document\.head\.appendChild\((?P=meta)\);"
)
"""The theme says in the head which colours a page has: twice the browser styles all of it again.

The site says it in its style sheet (colours.css), from the start.
"""


def shorten(site: Path) -> None:
    """Put each script in one with all that it imports, without comments, and with short names.

    What is asked for later (`import("…")`) stays by itself. Raises RuntimeError for a script that
    is no JavaScript, ValueError for one that imports or exports in a way that is not known here.
    """
    folder = site / FOLDER
    modules = {
        script.relative_to(folder).as_posix(): script.read_text("utf-8")
        for script in sorted(folder.rglob("*.js"))
    }
    for name in modules:
        made = minify.string("application/javascript", bundle(name, modules))
        (folder / name).write_text(made, "utf-8")


def bundle(entry: str, modules: dict[str, str]) -> str:
    """A module and all that it imports in one: each of the others a function, called once."""
    numbers: dict[str, int] = {}
    made: list[str] = []

    def take(name: str) -> int:
        if name not in numbers:
            text, exported = _joined(name, modules[name], entry, take)
            numbers[name] = len(numbers)
            made.append(
                text
                if name == entry
                else f"const m{numbers[name]} = (() => {{\n{text}\n"
                f"return {{ {', '.join(exported)} }};\n}})();\n"
            )
        return numbers[name]

    take(entry)
    return "".join(made)


def _joined(name: str, text: str, entry: str, take: Callable[[str], int]) -> tuple[str, list[str]]:
    """A module's text without imports and exports, and the names that it exports."""

    def taken(match: re.Match[str]) -> str:
        number = take(posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"])))
        names = (match["names"] or "").replace(" as ", ": ")
        return f"const {{ {names} }} = m{number};" if names else ""

    def moved(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"]))
        path = posixpath.relpath(target, posixpath.dirname(entry) or ".")
        return f'import("{path if path.startswith(".") else f"./{path}"}")'

    text = LATER.sub(moved, IMPORT.sub(taken, text))
    exported = [match["name"] for match in EXPORT.finditer(text)]
    plain = EXPORT.sub("", text)
    if unknown := NOT_READ.search(plain):
        raise ValueError(f"{FOLDER}/{name}: {unknown[0].strip()!r} is not read by scripts.py")
    return (text if name == entry else plain), exported


def spare(site: Path) -> None:
    """Take from the theme's script what makes a browser style a whole page again."""
    for script in (site / THEME).glob("bundle.*.js"):
        text = script.read_text("utf-8")
        script.write_text(COLOUR_SCHEME.sub(r"\g<made>", text), "utf-8")
