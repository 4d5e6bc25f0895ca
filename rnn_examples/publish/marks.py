"""Numbers that can be found again: each carries its name, wherever it stands on a page."""

import html
from collections.abc import Callable

from rnn_examples.render.numbers import Mark, Printed

Marker = Callable[[str], Mark]
"""From an example's name to how its numbers are written."""


def mark_html(example: str) -> Mark:
    """Write a number in HTML: its printed text, its value, its name."""
    return lambda number: data_element(example, number)


def mark_plain(example: str) -> Mark:
    """Write the text alone, where no element can stand."""
    del example
    return lambda number: number.plain


def mark_noted(names: list[str]) -> Marker:
    """Write the text alone, and note which value it is."""

    def mark(example: str) -> Mark:
        def write(number: Printed) -> str:
            names.append(f"{example}.{number.path}")
            return number.plain

        return write

    return mark


def data_element(example: str, number: Printed) -> str:
    """The number as HTML's own element for values."""
    if is_size(number):
        return f'<span class="size" {_named(example, number)}</span>'
    value = f"{number.value:.12g}" if isinstance(number.value, float) else str(number.value)
    # Twelve digits: the last ones of a double differ between processors.
    return f'<data class="computed" value="{value}" {_named(example, number)}</data>'


def is_size(number: Printed) -> bool:
    """Whether a number is the size of an axis, which no run computes."""
    return ".shape" in number.path


def _named(example: str, number: Printed) -> str:
    name = html.escape(f"{example}.{number.path}")
    kind = "shape" if is_size(number) else "value"
    return f'data-{kind}="{name}">{html.escape(number.plain)}'


class Numbered:
    """Numbers on their way through KaTeX or mermaid, in whose place a placeholder stands."""

    def __init__(self, placeholder: Callable[[int, Printed], str]) -> None:
        self._placeholder = placeholder
        self._numbers: list[tuple[str, Printed]] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def mark(self, example: str) -> Mark:
        """Write placeholders for the numbers of this example."""

        def write(number: Printed) -> str:
            self._numbers.append((example, number))
            return self._placeholder(len(self._numbers) - 1, number)

        return write

    def data(self, n: int) -> str:
        """The number of a placeholder in HTML."""
        return data_element(*self._numbers[n])

    def element(self, n: int, tag: str, classes: str = "") -> str:
        """The same in MathML, in SVG, or in an element whose class matters."""
        example, number = self._numbers[n]
        if is_size(number):
            classes = classes.removesuffix("computed").strip()
        attribute = f'class="{classes}" ' if classes else ""
        return f"<{tag} {attribute}{_named(example, number)}</{tag}>"

    def text(self, n: int) -> str:
        """The number as it is read."""
        return self._numbers[n][1].plain
