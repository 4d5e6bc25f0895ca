"""The browser of the tests: the Chrome, Chromium or Edge that is here, or one that we install.

`python -m benchmarks.chromium` prints its path, having installed it if need be.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)

MACOS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # every other host is refused
)

NO_BROWSER = (
    "No Chrome, Chromium or Edge was found: install one, or set BROWSER_PATH to its program, "
    "then run the tests again."
)
NO_DRIVER = (
    "Playwright does not start: install what `python -m playwright --version` says it lacks "
    "(Debian, Ubuntu: apt-get install libatomic1), then run the tests again."
)


def find() -> Path:
    """Return the browser to test in.

    Raises FileNotFoundError, saying what to do, if there is none, if BROWSER_PATH is not one, or
    if Playwright, which drives it, does not start.
    """
    if not playwright_starts():
        raise FileNotFoundError(NO_DRIVER)
    chosen = os.environ.get("BROWSER_PATH")
    if chosen and not starts(Path(chosen)):
        raise FileNotFoundError(f"BROWSER_PATH is {chosen!r}, which is no browser that starts.")
    browser = Path(chosen) if chosen else next(filter(starts, usual_places()), None)
    if browser is None:
        raise FileNotFoundError(NO_BROWSER)
    return browser


def launch(playwright: "Playwright") -> "Browser":
    """Start the browser so that it reaches this machine only.

    Raises FileNotFoundError, saying what to do, if there is none.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(
        executable_path=find(),
        args=[*FLAGS, "--no-sandbox"] if root else FLAGS,  # root has no sandbox
    )


def settle(page: "Page") -> None:
    """Wait until a page is loaded and then, for half a second, loads nothing more.

    Playwright's "networkidle" comes before a page is loaded where the processor is slow: it stays
    quiet while the scripts run.
    """
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)


SETTLED = """async () => {
    const loaded = () => performance.getEntriesByType("resource").length;
    for (let before = -1; before !== loaded();) {
        before = loaded();
        await new Promise(done => setTimeout(done, 500));
    }
}"""


def usual_places() -> Iterator[Path]:
    """Yield where a browser may be: on PATH, where its installer puts it, and Playwright's own."""
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / name for name in MACOS)
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if folder := os.environ.get(variable):
                yield from (Path(folder) / name for name in WINDOWS)
    if playwright_starts():
        yield playwrights_own()


def playwrights_own() -> Path:
    """Return where Playwright puts the browser that it installs."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  slow, and seldom needed

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def playwright_starts() -> bool:
    """Tell whether Playwright starts: its Node.js needs libatomic, which a bare Debian lacks."""
    return succeeds(sys.executable, "-m", "playwright", "--version")


def starts(path: Path) -> bool:
    """Tell whether a browser starts: some are stand-ins, some lack a library."""
    if not path.is_file():
        return False
    if sys.platform == "win32":  # there, asking for the version opens a window
        return True
    return succeeds(path, "--version")


def succeeds(*command: str | Path) -> bool:
    """Tell whether a command runs to a good end."""
    try:
        answer = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install() -> None:
    """Install what is missing: Debian's where we may, or Playwright's own browser."""
    if debian() and os.geteuid() == 0:
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        packages = ["libatomic1"]
        if not any(map(starts, usual_places())):
            packages += ["chromium", "fonts-liberation"]
        if attempt(*apt, "update") and attempt(
            *apt, "install", "-y", "--no-install-recommends", *packages
        ):
            return
    if playwright_starts():
        attempt(sys.executable, "-m", "playwright", "install", "chromium")


def debian() -> bool:
    """Tell whether this is Debian itself: elsewhere `chromium` may be a stand-in."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def attempt(*command: str) -> bool:
    """Run a command that may fail, saying which."""
    print("Installing a browser:", *command, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    answer = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return answer.returncode == 0


def main() -> None:
    """Print the browser's path, having installed one if need be; exit with one line if in vain."""
    try:
        print(find())
    except FileNotFoundError:
        if not os.environ.get("BROWSER_PATH"):
            install()
        try:
            print(find())
        except FileNotFoundError as nothing:
            sys.exit(str(nothing))


if __name__ == "__main__":
    main()
