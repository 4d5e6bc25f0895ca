"""Try to publish something false, and print what is caught by whom.

`python -m tests.attempts` makes all attempts; `python -m tests.attempts page project` some.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.attempts import in_a_project, on_a_page, on_a_site
from tests.attempts.attempt import Result, table, total
from tests.commands import python


def _on_a_site(scratch: Path) -> Iterator[Result]:
    site = scratch / "site"
    build = python("-m", "mkdocs", "build", "--site-dir", site, seconds=None)
    if build.returncode:
        raise SystemExit(build.stdout)
    yield from on_a_site.results(site, scratch)


PARTS: Mapping[str, Callable[[Path], Iterator[Result]]] = {
    "page": on_a_page.results,
    "project": in_a_project.results,
    "site": _on_a_site,
}
"""On one page, in the files of a project, on a built site."""


def main(names: Sequence[str]) -> int:
    """Print a line for each attempt; return 1 if one is not caught that may be an accident."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no part {unknown[0]!r}: the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    found: list[Result] = []
    for name in names or PARTS:
        with tempfile.TemporaryDirectory() as scratch:
            for each in PARTS[name](Path(scratch)):
                print(table([each]), flush=True)
                found.append(each)
    print(f"\n{total(found)}")
    return int(any(each.is_missed for each in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
