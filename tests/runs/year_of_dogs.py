"""A register of dogs before the turn of the year, and the people of the office who run the notices."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.registers.scene_of_dogs import SLUG, dog, dogs
from tests.scenes import account_of, clerk, tenant

from laufzettel.core.actors import Actor
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters.models import Letter
from laufzettel.registers import actions as registers
from laufzettel.registers.models import Entry
from laufzettel.registers.shelf import Shelf
from laufzettel.runs import actions
from laufzettel.runs.models import Run, RunItem, RunLetter
from laufzettel.tenants import queries as tenants

JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
RUN = "jahresbescheide"


def head(slug: str = SLUG) -> Actor:
    """The head of the tax office."""
    there = tenant(slug)
    with in_tenant(there.id):
        account = account_of(there, "head")
        memberships = tenants.memberships_of(account.id)
        groups = {group for membership in memberships for group in membership.unit.groups}
        units = frozenset(membership.unit_id for membership in memberships)
        return account.actor(frozenset(groups | {membership.role for membership in memberships}), units)


def kept(name: str, **steuer: Any) -> Entry:
    """A dog that is taxed since 2024; inside the tenant's scope."""
    values = dog(name, steuer={"beginn": date(2024, 1, 1), "nummer": 1, **steuer})
    return registers.add(dogs(), values, registers.Writing(clerk(SLUG), "Altbestand"))


def shelf() -> Shelf:
    """The register of dogs; inside the tenant's scope."""
    return dogs()


def tried(year: int = 2027) -> Run:
    """A trial that has been begun; inside the tenant's scope."""
    return actions.try_out(clerk(SLUG), shelf(), RUN, year)


def items(run: Run) -> dict[str, RunItem]:
    """What became of each entry, by the dog's name."""
    found = RunItem.objects.filter(run=run).select_related("entry", "claim")
    return {item.entry.values["hund"]["name"]: item for item in found}


def letters_of(item: RunItem) -> list[Letter]:
    """The letters of an entry, by their place."""
    found = RunLetter.objects.filter(item=item).select_related("letter__file").order_by("place")
    return [one.letter for one in found]
