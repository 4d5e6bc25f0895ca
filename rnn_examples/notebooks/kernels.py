"""Notebooks that run beside a build, on kernels that were started before it.

To start a kernel takes longer than to run a notebook. Each kernel runs one notebook and ends. It
imports the package when the notebook does, so that its numbers are those on disk.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jupytext
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode

from rnn_examples import limits
from rnn_examples.authoring.cells import ENDED, CellError, demand_short

ARGUMENTS = [
    "--HistoryManager.hist_file=:memory:",
    "--IPKernelApp.exec_lines=__import__('numpy');",
    "--log-level=ERROR",
]

_ready: list[AsyncKernelManager] = []
_running: dict[tuple[str, ...], Future[tuple[NotebookNode, dict[str, Any]]]] = {}
_threads = ThreadPoolExecutor(thread_name_prefix="notebook")
_run = ExecutePreprocessor.preprocess


def use() -> None:
    """Let notebooks run on these kernels. Monkeypatch: the plugin has no such option."""
    ExecutePreprocessor.create_kernel_manager = _take  # type: ignore[assignment, method-assign]
    ExecutePreprocessor.preprocess = _result  # type: ignore[assignment, method-assign]


def _take(client: ExecutePreprocessor) -> AsyncKernelManager:
    client.shutdown_kernel = "immediate"  # it has nothing to save
    client.coalesce_streams = True  # how they were cut is a matter of time
    client.timeout = limits.SECONDS
    client.km = _ready.pop() if _ready else _start()
    return client.km


def _result(
    executor: ExecutePreprocessor,
    notebook: NotebookNode,
    resources: dict[str, Any],
    km: AsyncKernelManager | None = None,
) -> tuple[NotebookNode, dict[str, Any]]:
    """Hand over what ran ahead, or run it now. Raises what the notebook raises."""
    ahead = _running.pop(_cells(notebook), None)
    if ahead is None:
        return _run_within_limits(executor, notebook, resources, km)
    ran, _ = ahead.result()
    notebook.cells, notebook.metadata = ran.cells, ran.metadata
    return notebook, resources


STARTS = 3
"""How often a kernel is started for one notebook."""


def _run_on_a_kernel(
    executor: ExecutePreprocessor,
    notebook: NotebookNode,
    resources: dict[str, Any],
    km: AsyncKernelManager | None,
) -> tuple[NotebookNode, dict[str, Any]]:
    """Run a notebook; on another kernel if one does not start, whose port was taken meanwhile."""
    for _ in range(STARTS - 1):
        try:
            return _run(executor, notebook, resources, km)
        except RuntimeError as error:
            if type(error) is not RuntimeError or executor.code_cells_executed:
                raise  # it had started
    return _run(executor, notebook, resources, km)


def _run_within_limits(
    executor: ExecutePreprocessor,
    notebook: NotebookNode,
    resources: dict[str, Any],
    km: AsyncKernelManager | None = None,
) -> tuple[NotebookNode, dict[str, Any]]:
    """Run a notebook. Raises CellError for a cell that runs too long, ends it, prints too much."""
    try:
        ran, resources = _run_on_a_kernel(executor, notebook, resources, km)
    except CellTimeoutError:
        raise CellError(executor.code_cells_executed, limits.RUNS_ON) from None
    except CellExecutionError as error:
        if error.ename != "SystemExit":
            raise
        raise CellError(executor.code_cells_executed, ENDED) from None
    except DeadKernelError:
        raise CellError(executor.code_cells_executed, ENDED) from None
    code = [cell for cell in ran.cells if cell.cell_type == "code"]
    for n, cell in enumerate(code, 1):
        demand_short(n, "".join(output.get("text", "") for output in cell.outputs))
    return ran, resources


def _cells(notebook: NotebookNode) -> tuple[str, ...]:
    return tuple(cell.source for cell in notebook.cells)


def run_ahead(notebooks: list[Path]) -> None:
    """Begin to run them, as they are now."""
    _running.clear()
    for path in notebooks:
        if path.is_file():
            try:
                notebook = jupytext.read(path)
            except UnicodeDecodeError:  # reported when its page is made
                continue
            cells = _cells(notebook)
            executor = ExecutePreprocessor()  # type: ignore[no-untyped-call]
            _running[cells] = _threads.submit(_run_within_limits, executor, notebook, {})


def prepare(count: int) -> None:
    """Have so many kernels started; they get ready by themselves."""
    _ready.extend(_start() for _ in range(count - len(_ready)))


def stop() -> None:
    """End the kernels that nobody asked for."""
    while _ready:
        manager = _ready.pop()
        run_sync(manager.shutdown_kernel)(now=True)
        run_sync(manager.cleanup_resources)()


def _start() -> AsyncKernelManager:
    manager = AsyncKernelManager(kernel_name="python3")
    run_sync(manager.start_kernel)(extra_arguments=ARGUMENTS)
    return manager
