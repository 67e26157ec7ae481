"""A running `laufzettel serve` on a small Django project of its own, for tests that start, kill and stop it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

PROJECT = Path(__file__).parent / "project"
TIMEOUT = 60


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(is_so: Callable[[], bool], what: str, timeout: float = TIMEOUT) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + timeout
    while not is_so():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {timeout} s in vain: {what}")
        time.sleep(0.05)


@dataclass
class Laufzettel:
    """`laufzettel` as a process, its output in a file."""

    data: Path
    port: int = field(default_factory=free_port)
    env: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def output(self) -> str:
        """All that it has printed."""
        return self._log.read_text()

    @property
    def _log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.{self.port}.out")

    def launch(self, *more: str, command: str = "serve", before: tuple[str, ...] = ()) -> None:
        """Start it, do not wait."""
        arguments = [*before, sys.executable, "-m", "laufzettel.site.cli", command, "--data", str(self.data), *more]
        arguments += ["--port", str(self.port)] if command == "serve" else []
        env = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LAUFZETTEL_"))}
        env |= {"DJANGO_SETTINGS_MODULE": "small_site", "PYTHONPATH": str(PROJECT), **self.env}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=subprocess.STDOUT, env=env)

    def start(self, *more: str) -> None:
        """Start it and wait until it answers."""
        self.launch(*more)
        wait_until(lambda: "läuft:" in self.output or self.has_ended, "Laufzettel does not start")
        assert "läuft:" in self.output, self.output

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self.process is not None and self.process.poll() is not None

    def end(self) -> int:
        """Wait for its end; the exit code."""
        assert self.process is not None
        return self.process.wait(TIMEOUT)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and wait; the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.end()

    def get(self, path: str = "/") -> str:
        """The answer to a GET, once there is one."""
        answers: list[str] = []

        def ask() -> bool:
            with contextlib.suppress(OSError):
                answers.append(urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).read().decode())
            return bool(answers)

        wait_until(ask, f"no answer to GET {path}")
        return answers[0]

    def child(self, words: str) -> psutil.Process:
        """The direct child whose command line contains `words`."""
        assert self.process is not None
        found: list[psutil.Process] = []

        def look() -> bool:
            with contextlib.suppress(psutil.NoSuchProcess):
                children = psutil.Process(self.process.pid).children() if self.process else []
                found.extend(child for child in children if words in " ".join(child.cmdline()))
            return bool(found)

        wait_until(look, f"no child {words}")
        return found[0]

    def family(self) -> list[psutil.Process]:
        """All its descendants."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)


def still_running(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended, after a while. A zombie has ended; in a container it may stay unburied."""

    def runs(process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.NoSuchProcess):
            return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        return False

    deadline = time.monotonic() + 20
    while (left := [process for process in processes if runs(process)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database, to be copied."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    laufzettel = Laufzettel(data)
    laufzettel.launch(command="migrate")
    assert laufzettel.end() == 0, laufzettel.output
    return data


@pytest.fixture
def laufzettel(prepared: Path, tmp_path: Path) -> Iterator[Laufzettel]:
    """A Laufzettel that is not running yet, on a migrated database of its own."""
    subprocess.run(["cp", "-a", prepared, tmp_path / "data"], check=True)
    yield from _ended(Laufzettel(tmp_path / "data"))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Laufzettel]:
    """A Laufzettel whose data folder does not exist yet."""
    yield from _ended(Laufzettel(tmp_path / "data"))


def _ended(laufzettel: Laufzettel) -> Iterator[Laufzettel]:
    yield laufzettel
    if laufzettel.process is not None and not laufzettel.has_ended:
        family = laufzettel.family()
        laufzettel.process.kill()
        laufzettel.process.wait()
        still_running(family)
    shutil.rmtree(laufzettel.data, ignore_errors=True)


@pytest.fixture
def running() -> Callable[[list[psutil.Process]], list[psutil.Process]]:
    """`still_running`, for tests."""
    return still_running
