"""What goes from one office to another: each names recipient, subject and legal basis, and is logged."""

from laufzettel.cases.effects import groups_of
from laufzettel.cases.models import Case, CaseLink, Disclosure, Task
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.records import actions as records
from laufzettel.records.queries import documents as records_of
from laufzettel.tenants.models import Unit


def disclose(actor: Actor, case: Case, recipient: str, subject: str, legal_basis: str) -> Disclosure:
    """Record that data of a case go to somebody; raises `ValueError` without recipient or legal basis."""
    if not recipient.strip() or not legal_basis.strip():
        raise ValueError("a disclosure names its recipient and its legal basis")
    made = Disclosure(
        case=case,
        recipient=recipient[:200],
        subject=subject[:300],
        legal_basis=legal_basis[:300],
        made_at=now(),
        made_by=actor.to_json(),
    )
    made.save(force_insert=True)
    audit.record(actor, "data-disclosed", kind="case", object_id=case.id, reason=f"{recipient}: {legal_basis}"[:500])
    return made


def link(actor: Actor, source: Case, target: Case, legal_basis: str) -> None:
    """Record that one case has come of another: what went from one to the other is a disclosure."""
    CaseLink(source=source, target=target, legal_basis=legal_basis[:300], created_at=now()).save(force_insert=True)
    audit.record(
        actor, "data-disclosed", kind="case", object_id=target.id, reason=f"{source.number}: {legal_basis}"[:500]
    )


def take_along(actor: Actor, source: Case, target: Case) -> None:
    """File what the applicant has sent with the one case in the record of the other, too."""
    if source.record is None or target.record is None:
        return
    for document in records_of(source.record):
        if document.kind in ("application", "upload"):
            records.file_document(
                actor,
                target.record,
                document.file,
                title=f"{document.title} ({source.number})"[:200],
                kind=document.kind,
                source=f"{source.id} {document.id}",
            )


def forward(actor: Actor, case: Case, unit: Unit, legal_basis: str) -> None:
    """Let another unit answer for a case from now on; receipt, dates and record stay as they are.

    Tasks that are open go along: nobody of the first unit has them any more, and where they name groups that the new
    one lacks, they are the new unit's own.
    """
    if case.unit_id == unit.id:
        return
    disclose(actor, case, unit.name, case.title, legal_basis)
    case.unit = unit
    case.save(update_fields=["unit"])
    for task in Task.objects.filter(case=case, state=Task.State.OPEN):
        task.groups, task.assignee = groups_of(unit, task.groups), None
        task.save(update_fields=["groups", "assignee"])
    audit.record(actor, "case-forwarded", kind="case", object_id=case.id, reason=unit.name)


def of_case(case: Case) -> list[Disclosure]:
    """What was disclosed from a case, in order."""
    return list(Disclosure.objects.filter(case=case).order_by("made_at", "id"))
