"""The browser's interpreter in QuickJS: no page, no browser."""

import json

import quickjs

from rnn_examples.generators.scripts import bundle
from rnn_examples.render.graph import graph
from rnn_examples.trace import Trace
from tests.conftest import ROOT

SCRIPTS = ROOT / "docs" / "javascripts"

ENTRY = """
import { OPERATIONS } from "./graph/operations.js";
import { PLACES } from "./graph/places.js";
import { compute } from "./graph/run.js";
export const graph = { OPERATIONS, PLACES, compute };
"""


class Browser:
    """The browser's interpreter in QuickJS: no page, no browser."""

    def __init__(self) -> None:
        modules = {
            file.relative_to(SCRIPTS).as_posix(): file.read_text("utf-8")
            for file in SCRIPTS.rglob("*.js")
        }
        modules["entry.js"] = ENTRY
        self.context = quickjs.Context()
        self.context.eval("globalThis.document = { currentScript: {} }; globalThis.URL = class {};")
        self.context.eval(bundle("entry.js", modules))
        self.context.eval('globalThis.graph = modules["entry.js"].graph')

    def ask(self, expression: str) -> object:
        return json.loads(self.context.eval(f"JSON.stringify({expression})"))

    def facets(self, name: str) -> set[str]:
        """What the row of an operation has; nothing if there is none."""
        found = self.ask(f"Object.keys(graph.OPERATIONS.{name} ?? {{}})")
        placed = self.ask(f'"{name}" in graph.PLACES')
        return {*found, *(["places"] if placed else [])}

    def value(self, trace: Trace) -> list[float]:
        written = json.dumps({"e": graph(trace, {})})
        place = trace.nodes.index(trace["z"])
        run = f"graph.compute({written})"
        return self.ask(f'Array.from({run}.value("e", {place}).data)')
