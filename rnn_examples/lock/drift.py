"""What changed since the values were locked, and why; told in lines, or as a table on GitHub."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from rnn_examples.diagnostics import Diagnostic
from rnn_examples.lock.values_lock import LOCK, Lock, LockedExample, LockedValue

NONE = LockedExample()
NO_VALUE = LockedValue()


@dataclass(frozen=True)
class Drift:
    """One change.

    name: what changed, as h_1[0]; a value's "made by"; an example's "code".
    before, after: nothing where there was or is none.
    cause: "input W", "code", "format", "page", "oracle", or "library"; of what a notebook prints,
    "code" or "imports".
    line: where it stands in the lock.
    """

    example: str
    name: str
    before: str
    after: str
    cause: str
    line: int = 1

    @property
    def fault(self) -> Diagnostic:
        """The drift as a fault of the lock."""
        what = f"was {self.before}" if self.before else "is new"
        now = f"is {self.after}" if self.after else "is gone"
        change = f"{what}, {now}" if self.before else f"{what}: {self.after}"
        return Diagnostic(
            str(LOCK),
            self.line,
            1,
            f"{self.example}.{self.name} {change} ({self.cause}); "
            "if that is meant: rnn-examples accept",
        )


def drifts(before: Lock, now: Lock) -> list[Drift]:
    """Every change between two locks, by example."""
    causes = _Causes(before, now)
    return [
        drift
        for name in dict.fromkeys([*now, *before])
        for drift in _of_example(name, before.get(name, NONE), now.get(name, NONE), causes)
    ]


class _Causes:
    """Why the numbers of each example changed, if they did."""

    def __init__(self, before: Lock, now: Lock) -> None:
        self.before = before
        self.now = now

    def of(self, name: str) -> list[str]:
        """Inputs and code that changed, those of examples that hand something over included."""
        now = self.now.get(name, NONE)
        changed = [self._of_input(name, key) for key in {**now.given, **self._before(name).given}]
        return [*filter(None, changed), *["code"] * (now.code != self._before(name).code)]

    def _before(self, name: str) -> LockedExample:
        return self.before.get(name, NONE)

    def _of_input(self, name: str, key: str) -> str:
        """The change of an input, or of what handed it over; nothing if there is none."""
        given = self.now.get(name, NONE).given.get(key)
        if given != self._before(name).given.get(key):
            return f"input {key}"
        source, _, value = (given or "").partition(".")
        if source not in self.now or source == name:
            return ""
        is_input = value in self.now[source].given
        changed = self._of_input(source, value) if is_input else self.of(source)
        return f"input {key}, handed over as {given}" if changed else ""


def _of_example(
    name: str, before: LockedExample, now: LockedExample, causes: _Causes
) -> Iterator[Drift]:
    otherwise = {".py": "imports", ".md": "page"}.get(name[-3:], "library")
    cause = "; ".join(causes.of(name)) or otherwise
    for key in dict.fromkeys([*now.given, *before.given]):
        was, is_ = before.given.get(key, ""), now.given.get(key, "")
        if was != is_:
            yield Drift(name, f"given {key}", was, is_, "input", before.line)
    if before.code != now.code:
        yield Drift(name, "code", before.code, now.code, "code", before.line)
    for key in dict.fromkeys([*now.values, *before.values]):
        yield from _of_value(name, key, before.values.get(key), now.values.get(key), cause)


def _of_value(
    example: str, name: str, before: LockedValue | None, now: LockedValue | None, cause: str
) -> Iterator[Drift]:
    is_both = before is not None and now is not None
    before, now = before or NO_VALUE, now or NO_VALUE
    first = min(before.lines.values(), default=1)
    for entry in dict.fromkeys([*now.entries, *before.entries]):
        was, is_ = before.entries.get(entry), now.entries.get(entry)
        path = f"{name}{entry[0]}" + (f" | {entry[1]}" if entry[1] else "")
        line = before.lines.get(entry, first)
        if was is None or is_ is None:
            why = cause if is_both and cause != "library" and not entry[1] else "page"
            yield Drift(example, path, was[0] if was else "", is_[0] if is_ else "", why, line)
        elif not _same(was, is_):
            old, new = (f"{text} ≈ {digits}" if was[0] == is_[0] and digits else text
                        for text, digits in (was, is_))  # fmt: skip
            yield Drift(example, path, old, new, cause, line)
        elif was[0] != is_[0]:
            yield Drift(example, path, was[0], is_[0], "format", line)
    for n, (old, new) in enumerate(zip_longest(before.printed, now.printed, fillvalue="")):
        if old.rstrip() != new.rstrip():
            line = before.lines.get((f"[{n}]", ""), first)
            yield Drift(example, f"{name} line {n + 1}", old, new, cause, line)
    if is_both:
        for key, why in {"made by": "code", "checked by": "oracle", "shown on": "page"}.items():
            old, new = before.fields.get(key, ""), now.fields.get(key, "")
            if old != new:
                yield Drift(example, f"{name} {key}", old, new, why, first)


def _same(was: tuple[str, str], is_: tuple[str, str]) -> bool:
    """Whether two entries are one number, however it is printed."""
    if was[1] and is_[1]:
        return agree(was[1], is_[1])
    return not (was[1] or is_[1]) and Decimal(was[0]) == Decimal(is_[0])


def agree(before: str, now: str) -> bool:
    """Whether two numbers agree in the digits that both have, but for one unit in the last."""
    a, b = Decimal(before), Decimal(now)
    last = max(int(a.as_tuple().exponent), int(b.as_tuple().exponent))
    return abs(a - b) <= Decimal(1).scaleb(last)


def merged(before: Lock, now: Lock) -> Lock:
    """The lock to write: digits that agree stay as they were, whichever processor wrote them."""
    for name, example in now.items():
        for key, value in example.values.items():
            old = before.get(name, NONE).values.get(key, NO_VALUE).entries
            for entry, (text, digits) in value.entries.items():
                was = old.get(entry)
                if was and was[0] == text and was[1] and digits and agree(was[1], digits):
                    value.entries[entry] = was
    return now


def of_example(lock: Lock, name: str) -> Lock:
    """One example, and those that hand something over to it, without their values."""
    kept = {name} | _upstream(lock, name)
    return {
        key: example if key == name else LockedExample(example.given, example.code)
        for key, example in lock.items()
        if key in kept
    }


def _upstream(lock: Lock, name: str) -> set[str]:
    given = lock.get(name, NONE).given.values()
    sources = {text.partition(".")[0] for text in given} & lock.keys() - {name}
    return sources.union(*(_upstream(lock, source) for source in sources))


def markdown(changes: Sequence[Drift]) -> str:
    """The changes as GitHub's Markdown, a table an example."""
    if not changes:
        return "No published number changed.\n"
    told = [f"{len(changes)} change{'s' * (len(changes) > 1)} of published values\n"]
    for example in dict.fromkeys(change.example for change in changes):
        told += [f"### {example}", "", "| value | before | now | cause |", "| --- " * 4 + "|"]
        for change in changes:
            if change.example == example:
                cells = (change.name, change.before, change.after, change.cause)
                told.append(f"| {' | '.join(map(_cell, cells))} |")
        told.append("")
    return "\n".join(told)


def _cell(text: str) -> str:
    """A cell's text: nothing in it is Markdown, HTML or the end of the cell."""
    return re.sub(r"([\\`*_{}\[\]<>|~])", r"\\\1", text) or "—"
