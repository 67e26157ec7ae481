"""A backup taken while Laufzettel runs is restored elsewhere, with rows, rights, files and key."""

import stat
from pathlib import Path

import psycopg
import pytest

from laufzettel.site.commands.backup import backup, restore
from laufzettel.site.serve.postgres import EmbeddedPostgres
from laufzettel.site.serve.problems import StartError

POLICY = """
    CREATE TABLE dogs (tenant_id uuid, name text);
    ALTER TABLE dogs ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON dogs USING (tenant_id = nullif(current_setting('lz.tenant', true), '')::uuid);
    INSERT INTO dogs VALUES ('00000000-0000-0000-0000-000000000001', 'Bello');
"""


@pytest.fixture(autouse=True)
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded server is meant."""
    monkeypatch.setenv("LAUFZETTEL_MODE", "development")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        # Set first, so that what the command itself sets is undone after the test.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_what_was_backed_up_is_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a running server with a table behind a policy, a file and a key
    old, new, copy = tmp_path / "old", tmp_path / "new", tmp_path / "copy"
    monkeypatch.setenv("LAUFZETTEL_DATA", str(old))
    with EmbeddedPostgres(old) as urls:
        with psycopg.connect(urls.owner) as connection:
            connection.execute(POLICY)
        (old / "files" / "tenant").mkdir(parents=True)
        (old / "files" / "tenant" / "file").write_bytes(b"sealed")
        (old / "master.key").write_bytes(b"k" * 32)

        # when it is backed up and restored elsewhere
        backup(copy)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LAUFZETTEL_DATA", str(new))
    restore(copy)

    # then all is there, and the application sees no more than before
    with EmbeddedPostgres(new) as urls:
        with psycopg.connect(urls.owner) as connection:
            assert connection.execute("SELECT name FROM dogs").fetchall() == [("Bello",)]
        with psycopg.connect(urls.app) as connection:
            assert connection.execute("SELECT name FROM dogs").fetchall() == []
            connection.execute("SET lz.tenant = '00000000-0000-0000-0000-000000000001'")
            assert connection.execute("SELECT name FROM dogs").fetchall() == [("Bello",)]
    assert (new / "files" / "tenant" / "file").read_bytes() == b"sealed"
    assert (new / "master.key").read_bytes() == b"k" * 32
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700


def test_a_folder_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="gibt es schon"):
        backup(tmp_path)


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="ist keine Sicherung"):
        restore(tmp_path)


def test_data_are_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAUFZETTEL_DATA", str(tmp_path))
    (tmp_path / "postgres").mkdir()
    (tmp_path / "database.dump").touch()

    with pytest.raises(StartError, match="liegen schon Daten"):
        restore(tmp_path)
