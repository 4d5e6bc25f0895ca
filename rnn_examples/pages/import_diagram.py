"""The house as it is built: which part of the package imports which, read from the source."""

from pathlib import Path

from rnn_examples.pages.addresses import modules
from rnn_examples.paths import ROOT
from rnn_examples.worked_example.independence import imports


def arrows(package: str) -> list[tuple[str, str]]:
    """The parts of a package, each with those that it imports: ("render", "trace").

    Raises ValueError for what is no package.
    """
    prefix = f"{package}."
    found: dict[tuple[str, str], None] = {}
    inside = [name for name in map(_name, modules()) if name.startswith(prefix)]
    for module in inside:
        for imported in imports(module):
            ends = (_part(module, prefix), _part(imported, prefix))
            if imported.startswith(prefix) and ends[0] != ends[1]:
                found[ends] = None
    if not inside:
        raise ValueError(f"{package} has no modules whose imports could be drawn")
    return sorted(found)


def _name(module: Path) -> str:
    dotted = ".".join(module.relative_to(ROOT).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


def _part(module: str, prefix: str) -> str:
    return module.removeprefix(prefix).partition(".")[0]


def diagram(package: str) -> str:
    """The arrows as a mermaid diagram."""
    return "\n".join(
        ["flowchart TB", *(f'  {a}["{a}"] --> {b}["{b}"]' for a, b in arrows(package))]
    )
