"""Kernels that are started before a notebook asks for one: starting takes longer than running.

Each runs one notebook and ends. It imports the package when the notebook does, so that its numbers
are those on disk.
"""

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbconvert.preprocessors import ExecutePreprocessor

ARGUMENTS = [
    "--HistoryManager.hist_file=:memory:",
    "--IPKernelApp.exec_lines=__import__('numpy');",
    "--log-level=ERROR",
]

_ready: list[AsyncKernelManager] = []
_taken: list[AsyncKernelManager] = []


def use() -> None:
    """Let notebooks run on these kernels. There is no setting for it that reaches so far."""
    ExecutePreprocessor.create_kernel_manager = _take


def _take(client: ExecutePreprocessor) -> AsyncKernelManager:
    client.shutdown_kernel = "immediate"  # it has nothing to save
    client.km = _ready.pop() if _ready else _start()
    _taken.append(client.km)
    return client.km


def prepare() -> None:
    """Start as many kernels as the last build asked for; they get ready by themselves."""
    _ready.extend(_start() for _ in range(len(_taken) - len(_ready)))
    _taken.clear()


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
