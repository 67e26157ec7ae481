"""The embedded PostgreSQL: roles, passwords, places."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from laufzettel.site.serve import folders
from laufzettel.site.serve.database import database_for_command
from laufzettel.site.serve.postgres import EmbeddedPostgres, Urls
from laufzettel.site.serve.problems import StartError
from laufzettel.site.serve.processes import Account
from laufzettel.site.serve.testing import databases


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("postgres") / "data"


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(data, for_tests=True)
    server.start()
    yield server
    server.stop()


def value(url: str, query: str) -> object:
    """The single value that `query` gives."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def test_the_application_may_not_change_tables_nor_see_past_row_security(server: EmbeddedPostgres) -> None:
    rights = (
        "SELECT (rolsuper, rolbypassrls, rolcreatedb, rolcreaterole)::text FROM pg_roles WHERE rolname = current_user"
    )

    assert value(server.urls.app, rights) == "(f,f,f,f)"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        value(server.urls.app, "CREATE TABLE x (i int)")


def test_the_owner_makes_tables_which_the_application_reads_and_writes(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.urls.owner) as connection:
        connection.execute("CREATE TABLE dogs (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)")

    assert value(server.urls.app, "INSERT INTO dogs (name) VALUES ('Bello') RETURNING id") == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        value(server.urls.app, "DROP TABLE dogs")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        value(server.urls.app, "TRUNCATE dogs")


def test_german_text_is_found_folded_and_compared(server: EmbeddedPostgres) -> None:
    url = server.urls.app

    assert value(url, "SELECT lower('ÄÖÜŞ')") == "äöüş"
    assert value(url, "SELECT to_tsvector('german', 'Bescheide') @@ to_tsquery('german', 'Bescheid')") is True
    assert value(url, "SELECT word_similarity('bescheid', 'Gebührenbescheid') > 0.5") is True
    assert value(url, "SELECT unaccent('Çelik')") == "Celik"
    assert value(url, "SHOW server_encoding") == "UTF8"


def test_it_listens_on_a_socket_only_and_asks_for_passwords(server: EmbeddedPostgres) -> None:
    assert value(server.urls.app, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        value(server.urls.app.replace("lz_app:", "lz_app:x"), "SELECT 1")


def test_passwords_and_files_are_for_their_owner_alone(server: EmbeddedPostgres, data: Path) -> None:
    assert stat.S_IMODE((data / "postgres.secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE(folders.socket_folder(data).stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_root_gives_it_to_an_unprivileged_user_in_a_folder_that_only_root_can_walk_to(
    server: EmbeddedPostgres, data: Path
) -> None:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]

    assert "0" not in uids
    assert stat.S_IMODE(Path("/tmp").joinpath(*server._data.parts[2:3]).stat().st_mode) == 0o700  # noqa: S108


def test_a_command_uses_the_running_server(
    server: EmbeddedPostgres, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LAUFZETTEL_DATA", str(data))
    monkeypatch.setenv("LAUFZETTEL_MODE", "development")

    with database_for_command():
        assert os.environ["DATABASE_URL"] == server.urls.app
    assert value(server.urls.app, "SELECT 1") == 1
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("DATABASE_OWNER_URL")


def test_the_path_of_the_socket_is_short_however_long_the_folders_is(tmp_path: Path) -> None:
    folder = folders.socket_folder(tmp_path / ("x" * 200))

    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 107


def test_a_socket_folder_that_somebody_else_has_put_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")

    with pytest.raises(StartError):
        folders.prepare_private(link, Account.current())


def test_it_starts_in_spite_of_a_pid_file_whose_number_somebody_else_has_now(tmp_path: Path) -> None:
    # given a server that was killed, and whose process id has been given to a program of ours
    server = EmbeddedPostgres(tmp_path, for_tests=True)
    server.start()
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    server.stop()

    # when it starts again
    with EmbeddedPostgres(tmp_path, for_tests=True) as urls:
        # then it does
        assert value(urls.app, "SELECT 1") == 1


def test_a_first_start_that_was_cut_off_is_begun_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with EmbeddedPostgres(tmp_path, for_tests=True) as urls:
        assert value(urls.app, "SELECT current_user") == "lz_app"
    assert not half.exists()


def test_test_databases_come_from_one_template_and_are_the_owners(tmp_path: Path) -> None:
    filled: list[Urls] = []

    def fill(urls: Urls) -> None:
        filled.append(urls)
        with psycopg.connect(urls.owner) as connection:
            connection.execute("CREATE TABLE towns (name text)")

    with databases(tmp_path / "tests") as server:
        first, second = server.create("first", fill), server.create("second", fill)

        assert len(filled) == 1
        assert value(first.app, "INSERT INTO towns VALUES ('Herborn') RETURNING name") == "Herborn"
        assert value(second.app, "SELECT count(*) FROM towns") == 0
