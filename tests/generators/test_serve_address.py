"""Whether the address of a preview is free, before the site is built for it."""

import socket

import pytest

from rnn_examples.generators.serve_address import problem
from tests.conftest import ROOT


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_an_address_in_use_is_named_with_one_that_is_free(host):
    family = socket.AF_INET6 if host == "[::1]" else socket.AF_INET
    with socket.socket(family) as taken:
        try:
            taken.bind((host.strip("[]"), 0))
        except OSError as error:
            pytest.skip(f"this machine has no {host}: {error}")
        taken.listen()
        address = f"{host}:{taken.getsockname()[1]}"
        what, _, free = problem(address).partition("; choose another: make serve ADDR=")
        assert what == f"{address} is in use"
        assert free.startswith(f"{host}:")
        assert problem(free) == ""
    assert problem(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("", "abc", ":8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0"),
        *("127.0.0.1:-1", "127.0.0.1:65536", "256.0.0.1:8000", "nowhere.example:8000"),
    ],
)
def test_what_is_no_address_is_refused_with_one_that_is(address):
    assert problem(address) == (
        f"{address!r} is no address and port; choose another: make serve ADDR=127.0.0.1:8000"
    )


def test_another_machines_address_is_refused():
    told = problem("192.0.2.1:8000")  # which is for examples in books
    assert told.startswith("192.0.2.1:8000 cannot be served from here (")


def test_make_asks_before_it_builds():
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nserve:")[2]
    asked, served = (recipe.index(name) for name in ("serve_address", "mkdocs serve"))
    assert 0 < asked < served
