"""Run every benchmark, or those that are named: `python -m benchmarks tracing values page`."""

import os
import sys

# NumPy reads it when it is imported. The matrices are small: a second thread takes a processor of
# its own and makes nothing faster.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks import (
    build,
    cells,
    page,
    pages,
    preview,
    tracing,
    training,
    translator,
    values,
)
from benchmarks.figure import show

BENCHMARKS = {
    "tracing": tracing.measure,
    "training": training.measure,
    "cells": cells.measure,
    "translator": translator.measure,
    "values": values.measure,
    "build": build.measure,
    "pages": pages.measure,
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
