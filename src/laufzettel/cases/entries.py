"""Entries of registers and their cases: what comes of an entry later belongs to the case and record that it has."""

import uuid
from collections.abc import Sequence

from laufzettel.cases import actions
from laufzettel.cases.models import Case, CaseClaim, CaseEntry, CaseLetter
from laufzettel.catalogue import queries as catalogue
from laufzettel.core import audit
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import now
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import State
from laufzettel.letters.models import Letter
from laufzettel.payments import actions as payments
from laufzettel.records import actions as records
from laufzettel.registers import queries as registers
from laufzettel.registers.models import Entry
from laufzettel.registers.shelf import Shelf


def keep(case: Case, entry: Entry) -> None:
    """A case has added an entry. The first case stays its case."""
    CaseEntry.objects.get_or_create(entry=entry, defaults={"case": case})


def case_of(actor: Actor, shelf: Shelf, entry: Entry) -> Case:
    """The case of an entry; one that came from a file or from a person gets a case and a record now.

    Such a case has no application and no process: it is closed, and holds what comes of the entry.
    """
    link = CaseEntry.objects.select_related("case__record", "case__unit").filter(entry=entry).first()
    if link is not None:
        case: Case = link.case
        return case
    case = _case_for(actor, shelf, entry)
    keep(case, entry)
    return case


def case_of_letter(letter: Letter) -> Case:
    """The case that a letter belongs to; raises `CaseLetter.DoesNotExist`."""
    case: Case = CaseLetter.objects.select_related("case__record").get(letter=letter).case
    return case


def attach(case: Case, letter: Letter, claim_id: uuid.UUID | None) -> None:
    """A letter, and the claim that it names, belong to a case."""
    CaseLetter.objects.get_or_create(letter=letter, defaults={"case": case})
    if claim_id is not None:
        CaseClaim.objects.get_or_create(claim_id=claim_id, defaults={"case": case})


def detach(letter: Letter, claim_id: uuid.UUID | None) -> None:
    """A letter that cannot go out so: its case does not wait for it, and its claim is withdrawn."""
    CaseLetter.objects.filter(letter=letter).delete()
    payments.withdraw(SYSTEM, [claim_id] if claim_id else [])


def letter_went_out(actor: Actor, case: Case, letter: Letter, claim_ids: Sequence[uuid.UUID]) -> None:
    """A letter outside of the process was issued: it is in the record, and the cash desk may have its claim.

    The case's history hears of it by the letter's stimulus.
    """
    payments.confirm(actor, claim_ids)
    if case.record is not None and letter.file is not None:
        source = f"letter {letter.id}"
        records.file_document(actor, case.record, letter.file, title=letter.title, kind="letter", source=source)


def _case_for(actor: Actor, shelf: Shelf, entry: Entry) -> Case:
    package, moment = shelf.package, now()
    values = registers.values_of(entry)
    title = str(package.record.title.evaluate(values, now=moment) or package.service.title)
    retention = package.record.retention
    record = records.open_record(actor, package.record.record_class, title, retention.years, retention.event)
    case = Case(
        number=actions.next_number(moment),
        edition=shelf.offering.edition,
        offering=shelf.offering,
        unit=shelf.offering.unit,
        is_confidential=package.privacy.is_confidential,
        record=record,
        title=package.service.title,
        applicant=entry.label[:200],
        status=Case.Status.COMPLETED,
        received_at=moment,
        closed_at=moment,
        application=feel.to_json({}),
        settings=catalogue.settings_series(shelf.offering).to_json(),
        state=State().to_json(),
    )
    case.save(force_insert=True)
    audit.record(actor, "case-opened", kind="case", object_id=case.id, reason=shelf.title())
    return case
