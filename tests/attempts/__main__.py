"""Try to publish something false, and print what is caught by whom: `python -m tests.attempts`."""

import sys

from tests.attempts import on_a_page
from tests.attempts.attempt import table, total

PARTS = {"page": on_a_page.results}

if __name__ == "__main__":
    asked = sys.argv[1:] or list(PARTS)
    found = []
    for name in asked:
        part = list(PARTS[name]())
        found += part
        print(table(part), flush=True)
    print(f"\n{total(found)}")
    sys.exit(any(not each.by and not each.attempt.sabotage for each in found))
