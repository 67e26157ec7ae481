"""Reading drafts and applications: by token, by number and code, or by the account that has sent or begun them."""

import hmac
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from django.db.models import QuerySet

from laufzettel.applications.actions import DRAFT, STATUS, code_hash
from laufzettel.applications.models import Application, Draft
from laufzettel.cases.models import Case, CaseDate, CaseLetter, CaseLink, Hearing, Question, Task
from laufzettel.catalogue import queries as catalogue
from laufzettel.core import audit, ids, tokens
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.core.tenancy import current_tenant
from laufzettel.letters.models import Letter

ENOUGH, NEWEST, PAUSE = 20, 200, 180


def minutes_to_fill(key: str) -> int | None:
    """The median of how long people took from beginning to sending, of this tenant's newest; None below twenty.

    A draft's id, which its application takes over, says when it was begun. Who stopped for hours is left out.
    """
    sent = Application.objects.filter(way=Application.Way.ONLINE, case__edition__release__key=key)
    rows = sent.order_by("-received_at").values_list("id", "received_at")[:NEWEST]
    took = [(received_at - ids.made_at(id_)) / timedelta(minutes=1) for id_, received_at in rows]
    took = [minutes for minutes in took if 0 < minutes < PAUSE]
    return max(1, round(median(took))) if len(took) >= ENOUGH else None


def draft_by_token(token: str) -> Draft | None:
    """The draft that a token of the open tenant stands for, if it is still open."""
    draft_id = tokens.find(token, DRAFT, current_tenant())
    if draft_id is None:
        return None
    found = Draft.objects.select_related("offering__edition", "offering__unit", "edition")
    return found.filter(id=draft_id, expires_at__gt=now()).first()


def open_draft(draft_id: uuid.UUID) -> Draft | None:
    """The open draft with this id. For callers that keep the id in the person's own session, never in an address."""
    found = Draft.objects.select_related("offering__edition", "offering__unit", "edition")
    return found.filter(id=draft_id, expires_at__gt=now()).first()


def paper_for(actor: Actor, draft_id: uuid.UUID) -> Draft | None:
    """What somebody of the actor's units enters from paper; a citizen's draft is none.

    What is made of a case stays with the person who makes it: another office may answer for what it becomes.
    """
    found = Draft.objects.select_related("offering__edition", "offering__unit", "edition", "source")
    draft = found.filter(id=draft_id, entered_by__isnull=False, expires_at__gt=now()).first()
    if draft is None:
        return None
    if draft.source is not None:
        return draft if Actor.from_json(draft.entered_by or {}).id == actor.id else None
    return draft if catalogue.is_answered_by(actor, draft.offering) else None


def application_by_id(application_id: uuid.UUID) -> Application | None:
    """The application with this id, under the same condition as `open_draft`."""
    return _application(application_id)


def application_by_token(token: str) -> Application | None:
    """The application that a status token of the open tenant stands for."""
    application_id = tokens.find(token, STATUS, current_tenant())
    return _application(application_id) if application_id else None


def own_drafts(actor: Actor) -> list[Draft]:
    """What the person has begun signed in and not sent, the newest first."""
    return list(_own_drafts(actor.id).order_by("-saved_at")) if actor.id else []


def own_draft(actor: Actor, draft_id: uuid.UUID) -> Draft | None:
    """One of them."""
    return _own_drafts(actor.id).filter(id=draft_id).first() if actor.id else None


def own_application(actor: Actor, application_id: uuid.UUID) -> Application | None:
    """The application, if the person has sent it signed in. Reading it is logged."""
    if actor.id is None:
        return None
    found = _application(application_id)
    if found is None or found.case.account_id != actor.id:
        return None
    audit.record(actor, "own-application-opened", kind="case", object_id=found.case_id)
    return found


def own_statuses(actor: Actor) -> list["Status"]:
    """Where the person's applications stand, the newest first. Reading them is logged, once for the list."""
    if actor.id is None:
        return []
    found = Application.objects.select_related("case__unit", "case__edition", "case__record")
    own = list(found.filter(case__account_id=actor.id).order_by("-received_at"))
    audit.record(actor, "own-applications-listed", kind="account", object_id=actor.id)
    return [status_of(application) for application in own]


def application_by_code(number: str, code: str) -> Application | None:
    """The application with this number, if the code from its receipt fits. Callers limit the rate of tries."""
    application = Application.objects.filter(number=number.strip().upper()).first()
    if application is None:
        code_hash(uuid.UUID(int=0), code)  # the answer must not take longer for numbers that exist
        return None
    if not hmac.compare_digest(code_hash(application.id, code), bytes(application.code_hash)):
        return None
    return _application(application.id)


@dataclass(frozen=True, slots=True)
class Status:
    """Where an application stands, for the person who made it."""

    application: Application
    stage: str
    unit: str
    due_on: date | None
    letters: list[Letter]
    questions: list[Question]
    linked: list[Case]
    """What the application has set going at other offices."""
    hearings: list[Hearing] = field(default_factory=list)
    """Where the applicant can say something before it is decided."""


def status_of(application: Application) -> Status:
    """Where it stands: `received`, `in_progress`, `letter_prepared`, `letter_issued`, `closed`."""
    case = application.case
    letters = [row.letter for row in CaseLetter.objects.filter(case=case).select_related("letter").order_by("id")]
    issued = [letter for letter in letters if letter.state == Letter.State.ISSUED]
    heard = list(Hearing.objects.filter(case=case).select_related("letter").order_by("id"))
    before = {hearing.letter_id for hearing in heard}
    due = CaseDate.objects.filter(case=case, kind="service").first()
    asked = list(Question.objects.filter(case=case, state=Question.State.OPEN).order_by("asked_at"))
    if case.status != case.Status.RUNNING:
        stage = "closed"
    elif any(letter.id not in before for letter in issued):
        stage = "letter_issued"
    elif letters:
        stage = "letter_prepared"
    elif Task.objects.filter(case=case, state=Task.State.OPEN, assignee__isnull=False).exists():
        stage = "in_progress"
    else:
        stage = "received"
    links = CaseLink.objects.filter(source=case).select_related("target__unit").order_by("id")
    linked = [link.target for link in links]
    promised = due.due_on if due and not due.is_paused else None
    return Status(application, stage, case.unit.name, promised, issued, asked, linked, _open(heard, case))


def _open(heard: list[Hearing], case: Case) -> list[Hearing]:
    """The hearings in which something can still be said: late, too, as long as the case runs."""
    states = (Hearing.State.OPEN, Hearing.State.EXPIRED) if case.status == case.Status.RUNNING else ()
    return [hearing for hearing in heard if hearing.state in states and not hearing.answer]


def _own_drafts(account_id: uuid.UUID) -> QuerySet[Draft]:
    found = Draft.objects.select_related("offering__edition", "offering__unit", "edition")
    return found.filter(account_id=account_id, entered_by__isnull=True, expires_at__gt=now())


def _application(application_id: uuid.UUID) -> Application | None:
    found = Application.objects.select_related("case__unit", "case__edition", "case__record")
    return found.filter(id=application_id).first()
