"""Writing registers. Every change makes a version; nothing is overwritten, nothing is deleted."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from laufzettel.catalogue.queries import settings_series
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now, today
from laufzettel.core.tenancy import current_tenant
from laufzettel.kernel import feel
from laufzettel.kernel.forms import FieldError
from laufzettel.kernel.package import registers as rules
from laufzettel.kernel.package.values import merged
from laufzettel.kernel.problems import Text, joined
from laufzettel.registers.models import Entry, EntryKey, EntryVersion
from laufzettel.registers.shelf import Shelf
from laufzettel.tenants.sorting import sort_key

type Values = Mapping[str, Any]


class EntryRefused(Exception):
    """The register does not take this; `sentence` says why, for people."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class KeyTaken(EntryRefused):
    """A value that may occur once is there already: in `field`, at the entry `holder`."""

    def __init__(self, path: str, holder: uuid.UUID | None) -> None:
        self.field, self.holder = path, holder
        super().__init__(
            Text(
                f"{path}: Der Wert kommt in diesem Register schon vor.",
                f"{path}: This value is in this register already.",
            )
        )


class Invalid(EntryRefused):
    """The form of an entry does not accept the values."""

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors
        super().__init__(
            joined((Text(f"{error.path}: {error.text}", f"{error.path}: {error.text.en}") for error in errors), " ")
        )


class Meanwhile(EntryRefused):
    """Somebody else has written the entry meanwhile, or it is not in the state any more that this needs."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, why, and the key that makes writing twice once."""

    actor: Actor
    reason: str = ""
    key: uuid.UUID | None = field(default=None)


def add(shelf: Shelf, values: Values, writing: Writing) -> Entry:
    """Add an entry. Raises `Invalid`, `KeyTaken`. The same key again gives the entry that is there."""
    if (done := _written(writing)) is not None:
        return done
    if rules.needs_number(shelf.register, values):
        values = rules.numbered(shelf.register, shelf.form, values, _next_number(shelf))
    kept = _judged(shelf, values)
    moment = now()
    entry = Entry(
        **shelf.key,
        values=feel.to_json(kept),
        label=(label := rules.label_of(shelf.register, kept, moment)),
        sort_key=sort_key(label)[:400],
        search=_search_text(kept),
        likeness=rules.likeness(shelf.register, kept),
        created_at=moment,
        changed_at=moment,
    )
    with _keys_guarded(shelf, kept, None):
        entry.save(force_insert=True)
        _write_keys(shelf, entry, kept)
    _keep_version(entry, EntryVersion.Kind.ADDED, writing)
    return entry


def change(shelf: Shelf, entry_id: uuid.UUID, values: Values, writing: Writing, *, version: int | None = None) -> Entry:
    """Change values of an entry: what is not named stays. `version` is the one that the person has seen.

    Raises `Invalid`, `KeyTaken`, `Meanwhile`.
    """
    if (done := _written(writing)) is not None:
        return done
    entry = _locked(shelf, entry_id, version)
    if entry.ended_on is not None:
        raise Meanwhile(Text("Der Eintrag ist beendet.", "The entry has ended."))
    old = feel.context_from_json(entry.values)
    kept = _judged(shelf, merged(old, values))
    if feel.to_json(kept) == entry.values:
        return entry
    entry.values = feel.to_json(kept)
    entry.label = rules.label_of(shelf.register, kept, now())
    entry.sort_key = sort_key(entry.label)[:400]
    entry.search, entry.likeness = _search_text(kept), rules.likeness(shelf.register, kept)
    with _keys_guarded(shelf, kept, entry):
        EntryKey.objects.filter(entry=entry).delete()
        _write_keys(shelf, entry, kept)
    _next_version(entry, EntryVersion.Kind.CHANGED, writing)
    return entry


def end(
    shelf: Shelf, entry_id: uuid.UUID, event: str, on: date, writing: Writing, *, version: int | None = None
) -> Entry:
    """End an entry by one of its register's events; one that has ended stays as it is. Its keys are free again."""
    declared = shelf.register.ends.get(event)
    if declared is None:
        raise EntryRefused(
            Text(f"Das Ereignis „{event}“ kennt das Register nicht.", f"The register knows no event “{event}”.")
        )
    entry = _locked(shelf, entry_id, version)
    if entry.ended_on is not None:
        return entry
    entry.ended_on, entry.end_event = on, event
    entry.keep_until = rules.keep_until(shelf.register, declared, on)
    EntryKey.objects.filter(entry=entry).update(is_open=False)
    _next_version(entry, EntryVersion.Kind.ENDED, writing)
    return entry


def resume(shelf: Shelf, entry_id: uuid.UUID, writing: Writing) -> Entry:
    """Take back that an entry has ended. Raises `KeyTaken` when another one has its number meanwhile."""
    entry = _locked(shelf, entry_id, None)
    if entry.ended_on is None:
        return entry
    entry.ended_on, entry.end_event, entry.keep_until = None, "", None
    with _keys_guarded(shelf, feel.context_from_json(entry.values), entry):
        EntryKey.objects.filter(entry=entry).update(is_open=True)
    _next_version(entry, EntryVersion.Kind.RESUMED, writing)
    return entry


def no_entry(entry: object) -> Text:
    """Why nothing can be done with an entry that is not there."""
    return Text(f"Den Eintrag „{entry}“ gibt es in diesem Register nicht.", f"This register has no entry “{entry}”.")


def _written(writing: Writing) -> Entry | None:
    if writing.key is None:
        return None
    version = EntryVersion.objects.filter(key=writing.key).select_related("entry").first()
    return version.entry if version else None


def _locked(shelf: Shelf, entry_id: uuid.UUID, version: int | None) -> Entry:
    entry = Entry.objects.filter(**shelf.key, id=entry_id).select_for_update().first()
    if entry is None:
        raise EntryRefused(no_entry(entry_id))
    if version is not None and entry.version != version:
        raise Meanwhile(Text("Der Eintrag wurde inzwischen geändert.", "The entry was changed meanwhile."))
    return entry


def _judged(shelf: Shelf, values: Values) -> dict[str, Any]:
    kept, errors = rules.judged(shelf.form, values, now())
    if errors:
        raise Invalid(errors)
    return kept


@contextmanager
def _keys_guarded(shelf: Shelf, values: Values, entry: Entry | None) -> Iterator[None]:
    """A savepoint in which a key that is taken becomes `KeyTaken`, with the entry that has it."""
    if (taken := _taken(shelf, values, entry)) is not None:
        raise KeyTaken(taken.field, taken.entry_id)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "entry_key" not in str(error):
            raise
        taken = _taken(shelf, values, entry)
        raise KeyTaken(taken.field if taken else "", taken.entry_id if taken else None) from error


def _taken(shelf: Shelf, values: Values, entry: Entry | None) -> EntryKey | None:
    for path, text in rules.keys_of(shelf.register, values).items():
        found = EntryKey.objects.filter(**shelf.key, field=path, value=text[:500], is_open=True)
        if entry is not None:
            found = found.exclude(entry=entry)
        if (first := found.first()) is not None:
            return first
    return None


def _write_keys(shelf: Shelf, entry: Entry, values: Values) -> None:
    EntryKey.objects.bulk_create(
        EntryKey(**shelf.key, entry=entry, field=path, value=text[:500])
        for path, text in rules.keys_of(shelf.register, values).items()
    )


def _next_version(entry: Entry, kind: EntryVersion.Kind, writing: Writing) -> None:
    entry.version += 1
    entry.changed_at = now()
    entry.save()
    _keep_version(entry, kind, writing)


def _keep_version(entry: Entry, kind: EntryVersion.Kind, writing: Writing) -> None:
    EntryVersion(
        entry=entry,
        number=entry.version,
        kind=kind,
        values=entry.values,
        at=entry.changed_at,
        actor=writing.actor.to_json(),
        reason=writing.reason[:1000],
        ended_on=entry.ended_on,
        end_event=entry.end_event,
        key=writing.key,
    ).save(force_insert=True)
    audit.record(
        writing.actor,
        f"register-entry-{kind.value}",
        kind="register-entry",
        object_id=entry.id,
        reason=writing.reason[:1000],
    )


def _next_number(shelf: Shelf) -> int:
    """The number after the highest there ever was, at least the one that the tenant begins with.

    Whoever asks at the same time waits until this one is written.
    """
    place = f"{current_tenant()} {shelf.offering.id} {shelf.register.key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [place])
    found = EntryKey.objects.filter(**shelf.key, field=shelf.register.number, value__regex=r"^[0-9]{1,15}$")
    highest = max((int(value) for value in found.values_list("value", flat=True)), default=0)
    return max(highest + 1, _first_number(shelf))


def _first_number(shelf: Shelf) -> int:
    if not shelf.register.number_from:
        return 1
    settings = settings_series(shelf.offering).at(feel.Date.from_python(today()))["settings"]
    return rules.first_number(shelf.register, settings)


def _search_text(values: Values) -> str:
    """All values as one text in small letters."""
    words: list[str] = []
    for value in values.values():
        if isinstance(value, Mapping):
            words.append(_search_text(value))
        elif value is not None and not isinstance(value, bool):
            words.append(feel.to_text(value).casefold())
    return " ".join(filter(None, words))
