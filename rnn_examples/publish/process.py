"""What lives as long as the process, through every reload of the package: engines and their results.

KaTeX and mermaid take up to a second to start. Both are pure functions of their text, so their
results may be kept; values may not, and are not.
"""

import json
from functools import cache
from pathlib import Path

import mermaidx
import quickjs

serving = False
"""Whether this is `mkdocs serve`, where a fault must not end the process."""


class TypesettingError(ValueError):
    """What KaTeX or mermaid says is wrong. position: the character, or line, where known."""

    def __init__(self, text: str, position: int | None = None) -> None:
        super().__init__(text)
        self.position = position


@cache
def _katex(script: Path) -> quickjs.Function:
    context = quickjs.Context()
    context.eval("var self = globalThis;" + script.read_text("utf-8"))
    context.eval(
        """
        globalThis.render = (latex, displayMode) => {
          try {
            const options = {displayMode, throwOnError: true, strict: "error"};
            return JSON.stringify({html: katex.renderToString(latex, options)});
          } catch (error) {
            return JSON.stringify({error: error.rawMessage ?? error.message,
                                   position: error.position ?? null});
          }
        }
        """
    )
    return context.get("render")


@cache
def katex(script: Path, latex: str, display: bool) -> str:
    """LaTeX to HTML with MathML, as KaTeX makes it. Raises TypesettingError for bad LaTeX."""
    answer = json.loads(_katex(script)(latex, display))
    if "error" in answer:
        raise TypesettingError(answer["error"], answer["position"])
    return answer["html"]


@cache
def mermaid(source: str) -> str:
    """A mermaid diagram as SVG. Raises TypesettingError for a bad diagram."""
    try:
        svg = mermaidx.render(source, theme="base", config={"fontFamily": "arial, sans-serif"}).svg()
    except RuntimeError as error:
        raise TypesettingError(str(error)) from None
    return svg if isinstance(svg, str) else svg.decode()
