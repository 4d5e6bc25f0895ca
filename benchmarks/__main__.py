"""Run every benchmark, or those that are named: `python -m benchmarks tracing values page`."""

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import build, page, tracing, training, values
from benchmarks.figure import Figure

BENCHMARKS = {
    "tracing": tracing.measure,
    "training": training.measure,
    "values": values.measure,
    "build": build.measure,
    "page": page.measure,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(
            f"no benchmark named {unknown[0]!r}; there are {', '.join(BENCHMARKS)}", file=sys.stderr
        )
        return 2
    table = Table("Figure", "Measured", "To reach", "How", title="Measured in this run")
    for name in names or list(BENCHMARKS):
        for figure in BENCHMARKS[name]():
            table.add_row(*_row(figure))
        table.add_section()
    Console(width=118).print(table)
    return 0


def _row(figure: Figure) -> tuple[str, str, str, str]:
    return figure.name, figure.measured, figure.to_reach, figure.how


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
