"""The embedded PostgreSQL: one server for one data folder, on a Unix socket, with roles and passwords of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg
from psycopg import sql

from laufzettel.kernel.problems import Text
from laufzettel.site.serve import binaries, folders
from laufzettel.site.serve.leftovers import end_leftovers
from laufzettel.site.serve.problems import (
    ExitCode,
    StartError,
    database_does_not_start,
    disk_full,
    from_os_error,
    no_permission,
)
from laufzettel.site.serve.processes import Account, spawn

DATABASE = "laufzettel"
SUPERUSER, OWNER, APP = "postgres", "lz_owner", "lz_app"
START_TIMEOUT = 300  # seconds: replaying the log after a crash may take its time
STOP_TIMEOUT = 30
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "password_encryption": "scram-sha-256",
}
# A test's data is thrown away: nothing need survive a power cut.
OPTIONS_FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
}


@dataclass(frozen=True, slots=True)
class Urls:
    """How to reach the server: as owner of the tables, and as the application."""

    owner: str
    app: str


class EmbeddedPostgres:
    """PostgreSQL as our own child. `start()` makes what is missing, `stop()` ends it fast and clean.

    `data` is Laufzettel's data folder; the server's files are in `postgres/` below it. Used as a context manager it
    gives its `Urls`. All that can go wrong is a `StartError`.
    """

    def __init__(self, data: Path, *, for_tests: bool = False) -> None:
        self._data = data.absolute()
        self._folder = self._data / "postgres"
        self._log = self._data / "log" / "postgres.log"
        self._options = OPTIONS | (OPTIONS_FOR_TESTS if for_tests else {})
        self._lock = folders.DataLock(self._data)
        self._account = Account.current()
        self._programs = Path()
        self._log_begin = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Urls:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def process(self) -> "subprocess.Popen[bytes] | None":
        """The running server, for who watches it."""
        return self._process

    @property
    def urls(self) -> Urls:
        """How to reach the server of this data folder; it need not be ours, nor running."""
        passwords = folders.Passwords.of(self._data)
        return Urls(self._url(OWNER, passwords.owner), self._url(APP, passwords.app))

    def superuser_url(self, database: str = "postgres") -> str:
        """For tests and for repairs only."""
        return self._url(SUPERUSER, folders.Passwords.of(self._data).superuser, database)

    def start(self) -> Urls:
        """Take the data folder, start the server, make database, roles and extensions where they are missing."""
        self._lock.take()
        try:
            self._prepare()
            self.launch()
            self._make_roles()
        except BaseException:
            self.stop()
            raise
        return self.urls

    def stop(self) -> None:
        """End the server: open connections are cut, committed rows are safe. Gives the data folder back."""
        process, self._process = self._process, None
        if process is not None:
            if process.poll() is None:
                _end(process)
            folders.empty(folders.socket_folder(self._data))
        self._lock.release()

    def launch(self) -> None:
        """Start the server's process in the prepared folder and wait until it answers; also after it has crashed."""
        socket = folders.socket_folder(self._data)
        if end_leftovers(self._folder):
            (self._folder / "postmaster.pid").unlink(missing_ok=True)
            folders.empty(socket)
        folders.prepare_private(socket, self._account)
        with _reachable(self._folder, self._account) as (path, fds), self._log.open("ab") as log:
            begin = self._log_begin = log.tell()
            options = [part for name, value in self._options.items() for part in ("-c", f"{name}={value}")]
            command: list[str | Path] = [self._programs / "postgres", "-D", path, "-k", socket, *options]
            self._process = spawn(
                command, death_signal=signal.SIGINT, account=self._account, output=log, folder=socket, pass_fds=fds
            )
        self._wait_until_ready(self._process, begin)

    def _prepare(self) -> None:
        self._account = Account.for_postgres(self._folder)
        self._programs = binaries.find(self._account)
        try:
            self._log.parent.mkdir(mode=0o700, exist_ok=True)
            passwords = folders.Passwords.of(self._data)
            if not (self._folder / "PG_VERSION").exists():
                self._initialise(passwords.superuser)
            version = int((self._folder / "PG_VERSION").read_text())
        except OSError as error:
            raise from_os_error(error, self._data) from error
        if (ours := binaries.major_version(self._programs)) != version:
            raise _other_postgres(self._folder, version, ours)

    def _initialise(self, password: str) -> None:
        """Make the server's files beside their place, and move them there when they are whole."""
        unfinished = self._data / "postgres.new"
        folders.empty(unfinished)
        socket = folders.socket_folder(self._data)
        for folder in (unfinished, socket):
            folders.prepare_private(folder, self._account)
        password_file = socket / "password"
        folders.write_private(password_file, password)
        os.chown(password_file, self._account.uid, self._account.gid)
        with _reachable(unfinished, self._account) as (path, fds), self._log.open("ab") as log:
            begin = log.tell()
            command: list[str | Path] = [self._programs / "initdb", "-D", path, f"--username={SUPERUSER}"]
            command += [f"--pwfile={password_file}"]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
            command += ["--no-instructions", "--set=unix_socket_permissions=0700"]
            command += ["--no-sync"] if "fsync" in self._options else []
            process = spawn(
                command, death_signal=signal.SIGKILL, account=self._account, output=log, folder=socket, pass_fds=fds
            )
            failed = process.wait() != 0
        password_file.unlink()
        if failed:
            raise self.explain(begin)
        unfinished.rename(self._folder)

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]", begin: int) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while not self._is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise self.explain(begin)
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        try:
            lines = (self._folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def explain(self, begin: int | None = None) -> StartError:
        """Why the server did not start, or ended: what it has written to its log, of this start or since `begin`."""
        begin = self._log_begin if begin is None else begin
        with self._log.open("rb") as log:
            log.seek(begin)
            text = log.read().decode(errors="replace")
        if "No space left on device" in text:
            return disk_full(self._data)
        if "Permission denied" in text:
            return no_permission(self._folder)
        told = [line for line in text.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
        last = (told or text.splitlines() or [""])[-1].partition("]")
        return database_does_not_start(self._log, (last[2] or last[0]).strip())

    def _make_roles(self) -> None:
        passwords = folders.Passwords.of(self._data)
        try:
            with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
                for role, password in ((OWNER, passwords.owner), (APP, passwords.app)):
                    _ensure_role(connection, role, password)
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                if not found:
                    names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
            prepare_database(self.superuser_url(DATABASE))
        except psycopg.errors.DiskFull as error:
            raise disk_full(self._data) from error
        except psycopg.OperationalError as error:
            raise database_does_not_start(self._log, str(error).splitlines()[-1]) from error

    def _url(self, user: str, password: str, database: str = DATABASE) -> str:
        host = quote(str(folders.socket_folder(self._data)), safe="/")
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={host}"


def prepare_database(superuser_url: str) -> None:
    """Run `roles.sql` in the database that `superuser_url` names."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute((Path(__file__).parent / "roles.sql").read_bytes())


def _ensure_role(connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if found else "CREATE")
    statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), sql.Literal(password))
    connection.execute(statement)


@contextmanager
def _reachable(folder: Path, account: Account) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A path of `folder` that `account` can use, and the file descriptors that it needs.

    When we are root, a folder on the way may be closed to `account` (`/root`, a temporary folder). An open descriptor
    leads there without walking the way.
    """
    if account.is_current:
        yield str(folder), ()
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{fd}", (fd,)
    finally:
        os.close(fd)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Fast shutdown; when that takes too long, an immediate one: the next start replays the log."""
    for number, patience in ((signal.SIGINT, STOP_TIMEOUT), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        return


def _other_postgres(folder: Path, version: int, ours: int) -> StartError:
    newer = version > ours
    return StartError(
        ExitCode.DATABASE_NEWER if newer else ExitCode.DATABASE_UNAVAILABLE,
        Text(
            f"Die Datenbank in {folder} gehört zu PostgreSQL {version}, dieses Laufzettel bringt {ours} mit. "
            + (
                "Starten Sie die neuere Version von Laufzettel."
                if newer
                else "Wie Sie die Daten übernehmen, steht in docs/operations.md, „Upgrade“."
            ),
            f"The database in {folder} belongs to PostgreSQL {version}, this Laufzettel brings {ours}. "
            + (
                "Start the newer version of Laufzettel."
                if newer
                else "How to move the data: docs/operations.md, “Upgrade”."
            ),
        ),
    )
