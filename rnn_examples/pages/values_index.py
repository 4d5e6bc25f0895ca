"""The index of published values: what each is, what made it, which pages show it."""

import html
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from rnn_examples.authoring.values import catalogue, numbers_of
from rnn_examples.pages.addresses import Here, in_project, page_address
from rnn_examples.pages.lesson import lessons
from rnn_examples.pages.published import Said, published
from rnn_examples.pages.site import DEFAULT, Site
from rnn_examples.render import symbols
from rnn_examples.render.numbers import in_text
from rnn_examples.render.table import framed
from rnn_examples.trace import Node
from rnn_examples.typesetting.bound import mark_html
from rnn_examples.worked_example import WorkedExample

HEADS = ("Value", "Symbol", "Number", "Made by", "Checked against", "Shown on")

DATA = "values.json"
"""Where the site has the same for programs."""


def block(here: Here) -> str:
    """Every published value of the site: a folded table an example, below its folded page."""
    return _search(here) + "".join(
        f'<details class="values"><summary><h2 id="{_group_id(title)}">{html.escape(title)}</h2>'
        f"</summary>"
        + "".join(_table(name, catalogue().examples[name], shown, here) for name, shown in group)
        + "</details>"
        for title, group in _groups(here.docs).items()
    )


def _groups(docs: Path) -> dict[str, list[tuple[str, Mapping[str, Mapping[str, str]]]]]:
    """The examples by the title of the page that shows most of each, lessons in their order."""
    groups: dict[str, list[tuple[str, Mapping[str, Mapping[str, str]]]]] = {}
    for name, shown in _shown(docs).items():
        titles = Counter(title for pages in shown.values() for title in pages.values())
        groups.setdefault(titles.most_common(1)[0][0], []).append((name, shown))
    numbers = {published(docs).titles.get(each.page): each.number for each in lessons(docs)}
    return dict(sorted(groups.items(), key=lambda group: numbers.get(group[0], 0)))


def _group_id(title: str) -> str:
    return "of-" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _shown(docs: Path) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """What is published, in the order of the examples."""
    shown = published(docs).pages
    return {name: shown[name] for name in catalogue().examples if name in shown}


def _search(here: Here) -> str:
    data = here.link(DATA)
    return (
        '<p class="values-search"><label>Find a value, an expression or a number '
        '<input type="search" autocomplete="off"></label> <output></output></p>'
        f'<p>For programs, the same as <a href="{data}" download>{DATA}</a>.</p>'
    )


def files(docs: Path, site: Site = DEFAULT) -> dict[str, str]:
    """The index for programs, by its path in the site; nothing where something is amiss."""
    with suppress(ValueError):  # reported on its own page
        values = [
            _data(name, value, pages, published(docs).said.get(f"{name}.{value}", ()), site)
            for name, shown in _shown(docs).items()
            for value, pages in shown.items()
        ]
        return {DATA: json.dumps(values, ensure_ascii=False, indent=1) + "\n"}
    return {}


def _data(
    name: str, value: str, pages: Mapping[str, str], claims: Iterable[Said], site: Site
) -> dict[str, Any]:
    example = catalogue().examples[name]
    node, numbers = example.trace[value], numbers_of(name, "")
    entries = list(numbers.long_enough(node).entries(node))
    source = node.source
    return {
        "name": f"{name}.{value}",
        "symbol": symbols.plain(value),
        "shape": list(node.shape),
        "printed": [number.plain for number in entries],
        "exact": [number.exact for number in entries],
        "digits": [f"{number.value:.12g}" for number in entries],
        "operation": node.operation,
        "operands": [numbers.name(operand) for operand in node.operands],
        "expression": source and source.text,
        "source": source and f"{in_project(source.file)}:{source.line}:{source.column}",
        "checks": [
            {"oracle": c.oracle, "agrees_to": closeness(c.difference), "tolerance": c.tolerance}
            for c in example.checks.values.get(value, ())
        ],
        "pages": [page_address(page, site) for page in pages],
        "claims": [
            {"phrase": c.phrase, "condition": c.condition, "page": page_address(c.page, site)}
            for c in claims
        ],
    }


def _table(
    name: str, example: WorkedExample, shown: Mapping[str, Mapping[str, str]], here: Here
) -> str:
    rows = "".join(
        f'<tr id="{name}.{value}"><th scope="row"><code>{name}.{value}</code></th>'
        f"<td>{symbols.html(value)}</td>"
        f"<td>{_number(name, example.trace[value], value)}</td>"
        f"<td>{_made_by(example.trace[value], example, here)}</td>"
        f"<td>{_checked(example, value)}</td>"
        f"<td>{_links(shown[value], here)}</td></tr>"
        for value in example.trace.names
        if value in shown
    )
    return (
        f'<details class="index"><summary><h3 id="{name}">{name}</h3></summary>'
        f"{framed(HEADS, rows, 'table-scroll index')}{_said(name, shown, here)}</details>"
    )


def _said(name: str, shown: Iterable[str], here: Here) -> str:
    """The conditions of the claims that pages make of an example's values, each once."""
    said = published(here.docs).said
    claims = [claim for value in shown for claim in said.get(f"{name}.{value}", ())]
    if not claims:
        return ""
    items = "".join(
        f'<li><code class="condition">{html.escape(condition)}</code> '
        f"({_links({page: published(here.docs).titles[page]}, here)})</li>"
        for condition, page in dict.fromkeys((claim.condition, claim.page) for claim in claims)
    )
    return f"<details><summary>What the pages say of {name}</summary><ul>{items}</ul></details>"


def _number(name: str, node: Node, value: str) -> str:
    try:
        numbers = numbers_of(name, "").long_enough(node)
        return in_text(numbers, node, mark_html(name, numbers.spec))
    except ValueError as error:
        raise ValueError(f"{name}.{value}: {error}") from None


def _made_by(node: Node, example: WorkedExample, here: Here) -> str:
    given = here.linked("given", example.file, example.line)
    if node.origin is not None:
        handed_over = here.linked("handed over", example.file, example.line)
        return f"{handed_over}{_from(node.origin, here.docs)}"
    if node.source is None:
        return given
    if node.operation == "index" and len(node.operands) == 1 and not node.operands[0].operands:
        sequence = example.trace.name_of(node.operands[0])
        return f"{given}, an item of <var>{sequence}</var>"
    place = node.source.file, node.source.line
    if not node.operands:  # its line is the one that takes it in
        return f"{here.linked('a constant', *place)} of the code"
    return here.linked(f"<code>{html.escape(node.source.text)}</code>", *place)


def _from(origin: Node, docs: Path) -> str:
    """Which published value was handed over: its row of this index, if it has one."""
    for name, example in catalogue().examples.items():
        value = example.trace.name_of(origin)
        if value is not None:
            path = f"<code>{name}.{value}</code>"
            shown = value in published(docs).pages.get(name, {})
            return f' from <a href="#{name}.{value}">{path}</a>' if shown else f" from {path}"
    return ""


def _checked(example: WorkedExample, value: str) -> str:
    checks = example.checks.values.get(value, ())
    return "; ".join(
        f"{html.escape(c.oracle)}, to <code>{closeness(c.difference)}</code>" for c in checks
    )


def closeness(difference: float) -> str:
    """How close an oracle is, rounded up to a power of ten: the last digits vary by processor."""
    return f"{10.0 ** max(-15, math.ceil(math.log10(difference or 1e-15))):.0e}"


def _links(pages: Mapping[str, str], here: Here) -> str:
    return ", ".join(
        f'<a href="{here.link(here.address(source))}">{html.escape(title)}</a>'
        for source, title in pages.items()
    )
