"""Dates of a case. A service date is paused while a question back is open; a statutory one never is (law.md)."""

import uuid
from collections.abc import Iterator
from functools import lru_cache

from laufzettel.cases.models import Case, CaseDate, Question
from laufzettel.catalogue import packages
from laufzettel.core.clock import ZONE
from laufzettel.kernel import law
from laufzettel.kernel.package import Package
from laufzettel.tenants import queries as tenants


def set_dates(case: Case, package: Package) -> None:
    """The dates that a package declares, for a case that is being opened."""
    calendar = law.WorkingCalendar(_land_of(case.tenant_id))
    received = case.received_at.astimezone(ZONE).date()
    for declared in package.dates.values():
        if declared.kind == "service":
            due = law.service_date(received, declared.working_days, calendar).day
            if due is not None:
                CaseDate(case=case, key=declared.key, kind=declared.kind, due_on=due).save(force_insert=True)


def recount(case: Case) -> None:
    """After a question was asked, answered or withdrawn: the service dates, without the days on which one was open.

    While one is open the day stays as it was, marked as paused: when it will be, nobody knows.
    """
    declared, pauses = packages.of_edition(case.edition).dates, list(_pauses(case))
    calendar = law.WorkingCalendar(_land_of(case.tenant_id))
    received = case.received_at.astimezone(ZONE).date()
    for date in CaseDate.objects.filter(case=case, kind="service"):
        due = law.service_date(received, declared[date.key].working_days, calendar, pauses).day
        date.is_paused = due is None
        date.due_on = due or date.due_on
        date.save(update_fields=["due_on", "is_paused"])


def _pauses(case: Case) -> Iterator[law.Pause]:
    for asked, ended in Question.objects.filter(case=case).values_list("asked_at", "ended_at"):
        yield law.Pause(asked.astimezone(ZONE).date(), ended.astimezone(ZONE).date() if ended else None)


@lru_cache(maxsize=1024)
def _land_of(tenant_id: uuid.UUID) -> str:
    """No municipality ever moves to another state."""
    return str(tenants.by_id(tenant_id).land)
