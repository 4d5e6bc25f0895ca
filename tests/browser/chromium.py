"""The browser of the tests: the Chrome, Chromium or Edge that is here, or one that we install.

`python -m tests.browser.chromium` prints its path, having installed it if need be.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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

WHAT_TO_DO = (
    "No Chrome, Chromium or Edge was found: install one, or set BROWSER_PATH to its program, "
    "then run the tests again."
)


def find() -> Path:
    """Return the browser to test in.

    Raises FileNotFoundError, saying what to do, if there is none or BROWSER_PATH is not one.
    """
    chosen = os.environ.get("BROWSER_PATH")
    if chosen:
        if runs(Path(chosen)):
            return Path(chosen)
        raise FileNotFoundError(f"BROWSER_PATH is {chosen!r}, which is no browser that starts.")
    for path in usual_places():
        if runs(path):
            return path
    raise FileNotFoundError(WHAT_TO_DO)


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
    yield playwrights_own()


def playwrights_own() -> Path:
    """Return where Playwright puts the browser that it installs."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  slow, and seldom needed

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def runs(path: Path) -> bool:
    """Tell whether a browser starts: some are stand-ins, some lack a library."""
    if not path.is_file():
        return False
    if sys.platform == "win32":  # there, asking for the version opens a window
        return True
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install() -> None:
    """Install a browser: Debian's where we may, which brings its libraries, or Playwright's own."""
    if debian() and os.geteuid() == 0:
        apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
        if all(attempt([*apt, *command], quiet) for command in (["update"], packages)):
            return
    attempt([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def debian() -> bool:
    """Tell whether this is Debian itself: elsewhere `chromium` may be a stand-in."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def attempt(command: list[str], environment: dict[str, str]) -> bool:
    """Run a command that may fail, showing what it says only if it does."""
    print("Installing a browser:", *command, flush=True)  # noqa: T201
    answer = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode:
        print(answer.stdout)  # noqa: T201
    return answer.returncode == 0


def main() -> int:
    """Find or install a browser; print its path."""
    try:
        print(find())  # noqa: T201
    except FileNotFoundError as nothing:
        if os.environ.get("BROWSER_PATH"):
            return complain(nothing)
        install()
        try:
            print(find())  # noqa: T201
        except FileNotFoundError as still_nothing:
            return complain(still_nothing)
    return 0


def complain(error: FileNotFoundError) -> int:
    """Say what to do, in one line."""
    print(error, file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
