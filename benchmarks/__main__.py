"""Run every benchmark, or those that are named: `python -m benchmarks tracing values page`."""

import sys

from benchmarks import build, cells, page, preview, tracing, training, values
from benchmarks.figure import show

BENCHMARKS = {
    "tracing": tracing.measure,
    "training": training.measure,
    "cells": cells.measure,
    "values": values.measure,
    "build": build.measure,
    "preview": preview.measure,
    "page": page.measure,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(
            f"no benchmark named {unknown[0]!r}; there are {', '.join(BENCHMARKS)}", file=sys.stderr
        )
        return 2
    show(BENCHMARKS[name]() for name in names or list(BENCHMARKS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
