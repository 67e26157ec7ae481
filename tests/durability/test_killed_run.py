"""A January run is killed in the middle (SIGKILL for the worker): it goes on, and each notice goes out once."""

import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.durability.workers import Workers, workers
from tests.registers.scene_of_dogs import SLUG, dog, dogs
from tests.runs.year_of_dogs import head, shelf
from tests.scenes import clerk, tenant

from laufzettel.core.clock import today
from laufzettel.core.tenancy import in_tenant
from laufzettel.registers import actions as registers
from laufzettel.runs import actions
from laufzettel.runs.models import Run

pytestmark = [pytest.mark.e2e]


def many_dogs(number: int) -> Run:
    """So many dogs in the register, and a trial that a worker will carry through."""
    year = today().year + 1
    with in_tenant(tenant(SLUG).id):
        for index in range(number):
            keeper = "".join("abcdefghij"[int(digit)] for digit in f"{index:04}")
            values = dog(f"Hund {index:04}", f"Halter {keeper}")
            values["steuer"] = {**values["steuer"], "nummer": Decimal(1)}
            registers.add(dogs(), values, registers.Writing(clerk(SLUG), "Altbestand"))
        return actions.try_out(clerk(SLUG), shelf(), "jahresbescheide", year)


def goes_on_after_a_kill(pool: Workers, number: int, at_least: int, seconds: float) -> None:
    run = many_dogs(number)

    def count(what: str) -> int:
        return int(pool.ask(f"SELECT count(*) FROM {what}")[0][0])

    def state() -> str:
        return str(pool.ask("SELECT state FROM lz_runs_run WHERE id = %s", run.id)[0][0])

    pool.start()
    pool.wait_for(lambda: state() == "tried", "the trial", seconds)
    with in_tenant(tenant(SLUG).id):
        actions.start(head(), run.id, shelf())
    done = "lz_runs_runitem WHERE state = 'done'"
    pool.wait_for(lambda: count(done) >= at_least, "some notices", seconds)
    pool.kill()
    killed_at = count(done)
    assert at_least <= killed_at < number

    pool.start()
    pool.wait_for(lambda: state() == "done", "the end of the run", seconds)

    assert count(done) == number
    assert count("lz_letters_letter WHERE state = 'issued'") == count("lz_letters_letter") == number
    assert count("lz_payments_claim WHERE confirmed_at IS NOT NULL") == count("lz_payments_claim") == number
    assert count("(SELECT DISTINCT reference FROM lz_payments_claim) AS one") == number
    assert count("lz_records_document WHERE kind = 'letter'") == number
    assert count("lz_cases_caseentry") == count("lz_records_record") == number


@pytest.fixture
def pool(database_folder: Path, tmp_path: Path, django_db_blocker: Any) -> Any:
    with (
        django_db_blocker.unblock(),
        workers(f"lz_workers_{uuid.uuid4().hex}", database_folder, tmp_path, LAUFZETTEL_WORKER_THREADS="2") as one,
    ):
        yield one


def test_a_small_run_that_is_killed_goes_on_and_sends_each_notice_once(pool: Workers) -> None:
    goes_on_after_a_kill(pool, 12, 3, 90)


@pytest.mark.nightly
def test_a_run_of_five_thousand_notices_that_is_killed_goes_on_and_sends_each_once(pool: Workers) -> None:
    goes_on_after_a_kill(pool, 5000, 1700, 3600)
