"""Processes that a killed Laufzettel has left behind in its database folder."""

import contextlib
import os
import signal
import time
from pathlib import Path

PROC = Path("/proc")
PATIENCE = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def end_leftovers(folder: Path) -> bool:
    """End every PostgreSQL process that still works in `folder`, gently first; true when certainly none is left.

    The caller holds the data folder's lock, so whoever still works there is an orphan. Only when certainly none is
    left may a `postmaster.pid` be removed: two servers on the same files would destroy them.
    """
    for number, patience in PATIENCE:
        deadline = time.monotonic() + patience
        for pid in _to_be_told(folder, number):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        while time.monotonic() < deadline:
            if not _working_in(folder):
                return PROC.is_dir() and "" not in _servers().values()
            time.sleep(0.02)
    return False


def _to_be_told(folder: Path, number: signal.Signals) -> list[int]:
    """A fast shutdown is told to the server alone, who ends its children in order; orphans must each hear it."""
    pids = _working_in(folder)
    postmaster = _postmaster(folder)
    return [postmaster] if number == signal.SIGINT and postmaster in pids and postmaster else pids


def _working_in(folder: Path) -> list[int]:
    place = os.path.realpath(folder)
    return [pid for pid, working_folder in _servers().items() if working_folder == place]


def _servers() -> dict[int, str]:
    """The working folder of every PostgreSQL process; empty text for one that does not let us see it."""
    entries = PROC.iterdir() if PROC.is_dir() else iter(())
    return {int(entry.name): _folder_of(entry) for entry in entries if entry.name.isdecimal() and _is_server(entry)}


def _is_server(entry: Path) -> bool:
    try:
        return (entry / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _folder_of(entry: Path) -> str:
    try:
        return os.readlink(entry / "cwd")
    except FileNotFoundError:  # it has just ended
        return "-"
    except OSError:
        return ""


def _postmaster(folder: Path) -> int | None:
    try:
        return int((folder / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
