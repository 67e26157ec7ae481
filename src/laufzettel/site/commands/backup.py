"""`laufzettel backup` and `laufzettel restore`: everything of one machine's Laufzettel, to and from a folder.

For the embedded server. Whoever runs a PostgreSQL of their own backs it up with its tools (docs/operations.md).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from laufzettel.kernel.problems import Text
from laufzettel.site.serve import binaries, checks
from laufzettel.site.serve.database import database_for_command
from laufzettel.site.serve.postgres import DATABASE, EmbeddedPostgres
from laufzettel.site.serve.problems import ExitCode, StartError, from_os_error
from laufzettel.site.serve.processes import Account
from laufzettel.site.serve.serve import read_configuration

DUMP, FILES, KEY = "database.dump", "files", "master.key"


def backup(target: Path) -> int:
    """Write a backup to the new folder `target`, while Laufzettel runs or not."""
    data = _embedded_data()
    if target.exists():
        raise _refusal(f"{target} gibt es schon. Nennen Sie einen neuen Ordner.", f"{target} exists already.")
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(mode=0o700, parents=True)
        # The database first: a file is there before its row is, so every row of the dump finds its file.
        with database_for_command():
            _run(data, "pg_dump", "--format=custom", f"--file={unfinished / DUMP}")
        _copy(data, unfinished)
        unfinished.rename(target)
    except OSError as error:
        raise from_os_error(error, target) from error
    sys.stdout.write(f"Gesichert in {target}. Er enthält personenbezogene Daten.\n")
    if read_configuration().bucket is not None:
        sys.stdout.write("Die Dateien liegen im S3-Speicher. Sichern Sie ihn mit seinen eigenen Werkzeugen.\n")
    return 0


def restore(source: Path) -> int:
    """Fill the new data folder from the backup in `source`."""
    data = _embedded_data()
    if not (source / DUMP).exists():
        raise _refusal(f"{source} ist keine Sicherung: {DUMP} fehlt.", f"{source} is no backup: {DUMP} is missing.")
    if (data / "postgres").exists():
        raise _refusal(
            f"In {data} liegen schon Daten. Nennen Sie mit --data einen neuen Ordner.",
            f"There are data in {data} already. Name a new folder with --data.",
        )
    checks.check_folder(data)
    _copy(source, data)
    with EmbeddedPostgres(data):
        _run(data, "pg_restore", "--exit-on-error", "--single-transaction", str(source / DUMP))
    sys.stdout.write(f"Wiederhergestellt in {data}. Starten: laufzettel serve --data {data}\n")
    return 0


def _embedded_data() -> Path:
    chosen = read_configuration()
    if chosen.database is not None:
        raise _refusal(
            "Mit DATABASE_URL sichern Sie die Datenbank mit ihren eigenen Werkzeugen, siehe docs/operations.md.",
            "With DATABASE_URL back the database up with its own tools, see docs/operations.md.",
        )
    return chosen.data


def _copy(source: Path, target: Path) -> None:
    if (source / FILES).exists():
        shutil.copytree(source / FILES, target / FILES, dirs_exist_ok=True)
    if (source / KEY).exists():
        shutil.copy2(source / KEY, target / KEY)


def _run(data: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; the password goes where no other user sees it."""
    address = conninfo_to_dict(EmbeddedPostgres(data).superuser_url(DATABASE))
    env = {"PATH": os.defpath, "PGPASSWORD": str(address.pop("password"))}
    path = str(binaries.find(Account.current()) / program)
    command = [path, f"--dbname={make_conninfo('', **address)}", *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)  # noqa: S603
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise _refusal(f"{program} ist gescheitert: {last}", f"{program} has failed: {last}")


def _refusal(german: str, english: str) -> StartError:
    return StartError(ExitCode.FAILED, Text(german, english))
