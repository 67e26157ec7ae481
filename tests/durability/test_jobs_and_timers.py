"""Law 1 with real workers: one is killed in each step of a job, and many timers fall due at once for two of them."""

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from tests.cases.processes import begin, offer
from tests.durability.workers import Workers, workers
from tests.exchange.server import Asked, asked
from tests.scenes import tenant

from laufzettel.cases import correlation
from laufzettel.cases.models import Case, HistoryEvent, Timer
from laufzettel.core import sequences
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import now
from laufzettel.core.ids import new_id
from laufzettel.core.models import WakeUp
from laufzettel.core.tenancy import in_tenant

pytestmark = [pytest.mark.e2e]

ASKS = """
start s
service a | type=http.call | in=url:="http://{host}/frage" | in=body:={{thema: anliegen.thema}} | out=antwort:=body
end e
s -> a -> e
"""
WAITS = """
start s
catch t | timer=P14D
end e
s -> t -> e
"""


@pytest.fixture
def there() -> Iterator[Asked]:
    with asked() as found:
        found.hold = threading.Event()
        yield found


@pytest.fixture
def pool(
    database_folder: Path, tmp_path: Path, there: Asked, settings: LazySettings, django_db_blocker: Any
) -> Iterator[Workers]:
    settings.CALL_HOSTS = frozenset({there.host})
    env = {"LAUFZETTEL_CALL_HOSTS": there.host, "LAUFZETTEL_WORKER_THREADS": "3"}
    with (
        django_db_blocker.unblock(),
        workers(f"lz_workers_{uuid.uuid4().hex}", database_folder, tmp_path, **env) as one,
    ):
        yield one


def test_a_worker_that_is_killed_in_any_step_of_a_job_does_it_once_or_again_with_the_same_key(
    pool: Workers, there: Asked
) -> None:
    with in_tenant(tenant("herborn").id):
        offering = offer("fragen", ASKS.format(host=there.host))
        cases = {step: begin(offering, step) for step in ("claim", "work", "write")}
    job = {
        step: pool.ask("SELECT id FROM lz_cases_job WHERE case_id = %s", case.id)[0][0] for step, case in cases.items()
    }
    with psycopg.connect(pool.urls.owner) as holding_job, psycopg.connect(pool.urls.owner) as holding_case:
        # Step 1 waits for its job's row, step 2 for the other program, step 3 for its case's row.
        holding_job.execute("SELECT 1 FROM lz_cases_job WHERE id = %s FOR UPDATE", [job["claim"]])
        holding_case.execute("SELECT 1 FROM lz_cases_case WHERE id = %s FOR UPDATE", [cases["write"].id])
        pool.start()
        pool.wait_for(lambda: len(there.calls) == 2, "two calls")
        answered = {body["thema"]: key for _, key, body in there.calls}
        assert answered == {"work": str(job["work"]), "write": str(job["write"])}
        let_through(there, "write")
        pool.wait_for(lambda: waits_for_a_lock(pool) == 2, "the first and the third step at their locks")
        pool.kill()
    assert there.hold is not None
    there.hold.set()

    pool.start()
    pool.wait_for(lambda: outcomes(pool) == ["e", "e", "e"], "three cases done")

    keys = sorted(there.keys)
    assert keys == sorted([str(job["claim"]), *[str(job["work"])] * 2, *[str(job["write"])] * 2])
    done = pool.ask("SELECT element, count(*) FROM lz_cases_historyevent WHERE kind = 'completed' GROUP BY element")
    assert dict(done)["a"] == 3
    assert pool.ask("SELECT count(*) FROM lz_cases_incident") == [(0,)]


def test_a_chain_of_jobs_goes_on_at_once_because_a_task_begins_after_what_it_is_about_is_there(pool: Workers) -> None:
    steps = [f'service m{n} | type=message.publish | in=message:="weiter" | in=key:="{n}"' for n in range(12)]
    chain = "s -> " + " -> ".join(f"m{n}" for n in range(12)) + " -> e"
    with in_tenant(tenant("herborn").id):
        offering = offer("kette", "\n".join(["start s", *steps, "end e", chain]))
        for number in range(5):
            begin(offering, str(number))

    pool.start()
    done = "SELECT count(*) FROM lz_cases_case WHERE title = 'Kette' AND status = 'completed'"
    pool.wait_for(lambda: pool.ask(done) == [(5,)], "five chains of twelve jobs", seconds=45)

    assert "Traceback" not in pool.log, pool.log
    assert pool.ask("SELECT count(*) FROM lz_cases_job WHERE state = 'done' AND type = 'message.publish'") == [(60,)]


def let_through(there: Asked, topic: str) -> None:
    """Give one of the callers its answer; the others still wait."""
    there.answer_to(lambda body: body["thema"] == topic)


def waits_for_a_lock(pool: Workers) -> int:
    return int(
        pool.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'lz_app'")[0][0]
    )


def outcomes(pool: Workers) -> list[str]:
    return [row[0] for row in pool.ask("SELECT outcome FROM lz_cases_case WHERE title = 'Fragen'")]


@pytest.mark.parametrize("number", [80, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_timers_due_at_once_are_fired_once_each_by_two_workers(pool: Workers, number: int) -> None:
    with in_tenant(tenant("herborn").id):
        case = begin(offer("warten", WAITS))
        copy(case, number - 1)
        WakeUp.objects.filter(kind="timer").update(due_at=now() - timedelta(seconds=1))

    pool.start(2)
    pool.wait_for(lambda: pool.ask(DONE) == [(number,)], "all cases done", seconds=60 + number / 20)

    fired = "SELECT count(*), count(DISTINCT case_id) FROM lz_cases_historyevent WHERE kind = 'triggered'"
    assert pool.ask(fired) == [(number, number)]
    assert pool.ask("SELECT count(*) FROM lz_cases_timer WHERE is_open") == [(0,)]
    assert pool.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)]


DONE = "SELECT count(*) FROM lz_cases_case WHERE title = 'Warten' AND status = 'completed'"


RACES = """
start s
evt wahl
catch zeit | timer=P14D
catch wort | message=weiter | key=anliegen.thema
end durch_zeit
end durch_wort
s -> wahl
wahl -> zeit -> durch_zeit
wahl -> wort -> durch_wort
"""


def test_when_message_and_timer_come_at_once_one_of_them_wins_and_the_other_is_late(pool: Workers) -> None:
    """Rule 16, with two workers at it: whoever comes first, the case ends once and waits for nothing more."""
    number = 30
    with in_tenant(tenant("herborn").id):
        offering = offer("warten", RACES, "[message.weiter]\n")
        for one in range(number):
            begin(offering, str(one))
        WakeUp.objects.filter(kind="timer").update(due_at=now() - timedelta(seconds=1))
        for one in range(number):
            correlation.publish(SYSTEM, "weiter", str(one), {})

    pool.start(2)
    pool.wait_for(lambda: pool.ask(DONE) == [(number,)], "all cases done")
    pool.wait_for(lambda: pool.ask(LEFT) == [(0,)], "nothing left to do")

    won = dict(pool.ask("SELECT outcome, count(*) FROM lz_cases_case WHERE title = 'Warten' GROUP BY outcome"))
    assert sum(won.values()) == number
    assert set(won) <= {"durch_zeit", "durch_wort"}
    ended = "SELECT count(*) FROM lz_cases_historyevent WHERE kind = 'ended'"
    assert pool.ask(ended) == [(number,)]
    for waiting in ("timer", "subscription"):
        assert pool.ask(f"SELECT count(*) FROM lz_cases_{waiting} WHERE is_open") == [(0,)]
    assert pool.ask("SELECT count(*) FROM lz_cases_incident") == [(0,)]


LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND args ? 'tenant'"


def copy(case: Case, times: int) -> None:
    """The same case so many times more, each waiting for its timer."""
    case = Case.objects.get(id=case.id)
    timer = Timer.objects.get(case=case)
    history = list(HistoryEvent.objects.filter(case=case))
    cases, timers, events, wake_ups = [], [], [], []
    for _ in range(times):
        number = f"V-0000-{sequences.next_number('copies'):06d}"
        other = Case(**{**fields(case), "id": new_id(), "number": number})
        cases.append(other)
        timers.append(Timer(**{**fields(timer), "id": new_id(), "case_id": other.id}))
        events += [HistoryEvent(**{**fields(event), "id": new_id(), "case_id": other.id}) for event in history]
        wake_ups.append(
            WakeUp(id=new_id(), tenant=case.tenant_id, kind="timer", object=timers[-1].id, due_at=timer.due_at)
        )
    Case.objects.bulk_create(cases, batch_size=2000)
    Timer.objects.bulk_create(timers, batch_size=2000)
    HistoryEvent.objects.bulk_create(events, batch_size=2000)
    WakeUp.objects.bulk_create(wake_ups, batch_size=2000)


def fields(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.local_fields}
