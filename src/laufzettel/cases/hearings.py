"""Hearings before burdensome acts (§ 28 HVwVfG, § 91 AO, § 24 SGB X): opened by a letter, answered or over in time.

The time counts from the notification of the letter, so from its recorded day of posting: until then it does not run.
"""

import uuid
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from laufzettel.cases import actions, engine, filing
from laufzettel.cases.models import Case, Hearing, Job
from laufzettel.core import audit, wakeups
from laufzettel.core.actors import CITIZEN, SYSTEM, Actor
from laufzettel.core.clock import ZONE, now, today
from laufzettel.kernel import feel, law
from laufzettel.letters import days
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants

LONGEST = 10000
"""Characters of an answer."""
_ENDED = frozenset({Hearing.State.ANSWERED, Hearing.State.WITHDRAWN})


class HearingRefused(Exception):
    """Nothing can be said any more, has been said already, or not on that day."""


def open_with(job: Job, letter: Letter, procedure: str, days: int) -> Hearing:
    """The hearing of a job, which its letter opens; a job that is done again finds its own."""
    hearing, _ = Hearing.objects.get_or_create(
        job=job, defaults={"case": job.case, "letter": letter, "procedure": procedure, "days": days}
    )
    return hearing


def heard_of(job: Job, what: str, actor: Actor) -> None:
    """What became of the letter that opens the hearing: issued, posted, returned, received later."""
    engine.lock(job.case_id)
    hearing = Hearing.objects.select_related("letter").filter(job=job).first()
    if hearing is None or hearing.state in _ENDED:
        return
    if what == "letter-issued" and hearing.state == Hearing.State.PREPARED:
        hearing.state, hearing.opened_at = Hearing.State.OPEN, now()
        hearing.save(update_fields=["state", "opened_at"])
        audit.record(actor, "hearing-opened", kind="hearing", object_id=hearing.id)
    if hearing.state == Hearing.State.OPEN and not hearing.is_prolonged:
        _count(hearing)


def answer(case_id: uuid.UUID, hearing_id: uuid.UUID, text: str) -> Hearing:
    """The person concerned answers online. Raises `HearingRefused`, `Hearing.DoesNotExist`.

    Before the decision what comes late counts too: it is kept and shown, but the process has gone on.
    """
    return _answered(CITIZEN, case_id, hearing_id, text, today(), Hearing.Way.ONLINE)


def enter(actor: Actor, case_id: uuid.UUID, hearing_id: uuid.UUID, text: str, day: date) -> Hearing:
    """An answer that came on paper on a day, entered by the office. Raises as `answer`."""
    return _answered(actor, case_id, hearing_id, text, day, Hearing.Way.PAPER)


def prolong(actor: Actor, case_id: uuid.UUID, hearing_id: uuid.UUID, day: date, reason: str) -> Hearing:
    """Give more time (§ 31 (7) VwVfG): `day` is the last one. Raises as `answer`, also for a day that is no later."""
    running = engine.lock(case_id)
    hearing = _find(case_id, hearing_id)
    until = hearing.answer_by
    latest = today() + timedelta(days=366)
    if hearing.state != Hearing.State.OPEN or until is None or not max(until, today()) < day <= latest:
        raise HearingRefused
    hearing.answer_by, hearing.is_prolonged = day, True
    hearing.save(update_fields=["answer_by", "is_prolonged"])
    _wake(hearing)
    audit.record(actor, "hearing-prolonged", kind="hearing", object_id=hearing.id, reason=reason)
    engine.note(running.case, "hearing-prolonged", actor, until=day.isoformat(), reason=reason)
    filing.tell_applicant(running.case, uuid.uuid5(hearing.id, day.isoformat()))
    return hearing


def is_due(hearing_id: uuid.UUID) -> bool:
    """The last day is over: the process goes on without an answer. False when there is nothing to do (any more)."""
    found = Hearing.objects.filter(id=hearing_id).first()
    if found is None:
        return False
    running = engine.lock(found.case_id)
    hearing = Hearing.objects.select_related("job").get(id=hearing_id)
    if hearing.state != Hearing.State.OPEN or hearing.answer_by is None or hearing.answer_by >= today():
        return False
    hearing.state, hearing.ended_at = Hearing.State.EXPIRED, now()
    hearing.save(update_fields=["state", "ended_at"])
    audit.record(SYSTEM, "hearing-expired", kind="hearing", object_id=hearing.id)
    engine.note(running.case, "hearing-expired", SYSTEM, until=hearing.answer_by.isoformat())
    return _go_on(hearing, SYSTEM)


def mark_seen(case_id: uuid.UUID) -> None:
    """Somebody of the office has read the answers."""
    Hearing.objects.filter(case_id=case_id, is_seen=False).exclude(answer="").update(is_seen=True)


def _answered(actor: Actor, case_id: uuid.UUID, hearing_id: uuid.UUID, text: str, day: date, way: str) -> Hearing:
    running = engine.lock(case_id)
    hearing = _find(case_id, hearing_id)
    is_awaited = hearing.state == Hearing.State.OPEN
    may_answer = is_awaited or (hearing.state == Hearing.State.EXPIRED and running.case.status == Case.Status.RUNNING)
    opened = hearing.opened_at.astimezone(ZONE).date() if hearing.opened_at else None
    if not may_answer or hearing.answer or opened is None or not opened <= day <= today():
        raise HearingRefused
    hearing.answer, hearing.answered_on, hearing.way = text[:LONGEST], day, way
    if is_awaited:
        hearing.state, hearing.ended_at = Hearing.State.ANSWERED, now()
    hearing.save(update_fields=["answer", "answered_on", "way", "state", "ended_at"])
    wakeups.drop("hearing", hearing.id)
    audit.record(actor, "hearing-answered", kind="hearing", object_id=hearing.id)
    kind = "hearing-answered" if is_awaited else "hearing-answered-late"
    engine.note(running.case, kind, actor, text=hearing.answer, on=day.isoformat())
    if is_awaited:
        _go_on(hearing, actor)
    return hearing


def _go_on(hearing: Hearing, actor: Actor) -> bool:
    until = hearing.answer_by or today()
    result = {
        "letter_id": str(hearing.letter_id),
        "answer": hearing.answer or None,
        "is_answered": bool(hearing.answer),
        "answer_by": feel.Date.from_python(until),
    }
    return actions.finish_job(hearing.job, result, actor)


def _find(case_id: uuid.UUID, hearing_id: uuid.UUID) -> Hearing:
    return Hearing.objects.select_related("job").get(id=hearing_id, case_id=case_id)


def _count(hearing: Hearing) -> None:
    """The last day, from what is recorded of the letter: none as long as it is not notified."""
    letter = hearing.letter
    hearing.answer_by = None
    if letter.is_out:
        land = tenants.by_id(hearing.tenant_id).land
        told = days.notification(letter, hearing.procedure, land)
        if told.day is not None:
            hearing.answer_by = law.hearing_end(told.day, hearing.days, land=land).day
    hearing.save(update_fields=["answer_by"])
    _wake(hearing)


def _wake(hearing: Hearing) -> None:
    if hearing.answer_by is None:
        wakeups.drop("hearing", hearing.id)
        return
    due = datetime.combine(hearing.answer_by + timedelta(days=1), clock_time(), ZONE)
    wakeups.put("hearing", hearing.id, due)
