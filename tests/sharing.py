"""How the tests are shared out among the processes of `make test`: file by file, and some folders as one.

pytest-xdist's own groups (3.8) have no effect with pytest 9.2, which does not let a plugin rename a test.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# What starts a server for all tests of the folder, or takes workers by turns, is done by one process.
TOGETHER = ("tests/e2e/", "tests/durability/", "tests/files/", "tests/studio/")
# The longest first; beside it what needs neither database nor browser, while the database is being filled. Servers that
# start and stop wait much: others work meanwhile.
ORDER = (
    "tests/e2e/",
    "tests/kernel/",
    "tests/cases/",
    "tests/durability/",
    "tests/site/",
    "tests/studio/",
    "tests/files/",
)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives each process a file, or one of the folders that stay together, in the order of the collection."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def place(item: pytest.Item) -> int:
    """Where the test's folder stands in the order; all others come last."""
    return next((place for place, folder in enumerate(ORDER) if item.nodeid.startswith(folder)), len(ORDER))
