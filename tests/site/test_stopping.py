"""Stopping in order, being killed, and going on afterwards."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import psutil
import pytest

type Running = Callable[[list[psutil.Process]], list[psutil.Process]]

if TYPE_CHECKING:
    from tests.site.conftest import Laufzettel

MEBIBYTE = 1024 * 1024


class Download(threading.Thread):
    """A client that takes `rate` bytes a second; `size` is what it got of the body."""

    def __init__(self, laufzettel: "Laufzettel", mebibytes: int, rate: int) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_connection(("127.0.0.1", laufzettel.port))
        self.socket.sendall(f"GET /download/{mebibytes} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        header = b""
        while not header.endswith(b"\r\n\r\n"):
            header += self.socket.recv(1)
        self.size = 0
        self.rate = rate
        self.start()

    def run(self) -> None:
        with self.socket, contextlib.suppress(OSError):
            while part := self.socket.recv(256 * 1024):
                self.size += len(part)
                time.sleep(min(len(part) / self.rate, 1))

    def leave(self) -> None:
        """Stop taking."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.join(10)


def test_sigterm_lets_downloads_finish_and_ends_with_0(laufzettel: "Laufzettel") -> None:
    laufzettel.start()
    downloads = [Download(laufzettel, 24, rate=24 * MEBIBYTE) for _ in range(3)]

    exit_code = laufzettel.stop()

    for download in downloads:
        download.join(10)
    assert exit_code == 0
    assert [download.size for download in downloads] == [24 * MEBIBYTE] * 3
    assert "Laufzettel ist beendet." in laufzettel.output


def test_a_download_that_takes_nothing_is_cut_after_the_grace(laufzettel: "Laufzettel") -> None:
    laufzettel.start("--grace", "1")
    stuck = Download(laufzettel, 200, rate=1)
    begin = time.monotonic()

    exit_code = laufzettel.stop()

    took = time.monotonic() - begin
    stuck.leave()
    assert exit_code == 0
    assert took < 8
    assert stuck.size < 200 * MEBIBYTE


@pytest.mark.nightly
def test_a_second_signal_does_not_wait_for_the_grace(laufzettel: "Laufzettel") -> None:
    laufzettel.start("--grace", "600")
    stuck = Download(laufzettel, 200, rate=1)
    assert laufzettel.process is not None
    begin = time.monotonic()

    laufzettel.process.terminate()
    time.sleep(1.5)
    exit_code = laufzettel.stop()

    took = time.monotonic() - begin
    stuck.leave()
    assert exit_code == 0
    assert took < 10


def test_killed_children_are_started_again_and_the_others_reconnect(laufzettel: "Laufzettel") -> None:
    laufzettel.start()
    for words in ("serve.web", "serve.worker", "postgres", "postgres"):
        # given everything runs
        assert laufzettel.get("/database").startswith("lz_app")
        child = laufzettel.child(words)

        # when one child is killed
        child.kill()

        # then there is a new one, and the database answers through the web server
        child.wait(5)
        assert laufzettel.child(words).pid != child.pid
        assert laufzettel.get("/database").startswith("lz_app")
    assert laufzettel.output.count("hat unerwartet geendet und wird neu gestartet.") >= 4

    # and a process of the web server, which it replaces itself
    serving = int(laufzettel.get().split()[0])
    psutil.Process(serving).kill()
    assert int(laufzettel.get().split()[0]) != serving
    assert laufzettel.stop() == 0


def test_when_laufzettel_itself_is_killed_its_children_end_and_the_next_start_recovers(
    laufzettel: "Laufzettel", running: Running
) -> None:
    laufzettel.start()
    family = laufzettel.family()
    assert laufzettel.process is not None
    assert len(family) > 5

    laufzettel.process.kill()
    laufzettel.process.wait()

    assert running(family) == []
    laufzettel.start()
    assert laufzettel.get("/database").startswith("lz_app")
    assert laufzettel.stop() == 0


@pytest.mark.nightly
def test_when_all_are_killed_at_once_the_next_start_recovers(laufzettel: "Laufzettel") -> None:
    laufzettel.start()
    assert laufzettel.process is not None
    family = [psutil.Process(laufzettel.process.pid), *laufzettel.family()]

    for process in family:
        process.kill()
    laufzettel.process.wait()

    laufzettel.start()
    assert laufzettel.get("/database").startswith("lz_app")
    assert laufzettel.stop() == 0
