"""Background tasks, by Procrastinate, in the same database: a task is enqueued in the transaction that needs it.

A task knows its tenant and the id of an object, never personal data. It runs at least once: what it does must bear
being done twice.
"""

import uuid
from collections.abc import Callable
from typing import Any

import procrastinate
import psycopg
from django.db import OperationalError
from procrastinate.contrib.django import app as procrastinate_app

from laufzettel.core.tenancy import current_tenant

_tasks: dict[str, Callable[..., None]] = {}
_periodic: list[tuple[str, str, Callable[[], None]]] = []
RETRY = procrastinate.RetryStrategy(max_attempts=12, exponential_wait=2)


def task(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a task under `name` (`room.verb`). It is called as `work(tenant, object_id)`, in no transaction."""

    def register(work: Callable[..., None]) -> Callable[..., None]:
        _tasks[name] = work
        return work

    return register


def periodic(name: str, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a task that runs by the clock; `cron` has five or, with seconds last, six fields."""

    def register(work: Callable[[], None]) -> Callable[[], None]:
        _periodic.append((name, cron, work))
        return work

    return register


def registered(name: str) -> Callable[..., None]:
    """The work of a task by its name; raises `LookupError`."""
    if name not in _tasks:
        raise LookupError(f"no task {name!r}")
    return _tasks[name]


def enqueue(name: str, object_id: uuid.UUID | None = None, *, tenant: uuid.UUID | None = None) -> None:
    """Have the task done after this transaction commits, in the open tenant's scope or for a named one.

    Raises `OperationalError`, as every other query does, when the database goes away meanwhile.
    """
    registered(name)
    try:
        procrastinate_app.configure_task(name, lock=None).defer(
            tenant=str(tenant or current_tenant()), object_id=str(object_id) if object_id else None
        )
    except procrastinate.exceptions.ConnectorException as error:
        if isinstance(error.__cause__, psycopg.OperationalError):
            raise OperationalError(str(error.__cause__)) from error
        raise


def app_of_a_worker() -> procrastinate.App:
    """What takes tasks from the queue, with a connection of its own.

    What a task itself enqueues still goes by Django's connection, and so in the transaction that needs it: no task may
    begin before the rows are there that it is about. Procrastinate's `replace_connector` would send it by the worker's.
    """
    connector = procrastinate_app.connector.get_worker_connector()  # type: ignore[attr-defined]
    return procrastinate_app.with_connector(connector)


def on_app_ready(app: procrastinate.App) -> None:
    """Hand the registered tasks to Procrastinate; Django calls it once all rooms are loaded."""
    for name, work in _tasks.items():
        app.task(name=name, retry=RETRY)(_runner(work))
    for name, cron, timed in _periodic:
        app.periodic(cron=cron, periodic_id=name)(
            app.task(name=name, queueing_lock=name, pass_context=False)(_timed(timed))
        )


def _runner(work: Callable[..., None]) -> Callable[..., None]:
    def run(tenant: str, object_id: str | None = None) -> None:
        _close_after(lambda: work(uuid.UUID(tenant), uuid.UUID(object_id) if object_id else None))

    return run


def _timed(work: Callable[[], None]) -> Callable[..., None]:
    def run(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate passes it
        _close_after(work)

    return run


def _close_after(work: Callable[[], Any]) -> None:
    # A worker's threads have no request that would give the connection back to the pool.
    from django.db import close_old_connections, connection

    close_old_connections()
    try:
        work()
    finally:
        connection.close()
