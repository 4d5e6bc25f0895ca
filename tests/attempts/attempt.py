"""An attempt to publish something false, and what became of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """An attempt.

    place: where it stands; what: what is false there.
    told: a pattern of the message by which it has to be caught; any message of its page if empty.
    sabotage: why nobody can catch it, which has to be meant; nothing for what may be an accident.
    """

    place: str
    what: str
    told: str = ""
    sabotage: str = ""


@dataclass(frozen=True)
class Result:
    """What became of an attempt: who caught it, with what message; neither if nobody did."""

    attempt: Attempt
    by: str = ""
    message: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether nobody caught what may be an accident."""
        return not (self.by or self.attempt.sabotage)


def result(attempt: Attempt, by: str, messages: Iterable[str]) -> Result:
    """The first message that tells of the attempt."""
    for message in messages:
        if re.search(attempt.told, message):
            return Result(attempt, by, message)
    return Result(attempt)


def table(results: Iterable[Result]) -> str:
    """A line for each attempt: caught by whom, where it stood, what it was."""
    lines = []
    for each in results:
        caught = f"caught by {each.by}" if each.by else "sabotage"
        if each.is_missed:
            caught = "NOT CAUGHT"
        reason = f" ({each.attempt.sabotage})" if each.attempt.sabotage else ""
        what = " ".join(each.attempt.what.split())
        lines.append(f"{caught:18} {each.attempt.place:28} {what}{reason}")
    return "\n".join(lines)


def total(results: Iterable[Result]) -> str:
    """How many were caught, by whom, and what is left."""
    results = tuple(results)
    caught = [each for each in results if each.by]
    by = dict.fromkeys(each.by for each in caught)
    told = ", ".join(f"{sum(each.by == name for each in caught)} by {name}" for name in by)
    missed = sum(each.is_missed for each in results)
    left = len(results) - len(caught) - missed
    return (
        f"{len(results)} attempts: {len(caught)} caught ({told}), {missed} not caught, "
        f"{left} that are sabotage."
    )
