"""The house as it is built: which part of the package imports which, read from the source."""

import grimp

from rnn_examples.paths import PACKAGE


def arrows(package: str) -> list[tuple[str, str]]:
    """The parts of a package, each with those that it imports: ("render", "trace").

    Raises ValueError for what is no package.
    """
    graph = grimp.build_graph(PACKAGE.name, cache_dir=None)
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
    """The arrows as a mermaid diagram."""
    return "\n".join(
        ["flowchart TB", *(f'  {a}["{a}"] --> {b}["{b}"]' for a, b in arrows(package))]
    )
