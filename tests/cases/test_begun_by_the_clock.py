"""Timer start events on the platform: rule 23, armed when a service is offered, for the edition that is offered."""

from datetime import datetime, timedelta

import pytest
from tests.cases.processes import offer
from tests.scenes import tenant, work_off

from laufzettel.cases import starting
from laufzettel.cases.models import Case, StartTimer
from laufzettel.catalogue.models import Offering
from laufzettel.core import wakeups
from laufzettel.core.clock import ZONE, at
from laufzettel.core.models import AuditEntry, WakeUp
from laufzettel.core.tenancy import in_tenant

pytestmark = pytest.mark.django_db

HERE = "herborn"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
DAY = timedelta(days=1)


def begins(timer: str, kind: str = "timeCycle", task: str = "u") -> str:
    events = f"start s\nstart uhr | timer={timer} | timer-kind={kind}\nuser {task}\nend e\n"
    return events + f"s -> {task} -> e\nuhr -> {task}\n"


@pytest.fixture(autouse=True)
def nothing_else_waits() -> None:
    """What the demo has left to be woken is not this test's."""
    WakeUp.objects.all().delete()


def offered(process: str, moment: datetime = MONDAY, version: str = "0.1.0") -> Offering:
    with at(moment):
        with in_tenant(tenant(HERE).id):
            offering = offer("taeglich", process, version=version)
        work_off()
    return offering


def wait_until(moment: datetime) -> int:
    """The clock has come to this moment; how many cases there are."""
    with at(moment):
        wakeups.fire()
        work_off()
    return cases()


def cases() -> int:
    with in_tenant(tenant(HERE).id):
        return Case.objects.filter(offering__key="taeglich").count()


def test_a_cycle_begins_a_case_each_time_and_then_no_more() -> None:
    offered(begins("R2/P1D"))

    seen = [wait_until(MONDAY + DAY * days) for days in (0, 0.9, 1, 1.5, 2, 3, 10)]

    assert seen == [0, 0, 1, 1, 2, 2, 2]
    with in_tenant(tenant(HERE).id):
        first = Case.objects.filter(offering__key="taeglich").order_by("number")[0]
        assert first.history.order_by("number")[0].element in ("", "uhr", "p")
        assert first.tasks.get().element == "u"


def test_after_a_downtime_an_endless_cycle_begins_one_case_and_goes_on() -> None:
    offered(begins("R/P1D"))

    seen = [wait_until(MONDAY + DAY * days) for days in (5.5, 5.6, 6)]

    assert seen == [1, 1, 2]


def test_the_day_of_a_cycle_stays_at_its_time_of_day_when_the_clocks_change() -> None:
    offered(begins("R/P1D"), datetime(2026, 3, 28, 8, 0, tzinfo=ZONE))

    assert wait_until(datetime(2026, 3, 29, 7, 59, tzinfo=ZONE)) == 0
    assert wait_until(datetime(2026, 3, 29, 8, 0, tzinfo=ZONE)) == 1


def test_a_moment_that_is_past_begins_a_case_once_whatever_editions_follow() -> None:
    offered(begins("2026-01-01T00:00:00+01:00", "timeDate"))
    assert wait_until(MONDAY) == 1

    offered(begins("2026-01-01T00:00:00+01:00", "timeDate", "v"), version="0.2.0")

    assert wait_until(MONDAY + DAY) == 1


def test_a_new_edition_keeps_the_beat_and_one_without_the_start_stops_it() -> None:
    offered(begins("R/P1D"))
    offered(begins("R/P1D", task="v"), MONDAY + DAY / 2, "0.2.0")

    assert wait_until(MONDAY + DAY) == 1
    with in_tenant(tenant(HERE).id):
        assert Case.objects.get(offering__key="taeglich").tasks.get().element == "v"

    offered("start s\nuser w\nend e\ns -> w -> e\n", MONDAY + DAY, "0.3.0")

    assert wait_until(MONDAY + DAY * 5) == 1
    assert not WakeUp.objects.filter(kind="start").exists()


def test_another_beat_of_a_new_edition_counts_from_its_beginning() -> None:
    offered(begins("R/P1D"))
    offered(begins("R/P2D"), MONDAY + DAY / 2, "0.2.0")

    assert [wait_until(MONDAY + DAY * days) for days in (1, 2, 2.5)] == [0, 0, 1]


def test_woken_twice_it_begins_one_case() -> None:
    offered(begins("R2/P1D"))
    with in_tenant(tenant(HERE).id):
        timer = StartTimer.objects.get(offering__key="taeglich")

    with at(MONDAY + DAY):
        for expected in (True, False):
            with in_tenant(tenant(HERE).id):
                assert starting.begin(timer.id) is expected
    assert cases() == 1


def test_a_time_that_is_none_is_said_and_arms_nothing() -> None:
    offering = offered(begins('="R/" + "bald"'))

    with in_tenant(tenant(HERE).id):
        assert not StartTimer.objects.filter(offering=offering).exists()
        assert AuditEntry.objects.get(action="start-not-armed").reason == "uhr"
