"""Reading cases. Opening a case is logged: it holds personal data."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from laufzettel.cases import engine
from laufzettel.cases.models import (
    Case,
    CaseClaim,
    CaseDate,
    CaseLetter,
    CaseLink,
    Hearing,
    HistoryEvent,
    Incident,
    Job,
    Question,
    Task,
)
from laufzettel.catalogue import packages
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.kernel import feel
from laufzettel.kernel.forms import Section
from laufzettel.kernel.package import Package
from laufzettel.letters import queries as letters
from laufzettel.letters.models import Letter
from laufzettel.payments import queries as payments
from laufzettel.payments.models import Claim, Export
from laufzettel.records.models import Record


def may_see(actor: Actor, prefix: str = "") -> Q:
    """The cases that a person may see: of units with their groups; confidential ones only as a member of the unit.

    `prefix` leads to the case. Every list, search and page of the office asks this.
    """
    shared = Q(**{f"{prefix}is_confidential": False, f"{prefix}unit__groups__overlap": sorted(actor.roles)})
    return shared | Q(**{f"{prefix}is_confidential": True, f"{prefix}unit__in": sorted(actor.units)})


def _is_seen_by(actor: Actor, case: Case) -> bool:
    """As `may_see`, for a case that is read already."""
    return case.unit_id in actor.units if case.is_confidential else bool(actor.roles & set(case.unit.groups))


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """An open task, or a letter that waits for being issued or came back, as a line of the worklist; of a list of cases
    also one in which nothing waits."""

    case: Case
    name: str
    task: Task | None
    letter: Letter | None
    due: CaseDate | None
    has_incident: bool
    question: str = ""
    """`open`: an answer is awaited; `answered`: one has come that nobody has read."""


def worklist(actor: Actor, *, only_mine: bool = False, text: str = "") -> list[WorklistRow]:
    """What waits for people of the actor's units in the open tenant, the most urgent first. Six queries."""
    mine = Q(assignee_id=actor.id) if only_mine else Q()
    found = _waiting(actor, _matches(text, "case__") & mine, None if only_mine else _matches(text, "case__"))
    return sorted(_rows(found), key=_urgency)


def listed(actor: Actor, cases: list[Case]) -> list[WorklistRow]:
    """These cases in their order, each with what waits in it for people of the actor's units, if anything does."""
    within = Q(case__in=[case.id for case in cases])
    waiting: dict[uuid.UUID, WorklistRow] = {}
    for row in sorted(_rows(_waiting(actor, within, within)), key=_urgency):
        waiting.setdefault(row.case.id, row)
    idle = {row.case.id: row for row in _rows([(case, "", None, None) for case in cases if case.id not in waiting])}
    return [waiting.get(case.id) or idle[case.id] for case in cases]


type _Waiting = tuple[Case, str, Task | None, Letter | None]


def _waiting(actor: Actor, of_tasks: Q, of_letters: Q | None) -> list[_Waiting]:
    """Open tasks, and letters that are to be issued or came back."""
    tasks = _open_tasks(actor).filter(of_tasks).select_related("case__unit", "case__record", "assignee")
    rows: list[_Waiting] = [(t.case, t.name, t, None) for t in tasks.order_by("-priority", "id")[:500]]
    if of_letters is None:
        return rows
    # A notice can be changed when its case is over, too.
    is_running = Q(case__status=Case.Status.RUNNING) | Q(letter__changes__isnull=False)
    is_waiting = Q(letter__state=Letter.State.PREPARED) & is_running
    unissued = CaseLetter.objects.filter(is_waiting | Q(letter__returned_on__isnull=False))
    unissued = unissued.filter(may_see(actor, "case__")).filter(of_letters)
    unissued = unissued.select_related("case__unit", "case__record", "letter")
    return rows + [(row.case, "", None, row.letter) for row in unissued[:500]]


def _rows(waiting: list[_Waiting]) -> list[WorklistRow]:
    ids = {case.id for case, *_ in waiting}
    dates = {d.case_id: d for d in CaseDate.objects.filter(case_id__in=ids, kind="service")}
    troubled = set(Incident.objects.filter(case_id__in=ids, closed_at=None).values_list("case_id", flat=True))
    asked = _questions(ids)
    return [
        WorklistRow(case, name, task, letter, dates.get(case.id), case.id in troubled, asked.get(case.id, ""))
        for case, name, task, letter in waiting
    ]


def _questions(ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    unread = Q(state=Question.State.ANSWERED, is_seen=False)
    found = Question.objects.filter(Q(state=Question.State.OPEN) | unread, case_id__in=ids)
    heard = Hearing.objects.filter(case_id__in=ids, is_seen=False).exclude(answer="")
    # Of a case with both, "answered" comes last and stays.
    return dict(found.order_by("-state").values_list("case_id", "state")) | dict.fromkeys(
        heard.values_list("case_id", flat=True), "answered"
    )


def _urgency(row: WorklistRow) -> tuple[Any, ...]:
    """What the process calls more urgent comes first, then what is due first, then what came first."""
    priority = row.task.priority if row.task else 50
    return -priority, row.due is None, row.due and row.due.due_on, row.case.received_at


def search(actor: Actor, *, text: str = "", status: str = "", limit: int = 200) -> list[Case]:
    """Cases of the actor's units by number or name, the newest first."""
    found = Case.objects.filter(may_see(actor)).select_related("unit", "record")
    if status in Case.Status.values:
        found = found.filter(status=status)
    if text:
        found = found.filter(_matches(text, ""))
    return list(found.order_by("-received_at")[:limit])


def case_for(actor: Actor, case_id: uuid.UUID) -> Case | None:
    """A case that the actor's unit answers for; who opened it is logged. None for any other."""
    case = (
        Case.objects.select_related("unit", "record__position", "edition", "offering")
        .filter(may_see(actor), id=case_id)
        .first()
    )
    if case is not None:
        audit.record(actor, "case-read", kind="case", object_id=case.id)
    return case


def can_see(actor: Actor, case_id: uuid.UUID) -> bool:
    """Whether the office may show somebody the way to a case."""
    return Case.objects.filter(may_see(actor), id=case_id).exists()


def task_for(actor: Actor, task_id: uuid.UUID) -> Task | None:
    """An open task that the actor may do."""
    return _open_tasks(actor).select_related("case__edition", "case__unit", "case__record").filter(id=task_id).first()


def open_tasks(actor: Actor, case: Case) -> list[Task]:
    """The open tasks of a case that the actor may do."""
    return list(_open_tasks(actor).filter(case=case).select_related("assignee"))


def is_at_work(case: Case) -> bool:
    """Whether a service step of the case is being done, so that more is to be seen in a moment."""
    return Job.objects.filter(case=case, state=Job.State.OPEN).exists()


def letters_of(case: Case) -> list[Letter]:
    """The letters of a case, in the order in which they were prepared; drafts that were discarded are gone."""
    found = CaseLetter.objects.filter(case=case).exclude(letter__state=Letter.State.DISCARDED)
    return [row.letter for row in found.select_related("letter").order_by("id")]


def deciders_of_letter(case: Case, letter: Letter) -> frozenset[uuid.UUID]:
    """The accounts that may not be the second person of a letter: who decided in the case, or on the change."""
    if letter.change is not None:
        author = Actor.from_json(letter.change["by"]).id
        return frozenset({author} if author else ())
    return deciders_of(case)


def deciders_of(case: Case) -> frozenset[uuid.UUID]:
    """The accounts that have done a task of a case: none of them may be the second person of its letters."""
    done = Task.objects.filter(case=case, state=Task.State.DONE).values_list("ended_by", flat=True)
    found = (Actor.from_json(by).id for by in done if by)
    return frozenset(account for account in found if account is not None)


def case_of_letter(letter_id: uuid.UUID) -> uuid.UUID | None:
    """The case that a letter belongs to."""
    return CaseLetter.objects.filter(letter_id=letter_id).values_list("case_id", flat=True).first()


def claims_of(case: Case) -> list[Any]:
    """The claims of a case with their due dates."""
    found = CaseClaim.objects.filter(case=case).select_related("claim").prefetch_related("claim__instalments")
    return [row.claim for row in found]


def dates_of(case: Case) -> list[CaseDate]:
    """The dates of a case, the nearest first."""
    return list(CaseDate.objects.filter(case=case).order_by("due_on"))


def questions_of(case: Case) -> list[Question]:
    """The questions back of a case, the newest first."""
    return list(Question.objects.filter(case=case).order_by("-asked_at", "-id"))


def hearings_of(case: Case) -> list[Hearing]:
    """The hearings of a case with their letters, the newest first."""
    return list(Hearing.objects.filter(case=case).select_related("letter").order_by("-id"))


@dataclass(frozen=True, slots=True)
class Linked:
    """A case that this one has started, or that has started this one."""

    case: Case
    is_readable: bool
    """Whether the actor's units answer for it, too."""
    has_started_this: bool
    legal_basis: str


def linked_to(actor: Actor, case: Case) -> list[Linked]:
    """The cases linked to a case. Of another office's there is no more to see than number, service and state."""
    found = CaseLink.objects.filter(Q(source=case) | Q(target=case)).order_by("id")
    answer = []
    for link in found.select_related("source__unit", "target__unit"):
        is_source = link.target_id == case.id
        other = link.source if is_source else link.target
        answer.append(Linked(other, _is_seen_by(actor, other), is_source, link.legal_basis))
    return answer


def open_incidents(case: Case) -> list[Incident]:
    """What cannot go on."""
    return list(Incident.objects.filter(case=case, closed_at=None).order_by("raised_at"))


def answers(case: Case) -> list[Section]:
    """What the applicant answered, in words, page by page."""
    package = package_of(case)
    values = feel.context_from_json(case.application)
    return package.application.summary(values, engine.context_of(case), now=case.received_at)


def package_of(case: Case) -> Package:
    """What the case runs."""
    return packages.of_edition(case.edition)


def decisions_of(case: Case) -> list[HistoryEvent]:
    """The decisions that were evaluated, newest first; `data` holds inputs, value, fired rules and trace."""
    return list(HistoryEvent.objects.filter(case=case, kind="decided").order_by("-number"))


def visited_elements(case: Case) -> tuple[set[str], set[str]]:
    """Ids of elements that were passed, and of those that are active now."""
    events = HistoryEvent.objects.filter(case=case, kind__in=["activated", "completed", "terminated", "taken"])
    passed: set[str] = set()
    open_: dict[int | None, str] = {}
    for kind, instance, element in events.order_by("number").values_list("kind", "instance", "element"):
        if kind == "activated":
            open_[instance] = element
            continue
        passed.add(element)
        if kind != "taken":
            open_.pop(instance, None)
    return passed, set(open_.values())


def _open_tasks(actor: Actor) -> "QuerySet[Task]":
    groups = Q(groups=[])
    for role in sorted(actor.roles):
        groups |= Q(groups__contains=[role])
    return Task.objects.filter(groups, may_see(actor, "case__"), state=Task.State.OPEN)


def _matches(text: str, prefix: str) -> Q:
    """Each word stands in the number, the applicant's name or the answers (street, place, name of the dog)."""
    found = Q()
    for word in text.split()[:5]:
        number, name = Q(**{f"{prefix}number__icontains": word}), Q(**{f"{prefix}applicant__icontains": word})
        found &= number | name | Q(**{f"{prefix}application__icontains": word})
    return found


def letters_to_issue(actor: Actor, limit: int = 500) -> list[tuple[Letter, Case]]:
    """Prepared letters of the actor's units that this person may issue now, letters of one kind together."""
    is_running = Q(case__status=Case.Status.RUNNING) | Q(letter__changes__isnull=False)
    found = CaseLetter.objects.filter(may_see(actor, "case__"), is_running, letter__state=Letter.State.PREPARED)
    rows = found.select_related("letter", "case").order_by("case__title", "letter__name", "id")[:limit]
    return [(row.letter, row.case) for row in rows if may_issue(actor, row.letter, row.case)]


def may_issue(actor: Actor, letter: Letter, case: Case) -> bool:
    """Whether this person may issue a letter: one for two persons is submitted, and by others who did not decide."""
    if not letter.needs_second_person:
        return True
    if letter.submitted_by is None:
        return False
    return actor.id not in (Actor.from_json(letter.submitted_by).id, *deciders_of_letter(case, letter))


def print_basket(actor: Actor) -> list[tuple[Letter, Case]]:
    """Letters of the actor's units that were issued and wait for their day of posting, the oldest first."""
    found = CaseLetter.objects.filter(may_see(actor, "case__"), letter__in=letters.print_basket())
    return [(link.letter, link.case) for link in found.select_related("letter", "case").order_by("letter__issued_at")]


def print_basket_size(actor: Actor) -> int:
    """How many letters that is: a serial run puts thousands there, and every page says so."""
    return CaseLetter.objects.filter(may_see(actor, "case__"), letter__in=letters.print_basket()).count()


def waiting_claims(actor: Actor) -> list[tuple[Claim, Case]]:
    """Confirmed claims of the actor's units that the cash desk does not know yet, the oldest first."""
    found = CaseClaim.objects.filter(may_see(actor, "case__"), claim__in=payments.waiting())
    links = found.select_related("claim", "case").prefetch_related("claim__instalments").order_by("claim_id")
    return [(link.claim, link.case) for link in links]


def exports_for(actor: Actor) -> list[Export]:
    """What the cash desk was given, as far as all of it is the actor's units' own, the newest first."""
    others = CaseClaim.objects.exclude(may_see(actor, "case__")).values("claim__export_id")
    own = CaseClaim.objects.filter(may_see(actor, "case__")).values("claim__export_id")
    return [export for export in payments.exports(own) if export.id not in {row["claim__export_id"] for row in others}]


def cases_of_record(actor: Actor, record_id: uuid.UUID) -> list[Case]:
    """The cases of a record that the actor's units answer for."""
    found = Case.objects.filter(may_see(actor), record_id=record_id)
    return list(found.select_related("edition", "unit").order_by("received_at"))


def records_for(actor: Actor, limit: int = 500) -> list[Record]:
    """The records in which the actor's units have cases, the newest first."""
    mine = Case.objects.filter(may_see(actor)).values("record_id")
    return list(Record.objects.filter(id__in=mine).select_related("position").order_by("-opened_at")[:limit])


def retention_event(case: Case) -> str:
    """The event that starts the retention of the case's record, in words."""
    package = package_of(case)
    event = package.record.retention.event
    kind, name, *end = event.split(".")
    register = package.registers.get(name) if kind == "register" else None
    declared = register.ends.get(end[0]) if register else package.events.get(name)
    return declared.label if declared else event


def case_of_task(actor: Actor, task_id: uuid.UUID) -> uuid.UUID | None:
    """The case of a task, open or not, that the actor's units answer for."""
    found = Task.objects.filter(may_see(actor, "case__"), id=task_id)
    return found.values_list("case_id", flat=True).first()
