"""`register.write`, `register.find`, `register.end`: a process works with the registers of its package."""

import uuid
from decimal import Decimal

from laufzettel.cases import entries
from laufzettel.cases.jobs import Answer, Done, Failed, Work, register
from laufzettel.catalogue import queries as catalogue
from laufzettel.core import audit
from laufzettel.kernel.package import registers as rules
from laufzettel.kernel.problems import Text
from laufzettel.registers import actions, queries
from laufzettel.registers.shelf import Shelf


@register("register.write")
def write(work: Work) -> Answer:
    """Add an entry, or change one."""
    shelf, entry_id = _shelf(work), _id(work.input.get("entry"))
    if shelf is None:
        return _no_register(work)
    try:
        if work.input.get("entry") is None:
            entry = actions.add(shelf, work.input["values"], _writing(work))
            entries.keep(work.case, entry)
        elif entry_id is None:
            return _no_entry(work)
        else:
            entry = actions.change(shelf, entry_id, work.input["values"], _writing(work))
    except actions.EntryRefused as refused:
        return Failed(refused.sentence)
    field = shelf.register.number
    number = rules.value_at(queries.values_of(entry), field) if field else None
    return Done({"entry": str(entry.id), "number": None if number is None else str(number)})


@register("register.find")
def find(work: Work) -> Answer:
    """Find entries by their values."""
    shelf = _shelf(work)
    if shelf is None:
        return _no_register(work)
    count, found = queries.matching(shelf, work.input["where"], with_ended=bool(work.input.get("with_ended")))
    for entry in found:
        audit.record(work.actor, "register-entry-read", kind="register-entry", object_id=entry.id, reason=_why(work))
    entries = [
        {
            "entry": str(entry.id),
            "label": entry.label,
            "has_ended": entry.ended_on is not None,
            "values": queries.values_of(entry),
        }
        for entry in found
    ]
    return Done({"count": Decimal(count), "entries": entries})


@register("register.end")
def end(work: Work) -> Answer:
    """End an entry."""
    shelf, entry_id = _shelf(work), _id(work.input["entry"])
    if shelf is None:
        return _no_register(work)
    if entry_id is None:
        return _no_entry(work)
    try:
        entry = actions.end(shelf, entry_id, work.input["event"], work.input["on"].to_python(), _writing(work))
    except actions.EntryRefused as refused:
        return Failed(refused.sentence)
    return Done({"ended_on": type(work.input["on"]).from_python(entry.ended_on)})


def _shelf(work: Work) -> Shelf | None:
    """The register as the case's own edition declares it; one of another service as that one lends it."""
    declared = work.package.registers.get(work.input["register"])
    if declared is None or not declared.of:
        return Shelf(work.case.offering, work.package, declared) if declared else None
    owner = catalogue.offering_for_staff(declared.of)
    shelf = queries.shelf_of(owner, declared.key) if owner else None
    return shelf if shelf and work.case.offering.key in shelf.register.writers else None


def _writing(work: Work) -> actions.Writing:
    return actions.Writing(work.actor, work.input.get("reason") or _why(work), work.job.id)


def _why(work: Work) -> str:
    return f"Vorgang {work.case.number}"


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _no_register(work: Work) -> Failed:
    name = work.input["register"]
    return Failed(
        Text(f"Das Register „{name}“ gibt es in dieser Leistung nicht.", f"This service has no register “{name}”.")
    )


def _no_entry(work: Work) -> Failed:
    return Failed(actions.no_entry(work.input["entry"]))
