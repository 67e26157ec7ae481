"""One scanner for all tests of this folder that want one."""

from collections.abc import Iterator

import pytest
from tests.files.clamd import clamd


@pytest.fixture(scope="session")
def scanner_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running clamd."""
    with clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address
