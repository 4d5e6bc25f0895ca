"""`rnn-examples list`: the examples."""

from typing import Any

import typer
from rich.text import Text

from rnn_examples import paths
from rnn_examples.cli.printing import Json, err, faults_as_json, print_json, print_table
from rnn_examples.diagnostics import relative


def list_(as_json: Json = False) -> None:
    """List the examples: what runs, where it is written, what checks it, where it is shown."""
    from rnn_examples.authoring import values
    from rnn_examples.cli import shown

    catalogue = values.catalogue()
    pages = shown.pages(paths.ROOT / "docs") if paths.IS_CLONE else {}
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "function": example.trace.function,
            "file": relative(example.file),
            "line": example.line,
            "values": len(example.trace.names),
            "oracles": [declared.oracle.title for declared in example.oracles],
            "pages": pages.get(name, []),
        }
        for name, example in catalogue.examples.items()
    ]
    if as_json:
        print_json({"examples": rows, "faults": faults_as_json(catalogue.faults)})
    else:
        heads = ("example", "runs", "written in", "values", "checked by", "shown on")
        cells = [
            (
                Text(row["name"], style="bold"),
                row["function"],
                f"{row['file']}:{row['line']}",
                str(row["values"]),
                ", ".join(row["oracles"]),
                ", ".join(row["pages"]),
            )
            for row in rows
        ]
        print_table(heads, cells)
        for fault in catalogue.faults:
            err.print(Text(str(fault), style="red"))
    if catalogue.faults:
        raise typer.Exit(1)
