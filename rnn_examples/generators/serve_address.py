"""Whether a preview can be served at an address: `make serve` asks before it builds the site."""

import errno
import ipaddress
import socket
import sys
from contextlib import suppress

LAST_PORT = 65535
TRY = "choose another: make serve ADDR="


def problem(address: str) -> str:
    """Say why nothing can be served at an address, and which would do; nothing if all is well."""
    host, _, port = address.rpartition(":")
    if not (_is_host(host) and port.isascii() and port.isdigit() and 0 < int(port) <= LAST_PORT):
        return f"{address!r} is no address and port; {TRY}127.0.0.1:8000"
    error = _refusal(host, int(port))
    if error is None:
        return ""
    if error.errno != errno.EADDRINUSE:
        return f"{address} cannot be served from here ({error.strerror}); {TRY}127.0.0.1:8000"
    others = range(int(port) + 1, LAST_PORT + 1)
    free = next((other for other in others if _refusal(host, other) is None), 8000)
    return f"{address} is in use; {TRY}{host}:{free}"


def _is_host(host: str) -> bool:
    """Whether MkDocs takes it: localhost or the number of a machine."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        return True
    return False


def _refusal(host: str, port: int) -> OSError | None:
    """The error of a server that asks for the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host.strip("[]"), port))
        except OSError as error:
            return error
    return None


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]) or 0)
