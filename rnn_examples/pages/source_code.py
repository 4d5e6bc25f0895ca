"""Source code of the package, as it is on disk."""

import importlib
import inspect
from pathlib import Path
from types import FunctionType

from rnn_examples.authoring import texts
from rnn_examples.pages.addresses import Here, in_project
from rnn_examples.paths import ROOT
from rnn_examples.typesetting.engines import coloured


def block(path: str, here: Here) -> str:
    """A module with an anchor L-n at each line; a part of one, linked to its lines.

    Raises ValueError if there is no such code.
    """
    module = _module_file(path)
    if module is not None:
        made = coloured(texts.read(module), 1, anchors=True)
        return f'<div class="copy source">{made}</div>'  # the theme gives it a button
    found = _find(path)
    file = inspect.getsourcefile(found)
    assert file is not None
    lines, start = inspect.getsourcelines(found)
    place = here.linked(f"{in_project(file)}, line {start}", file, start)
    return (
        f'<figure class="source">{coloured("".join(lines), start, anchors=False)}'
        f"<figcaption>{place}</figcaption></figure>"
    )


def _module_file(path: str) -> Path | None:
    """The file of a module, which need not run to be read; None if the path is no module."""
    folder = ROOT.joinpath(*path.split("."))
    files = (folder.with_suffix(".py"), folder / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def _find(path: str) -> type | FunctionType:
    module, names = path, list[str]()
    while True:
        try:
            found = importlib.import_module(module)
            break
        except ModuleNotFoundError as error:
            if error.name is None or not f"{module}.".startswith(f"{error.name}."):
                raise  # the module is there, and what it imports is not
            module, _, name = module.rpartition(".")
            names.insert(0, name)
    for name in names:
        if not hasattr(found, name):
            raise ValueError(f"no {path} in the package: {module} has no {name!r}")
        found = getattr(found, name)
    if isinstance(found, FunctionType):
        found = inspect.unwrap(found)  # tests check shapes in a wrapper
    if not isinstance(found, type | FunctionType):
        what = "is no module, class or function: its code cannot be shown alone"
        raise ValueError(f"{path} {what}")  # noqa: TRY004 (it is the author's)
    return found
