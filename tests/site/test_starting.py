"""What hinders a start gets a clear sentence, in German and English, and an exit code of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest

from laufzettel.site.serve.postgres import EmbeddedPostgres

if TYPE_CHECKING:
    from tests.site.conftest import Laufzettel

IS_ROOT = os.geteuid() == 0
MEBIBYTE = 1024 * 1024
# Root is above permissions; without these two capabilities it is not.
WITHOUT_ROOTS_RIGHTS = (
    sys.executable,
    "-c",
    """import ctypes, os, sys
for capability in (1, 2): ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])""",
)


def assert_refused(laufzettel: "Laufzettel", exit_code: int, *sentences: str) -> None:
    """It has ended with `exit_code`, has said the sentences, and no traceback."""
    assert laufzettel.end() == exit_code, laufzettel.output
    for sentence in sentences:
        assert sentence in laufzettel.output
    assert "Traceback" not in laufzettel.output


def test_a_second_start_on_the_same_data_is_refused_and_the_first_goes_on(laufzettel: "Laufzettel") -> None:
    laufzettel.start()
    second = type(laufzettel)(laufzettel.data)

    second.launch()

    assert_refused(
        second,
        4,
        f"Laufzettel läuft bereits auf dem Datenordner {laufzettel.data}.",
        f"Laufzettel is already running on the data folder {laufzettel.data}.",
    )
    assert laufzettel.get("/database") == "lz_app 1"


def test_a_taken_port_is_refused(fresh: "Laufzettel") -> None:
    with socket.create_server(("127.0.0.1", fresh.port)):
        fresh.launch()

        assert_refused(
            fresh,
            7,
            f"Port {fresh.port} auf 127.0.0.1 ist schon belegt.",
            f"Port {fresh.port} on 127.0.0.1 is already taken.",
            f"laufzettel serve --port {fresh.port + 1}",
        )
    assert not (fresh.data / "postgres").exists()


def test_a_folder_without_permission_is_refused(fresh: "Laufzettel") -> None:
    fresh.data.mkdir()
    fresh.data.chmod(0o500)

    fresh.launch(before=WITHOUT_ROOTS_RIGHTS if IS_ROOT else ())

    assert_refused(fresh, 5, f"Keine Berechtigung für {fresh.data}.", f"No permission for {fresh.data}.")


def test_a_folder_below_one_without_permission_is_refused(fresh: "Laufzettel") -> None:
    closed = fresh.data.with_name("closed")
    closed.mkdir(0o500)
    fresh.env = {"LAUFZETTEL_DATA": str(closed / "data")}

    fresh.launch("--data", str(closed / "data"), before=WITHOUT_ROOTS_RIGHTS if IS_ROOT else ())

    assert_refused(fresh, 5, f"Keine Berechtigung für {closed}/data.")


def test_a_database_of_a_newer_version_is_refused_and_not_touched(laufzettel: "Laufzettel") -> None:
    server = EmbeddedPostgres(laufzettel.data)
    with server as urls, psycopg.connect(urls.owner) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('procrastinate', '9999_tomorrow', now())"
        )

    laufzettel.launch()

    assert_refused(
        laufzettel,
        8,
        "Die Datenbank gehört zu einer neueren Version von Laufzettel (unbekannt: procrastinate 9999_tomorrow).",
        "The database belongs to a newer version of Laufzettel",
    )
    assert laufzettel.output.count("gehört zu einer neueren Version") == 1


def test_files_of_a_newer_postgresql_are_refused(laufzettel: "Laufzettel") -> None:
    (laufzettel.data / "postgres" / "PG_VERSION").write_text("99\n")

    laufzettel.launch()

    assert_refused(
        laufzettel,
        8,
        f"Die Datenbank in {laufzettel.data}/postgres gehört zu PostgreSQL 99",
        "belongs to PostgreSQL 99",
    )


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"LAUFZETTEL_MODE": "produktion"}, "LAUFZETTEL_MODE ist 'produktion'."),
        ({"LAUFZETTEL_MODE": "production"}, "Der Betrieb ist so nicht sicher: LAUFZETTEL_SECRET_KEY fehlt"),
        ({"LAUFZETTEL_WEB_PROCESSES": "x"}, "LAUFZETTEL_WEB_PROCESSES ist 'x'"),
    ],
)
def test_settings_that_make_no_sense_are_refused(fresh: "Laufzettel", env: dict[str, str], sentence: str) -> None:
    fresh.env = env

    fresh.launch()

    assert_refused(fresh, 3, sentence, "The settings are not right")
    assert not fresh.data.exists()


def test_a_database_that_does_not_answer_is_named(fresh: "Laufzettel") -> None:
    address = "postgresql://lz_app:secret@127.0.0.1:1/laufzettel"
    fresh.env = {"DATABASE_URL": address, "DATABASE_OWNER_URL": address}

    fresh.launch()

    assert_refused(fresh, 9, "Die Datenbank antwortet nicht:", "The database does not answer:")
    assert "secret" not in fresh.output


def test_a_worker_on_an_empty_database_says_what_to_do(fresh: "Laufzettel") -> None:
    fresh.launch(command="worker")

    assert_refused(fresh, 9, "Die Datenbank ist leer oder gehört zu einer älteren Version.", "laufzettel migrate")


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A tmpfs of `size` MiB. Only root may mount one."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0755", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def can_mount() -> bool:
    """Root, in a container, may be without the right to mount."""
    if not IS_ROOT or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode == 0


needs_a_small_disk = pytest.mark.skipif(not can_mount(), reason="only root may mount the small tmpfs that gets full")


@needs_a_small_disk
def test_a_disk_with_too_little_room_is_refused_before_anything_is_written(fresh: "Laufzettel", tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16) as disk:
        fresh.launch("--data", str(disk / "data"))

        assert_refused(
            fresh, 6, f"Der Datenträger mit {disk}/data ist voll.", f"The disk that holds {disk}/data is full."
        )
        assert list((disk / "data").iterdir()) == []


@needs_a_small_disk
def test_a_disk_that_gets_full_stops_laufzettel_and_room_lets_it_go_on(
    laufzettel: "Laufzettel", tmp_path: Path
) -> None:
    # given Laufzettel on a small disk
    with small_disk(tmp_path / "disk", 256) as disk:
        subprocess.run(["cp", "-a", laufzettel.data, disk / "data"], check=True)
        laufzettel.start("--data", str(disk / "data"))

        # when it gets full to the last byte
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * MEBIBYTE)

        # then Laufzettel says so and stops
        assert_refused(laufzettel, 6, f"Der Datenträger mit {disk}/data ist voll.", "was acknowledged is stored")

        # and goes on when there is room
        filler.unlink()
        laufzettel.start("--data", str(disk / "data"))
        assert laufzettel.get("/database").startswith("lz_app")
        assert laufzettel.stop() == 0


def test_a_stop_during_the_start_leaves_nothing_behind(fresh: "Laufzettel") -> None:
    fresh.launch()
    migration = fresh.child("migrate")

    assert fresh.stop(signal.SIGINT) == 0

    assert not migration.is_running()
    assert [process for process in psutil.process_iter() if _works_in(process, fresh.data)] == []


def _works_in(process: psutil.Process, folder: Path) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.cwd().startswith(str(folder))
    return False
