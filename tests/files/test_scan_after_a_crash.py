"""A worker that is killed while the scanner still looks at a file: the file stays locked, and is scanned again."""

import socket
import struct
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.durability.workers import workers
from tests.files.scene import pdf
from tests.scenes import tenant

from laufzettel.core.actors import CITIZEN
from laufzettel.core.clock import now
from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import uploads

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]


class Scanner:
    """Speaks as clamd does. It takes files in, and answers once it may."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening = listening
        self.may_answer = threading.Event()
        self.asked = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._scan, args=[connection], daemon=True).start()

    def _scan(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, suppress(OSError):
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", stream.read(4))[0]:
                stream.read(size)
            self.asked += 1
            self.may_answer.wait(120)
            connection.sendall(b"stream: OK\0")


@contextmanager
def scanner() -> Iterator[tuple[Scanner, str]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield Scanner(listening), f"clamd://127.0.0.1:{listening.getsockname()[1]}"


def test_a_file_is_scanned_again_after_its_worker_was_killed(
    database_folder: Path, tmp_path: Path, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from django.conf import settings

    name = f"lz_scan_{uuid.uuid4().hex}"
    with (
        scanner() as (there, address),
        django_db_blocker.unblock(),
        workers(name, database_folder, tmp_path, LAUFZETTEL_SCANNER=address) as pool,
    ):
        # given an upload that waits for the scanner, and a worker that asks it
        monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, scanner=address))
        with in_tenant(tenant("herborn").id):
            file = uploads.take(CITIZEN, new_id(), now(), "a.pdf", pdf(), ("application/pdf",))
        state = "SELECT scan FROM lz_files_storedfile WHERE id = %s"
        pool.start()
        pool.wait_for(lambda: there.asked == 1, "the scanner is asked")

        # when the worker is killed meanwhile, and another one starts
        pool.kill()
        assert pool.ask(state, file.id) == [("waiting",)]
        there.may_answer.set()
        pool.start()

        # then the file is asked for again, and opens
        pool.wait_for(lambda: pool.ask(state, file.id) == [("clean",)], "the file is clean")
        assert there.asked == 2
        left = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'files.scan' AND status <> 'succeeded'"
        pool.wait_for(lambda: pool.ask(left) == [(0,)], "nothing left to scan")
