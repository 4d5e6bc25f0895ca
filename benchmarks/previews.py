"""A preview that runs, as a person runs it: started, asked for pages, ended."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 120  # seconds, for a machine that is busy; what is meant is 2


class Server:
    """A preview that is running."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{self.port}"],
            cwd=folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.output = ""
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.output += line

    def page(self, path: str) -> str:
        """A page's HTML; nothing while there is none."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
                return answer.read().decode()
        except (URLError, ConnectionError, TimeoutError):
            return ""

    def wait(self, condition: Callable[[], object]) -> float:
        """Wait for what must come; return how many seconds it took."""
        start = time.perf_counter()
        while not condition():
            assert self.process.poll() is None, f"the server ended:\n{self.output}"
            assert time.perf_counter() - start < PATIENCE, f"it did not come:\n{self.output}"
            time.sleep(0.02)
        return time.perf_counter() - start


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        server.wait(lambda: "Serving on" in server.output)
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)
        server.process.wait(timeout=30)
        server.listener.join()
        server.process.stdout.close()


def edit(file: Path, old: str, new: str) -> Callable[[], object]:
    """Replace what stands once in a file; return what puts it back."""
    before = file.read_text("utf-8")
    assert before.count(old) == 1, f"{file}: {old}"
    file.write_text(before.replace(old, new), "utf-8")
    return partial(file.write_text, before, "utf-8")
