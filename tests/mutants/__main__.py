"""Plant every mutation, and say which were not seen: `python -m tests.mutants models/rnn.py`."""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tests.conftest import ROOT
from tests.mutants import generated, listed
from tests.mutants.generated import SEEN, Accepted, Mutant
from tests.mutants.mutations import MUTATIONS, PACKAGE, Mutation

REACHED = 0.97
"""The share of mutmut's mutants that a test has to see; every listed mutation has to be seen."""

NO_REASON = "No reason is given"

USAGE = "name modules, as models/rnn.py or models; or `listed` for the listed mutations alone"


def main(arguments: Sequence[str]) -> int:
    names = [name for name in arguments if name != "listed"]
    unknown = [name for name in names if not _modules(name)]
    if unknown:
        print(f"no module {unknown[0]!r} in {PACKAGE}: {USAGE}", file=sys.stderr)
        return 2
    modules = [module for name in names for module in _modules(name)]
    children = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    unseen = _listed([m for m in MUTATIONS if not modules or m.file in modules], children)
    if "listed" in arguments:
        return int(unseen)
    below = _generated(generated.run(modules, children))
    return int(unseen or below)


def _modules(name: str) -> list[str]:
    """A module, or those of a folder."""
    package = ROOT / PACKAGE
    found = [package / name] if name.endswith(".py") else sorted((package / name).glob("*.py"))
    return [file.relative_to(package).as_posix() for file in found if file.is_file()]


def _listed(mutations: Sequence[Mutation], children: int) -> bool:
    """Report the listed mutations; say whether one was not seen."""
    missed = []
    for n, (mutation, survived) in enumerate(listed.survivors(mutations, children), 1):
        if survived:
            missed.append(mutation)
            tests = " ".join(mutation.tests)
            print(f"not seen: {mutation.place}: {mutation.what} ({tests})", flush=True)
        elif sys.stdout.isatty():
            print(f"\r{n} of {len(mutations)} listed mutations planted", end="", flush=True)
    print(f"\nListed mutations: {len(mutations) - len(missed)} of {len(mutations)} seen.\n")
    return bool(missed)


def _generated(mutants: Sequence[Mutant]) -> bool:
    """Report mutmut's mutants; say whether too few of them were seen."""
    print(_by_module(mutants))
    accepted = generated.accepted()
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    unseen = [mutant for mutant in mutants if mutant.status not in SEEN]
    for mutant in unseen:
        reasons = (group.because for group in accepted if group.covers(mutant))
        by_reason[next(reasons, NO_REASON)].append(
            f"  {mutant.place}: {mutant.change()} [{mutant.status}, {mutant.name}]"
        )
    for because, lines in sorted(by_reason.items(), key=lambda item: item[0] == NO_REASON):
        print(f"\n{because}:", *lines, sep="\n")
    places = {mutant.place for mutant in mutants}
    listed_here = (m for group in accepted for m in group.mutations if m.place in places)
    gone = [m for m in listed_here if not any(Accepted("", (m,)).covers(each) for each in unseen)]
    if gone:
        print("\nAccepted, but seen by now, or gone:")
        print(*(f"  {mutation.place}: {mutation.change}" for mutation in gone), sep="\n")
    without = len(by_reason[NO_REASON])
    print(f"\nNot seen: {len(unseen)}, of which {without} without a reason.")
    share = _share(mutants)
    print(f"Seen: {share:.2%}; to reach: {REACHED:.0%}.")
    return share < REACHED


def _by_module(mutants: Iterable[Mutant]) -> str:
    groups: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        groups[mutant.module].append(mutant)
        groups["in all"].append(mutant)
    rows = [
        f"{name:28} {sum(m.status in SEEN for m in group):5} of {len(group):5} "
        f"{_share(group):8.2%}  {_others(group)}".rstrip()
        for name, group in sorted(groups.items(), key=lambda item: (item[0] == "in all", item[0]))
    ]
    return "\n".join(rows)


def _others(mutants: Iterable[Mutant]) -> str:
    """What became of those whose tests did not fail: 3 survived, 1 timeout."""
    counts = Counter(mutant.status for mutant in mutants if mutant.status != "killed")
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def _share(mutants: Sequence[Mutant]) -> float:
    return sum(mutant.status in SEEN for mutant in mutants) / max(1, len(mutants))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
