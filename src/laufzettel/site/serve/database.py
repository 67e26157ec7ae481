"""The database that a single command works on: the one named, else the embedded one, started for it if need be."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from laufzettel.site.serve import checks
from laufzettel.site.serve.folders import DataLock
from laufzettel.site.serve.postgres import EmbeddedPostgres
from laufzettel.site.serve.problems import ExitCode, StartError
from laufzettel.site.serve.serve import read_configuration


@contextmanager
def database_for_command() -> Iterator[None]:
    """Within it, `DATABASE_URL` and `DATABASE_OWNER_URL` name a database that answers.

    Without `DATABASE_URL` the data folder's embedded server is used: the running one, or one of our own.
    """
    chosen = read_configuration()
    if chosen.database is not None:
        yield
        return
    checks.check_folder(chosen.data)
    server = EmbeddedPostgres(chosen.data)
    if _is_running(DataLock(chosen.data)):
        _name(server)
        yield
        return
    with server:
        _name(server)
        yield


def _is_running(lock: DataLock) -> bool:
    try:
        lock.take()
    except StartError as error:
        if error.exit_code == ExitCode.ALREADY_RUNNING:
            return True
        raise
    lock.release()
    return False


def _name(server: EmbeddedPostgres) -> None:
    os.environ |= {"DATABASE_URL": server.urls.app, "DATABASE_OWNER_URL": server.urls.owner}
