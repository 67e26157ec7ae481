"""Questions back: asked by a clerk or by the process, answered by the applicant where the application stands."""

import uuid
from datetime import timedelta

from laufzettel.cases import actions, dates, engine, filing
from laufzettel.cases.models import Case, Job, Question
from laufzettel.core import audit
from laufzettel.core.actors import CITIZEN, Actor
from laufzettel.core.clock import now, today

LONGEST = 4000
"""Characters of a question or an answer."""


class QuestionRefused(Exception):
    """The case is over, or the question is not open any more."""


def ask(actor: Actor, case_id: uuid.UUID, text: str, days: int, job: Job | None = None) -> Question:
    """Ask the applicant; `days` is how long there is time. Raises `QuestionRefused` when the case is over.

    A job that is done again finds the question that it has asked.
    """
    running = engine.lock(case_id)
    if running.case.status != Case.Status.RUNNING:
        raise QuestionRefused
    asked = Question.objects.filter(job=job).first() if job else None
    if asked is not None:
        return asked
    question = Question(
        case=running.case,
        job=job,
        text=text[:LONGEST],
        answer_by=today() + timedelta(days=days),
        asked_at=now(),
        asked_by=actor.to_json(),
    )
    question.save(force_insert=True)
    audit.record(actor, "question-asked", kind="question", object_id=question.id)
    engine.note(running.case, "question-asked", actor, text=question.text)
    dates.recount(running.case)
    filing.tell_applicant(running.case, question.id)
    return question


def answer(case_id: uuid.UUID, question_id: uuid.UUID, text: str) -> Question:
    """The applicant answers. Raises `QuestionRefused` when it is not open any more, `Question.DoesNotExist`."""
    question = _end(CITIZEN, case_id, question_id, Question.State.ANSWERED, text[:LONGEST])
    if question.job is not None:
        actions.finish_job(question.job, {"answer": question.answer, "is_answered": True}, CITIZEN)
    return question


def withdraw(actor: Actor, case_id: uuid.UUID, question_id: uuid.UUID) -> Question:
    """The office needs no answer any more; a process that waits for one goes on without it. Raises as `answer`."""
    question = _end(actor, case_id, question_id, Question.State.WITHDRAWN, "")
    if question.job is not None:
        actions.finish_job(question.job, {"answer": None, "is_answered": False}, actor)
    return question


def mark_seen(case_id: uuid.UUID) -> None:
    """Somebody of the office has read the answers."""
    Question.objects.filter(case_id=case_id, state=Question.State.ANSWERED, is_seen=False).update(is_seen=True)


def _end(actor: Actor, case_id: uuid.UUID, question_id: uuid.UUID, state: Question.State, text: str) -> Question:
    running = engine.lock(case_id)
    question = Question.objects.select_related("job").get(id=question_id, case_id=case_id)
    if question.state != Question.State.OPEN:
        raise QuestionRefused
    question.state, question.answer, question.ended_at = state, text, now()
    question.save(update_fields=["state", "answer", "ended_at"])
    audit.record(actor, f"question-{state}", kind="question", object_id=question.id)
    engine.note(running.case, f"question-{state}", actor, text=text)
    dates.recount(running.case)
    return question
