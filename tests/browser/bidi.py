"""Firefox, driven by WebDriver BiDi: Playwright drives none that its makers did not build."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

PREFERENCES: Mapping[str, bool | int | str] = {
    # Every other host is looked for behind a proxy that does not exist.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.serviceWorkers.enabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "ui.systemUsesDarkTheme": 0,
}
HALF_READ = "Invalid markup: Incorrect number of children for <"
"""What Firefox says of a formula that it lays out before all of it is there; test_firefox.py
looks at each formula when it is.
"""

ENDED = "NS_BINDING_ABORTED"
"""What becomes of a page that is fetched ahead when another one is opened."""

SECONDS = 60
"""How long to wait for an answer of the browser."""

EVENTS = ["log.entryAdded", "network.responseCompleted", "network.fetchError"]
CALLED = "async (it) => JSON.stringify(await (typeof it === 'function' ? it() : it)) ?? 'null'"
NAMES = ("firefox-esr", "firefox")
MACOS = Path("/Applications/Firefox.app/Contents/MacOS/firefox")


def find() -> Path | None:
    """Return the Firefox that is here, if there is one."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else MACOS if MACOS.is_file() else None


@contextmanager
def launch(program: Path, profile: Path) -> Iterator["Firefox"]:
    """Start Firefox with an empty profile, and end it."""
    settings = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(settings), "utf-8")
    command = [program, "--headless", "--remote-debugging-port=0", "--profile", profile]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=silent, stderr=silent) as process:
        try:
            address = f"{_address(process, profile)}/session"
            with connect(address, max_size=None, proxy=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()


AT_REST = """(async () => {
    const element = document.querySelector(SELECTOR);
    const frame = () => new Promise(requestAnimationFrame);
    for (let tries = 0, before; tries < 50; tries++) {
        element.scrollIntoView({block: "center"});
        await frame().then(frame);
        const {top} = element.getBoundingClientRect();
        if (top === before) return true;
        before = top;
    }
    return false;
})()"""
"""Scroll to an element until it stays in its place: what is above it may be laid out late."""


class Firefox:
    """A browser of its own, with one tab, and what went wrong in it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.faults: list[str] = []
        self._socket = socket
        self._asked = 0
        self.ask("session.new", capabilities={})
        self._tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        self.ask("session.subscribe", events=EVENTS)

    def ask(self, method: str, **parameters: Any) -> Any:
        """Return the browser's answer to a command; note the faults it tells of on the way."""
        self._asked += 1
        command = {"id": self._asked, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        while True:
            told = json.loads(self._socket.recv(timeout=SECONDS))
            if told["type"] == "event":
                self.faults += _faults(told["method"], told["params"])
            elif told["id"] == self._asked:
                if told["type"] == "error":
                    raise RuntimeError(f"{method}: {told['error']}: {told['message']}")
                return told["result"]

    def goto(self, address: str) -> None:
        """Open a page, and wait until all of it is there."""
        self.ask("browsingContext.navigate", context=self._tab, url=address, wait="complete")
        self.evaluate("document.fonts.ready.then(() => true)")

    def back(self) -> None:
        """Go back in the tab's history."""
        self.ask("browsingContext.traverseHistory", context=self._tab, delta=-1)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window's inside, in CSS pixels."""
        viewport = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self._tab, viewport=viewport)

    def evaluate(self, expression: str) -> Any:
        """Return what JavaScript gives: an expression, a function, or the promise of either."""
        answer = self.ask(
            "script.evaluate",
            expression=f"({CALLED})({expression})",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return json.loads(answer["result"]["value"])

    def wait_for(self, condition: str) -> None:
        """Wait until an expression of JavaScript is true. Raises TimeoutError."""
        end = time.monotonic() + SECONDS
        while not self.evaluate(condition):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        """Click the middle of the first element that the selector finds."""
        element = self._element(selector)
        origin = {"type": "element", "element": {"sharedId": element}}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act("pointer", [move, *press])

    def type(self, keys: str) -> None:
        """Press and release each key, where the focus is."""
        self._act(
            "key", [{"type": kind, "value": k} for k in keys for kind in ("keyDown", "keyUp")]
        )

    def _element(self, selector: str) -> str:
        self.evaluate(AT_REST.replace("SELECTOR", json.dumps(selector)))
        locator = {"type": "css", "value": selector}
        found = self.ask(
            "browsingContext.locateNodes", context=self._tab, locator=locator, maxNodeCount=1
        )
        return str(found["nodes"][0]["sharedId"])

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        actor = {"type": kind, "id": kind, "actions": actions}
        self.ask("input.performActions", context=self._tab, actions=[actor])


def _address(process: "subprocess.Popen[bytes]", profile: Path) -> str:
    """Where the browser listens, which it writes into its profile once it does."""
    written = profile / "WebDriverBiDiServer.json"
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(FileNotFoundError, ValueError):  # not there yet, or half of it
            server = json.loads(written.read_text("utf-8"))
            return f"ws://{server['ws_host']}:{server['ws_port']}"
        time.sleep(0.02)
    raise RuntimeError(f"Firefox did not start; its exit status is {process.poll()}.")


def _faults(event: str, told: Mapping[str, Any]) -> list[str]:
    """What an event tells that is wrong."""
    if event == "log.entryAdded":
        if told["text"].startswith(HALF_READ):
            return []
        return [f"{told['type']}: {told['text']}"] if told["level"] == "error" else []
    url = told["request"]["url"]
    if urlsplit(url).hostname not in {"127.0.0.1", None}:
        return [f"asked another host: {url}"]
    if event == "network.fetchError" and told["errorText"] == ENDED:
        return []
    if event == "network.fetchError":
        return [f"{told['errorText']}: {url}"]
    status = told["response"]["status"]
    return [f"status {status}: {url}"] if status >= 400 else []
