"""Reading registers. Entries hold personal data: whoever reads or searches them is logged."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet

from laufzettel.catalogue import packages
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import today
from laufzettel.kernel import feel
from laufzettel.kernel.package import registers as rules
from laufzettel.registers.models import Entry, EntryVersion, Import, ImportRow
from laufzettel.registers.shelf import Shelf

STATES = ("open", "ended", "expired", "all")
"""Which entries a list shows; `expired` are those whose retention is over."""


def shelves(actor: Actor) -> list[Shelf]:
    """The registers that units of the actor keep, by their title."""
    found = Offering.objects.select_related("edition", "unit").order_by("key")
    all_ = [shelf for offering in found if catalogue.is_answered_by(actor, offering) for shelf in _of(offering)]
    return sorted(all_, key=lambda shelf: shelf.register.title)


def shelf_for(actor: Actor, service: str, register: str) -> Shelf | None:
    """One register that a unit of the actor keeps."""
    return next((one for one in shelves(actor) if (one.offering.key, one.register.key) == (service, register)), None)


def shelf_of(offering: Offering, register: str) -> Shelf | None:
    """A register of an offering, for what runs by itself."""
    return next((shelf for shelf in _of(offering) if shelf.register.key == register), None)


def search(actor: Actor, shelf: Shelf, *, text: str = "", state: str = "open") -> "QuerySet[Entry]":
    """The entries in which every word stands somewhere, by their label; the search is logged."""
    found = Entry.objects.filter(**shelf.key)
    if state == "open":
        found = found.filter(ended_on=None)
    elif state == "ended":
        found = found.filter(ended_on__isnull=False)
    elif state == "expired":
        found = found.filter(keep_until__lt=today())
    for word in text.casefold().split()[:6]:
        found = found.filter(search__contains=word)
    payload = {"service": shelf.offering.key, "register": shelf.register.key, "text": text[:200], "state": state}
    audit.record(actor, "register-searched", kind="register", payload=payload)
    return found.order_by("sort_key", "id")


def entry_for(actor: Actor, entry_id: uuid.UUID) -> tuple[Shelf, Entry] | None:
    """An entry of a register that a unit of the actor keeps; who read it is logged. None for any other."""
    found = Entry.objects.filter(id=entry_id).select_related("offering__edition", "offering__unit").first()
    if found is None or not catalogue.is_answered_by(actor, found.offering):
        return None
    shelf = shelf_of(found.offering, found.register)
    if shelf is None:
        return None
    audit.record(actor, "register-entry-read", kind="register-entry", object_id=found.id)
    return shelf, found


def versions_of(entry: Entry) -> list[EntryVersion]:
    """Every version of an entry, the newest first."""
    return list(EntryVersion.objects.filter(entry=entry).order_by("-number"))


def values_of(kept: Entry | EntryVersion) -> dict[str, Any]:
    """The values of an entry or of one of its versions, as FEEL values."""
    return feel.context_from_json(kept.values)


def matching(shelf: Shelf, where: Mapping[str, Any], *, with_ended: bool, limit: int = 100) -> tuple[int, list[Entry]]:
    """How many entries have these values, and the oldest of them. Texts are compared without case."""
    found = Entry.objects.filter(**shelf.key)
    if not with_ended:
        found = found.filter(ended_on=None)
    for word in _words(where):
        found = found.filter(search__contains=word)
    fitting = [entry for entry in found.order_by("id") if rules.fits(values_of(entry), where)]
    return len(fitting), fitting[:limit]


def _words(where: Mapping[str, Any]) -> list[str]:
    """The words that must stand in the text of an entry, so that not every entry is read."""
    words: list[str] = []
    for value in where.values():
        if isinstance(value, Mapping):
            words += _words(value)
        elif isinstance(value, str):
            words += value.casefold().split()
    return words


def _of(offering: Offering) -> list[Shelf]:
    package = packages.of_edition(offering.edition)
    return [Shelf(offering, package, register) for register in package.registers.values() if not register.of]


def imports_of(shelf: Shelf, limit: int = 50) -> list[Import]:
    """The files that were read into a register, the newest first."""
    return list(Import.objects.filter(**shelf.key).order_by("-created_at", "-id")[:limit])


def import_for(actor: Actor, import_id: uuid.UUID) -> tuple[Shelf, Import] | None:
    """A file read into a register that a unit of the actor keeps; who looked at it is logged."""
    found = Import.objects.filter(id=import_id).select_related("offering__edition", "offering__unit").first()
    if found is None or not catalogue.is_answered_by(actor, found.offering):
        return None
    shelf = shelf_of(found.offering, found.register)
    if shelf is None:
        return None
    audit.record(actor, "register-import-read", kind="register-import", object_id=found.id)
    return shelf, found


def rows_of(found: Import, *, state: str = "", limit: int = 100) -> list[ImportRow]:
    """Rows of a file in their order."""
    rows = ImportRow.objects.filter(source=found)
    return list((rows.filter(state=state) if state else rows).order_by("line")[:limit])


def row_counts(found: Import) -> dict[str, int]:
    """How many rows of a file are new, ready, doubtful, imported; `all` of them."""
    counted = dict(ImportRow.objects.filter(source=found).values_list("state").annotate(number=Count("id")))
    counts = {state: counted.get(state, 0) for state in ImportRow.State.values}
    return counts | {"all": sum(counts.values())}
