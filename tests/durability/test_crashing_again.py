"""A child that crashes while it is being started again is given as many chances as one that crashes later."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from laufzettel.kernel.problems import Text
from laufzettel.site.serve import supervisor
from laufzettel.site.serve.problems import ExitCode, StartError, database_does_not_start, disk_full
from laufzettel.site.serve.supervisor import Supervisor


@dataclass
class Fragile:
    """A child whose starts, after the first, end as listed: an error, or None for a start that works."""

    ends: list[StartError | None]
    name: Text = field(default_factory=lambda: Text("Die Datenbank", "The database"))
    starts: int = 0
    runs: bool = False

    def start(self) -> None:
        self.starts += 1
        error = self.ends[self.starts - 2] if self.starts > 1 else None
        self.runs = error is None and self.starts > 1
        if error is not None:
            raise error

    def is_running(self) -> bool:
        return self.runs

    def stop(self, is_urgent: Callable[[], bool]) -> None:
        self.runs = False


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(supervisor, "TICK", 0.001)


def watch(child: Fragile) -> None:
    """Until the child runs, or the supervisor gives up."""
    watching = Supervisor(lambda _: None)
    watching.add(child)
    watching.watch(lambda: watching._on_signal(15, None) if child.runs else None)


def test_a_database_that_is_killed_while_it_replays_its_log_is_started_once_more() -> None:
    killed = database_does_not_start(Path("log"), "starting up")
    child = Fragile([killed, killed, None])

    watch(child)

    assert (child.starts, child.runs) == (4, True)


def test_a_database_that_never_starts_again_says_why_in_its_own_words() -> None:
    killed = database_does_not_start(Path("log"), "no checkpoint record")
    child = Fragile([killed] * 10)

    with pytest.raises(StartError, match="no checkpoint record"):
        watch(child)

    assert child.starts == 1 + supervisor.CRASHES_ALLOWED


def test_a_full_disk_is_told_at_once() -> None:
    child = Fragile([disk_full(Path("/data"))])

    with pytest.raises(StartError) as caught:
        watch(child)

    assert (caught.value.exit_code, child.starts) == (ExitCode.DISK_FULL, 2)


@dataclass
class Dependent(Fragile):
    """A child that ends each time, until what it needs has settled."""

    settles_after: int = 0

    def start(self) -> None:
        self.starts += 1
        self.runs = self.starts > self.settles_after


def watch_both(needed: Fragile, child: Dependent) -> None:
    watching = Supervisor(lambda _: None)
    watching.add(needed)
    watching.add(child)
    watching.watch(lambda: watching._on_signal(15, None) if child.runs else None)


def test_a_worker_that_falls_with_its_database_is_not_given_up() -> None:
    """The database comes back at once, and has not run for long when the worker falls over it again."""
    worker = Dependent([], settles_after=3 * supervisor.CRASHES_ALLOWED)

    watch_both(Fragile([None]), worker)

    assert worker.starts == 3 * supervisor.CRASHES_ALLOWED + 1


def test_a_worker_that_crashes_beside_a_sound_database_is_given_up() -> None:
    sound = Fragile([None])
    sound.starts = 1  # it runs from its first start on
    worker = Dependent([], settles_after=3 * supervisor.CRASHES_ALLOWED)

    with pytest.raises(StartError) as caught:
        watch_both(sound, worker)

    assert (caught.value.exit_code, worker.starts) == (ExitCode.CHILD_KEEPS_CRASHING, 1 + supervisor.CRASHES_ALLOWED)
