"""`rnn-examples accept`: lock the published values as they are now."""

from typing import Annotated

import typer

from rnn_examples import paths
from rnn_examples.cli.of_a_clone import of_a_clone
from rnn_examples.cli.printing import err, out, print_drift, stop
from rnn_examples.diagnostics import relative


@of_a_clone
def accept(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Show what changed of the published values, ask, and lock them as they are now."""
    from rnn_examples import files
    from rnn_examples.authoring import values
    from rnn_examples.lock import drift, values_lock
    from rnn_examples.notebooks import outputs
    from rnn_examples.pages import one_page, published
    from rnn_examples.verification import preconditions

    with err.status("running the examples and their oracles"):
        broken = [*values.catalogue().faults, *preconditions.oracles(), *outputs.faults(paths.DOCS)]
        if broken:
            stop("\n".join(map(str, broken)))
        now = values_lock.current(paths.DOCS)
    try:
        before = values_lock.locked()
    except values_lock.LockError:
        before = {}
    changes = drift.drifts(before, now)
    if not changes:
        out.print("nothing changed")
        return
    names = {change.example for change in changes}
    texts = published.read(paths.DOCS).items()
    shown_on = [page for page, text in texts if any(name in text for name in names)]
    broken = [fault for page in shown_on for fault in one_page.faults(paths.DOCS / page)]
    if broken:  # a token at fault shows no value, which would be locked as gone
        stop("\n".join(map(str, broken)))
    print_drift(changes)
    count = f"{len(changes)} change{'s' * (len(changes) > 1)}"
    if not yes and not typer.confirm(f"Lock {count}?"):
        raise typer.Exit(1)
    with files.all_or_none() as write_files:
        write_files({values_lock.LOCK: values_lock.write(drift.merged(before, now))})
    out.print(f"{count} locked in {relative(values_lock.LOCK)}; commit it")
