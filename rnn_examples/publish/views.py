"""Views that need the site: source code with line anchors, figures, the index of values."""

import hashlib
import html
import importlib
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from rnn_examples.faults import relative
from rnn_examples.publish.addresses import page_address, relative_link, source_link
from rnn_examples.publish.tokens import TOKEN, parse
from rnn_examples.publish.values import OF_EXAMPLES, catalogue
from rnn_examples.render import symbols
from rnn_examples.render.numbers import Mark, Numbers, in_text
from rnn_examples.trace import Node

# Source code.


def find_code(path: str) -> object:
    """The module, class or function of a dotted name. Raises ValueError if there is none."""
    module, names = path, []
    while module:
        try:
            found: object = importlib.import_module(module)
            break
        except ModuleNotFoundError:
            module, _, name = module.rpartition(".")
            names.insert(0, name)
    for name in names:
        if not hasattr(found, name):
            raise ValueError(f"no {path} in the package: {module} has no {name!r}")
        found = getattr(found, name)
    if not (inspect.ismodule(found) or inspect.isclass(found) or inspect.isfunction(found)):
        raise ValueError(f"{path} is no module, class or function: its code cannot be shown alone")
    return found


def code(path: str, page: str) -> str:
    """Source code: a module with an anchor L-n at each line; a part of one, linked to its lines."""
    found = find_code(path)
    file = inspect.getsourcefile(found)  # type: ignore[arg-type]
    assert file is not None
    if inspect.ismodule(found):
        return _highlight(Path(file).read_text("utf-8"), 1, anchors=True)
    lines, start = inspect.getsourcelines(found)  # type: ignore[arg-type]
    link = source_link(page, file, start)
    return (
        f'<figure class="source">{_highlight("".join(lines), start, anchors=False)}'
        f'<figcaption><a href="{link}">{relative(file)}, line {start}</a></figcaption></figure>'
    )


def _highlight(text: str, start: int, *, anchors: bool) -> str:
    options = {"lineanchors": "L", "anchorlinenos": True, "linenos": "table"} if anchors else {}
    formatter = HtmlFormatter(cssclass="highlight", linenostart=start, wrapcode=True, **options)
    return highlight(text, PythonLexer(), formatter)


# Figures.

HIDDEN_START, HIDDEN_END, ZERO, ONE = "\u2063", "\u2064", "\u2061", "\u2062"
HIDDEN = re.compile(f"{HIDDEN_START}([{ZERO}{ONE}]+){HIDDEN_START}(.*?){HIDDEN_END}", re.S)


def hide(name: str) -> str:
    """A name in characters without width, so that mermaid measures only what is seen."""
    bits = "".join(f"{byte:08b}" for byte in name.encode())
    return HIDDEN_START + bits.replace("0", ZERO).replace("1", ONE) + HIDDEN_START


def _found(match: re.Match[str], tag: str) -> str:
    bits = match[1].replace(ZERO, "0").replace(ONE, "1")
    data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)).decode()
    name, _, value = data.partition(" ")
    full = f' value="{value}"' if tag == "data" else ""
    return f'<{tag} class="computed"{full} data-value="{html.escape(name)}">{match[2]}</{tag}>'


def figure(svg: str, source: str, label: str) -> str:
    """A mermaid SVG as part of the page: its own style sheet dropped, its ids made unique."""
    unique = "m" + hashlib.sha256(HIDDEN.sub(r"\2", source).encode()).hexdigest()[:8]
    svg = svg.replace("my-svg", unique)
    svg = re.sub(r"<style>.*?</style>", "", svg, flags=re.S)
    svg = re.sub(
        r"<foreignObject.*?</foreignObject>",
        lambda m: HIDDEN.sub(lambda n: _found(n, "data"), m[0]),
        svg,
        flags=re.S,
    )
    svg = HIDDEN.sub(lambda m: _found(m, "tspan"), svg)
    svg = _used_markers(svg)
    width = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', svg)
    style = f' style="--width: {float(width[1]):.0f}px"' if width else ""
    told = f' aria-label="{html.escape(label)}"' if label else ""
    return f'<figure class="diagram" role="group"{told}{style}>{svg}</figure>'


def _used_markers(svg: str) -> str:
    """Drop the arrow heads that no line of the diagram uses: two thirds of its bytes."""
    return re.sub(
        r'<marker id="([^"]+)".*?</marker>',
        lambda m: m[0] if f"url(#{m[1]})" in svg else "",
        svg,
        flags=re.S,
    )


# The index of published values.


def index(page: str, path: Path | None, mark_html: Callable[[str], Mark]) -> str:
    """Every published value of the site: what it is, what made it, where it is shown."""
    assert path is not None
    docs = path.resolve()
    for _ in Path(page).parts:
        docs = docs.parent
    shown = published(docs)
    parts = []
    for name, example in catalogue().examples.items():
        rows = [row for row in shown if row[0] == name]
        if not rows:
            continue
        numbers = Numbers(example.trace)
        body = ""
        for _, value in rows:
            node = example.trace[value]
            pages = ", ".join(
                f'<a href="{relative_link(page, page_address(source))}">{html.escape(title)}</a>'
                for source, title in shown[name, value].items()
            )
            body += (
                f'<tr id="{name}.{value}"><th scope="row"><code>{name}.{value}</code></th>'
                f"<td>{symbols.html(value)}</td>"
                f"<td>{in_text(numbers, node, mark_html(name))}</td>"
                f"<td>{_made_by(node, example, page)}</td><td>{pages}</td></tr>"
            )
        heads = ("Value", "Symbol", "Number", "Made by", "Shown on")
        head = "".join(f'<th scope="col">{title}</th>' for title in heads)
        parts.append(
            f'<h2 id="{name}">{name}</h2><div class="table-scroll"><table>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )
    return "".join(parts)


def _made_by(node: Node, example, page: str) -> str:
    if node.source is None:
        link = source_link(page, example.file, example.line)
        return f'<a href="{link}">given</a>'
    link = source_link(page, node.source.file, node.source.line)
    return f'<a href="{link}"><code>{html.escape(node.source.text)}</code></a>'


@cache
def published(docs: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The values that the pages show: (example, name) to the pages, each with its title."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    examples = catalogue().examples
    for file in sorted(docs.rglob("*.md")):
        text = file.read_text("utf-8")
        source = file.relative_to(docs).as_posix()
        title = next(iter(re.findall(r"^(?:title:|#) *(.+)$", text, re.M)), source)
        for match in TOKEN.finditer(text):
            if match["escape"]:
                continue
            try:
                token = parse(match[0], match["body"])
            except ValueError:
                continue  # reported on its own page
            if token.example not in examples:
                continue
            names = examples[token.example].trace.names
            whole = token.view in OF_EXAMPLES
            for name in names if whole else [token.name] if token.name in names else []:
                assert name is not None
                found.setdefault((token.example, name), {})[source] = title.strip("# \"'")
    order = {
        (example, name): (i, j)
        for i, (example, worked) in enumerate(examples.items())
        for j, name in enumerate(worked.trace.names)
    }
    return dict(sorted(found.items(), key=lambda item: order[item[0]]))
