"""Everything that moves a case. Each action opens nothing: it runs in the caller's tenant scope and transaction."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from laufzettel.cases import dates, engine, filing
from laufzettel.cases.applicants import applicant_of
from laufzettel.cases.models import Case, Job, Task, Timer
from laufzettel.cases.senders import NOBODY, Sender
from laufzettel.catalogue import packages
from laufzettel.catalogue.models import Edition, Offering
from laufzettel.core import audit, jobs, sequences
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import ZONE, now
from laufzettel.files import uploads
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import State, stimuli
from laufzettel.kernel.forms.uploads import files_in
from laufzettel.kernel.package import Package, SettingsSeries
from laufzettel.records import actions as records
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Unit

log = logging.getLogger("laufzettel.cases")


class TaskRefused(Exception):
    """The task is not this person's, or not open any more."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new case is made of: the answers (FEEL values), when they came, in which language, and the settings.

    `start` is the start event that a message or signal has met, `message_key` that message's key, `sender` the person
    who was signed in.
    """

    offering: Offering
    edition: Edition
    values: Mapping[str, Any]
    received_at: datetime
    language: str
    settings: SettingsSeries
    start: str = ""
    message_key: str = ""
    sender: Sender = NOBODY


class NoReceiver(Exception):
    """The unit that alone may read this does not exist in the tenant; nothing was opened."""


def open_case(actor: Actor, opening: Opening) -> Case:
    """Open a case with its record and dates, and start its process, all in the caller's transaction.

    Raises `NoReceiver` for what is confidential and has nobody who may read it.
    """
    package = packages.of_edition(opening.edition)
    reference_date = reference_date_of(package, opening.values, opening.received_at)
    context = opening.settings.at(feel.Date.from_python(reference_date)) | dict(opening.values)
    unit, is_confidential = _receiver(package, opening.offering.unit, context)
    record = records.open_record(
        actor,
        package.record.record_class,
        str(package.record.title.evaluate(context, now=now()) or package.service.title),
        package.record.retention.years,
        package.record.retention.event,
    )
    applicant = applicant_of(package.application, opening.values)
    case = Case(
        number=next_number(opening.received_at),
        edition=opening.edition,
        offering=opening.offering,
        unit=unit,
        is_confidential=is_confidential,
        record=record,
        title=package.service.title,
        applicant=applicant.name[:200],
        email=applicant.email,
        language=opening.language,
        account_id=opening.sender.account_id,
        trust=opening.sender.trust,
        mailbox_since=now() if opening.sender.wants_mailbox else None,
        received_at=opening.received_at,
        reference_date=reference_date,
        application=feel.to_json(dict(opening.values)),
        settings=opening.settings.to_json(),
        state=State().to_json(),
        message_key=opening.message_key,
    )
    dates.set_dates(case, package)
    audit.record(actor, "case-opened", kind="case", object_id=case.id)
    if case.mailbox_since is not None:
        audit.record(actor, "mailbox-consented", kind="case", object_id=case.id)
    engine.move(engine.Running(case, package), stimuli.Start(dict(opening.values), opening.start), actor)
    if not opening.start:
        jobs.enqueue("cases.file_application", case.id)
    return case


def next_number(received_at: datetime) -> str:
    """The next number of a case of the open tenant, counted by year of receipt: `V-2026-000001`."""
    year = received_at.astimezone(ZONE).year
    return f"V-{year}-{sequences.next_number(f'case {year}'):06d}"


def _receiver(package: Package, own: Unit, context: Mapping[str, Any]) -> tuple[Unit, bool]:
    """Who answers for the case, and whether nobody else may see it. What is no secret stays where it is offered."""
    is_secret = package.privacy.is_confidential
    if package.receiver is None:
        return own, is_secret
    group, is_own_secret = package.receiver.at(context, now())
    unit = own if group in own.groups else tenants.unit_with(group)
    if unit is None and is_own_secret:
        raise NoReceiver(group)
    return unit or own, is_secret or is_own_secret


def complete_task(actor: Actor, task_id: uuid.UUID, variables: Mapping[str, Any]) -> Case:
    """A person has done a task; raises `TaskRefused` if it is not open any more, `engine.StimulusRejected`."""
    running, task = _lock_task(task_id)
    try:
        engine.move(running, stimuli.CompleteTask(task.instance, variables), actor)
    except engine.StimulusRejected:
        _check_open(task)
        raise
    _end_task(actor, task)
    files = files_in(dict(variables))
    if files:
        uploads.hand_over(task.id, {str(file["id"]) for file in files})
        filing.file_uploads(actor, running.case, variables)
    return running.case


def begin_step(actor: Actor, task_id: uuid.UUID, element: str) -> Case:
    """A person begins one of the steps of an ad-hoc sub-process; raises `TaskRefused` and `engine.StimulusRejected`."""
    running, task = _lock_task(task_id)
    _check_open(task)
    engine.move(running, stimuli.Activate(task.instance, element), actor)
    audit.record(actor, "step-begun", kind="task", object_id=task.id, reason=element)
    return running.case


def finish_steps(actor: Actor, task_id: uuid.UUID) -> Case:
    """Nothing more is to be done in an ad-hoc sub-process; raises as `begin_step`, also while something still runs."""
    running, task = _lock_task(task_id)
    _check_open(task)
    engine.move(running, stimuli.FinishAdHoc(task.instance), actor)
    _end_task(actor, task)
    return running.case


def _lock_task(task_id: uuid.UUID) -> tuple[engine.Running, Task]:
    """The task and its case, locked; raises `TaskRefused` without such a task. Whether it is open says the case."""
    task = Task.objects.only("id", "tenant_id", "case_id", "instance").filter(id=task_id).first()
    if task is None:
        raise TaskRefused("no such task")
    return engine.lock(task.case_id), task


def _check_open(task: Task) -> None:
    """Read behind the lock: raises `TaskRefused` when somebody has been quicker."""
    if not Task.objects.filter(id=task.id, state=Task.State.OPEN).exists():
        raise TaskRefused("the task is not open any more")


def _end_task(actor: Actor, task: Task) -> None:
    """After the step: one that is rejected has written nothing."""
    done = {"state": Task.State.DONE, "ended_at": now(), "ended_by": actor.to_json()}
    Task.objects.filter(id=task.id).update(**done)
    audit.record(actor, "task-completed", kind="task", object_id=task.id)


@transaction.atomic
def cancel_case(actor: Actor, case_id: uuid.UUID, reason: str) -> Case:
    """End a case without its process: what is open in it ends too. Raises `engine.StimulusRejected` when it is over."""
    running = engine.lock(case_id)
    audit.record(actor, "case-cancelled", kind="case", object_id=case_id, reason=reason)
    engine.move(running, stimuli.Cancel(reason), actor)
    return running.case


def assign_task(actor: Actor, task_id: uuid.UUID) -> Task:
    """A person takes a task; it stays open for the others of the unit."""
    task = Task.objects.select_for_update().get(id=task_id)
    if task.state != Task.State.OPEN:
        raise TaskRefused("the task is not open any more")
    task.assignee_id = actor.id
    task.save(update_fields=["assignee"])
    audit.record(actor, "task-assigned", kind="task", object_id=task.id)
    return task


def finish_job(job: Job, variables: Mapping[str, Any], actor: Actor = SYSTEM) -> bool:
    """Write a job's result and go on; False when nobody waits for it any more."""
    running = engine.lock(job.case_id)
    job = Job.objects.get(id=job.id)
    if job.state not in (Job.State.OPEN, Job.State.WAITING):
        return False
    job.state, job.ended_at = Job.State.DONE, now()
    job.save(update_fields=["state", "ended_at"])
    return _move_if_awaited(running, stimuli.JobDone(job.instance, variables), actor)


def throw_error(job: Job, code: str, message: str) -> bool:
    """A job ends with an error that the process may catch; uncaught it is an incident. False when it is too late."""
    running = engine.lock(job.case_id)
    job = Job.objects.get(id=job.id)
    if job.state not in (Job.State.OPEN, Job.State.WAITING):
        return False
    job.state, job.ended_at = Job.State.DONE, now()
    job.save(update_fields=["state", "ended_at"])
    return _move_if_awaited(running, stimuli.ErrorThrown(job.instance, code, message), SYSTEM)


def fail_job(job_id: uuid.UUID, message: str, *, is_final: bool) -> None:
    """A job did not work: one try less, and at the last one an incident on its step."""
    job = Job.objects.get(id=job_id)
    running = engine.lock(job.case_id)
    job = Job.objects.get(id=job_id)
    if job.state != Job.State.OPEN:
        return
    job.retries = 0 if is_final else max(job.retries - 1, 0)
    if job.retries == 0:
        job.state, job.ended_at = Job.State.FAILED, now()
    job.save(update_fields=["retries", "state", "ended_at"])
    _move_if_awaited(running, stimuli.JobFailed(job.instance, message, job.retries), SYSTEM)


def fire_timer(timer_id: uuid.UUID) -> bool:
    """A timer is due; False when nobody waits for it any more."""
    timer = Timer.objects.filter(id=timer_id).first()
    if timer is None:
        return False
    running = engine.lock(timer.case_id)
    timer = Timer.objects.get(id=timer_id)
    if not timer.is_open:
        return False
    Timer.objects.filter(id=timer.id).update(is_open=False)
    return _move_if_awaited(running, stimuli.TimerFired(timer.number), SYSTEM)


def _move_if_awaited(running: engine.Running, stimulus: stimuli.Stimulus, actor: Actor) -> bool:
    """What comes too late (a timer, an answer) is no fault: nobody waits for it any more."""
    try:
        engine.move(running, stimulus, actor)
    except engine.StimulusRejected as rejected:
        log.info("case %s: %s", running.case.id, rejected)
        return False
    return True


def reference_date_of(package: Package, values: Mapping[str, Any], received_at: datetime) -> date:
    """The day whose law applies to an application; the day of receipt, in German time, as long as it does not say."""
    local = received_at.astimezone(ZONE)
    value = package.reference_date.evaluate(values, now=local)
    return value.to_python() if isinstance(value, feel.Date) else local.date()
