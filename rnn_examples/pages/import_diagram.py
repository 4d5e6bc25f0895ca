"""The house as it is built: which part of the package imports which, read from the source."""

from collections.abc import Collection
from pathlib import Path

import grimp
from grimp.exceptions import SourceSyntaxError

from rnn_examples.paths import PACKAGE


def arrows(package: str) -> list[tuple[str, str]]:
    """The parts of a package, each with those that it imports: ("render", "trace").

    Raises ValueError for what is no package, SyntaxError for a module that is no Python.
    """
    try:
        graph = grimp.build_graph(PACKAGE.name, cache_dir=None)
    except SourceSyntaxError as error:
        compile(Path(error.filename).read_bytes(), error.filename, "exec")  # which says more
        raise
    parts = graph.find_children(package) if package in graph.modules else set()
    if not parts:
        raise ValueError(f"{package} has no modules whose imports could be drawn")
    for part in parts:
        graph.squash_module(part)
    return sorted(
        (importer.rpartition(".")[2], imported.rpartition(".")[2])
        for importer in parts
        for imported in graph.find_modules_directly_imported_by(importer) & parts - {importer}
    )


def diagram(package: str) -> str:
    """The arrows as a mermaid diagram, without those that only shorten a way of others."""
    drawn = (f'  {a}["{a}"] --> {b}["{b}"]' for a, b in needed(arrows(package)))
    return "\n".join(["flowchart TB", *drawn])


def needed(arrows: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fewest arrows that lead wherever these do: all but those beside a longer way.

    There must be no circle.
    """
    behind: dict[str, set[str]] = {}

    def reached(part: str) -> set[str]:
        if part not in behind:
            nearest = {b for a, b in arrows if a == part}
            behind[part] = nearest.union(*map(reached, nearest))
        return behind[part]

    return [(a, b) for a, b in arrows if not any(b in reached(c) for d, c in arrows if d == a)]
