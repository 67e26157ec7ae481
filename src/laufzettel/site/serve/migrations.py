"""Bring the database's tables to this version; refuse a database that a newer one has changed. Needs Django set up."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import errors

from laufzettel.kernel.problems import Text
from laufzettel.site.serve.problems import ExitCode, StartError, database_full


def migrate(verbosity: int = 0) -> None:
    """Apply what is missing, as the owner of the tables. Raises `StartError`."""
    with_sentences(_migrate, verbosity)


def check_version() -> None:
    """Raise `StartError` when the tables are newer than this code, or older."""
    with_sentences(_check_version)


def _migrate(verbosity: int) -> None:
    _refuse_newer()
    if _is_behind():
        call_command("migrate", interactive=False, verbosity=verbosity)


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_version() -> None:
    _refuse_newer()
    if _is_behind():
        raise StartError(
            ExitCode.DATABASE_UNAVAILABLE,
            Text(
                "Die Datenbank ist leer oder gehört zu einer älteren Version. Führen Sie zuerst „laufzettel migrate“ "
                "aus, bei einem eigenen Server mit DATABASE_OWNER_URL.",
                "The database is empty or belongs to an older version. Run “laufzettel migrate” first, with "
                "DATABASE_OWNER_URL for a server of your own.",
            ),
        )


def _refuse_newer() -> None:
    loader = MigrationLoader(connection)
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        names = ", ".join(f"{room} {name}" for room, name in unknown[:3]) + (" …" if len(unknown) > 3 else "")
        raise StartError(
            ExitCode.DATABASE_NEWER,
            Text(
                f"Die Datenbank gehört zu einer neueren Version von Laufzettel (unbekannt: {names}). Starten Sie die "
                "neuere Version, oder spielen Sie eine ältere Sicherung ein. Es wurde nichts geändert.",
                f"The database belongs to a newer version of Laufzettel (unknown: {names}). Start the newer version, "
                "or restore an older backup. Nothing has been changed.",
            ),
        )


def with_sentences[**P](work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Run `work`; what the database refuses becomes a sentence."""
    try:
        work(*args, **kwargs)
    except (OperationalError, ProgrammingError) as error:
        if isinstance(error.__cause__, errors.DiskFull):
            raise database_full() from error
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            raise _not_the_owner() from error
        if isinstance(error, ProgrammingError):
            raise
        raise _unreachable(str(error)) from error


def _not_the_owner() -> StartError:
    return StartError(
        ExitCode.NO_PERMISSION,
        Text(
            "Die Rolle in DATABASE_OWNER_URL darf keine Tabellen anlegen. docs/operations.md, „Rollen“, zeigt, wie "
            "lz_owner und lz_app entstehen.",
            "The role in DATABASE_OWNER_URL must not create tables. docs/operations.md, “Roles”, shows how lz_owner "
            "and lz_app are made.",
        ),
    )


def _unreachable(reason: str) -> StartError:
    last = (reason.strip().splitlines() or [""])[-1].strip()
    return StartError(
        ExitCode.DATABASE_UNAVAILABLE,
        Text(
            f"Die Datenbank antwortet nicht: {last}. Prüfen Sie DATABASE_URL und DATABASE_OWNER_URL.",
            f"The database does not answer: {last}. Check DATABASE_URL and DATABASE_OWNER_URL.",
        ),
    )
