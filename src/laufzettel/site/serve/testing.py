"""A PostgreSQL for tests: started once a test session, shared by all its processes, gone with the last of them.

Every process asks for `databases(folder)` with the same folder. The first starts a keeper, a process of its own, which
runs the server for as long as somebody holds the shared lock; no process depends on which of them ends first, nor how.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from laufzettel.site.serve.folders import empty
from laufzettel.site.serve.postgres import OWNER, EmbeddedPostgres, Urls, prepare_database

TEMPLATE = "lz_template"
START_TIMEOUT = 60
USERS, MAKING, READY = "users.lock", "making.lock", "ready"


@dataclass(frozen=True, slots=True)
class TestServer:
    """The running server; `create` makes databases in it."""

    folder: Path

    def url(self, database: str) -> Urls:
        """The addresses of one of its databases."""
        urls = EmbeddedPostgres(self.folder, for_tests=True).urls
        return Urls(_with_name(urls.owner, database), _with_name(urls.app, database))

    def superuser_url(self, database: str) -> str:
        """For tests of roles and catalogue only; what the product does, it does as `lz_app` or `lz_owner`."""
        return EmbeddedPostgres(self.folder, for_tests=True).superuser_url(database)

    def create(self, database: str, migrate: Callable[[Urls], None] | None = None) -> Urls:
        """A fresh `database`, owned by `lz_owner`. With `migrate`: a copy of a template that it has filled once.

        `migrate` gets the template's addresses, in the first process that comes; the others wait for it.
        """
        with _locked(self.folder / MAKING, fcntl.LOCK_EX):
            if migrate is None:
                self._make(database, "template1")
                prepare_database(self.superuser_url(database))
                return self.url(database)
            if not (self.folder / TEMPLATE).exists():
                self._make(TEMPLATE, "template1")
                prepare_database(self.superuser_url(TEMPLATE))
                migrate(self.url(TEMPLATE))
                (self.folder / TEMPLATE).touch()
            self._make(database, TEMPLATE)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database with all its connections."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def _make(self, database: str, template: str) -> None:
        self.drop(database)
        self._run("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY", database, OWNER, template)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.superuser_url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def databases(folder: Path) -> Iterator[TestServer]:
    """The test session's server; `folder` is the same for all processes of the session, and theirs alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / USERS, fcntl.LOCK_SH):
        with _locked(folder / MAKING, fcntl.LOCK_EX):
            if not (folder / READY).exists():
                _start_keeper(folder)
        yield TestServer(folder)


def _start_keeper(folder: Path) -> None:
    command = [sys.executable, "-m", __name__, str(folder)]
    with (folder / "keeper.log").open("wb") as log:
        keeper = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
    deadline = time.monotonic() + START_TIMEOUT
    while not (folder / READY).exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("The test server does not start: " + (folder / "keeper.log").read_text())
        time.sleep(0.01)
    # It outlives us on purpose; without this, Python warns that nobody has waited for it.
    keeper.returncode = 0


def keep(folder: Path) -> None:
    """Run the server until nobody holds the shared lock any more, then remove its files."""
    with (folder / USERS).open("rb") as users:
        with EmbeddedPostgres(folder, for_tests=True):
            (folder / READY).touch()
            fcntl.flock(users, fcntl.LOCK_EX)
            # Who comes from now on waits for us to be gone, and starts anew.
            (folder / READY).unlink()
        for path in folder.iterdir():
            if path.is_dir():
                empty(path)
            elif path.suffix != ".lock":
                path.unlink()


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, kind)
        yield
    finally:
        os.close(fd)


def _with_name(url: str, database: str) -> str:
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{database}?{query}"


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
