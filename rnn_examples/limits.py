"""What code of an example or a notebook may not do: end the program, or never come to an end."""

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import NoReturn

SECONDS = int(os.environ.get("RNN_EXAMPLES_SECONDS") or 120)
"""How long an example, or a cell of a notebook, may run."""

ENDS = "it ends the program, and with it the build: raise an exception that says what is wrong"
RUNS_ON = (
    f"it still runs after {SECONDS} seconds: if that is meant, set RNN_EXAMPLES_SECONDS to more"
)


class EndlessError(SystemExit):
    """What would end the program with no word, or was ended as it never would by itself."""

    def __str__(self) -> str:
        return RUNS_ON


@contextmanager
def limited() -> Iterator[None]:
    """Run what an author wrote. Raises SystemExit if it would end the program, or runs too long.

    What it prints goes to the standard error: what commands print may be JSON.
    """
    ends, thread, is_over = os._exit, threading.get_ident(), threading.Event()

    def refuse(code: int) -> NoReturn:
        raise SystemExit(code)

    def stop() -> None:
        pause: float = SECONDS
        while not is_over.wait(pause):
            raised = ctypes.py_object(EndlessError)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
            pause = 1  # for where it was caught

    threading.Thread(target=stop, daemon=True).start()
    os._exit = refuse  # type: ignore[assignment]
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os._exit = ends
        is_over.set()


def said(error: BaseException) -> str:
    """What an exception says, on one line."""
    is_ended = isinstance(error, SystemExit) and not isinstance(error, EndlessError)
    return " ".join(f"{type(error).__name__}: {ENDS if is_ended else error}".split())
