"""Watch over child processes: start them in order, start crashed ones again, stop all of them in reverse order."""

import math
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from laufzettel.kernel.problems import Text
from laufzettel.site.serve.postgres import EmbeddedPostgres
from laufzettel.site.serve.problems import ExitCode, StartError, keeps_crashing
from laufzettel.site.serve.processes import spawn

TICK = 0.1
SETTLED = 10.0  # seconds after which a child counts as running well
CRASHES_ALLOWED = 6  # in a row by its own doing, none of them settled in between
LONGEST_PAUSE = 15.0


class Child(Protocol):
    """What a supervisor watches."""

    name: Text

    def start(self) -> None: ...
    def is_running(self) -> bool: ...
    def stop(self, is_urgent: Callable[[], bool]) -> None: ...


@dataclass
class Program:
    """A program of ours as a child."""

    name: Text
    command: Sequence[str]
    env: Mapping[str, str]
    grace: float  # seconds it may take to finish what is running
    death_signal: signal.Signals = signal.SIGTERM  # what it gets when we die without having stopped it
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it; what its last run has left of its group is ended first."""
        self._end_group(signal.SIGKILL)
        self.process = spawn(self.command, death_signal=self.death_signal, env=self.env)

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process is not None and self.process.poll() is None

    def stop(self, is_urgent: Callable[[], bool]) -> None:
        """Ask it to finish, wait for as long as its grace, or until it is urgent, then end it with all its children."""
        if self.process is None:
            return
        if self.is_running():
            self.process.terminate()
            deadline = time.monotonic() + self.grace
            while self.is_running() and time.monotonic() < deadline and not is_urgent():
                time.sleep(TICK / 4)
        self._end_group(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _end_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


@dataclass
class Database:
    """The embedded PostgreSQL as a child."""

    server: EmbeddedPostgres
    name: Text = field(default_factory=lambda: Text("Die Datenbank", "The database"))

    def start(self) -> None:
        """Start it. After a crash it replays its log, and what was committed is there."""
        if self.server.process is None:
            self.server.start()
        else:
            self.server.launch()

    def is_running(self) -> bool:
        """Whether it has not ended."""
        process = self.server.process
        return process is not None and process.poll() is None

    def stop(self, is_urgent: Callable[[], bool]) -> None:  # noqa: ARG002 - a fast shutdown waits for nobody
        """Cut connections, write everything down, end."""
        self.server.stop()


@dataclass
class _State:
    started: float
    crashes: int = 0
    again_at: float | None = None

    def is_shaken(self, child: Child) -> bool:
        """Whether a child has crashed and has not run for long since."""
        return not child.is_running() or (self.crashes > 0 and time.monotonic() - self.started <= SETTLED)


class Supervisor:
    """Runs children, each of which needs those before it. `say` prints a sentence for the operator."""

    def __init__(self, say: Callable[[Text], None]) -> None:
        self._children: list[tuple[Child, _State]] = []
        self._say = say
        self._asked_at: float | None = None
        self._is_urgent = False

    @property
    def is_stopping(self) -> bool:
        """Whether somebody has asked us to stop."""
        return self._asked_at is not None

    def listen(self) -> None:
        """From now on SIGINT, SIGTERM and SIGHUP ask us to stop; a second one asks us to hurry."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup wants us to go on
                signal.signal(number, self._on_signal)

    def add(self, child: Child) -> None:
        """Start a child and keep it running; nothing when we are stopping already."""
        if not self.is_stopping:
            # Kept before it starts: whatever fails on the way, it is stopped with the others.
            self._children.append((child, _State(time.monotonic())))
            child.start()

    def run(self, step: Program) -> int:
        """Run a program to its end and give its exit code; 0 when we are stopping, which also ends it."""
        if self.is_stopping:
            return 0
        step.start()
        while step.is_running() and not self.is_stopping:
            time.sleep(TICK / 4)
        code = step.process.wait() if step.process and not self.is_stopping else 0
        step.stop(lambda: self._is_urgent)
        return code

    def watch(self, on_tick: Callable[[], object]) -> None:
        """Start crashed children again until somebody asks us to stop. Raises `StartError` when that does not help."""
        while not self.is_stopping:
            shaken = False  # whether what the next child needs is not, or not yet for long, there
            for child, state in self._children:
                self._look_after(child, state, shaken=shaken)
                shaken = shaken or state.is_shaken(child)
            on_tick()
            time.sleep(TICK)

    def stop(self, patience: float = math.inf) -> None:
        """Stop all children, the last first. A second signal cuts their grace, as do `patience` seconds altogether."""
        end = time.monotonic() + patience
        for child, _ in reversed(self._children):
            child.stop(lambda: self._is_urgent or time.monotonic() > end)
        self._children.clear()

    def _look_after(self, child: Child, state: _State, *, shaken: bool) -> None:
        """Start a child again that has crashed; one that only falls with what it needs may fall as often as that."""
        now = time.monotonic()
        if child.is_running():
            if now - state.started > SETTLED:
                state.crashes = 0
        elif state.again_at is None:
            state.crashes = max(state.crashes, 1) if shaken else state.crashes + 1
            if state.crashes > CRASHES_ALLOWED:
                raise keeps_crashing(child.name)
            pause = min(0.25 * 2 ** (state.crashes - 1), LONGEST_PAUSE)
            state.again_at = now + pause
            self._say(
                Text(
                    f"{child.name} hat unerwartet geendet und wird neu gestartet.",
                    f"{child.name.en} has ended unexpectedly and is being restarted.",
                )
            )
        elif now >= state.again_at:
            state.again_at = None
            _start_again(child, is_last_try=state.crashes == CRASHES_ALLOWED)
            state.started = time.monotonic()

    def _on_signal(self, number: int, frame: object) -> None:  # noqa: ARG002
        now = time.monotonic()
        if self._asked_at is None:
            self._asked_at = now
        # A terminal and a tool between it and us may both pass the same Ctrl-C on.
        elif now - self._asked_at > 1:
            self._is_urgent = True


def _start_again(child: Child, *, is_last_try: bool) -> None:
    """Start a crashed child. Raises `StartError` when its cause does not go away by itself, or at the last try."""
    try:
        child.start()
    except StartError as error:
        # A database that is killed while it replays its log has crashed once more; a full disk stays full.
        if is_last_try or error.exit_code != ExitCode.DATABASE_UNAVAILABLE:
            raise
