"""What has been acknowledged is never lost, nor done twice, whatever is killed meanwhile."""

import contextlib
import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.conftest import connect_to
from tests.durability.browser import Browser
from tests.durability.machine import CHILDREN, WORKER, Killer, Machine
from tests.durability.people import ANEW, Citizen, Clerk, Receipt
from tests.scenes import tenant

from laufzettel.applications import actions as applications
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.site.serve.postgres import EmbeddedPostgres

SEED = int(os.environ.get("LAUFZETTEL_TEST_SEED") or time.time_ns() % 1_000_000)
CATCH_UP = 120  # seconds that a worker has to do what was left undone

CASES = """
    SELECT c.id::text AS id, c.number, c.email, c.status,
      (SELECT count(*) FROM lz_applications_application a WHERE a.case_id = c.id AND a.number = c.number) AS receipts,
      (SELECT array_agg(t.element || ' ' || t.state) FROM lz_cases_task t WHERE t.case_id = c.id) AS tasks,
      (SELECT array_agg(d.kind ORDER BY d.kind) FROM lz_records_document d WHERE d.record_id = c.record_id)
        AS documents,
      (SELECT count(*) FROM lz_records_record r WHERE r.id = c.record_id) AS records,
      (SELECT count(*) FROM lz_cases_caseletter l WHERE l.case_id = c.id) AS letters,
      (SELECT count(*) FROM lz_cases_caseclaim m WHERE m.case_id = c.id) AS claims,
      (SELECT count(*) FROM lz_cases_incident i WHERE i.case_id = c.id) AS incidents
    FROM lz_cases_case c WHERE c.email LIKE 'mensch-%@beispiel.de'
"""
LETTERS_NOBODY_KNOWS = """
    SELECT count(*) FROM lz_letters_letter l WHERE NOT EXISTS (SELECT 1 FROM lz_cases_caseletter c WHERE c.letter_id = l.id)
"""
CLAIMS_NOBODY_KNOWS = """
    SELECT count(*) FROM lz_payments_claim l WHERE NOT EXISTS (SELECT 1 FROM lz_cases_caseclaim c WHERE c.claim_id = l.id)
"""
WAITING = (
    "SELECT task_name, status::text, attempts FROM procrastinate_jobs WHERE args ? 'tenant' AND status <> 'succeeded'"
)


@dataclass(frozen=True)
class Load:
    """How much happens: who applies, how often each child is killed meanwhile, in how many seconds; who is decided.

    One of so many fills in all pages (`one_begins_of`); the others had put their application aside, and check and send it.
    """

    people: int
    one_begins_of: int
    kills: int
    seconds: float
    decided: int
    kills_of_worker: int


NORMAL = Load(people=100, one_begins_of=5, kills=3, seconds=24, decided=4, kills_of_worker=1)
NIGHTLY = Load(people=100, one_begins_of=1, kills=10, seconds=250, decided=20, kills_of_worker=5)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    running = Machine(tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        print(running.output)  # noqa: T201 - pytest shows it when the test fails


@pytest.mark.parametrize("load", [NORMAL, pytest.param(NIGHTLY, marks=pytest.mark.nightly)], ids=["normal", "nightly"])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    machine: Machine, load: Load, django_db_blocker: Any
) -> None:
    print(f"LAUFZETTEL_TEST_SEED={SEED}")  # noqa: T201 - pytest shows it when the test fails
    with django_db_blocker.unblock(), connect_to(EmbeddedPostgres(machine.folder).urls):
        places = [saved(email_of(one)) if one % load.one_begins_of else ANEW for one in range(load.people)]
    killer = Killer(machine, random.Random(SEED))
    killing = killer.work_off(killer.plan(load.kills, load.seconds))

    receipts = submit_all(machine, load, places)

    killing.join()
    assert killer.killed == Counter(dict.fromkeys(CHILDREN, load.kills)), killer.log
    assert len({receipt.number for receipt in receipts}) == load.people

    some = cases_of(machine, receipts)[: load.decided]
    # Further apart than a worker needs to settle: the supervisor gives up on one that only ever crashes.
    seconds = 2 + 15 * (load.kills_of_worker - 1)
    killing = killer.work_off(killer.plan(load.kills_of_worker, seconds, (WORKER,)))
    decide_and_issue(machine, [case["id"] for case in some])
    killing.join()
    assert wait_until_done(machine) == []

    decided = {case["id"] for case in some}
    for case in cases_of(machine, receipts):
        assert case_is_whole(case, is_decided=case["id"] in decided), (case, killer.log)
    assert [one(machine, LETTERS_NOBODY_KNOWS), one(machine, CLAIMS_NOBODY_KNOWS)] == [0, 0]
    statuses = [Citizen(browser(machine, 0), r.email).stands_at(r).status for r in receipts[:3]]
    assert statuses == [200, 200, 200]
    assert slowest_answer_beside_slow_phones(machine) < 1
    assert not machine.has_ended, machine.output


def email_of(number: int) -> str:
    return f"mensch-{number}@beispiel.de"


def saved(email: str) -> str:
    """An application that was filled in before and put aside; the address at which its person goes on."""
    there = tenant("frankenberg-eder")
    with in_tenant(there.id):
        offering = catalogue.offering("hund-anmelden")
        assert offering is not None
        package = catalogue.package_of(offering)
        values = to_feel(package.scenarios["erster-hund"].data["application"])
        values["halter"]["email"] = email
        draft, token = applications.begin(offering, "de")
        for page in [source.id for source in package.application.sources if source.group]:
            applications.save_page(draft, page, values, is_done=True, language="de")
    return f"/{there.slug}/weiter/{token}/"


def submit_all(machine: Machine, load: Load, places: list[str]) -> list[Receipt]:
    """People come one after the other while children are killed, and each goes on until a receipt is there.

    `places` are the addresses at which they come in.
    """

    def one_person(number: int) -> Receipt:
        time.sleep(max(0.0, begin + load.seconds * number / load.people - time.monotonic()))
        return Citizen(browser(machine, number), email_of(number)).apply(places[number])

    begin = time.monotonic()
    with ThreadPoolExecutor(8) as crowd:
        return list(crowd.map(one_person, range(load.people)))


def decide_and_issue(machine: Machine, case_ids: list[str]) -> None:
    """A clerk decides them all, then issues each letter once the worker has prepared it."""
    clerk = Clerk(browser(machine, 1000))
    clerk.sign_in()
    for case_id in case_ids:
        clerk.decide(case_id)
    waiting, deadline = list(case_ids), time.monotonic() + CATCH_UP
    while waiting and time.monotonic() < deadline:
        waiting = [case_id for case_id in waiting if not clerk.issue(case_id)]
        threading.Event().wait(0.3)
    assert waiting == []


def slowest_answer_beside_slow_phones(machine: Machine) -> float:
    """Seconds that others wait at most for a page while 20 phones send an application at a byte a second."""
    head = b"POST /frankenberg-eder/hund-anmelden/beginnen/ HTTP/1.1\r\nHost: x\r\nContent-Length: 300\r\n\r\n"
    waited = []
    with contextlib.ExitStack() as stack:
        phones = [stack.enter_context(socket.create_connection(("127.0.0.1", machine.port))) for _ in range(20)]
        for phone in phones:
            phone.sendall(head)
        for second in range(3):
            for phone in phones:
                phone.sendall(b"x")
            begin = time.monotonic()
            assert browser(machine, 2000 + second).get("/frankenberg-eder/hund-anmelden/").status == 200
            waited.append(time.monotonic() - begin)
            time.sleep(max(0.0, 1 - waited[-1]))
    return max(waited)


def case_is_whole(case: dict[str, Any], *, is_decided: bool) -> bool:
    """One receipt, one set of tasks, one set of documents; decided: one letter and one claim besides."""
    documents = ["application", "application-data"] + (["history", "letter"] if is_decided else [])
    expected = {
        "status": "completed" if is_decided else "running",
        "receipts": 1,
        "tasks": ["pruefen done" if is_decided else "pruefen open"],
        "documents": documents,
        "records": 1,
        "letters": int(is_decided),
        "claims": int(is_decided),
        "incidents": 0,
    }
    return {name: case[name] for name in expected} == expected


def wait_until_done(machine: Machine) -> list[Any]:
    """Wait until the worker has done all there is; what it has not done in time."""
    deadline = time.monotonic() + CATCH_UP
    while (left := ask(machine, WAITING)) and time.monotonic() < deadline:
        time.sleep(0.3)
    return left


def cases_of(machine: Machine, receipts: list[Receipt]) -> list[dict[str, Any]]:
    """The cases, each of which stands for exactly one receipt."""
    cases = sorted(ask(machine, CASES), key=lambda case: str(case["number"]))
    assert [(case["number"], case["email"]) for case in cases] == sorted((r.number, r.email) for r in receipts)
    return cases


def browser(machine: Machine, number: int) -> Browser:
    """Everybody comes from an address of their own."""
    return Browser(machine.url, f"127.1.{number // 200}.{number % 200 + 1}")


def ask(machine: Machine, question: str) -> list[dict[str, Any]]:
    """Rows as the owner of the tables sees them: of all tenants."""
    owner = EmbeddedPostgres(machine.folder).urls.owner
    with psycopg.connect(owner, row_factory=dict_row) as connection:
        return connection.execute(question.encode()).fetchall()


def one(machine: Machine, question: str) -> int:
    """A single number."""
    return int(next(iter(ask(machine, question)[0].values())))
