"""A database of its own with the demo's towns in it, and real workers on it that can be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from laufzettel.core.tasks import STALLED_AFTER
from laufzettel.site.serve.postgres import Urls
from laufzettel.site.serve.testing import databases

SILENT_FOR_LONG = """
    UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - make_interval(secs => %s) RETURNING id
"""
WORKER = [sys.executable, "-m", "laufzettel.site.serve.worker"]


class Workers:
    """Workers as processes; their database is ours alone."""

    def __init__(self, urls: Urls, superuser: str, folder: Path, **env: str) -> None:
        self.urls = urls
        self.superuser = superuser
        self.folder = folder
        self.env = {**os.environ, "DATABASE_URL": urls.app, **env}
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, number: int = 1) -> None:
        """Start so many more."""
        for _ in range(number):
            with (self.folder / "worker.log").open("ab") as log:
                self.running.append(subprocess.Popen(WORKER, env=self.env, stdout=log, stderr=log))

    def kill(self) -> None:
        """SIGKILL for all of them."""
        for process in self.running:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        self.running = []
        # The others take a worker for dead once it has been silent for so long; no test waits for that.
        self.ask(SILENT_FOR_LONG, STALLED_AFTER)

    @property
    def log(self) -> str:
        """What they have said."""
        return (self.folder / "worker.log").read_text()

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What is in the database, whatever the tenant, and what its sessions wait for."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            return connection.execute(statement, values or None).fetchall()

    def wait_for(self, is_so: Callable[[], bool], what: str, seconds: float = 90) -> None:
        """Wait for something that the workers do."""
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, f"waited {seconds} s in vain: {what}\n{self.log[-3000:]}"
            time.sleep(0.1)


@contextmanager
def workers(name: str, database_folder: Path, folder: Path, **env: str) -> Iterator[Workers]:
    """A fresh copy of the template, set as Django's database as long as it lasts; afterwards it is dropped."""
    from tests.conftest import connect_to, fill

    with databases(database_folder) as server:
        urls = server.create(name, fill)
        found = Workers(urls, server.superuser_url(name), folder, **env)
        with connect_to(urls):
            try:
                yield found
            finally:
                found.kill()
        server.drop(name)
