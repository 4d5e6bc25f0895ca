"""The models as users have them: the tests' own copy is wrapped by jaxtyping's checks of types."""

import importlib
import inspect
import pkgutil
import sys
from types import FunctionType, ModuleType, SimpleNamespace

import rnn_examples.models

PACKAGE = "rnn_examples.models"


def _import() -> SimpleNamespace:
    """Import every model without the tests' import hook, and leave no trace of it."""
    kept = {name: sys.modules[name] for name in list(sys.modules) if name.startswith(PACKAGE)}
    finders = list(sys.meta_path)
    for name in kept:
        del sys.modules[name]
    sys.meta_path[:] = [f for f in finders if not type(f).__module__.startswith("jaxtyping")]
    try:
        package = importlib.import_module(PACKAGE)
        names = [info.name for info in pkgutil.iter_modules(package.__path__)]
        return SimpleNamespace(
            **{name: importlib.import_module(f"{PACKAGE}.{name}") for name in names}
        )
    finally:
        sys.meta_path[:] = finders
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]
        sys.modules.update(kept)
        vars(rnn_examples)["models"] = kept[PACKAGE]


MODELS = _import()


def functions() -> dict[str, FunctionType]:
    """Return every public function of the models, as "rnn.encode", but for those that check."""
    modules: dict[str, ModuleType] = {k: v for k, v in vars(MODELS).items() if k != "checks"}
    return {
        f"{module}.{name}": function
        for module, found in modules.items()
        for name, function in vars(found).items()
        if inspect.isfunction(function)
        and function.__module__ == found.__name__
        and not name.startswith("_")
    }
