"""From the kernel's effects to rows: one function per kind of effect, in the transaction that holds the case."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from laufzettel.cases import subscriptions
from laufzettel.cases.models import Case, Hearing, Incident, Job, Question, Task, Timer
from laufzettel.core import jobs, wakeups
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import effects as kernel
from laufzettel.tenants.models import Unit

NAMESPACE = uuid.UUID("6b1d2f0e-6d0c-5a53-9a3a-2f6a6f0c9d41")


def write(case: Case, effects: Iterable[kernel.Effect], actor: Actor) -> None:
    """Write the rows of a step, in the order given."""
    effects = list(effects)
    _hold_subjects(case, effects)
    for effect in effects:
        WRITERS[type(effect)](case, effect, actor)


def _hold_subjects(case: Case, effects: Iterable[kernel.Effect]) -> None:
    """The last locks in the order, all at once and sorted, before anything is written that somebody may wait for."""
    held: list[tuple[str, str, str]] = [
        (one.kind, one.subject, one.key) for one in effects if isinstance(one, kernel.Subscribe)
    ]
    held += [(subscriptions.SIGNAL, one.signal, "") for one in effects if isinstance(one, kernel.ThrowSignal)]
    if any(isinstance(one, kernel.End) for one in effects):
        held += subscriptions.began_by(case)
    subscriptions.hold(held)


def job_key(case: Case, effect: kernel.StartJob) -> uuid.UUID:
    """The idempotency key of a job: the same for the same attempt at the same step of the same case."""
    return uuid.uuid5(NAMESPACE, f"{case.id}/{effect.element}/{effect.instance}/{effect.attempt}")


def groups_of(unit: Unit, named: Iterable[str]) -> list[str]:
    """Who may do a task of a case that a unit answers for.

    Those whom the process names; where it names nobody, or nobody whom the unit has (the case was forwarded, perhaps),
    the unit itself: people of other units do not see the case, and a task must lie with somebody.
    """
    groups = list(named)
    return groups if set(groups) & set(unit.groups) else list(unit.groups)


def _create_task(case: Case, effect: kernel.CreateTask, actor: Actor) -> None:
    Task(
        case=case,
        instance=effect.instance,
        element=effect.element,
        name=effect.name or effect.element,
        form=effect.form,
        kind=effect.kind,
        choices=[{"element": one.element, "name": one.name} for one in effect.choices],
        priority=min(max(effect.priority, 0), 100),
        groups=groups_of(case.unit, effect.candidate_groups if effect.kind == "user" else ()),
        created_at=now(),
        due_at=effect.due,
    ).save(force_insert=True)


def _cancel_task(case: Case, effect: kernel.CancelTask, actor: Actor) -> None:
    Task.objects.filter(case=case, instance=effect.instance, state=Task.State.OPEN).update(
        state=Task.State.CANCELLED, ended_at=now(), ended_by=actor.to_json()
    )


def _schedule_timer(case: Case, effect: kernel.ScheduleTimer, actor: Actor) -> None:
    timer = Timer(case=case, number=effect.number, element=effect.element, due_at=effect.due)
    timer.save(force_insert=True)
    wakeups.put("timer", timer.id, effect.due)


def _cancel_timer(case: Case, effect: kernel.CancelTimer, actor: Actor) -> None:
    timer = Timer.objects.filter(case=case, number=effect.number).first()
    if timer is not None:
        Timer.objects.filter(id=timer.id).update(is_open=False)
        wakeups.drop("timer", timer.id)


def _start_job(case: Case, effect: kernel.StartJob, actor: Actor) -> None:
    job = Job(
        id=job_key(case, effect),
        case=case,
        instance=effect.instance,
        element=effect.element,
        type=effect.type,
        input=feel.to_json(dict(effect.input)),
        retries=effect.retries,
        created_at=now(),
    )
    job.save(force_insert=True)
    jobs.enqueue("cases.run_job", job.id)


def _cancel_job(case: Case, effect: kernel.CancelJob, actor: Actor) -> None:
    _withdraw_hearings(case, job__instance=effect.instance)
    Job.objects.filter(
        Q(state=Job.State.OPEN) | Q(state=Job.State.WAITING), case=case, instance=effect.instance
    ).update(state=Job.State.CANCELLED, ended_at=now())


def _raise_incident(case: Case, effect: kernel.RaiseIncident, actor: Actor) -> None:
    Incident(
        case=case,
        instance=effect.instance,
        element=effect.element,
        name=effect.name,
        kind=effect.kind,
        message=str(effect.message),
        message_en=effect.message.en,
        detail=effect.detail,
        raised_at=now(),
    ).save(force_insert=True)


def _close_incident(case: Case, effect: kernel.CloseIncident, actor: Actor) -> None:
    Incident.objects.filter(case=case, instance=effect.instance, closed_at=None).update(closed_at=now())


def _subscribe(case: Case, effect: kernel.Subscribe, actor: Actor) -> None:
    subscriptions.subscribe(case, effect)


def _unsubscribe(case: Case, effect: kernel.Unsubscribe, actor: Actor) -> None:
    subscriptions.unsubscribe(case, effect.number)


def _throw_signal(case: Case, effect: kernel.ThrowSignal, actor: Actor) -> None:
    subscriptions.throw_signal(case, effect.signal, effect.variables)


def _end(case: Case, effect: kernel.End, actor: Actor) -> None:
    case.status = Case.Status.COMPLETED if effect.outcome == "completed" else Case.Status.CANCELLED
    case.outcome = effect.element
    case.closed_at = now()
    subscriptions.over(case)
    Question.objects.filter(case=case, state=Question.State.OPEN).update(state=Question.State.WITHDRAWN, ended_at=now())
    _withdraw_hearings(case)
    jobs.enqueue("cases.file_history", case.id)


def _withdraw_hearings(case: Case, **which: int) -> None:
    awaited = [Hearing.State.PREPARED, Hearing.State.OPEN]
    found = Hearing.objects.filter(case=case, state__in=awaited, **which)
    for hearing_id in list(found.values_list("id", flat=True)):
        wakeups.drop("hearing", hearing_id)
        Hearing.objects.filter(id=hearing_id).update(state=Hearing.State.WITHDRAWN, ended_at=now())


WRITERS: dict[type[kernel.Effect], Callable[[Case, Any, Actor], None]] = {
    kernel.CreateTask: _create_task,
    kernel.CancelTask: _cancel_task,
    kernel.ScheduleTimer: _schedule_timer,
    kernel.CancelTimer: _cancel_timer,
    kernel.StartJob: _start_job,
    kernel.CancelJob: _cancel_job,
    kernel.Subscribe: _subscribe,
    kernel.Unsubscribe: _unsubscribe,
    kernel.ThrowSignal: _throw_signal,
    kernel.RaiseIncident: _raise_incident,
    kernel.CloseIncident: _close_incident,
    kernel.End: _end,
}
