"""Checks that a second process makes, while this one makes the pages."""

import signal
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, Pipe

from rnn_examples.worked_example.checks import Checks
from rnn_examples.worked_example.example import WorkedExample


def begin(examples: Mapping[str, WorkedExample]) -> None:
    """Have a copy of this process run the oracles; who asks an example for its checks waits.

    It is done on Linux alone: elsewhere a process that computes is not to be copied. There, and
    where the copy ends too early, an example is checked when it is asked.
    """
    if sys.platform != "linux":
        return
    receiver, sender = Pipe(duplex=False)
    process = get_context("fork").Process(
        target=_check, args=(examples, receiver, sender), daemon=True
    )
    process.start()
    sender.close()
    for example in examples.values():
        example.checking = Future()
    threading.Thread(target=_receive, args=(examples, receiver), daemon=True).start()


def _check(examples: Mapping[str, WorkedExample], receiver: Connection, sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build ends it
    receiver.close()  # so that nobody is left to send to when the build has ended
    with suppress(Exception):  # raised where that example is asked
        for name, example in examples.items():
            sender.send((name, example.checks))


def _receive(examples: Mapping[str, WorkedExample], receiver: Connection) -> None:
    waiting: dict[str, Future[Checks | None]] = {
        name: example.checking for name, example in examples.items() if example.checking
    }
    with receiver, suppress(EOFError, OSError):
        while waiting:
            name, checks = receiver.recv()
            waiting.pop(name).set_result(checks)
    for future in waiting.values():
        future.set_result(None)
