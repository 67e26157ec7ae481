"""A running demo whose children can be killed."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil

WEB, WORKER, DATABASE = "web", "worker", "database"
CHILDREN = (WEB, WORKER, DATABASE)
START_TIMEOUT = 240
RESTART_TIMEOUT = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Machine:
    """`laufzettel demo` in a folder of its own."""

    folder: Path
    port: int = field(default_factory=_free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """All that it has printed."""
        return (self.folder / "demo.log").read_text()

    def start(self) -> None:
        """Start it and wait until web server and database answer."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LAUFZETTEL_", "DATABASE_", "DJANGO_"))}
        env |= {name: os.environ[name] for name in ("LAUFZETTEL_SERVICES", "LAUFZETTEL_MASTER_KEY")}
        command = [sys.executable, "-m", "laufzettel.site.cli", "demo", "--data", str(self.folder)]
        command += ["--port", str(self.port), "--grace", "2"]
        with (self.folder / "demo.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT
        while not self.answers():
            if self.has_ended or time.monotonic() > deadline:
                raise AssertionError(self.output)
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)

    @property
    def has_ended(self) -> bool:
        """Whether the supervisor itself is gone."""
        return self.process is None or self.process.poll() is not None

    def answers(self) -> bool:
        """Whether web server and database answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def child(self, name: str) -> psutil.Process | None:
        """The supervisor's child of that name, if it runs at this moment."""
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                words = " ".join(child.cmdline())
                is_database = child.name() == "postgres"
                if is_database if name == DATABASE else f"laufzettel.site.serve.{name}" in words:
                    return child
        return None


@dataclass
class Killer:
    """Kills children of a machine at random moments, in a thread of its own."""

    machine: Machine
    dice: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)

    def plan(self, times: int, seconds: float, names: tuple[str, ...] = CHILDREN) -> list[tuple[float, str]]:
        """Each child once in each of `times` equal parts of `seconds`, at a random moment in it."""
        part = seconds / times
        moments = [(part * (number + self.dice.random()), name) for number in range(times) for name in names]
        return sorted(moments)

    def work_off(self, plan: list[tuple[float, str]]) -> threading.Thread:
        """Begin; the thread ends when all are killed."""
        thread = threading.Thread(target=self._run, args=[plan])
        thread.start()
        return thread

    def _run(self, plan: list[tuple[float, str]]) -> None:
        begin = time.monotonic()
        for moment, name in plan:
            time.sleep(max(0.0, begin + moment - time.monotonic()))
            self._kill(name)

    def _kill(self, name: str) -> None:
        deadline = time.monotonic() + RESTART_TIMEOUT
        while not self._has_killed(name):
            if self.machine.has_ended or time.monotonic() > deadline:
                return
            time.sleep(0.02)

    def _has_killed(self, name: str) -> bool:
        """Kill it; False when it does not run just now, or has ended between two looks."""
        try:
            child = self.machine.child(name)
            if child is None:
                return False
            # Of a program with processes of its own now the first, now one of the others.
            victim = self.dice.choice([child, *child.children(recursive=True)]) if self.dice.random() < 0.4 else child
            victim.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            return False
        self.killed[name] += 1
        self.log.append(f"{time.strftime('%H:%M:%S')} {name} ({'child' if victim != child else 'main'})")
        return True
