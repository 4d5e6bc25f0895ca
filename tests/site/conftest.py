import pickle
from pathlib import Path

import pytest

from tests.conftest import Once
from tests.site.pages import Page, read_site


@pytest.fixture(scope="session")
def pages(built_site: Path, once: Once) -> dict[str, Page]:
    """Every page of the built site, by its path."""
    made = once("pages", lambda file: file.write_bytes(pickle.dumps(read_site(built_site))))
    return pickle.loads(made.read_bytes())  # noqa: S301 (of this run)
