"""A preview of the whole site: from an edit of a model until the page shows the new number."""

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import copies
from benchmarks.figure import Figure
from benchmarks.previews import edit, serving

EDITS = 3
H_1 = re.compile(r'data-value="encoder\.h_1\[0\]">([^<]*)<')


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = copies.copy(Path(name) / "project")
        model = folder / "rnn_examples" / "models" / "rnn.py"
        times = []
        with serving(folder) as server:

            def shows(number: str) -> bool:
                return set(H_1.findall(server.page("rnn-theory/"))) == {number}

            for _ in range(EDITS):
                time.sleep(5)  # as a person would: what runs beside a preview gets ready
                put_back = edit(model, "np.tanh(a_t)", "np.tanh(2 * a_t)")
                times.append(server.wait(partial(shows, "0.76159")))  # tanh of twice 0.5
                put_back()
                server.wait(partial(shows, "0.46212"))
    yield Figure(
        "preview of the whole site, from an edit to the page",
        f"{statistics.median(times):.1f} s",
        "< 2 s",
        f"a line of a model; median of {EDITS} edits",
    )
