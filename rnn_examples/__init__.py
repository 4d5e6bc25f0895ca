"""Recurrent networks by number: models in plain NumPy, and every number they make traced."""

import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, MethodType, ModuleType


class _SourceFinder:
    """Have every module of the package compiled from its source, never read from a .pyc file.

    Python takes a .pyc file for current if the source has the same size and was saved in the same
    second, so an edit of one digit can go unnoticed.
    """

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith(f"{__name__}."):
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        specs = (finder.find_spec(name, path, target) for finder in others)  # type: ignore[arg-type]
        spec = next(filter(None, specs), None)
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader.get_code = MethodType(_compile, spec.loader)  # type: ignore[method-assign]
        return spec


def _compile(loader: SourceFileLoader, name: str) -> CodeType:
    file = loader.get_filename(name)
    return loader.source_to_code(loader.get_data(file), file)


# First of all finders, and once, however often the package is imported again.
_others = [finder for finder in sys.meta_path if type(finder).__name__ != _SourceFinder.__name__]
sys.meta_path[:] = [_SourceFinder(), *_others]
