"""A step of a case on PostgreSQL against a bare transaction that writes the same rows.

`python bench/cases_step.py [ROUNDS]`. The step: a clerk completes a task, and the process goes to the next one
(`cases.actions.complete_task`: lock, read, advance, write, commit). The bare transaction writes the same rows by the
same ORM and commits: it locks the case's row, and writes the task that is done, the audit entry, the history, the next
task, the case. Beside it the very
SQL of those writes through a cursor, which says what the ORM costs. Wall time, in turn, medians.
Budget: at most 1.5 times the bare transaction. Exits with 1 when it is missed.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.wizard import django_with_tests_settings, use_database

STEPS = "start s\n" + "".join(f"user u{n}\n" for n in range(8)) + "end e\n"
STEPS += "s -> " + " -> ".join(f"u{n}" for n in range(8)) + " -> e"
WRITES = ("INSERT", "UPDATE", "DELETE", "SELECT set_config", "SELECT procrastinate_defer", "WITH")
BUDGET = 1.5


class Written(Exception):
    """Raised to take back a step whose statements have been seen."""


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    tests = django_with_tests_settings()
    from laufzettel.site.serve.testing import databases

    with tempfile.TemporaryDirectory(prefix="laufzettel-bench-") as folder, databases(Path(folder)) as server:
        use_database(server.create("lz_bench", tests.fill))
        try:
            return run(rounds)
        finally:
            from django.db import connections

            connections.close_all()


def run(rounds: int) -> int:
    """Measure both in turn; the exit code."""
    from tests.cases.processes import begin, offer
    from tests.scenes import tenant

    from laufzettel.core.tenancy import in_tenant

    here = tenant("herborn").id
    with in_tenant(here):
        offering = offer("schritte", STEPS)
        cases = [begin(offering).id for _ in range(rounds // 6 + 1) for _ in range(3)]
    times: dict[str, list[float]] = {"step": [], "bare": [], "sql": []}
    for number in range(rounds):
        one, other, third = cases[3 * (number // 6) : 3 * (number // 6) + 3]
        statements = written_by(here, third)
        rows = rows_of(here, other)
        task = open_task(here, one)
        for name, work in (
            ("step", lambda task=task: complete(here, task)),
            ("bare", lambda rows=rows: rows()),
            ("sql", lambda statements=statements: write(here, statements)),
        ):
            begun = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begun)
    step, bare, sql = (statistics.median(times[name]) * 1000 for name in ("step", "bare", "sql"))
    print(f"a step {step:.2f} ms; its rows locked and written by the ORM {bare:.2f} ms, by bare SQL {sql:.2f} ms")
    print(f"a step is {step / bare:.2f} times a bare transaction (budget {BUDGET}), {step / sql:.2f} times bare SQL")
    return int(step / bare > BUDGET)


def rows_of(tenant: Any, case_id: Any) -> Callable[[], None]:
    """The rows that a step of this case writes, ready to be written by the ORM and nothing else."""
    from laufzettel.cases.models import Case, HistoryEvent, Task
    from laufzettel.core import audit
    from laufzettel.core.actors import SYSTEM
    from laufzettel.core.clock import now
    from laufzettel.core.ids import new_id
    from laufzettel.core.tenancy import in_tenant

    with in_tenant(tenant):
        case = Case.objects.get(id=case_id)
        task = Task.objects.filter(case=case).order_by("id").last()
        assert task is not None
        last = list(HistoryEvent.objects.filter(case=case).order_by("-number")[:4])

    def work() -> None:
        with in_tenant(tenant):
            Case.objects.select_for_update().get(id=case_id)
            task.ended_at, task.ended_by = now(), SYSTEM.to_json()
            task.save(update_fields=["state", "ended_at", "ended_by"])
            audit.record(SYSTEM, "task-completed", kind="task", object_id=task.id)
            events = []
            for number, event in enumerate(last, start=case.events + 1):
                events.append(HistoryEvent(**{**fields(event), "id": new_id(), "number": number}))
            HistoryEvent.objects.bulk_create(events)
            Task(**{**fields(task), "id": new_id(), "instance": task.instance + 1_000_000}).save(force_insert=True)
            case.events += len(events)
            case.save(update_fields=["state", "events", "status", "outcome", "closed_at"])

    return work


def fields(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_fields}


def open_task(tenant: Any, case_id: Any) -> Any:
    """What the clerk's page knows: the id of the task that is open."""
    from laufzettel.cases.models import Task
    from laufzettel.core.tenancy import in_tenant

    with in_tenant(tenant):
        return Task.objects.values_list("id", flat=True).get(case_id=case_id, state="open")


def complete(tenant: Any, task_id: Any) -> None:
    """The clerk does the open task, as the office's view does it."""
    from laufzettel.cases import actions
    from laufzettel.core.actors import SYSTEM
    from laufzettel.core.tenancy import in_tenant

    with in_tenant(tenant):
        actions.complete_task(SYSTEM, task_id, {})


def written_by(tenant: Any, case_id: Any) -> list[tuple[str, Any]]:
    """What such a step writes, seen in a transaction that is taken back."""
    from django.db import connection

    from laufzettel.core.tenancy import in_tenant

    seen: list[tuple[str, Any]] = []
    task = open_task(tenant, case_id)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    try:
        with in_tenant(tenant):
            with connection.execute_wrapper(watch):
                complete(tenant, task)
            raise Written
    except Written:
        pass
    return [(sql, params) for sql, params in seen if sql.lstrip().startswith(WRITES) or "procrastinate_defer" in sql]


def write(tenant: Any, statements: list[tuple[str, Any]]) -> None:
    """The same rows, and nothing else."""
    from django.db import connection

    from laufzettel.core.tenancy import in_tenant

    with in_tenant(tenant), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


if __name__ == "__main__":
    sys.exit(main())
