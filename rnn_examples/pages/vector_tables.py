"""The test vectors on their page: a table of the cases, and of the mistakes that each catches.

They are imported when they are needed: a preview forgets them when a model changes.
"""

import html
from typing import TYPE_CHECKING

from rnn_examples.pages.addresses import Here
from rnn_examples.render.table import framed

if TYPE_CHECKING:
    from rnn_examples.vectors.mistakes import Seen

FOLDER = "vectors"
"""Where the site has the files."""


def cases(here: Here) -> str:
    """Every case, with its files, which the page asks the site for."""
    from rnn_examples.vectors.cases import CASES  # noqa: PLC0415
    from rnn_examples.vectors.files import INDEX, files  # noqa: PLC0415

    if here.site.files is not None:
        here.site.files.update({f"{FOLDER}/{name}": made for name, made in files().items()})
    rows = "".join(
        f'<tr><th scope="row"><code>{name}</code></th>'
        f"<td>{_file(here, f'{name}.json', 'JSON')}</td>"
        f"<td>{_file(here, f'{name}.npz', 'NPZ')}</td>"
        f"<td>{html.escape(case.title)}</td></tr>"
        for name, case in CASES.items()
    )
    return (
        f"{_table(('Case', 'Text', 'NumPy', 'Network'), rows)}"
        f"<p>Beside them are {_file(here, INDEX)} with a checksum for each file, "
        f"{_file(here, 'schema.json')}, {_file(here, 'vector_reader.py')} and "
        f"{_file(here, 'vector_reader.js')}.</p>"
    )


def _file(here: Here, name: str, text: str = "") -> str:
    link = here.link(f"{FOLDER}/{name}")
    return f'<a href="{link}" download>{text or f"<code>{name}</code>"}</a>'


def mistakes() -> str:
    """Which case catches which mistake, as it is planted now."""
    from rnn_examples.vectors.cases import CASES  # noqa: PLC0415
    from rnn_examples.vectors.mistakes import CONSTANT, MISTAKES, seen  # noqa: PLC0415

    names = {case: f"<code>{case}</code>" for case in CASES}
    rows = "".join(
        f'<tr><th scope="row">{names.get(case, case)}</th>'
        + "".join(f"<td>{_said(seen(mistake, case))}</td>" for mistake in MISTAKES)
        + "</tr>"
        for case in (*CASES, CONSTANT.name)
    )
    heads = (f"<span>{html.escape(mistake.title)}</span>" for mistake in MISTAKES.values())
    return _table(("<span>Case</span>", *heads), rows, "planted")


def _said(found: "Seen") -> str:
    """Say how many of the ways to make the mistake were caught; nothing where there is none."""
    if not found.ways:
        return ""
    mark = "✓" if found.caught == found.ways else "no"
    return mark if found.ways == 1 else f"{mark} {found.caught}/{found.ways}"


def _table(heads: tuple[str, ...], rows: str, kind: str = "") -> str:
    return framed(heads, rows, f"table-scroll {kind}", " data-scrolls")
