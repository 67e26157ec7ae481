"""Reading runs. Items hold personal data: whoever looks at a run is logged."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.kernel.package.model import SerialRun
from laufzettel.letters import series
from laufzettel.letters.models import ELECTRONIC
from laufzettel.registers import queries as registers
from laufzettel.registers.shelf import Shelf
from laufzettel.runs.models import Run, RunItem, RunLetter

PART = 500
"""How many letters go into one file for the printer."""


def declared(shelf: Shelf, key: str) -> SerialRun:
    """What the package says of a run; a `KeyError` when it does not know it."""
    return shelf.package.runs[key]


def offered(actor: Actor) -> list[tuple[Shelf, SerialRun]]:
    """The runs over the registers that the actor's units keep."""
    return [
        (shelf, run)
        for shelf in registers.shelves(actor)
        for run in shelf.package.runs.values()
        if run.register == shelf.register.key
    ]


def offered_run(actor: Actor, service: str, key: str) -> tuple[Shelf, SerialRun] | None:
    """One of these."""
    found = ((shelf, run) for shelf, run in offered(actor) if (shelf.offering.key, run.key) == (service, key))
    return next(found, None)


def runs_of(shelf: Shelf, key: str) -> list[Run]:
    """What was run so far, the newest year first."""
    found = Run.objects.filter(offering=shelf.offering, key=key).exclude(state=Run.State.DISCARDED)
    return list(found.order_by("-year"))


def run_for(actor: Actor, run_id: uuid.UUID) -> tuple[Shelf, Run] | None:
    """A run over a register that a unit of the actor keeps; who looked at it is logged."""
    run = Run.objects.filter(id=run_id).select_related("offering__edition", "offering__unit").first()
    shelf = registers.shelf_for(actor, run.offering.key, run.register) if run else None
    if run is None or shelf is None or run.key not in shelf.package.runs:
        return None
    audit.record(actor, "run-read", kind="run", object_id=run.id)
    return shelf, run


def counts(run: Run) -> dict[str, int]:
    """How many entries are in each state, and all of them."""
    counted = dict(RunItem.objects.filter(run=run).values_list("state").annotate(number=Count("id")))
    found = {state: counted.get(state, 0) for state in RunItem.State.values}
    return found | {"all": sum(found.values())}


def amount(run: Run, *states: str) -> Decimal:
    """What is owed in all, in euros."""
    found = RunItem.objects.filter(run=run, state__in=states).aggregate(sum=Sum("amount"))["sum"]
    return Decimal(found or 0)


def hindered(run: Run, limit: int | None = None) -> Sequence[RunItem]:
    """The entries that cannot be done, by their labels."""
    return list(
        RunItem.objects.filter(run=run, state=RunItem.State.HINDERED)
        .select_related("entry")
        .order_by("sort_key", "id")[:limit]
    )


def unposted(run: Run) -> "QuerySet[RunLetter]":
    """The letters that were issued and have not been posted, by the labels of their entries."""
    return _on_paper(run).filter(letter__posted_on=None).select_related("letter")


def parts(run: Run) -> int:
    """How many files the letters fill that have been issued."""
    return -(-_on_paper(run).count() // PART)


def print_file(actor: Actor, run: Run, part: int) -> bytes:
    """The letters of a part (from 1) as one file for the printer, by the labels of their entries."""
    ids = list(_on_paper(run).values_list("letter_id", flat=True)[(part - 1) * PART : part * PART])
    return series.print_file(actor, ids)


def _on_paper(run: Run) -> "QuerySet[RunLetter]":
    """What was issued and does not lie in a mailbox, by the labels of the entries."""
    done = RunLetter.objects.filter(item__run=run, item__state=RunItem.State.DONE)
    return done.exclude(letter__channel__in=ELECTRONIC).order_by("item__sort_key", "item", "place")
