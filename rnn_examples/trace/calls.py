"""Calls of named functions, such as sigmoid: each is recorded as one operation.

The functions are plain ones of the models, and know nothing of it. While a run is recorded, their
code is replaced by one that asks here first. What such a function computes inside is not recorded;
to see it, record the function itself.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import CodeType, FrameType, FunctionType
from typing import Any

from rnn_examples.operations.table import NAMED_FUNCTIONS
from rnn_examples.trace.own_arrays import content
from rnn_examples.trace.positions import is_called


@contextmanager
def whole_calls(recorded: Callable[..., Any]) -> Iterator[None]:
    """Record calls of named functions whole, but for a call of the `recorded` one itself."""
    own = inspect.unwrap(recorded)
    before: list[tuple[FunctionType, CodeType, Any]] = []
    try:
        for named in NAMED_FUNCTIONS:
            function: Any = inspect.unwrap(named.itself)
            if function is own:
                continue
            before.append((function, function.__code__, function.__kwdefaults__))
            inside = FunctionType(function.__code__, function.__globals__, named.__name__)
            function.__kwdefaults__ = {"record": partial(_record, named.__name__, inside)}
            function.__code__ = _asks.__code__
        yield
    finally:
        for function, code, defaults in before:
            function.__code__, function.__kwdefaults__ = code, defaults


def _asks(*given: Any, record: Callable[..., Any], **by_name: Any) -> Any:
    """The code of a named function during a recording."""
    return record(*given, *by_name.values())


def _record(name: str, inside: Callable[..., Any], operand: Any) -> Any:
    operand = content(operand)
    if not hasattr(operand, "recorder"):
        return inside(operand)
    return operand.recorder.compute(name, inside, (operand,), place=_place(name))


def _place(name: str) -> tuple[CodeType, int] | None:
    """Where the function is called, behind the checks of its arguments."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 (inspect.stack is slow)
    while frame and not is_called(frame, name):
        frame = frame.f_back
    return frame and (frame.f_code, frame.f_lasti)
