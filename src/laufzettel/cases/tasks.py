"""Background tasks of cases. Each may be done twice: the case's row and the state of job, timer or document say no."""

import logging
import uuid

from laufzettel.cases import actions, correlation, engine, filing, queries, starting
from laufzettel.cases import hearings as hearing_rules
from laufzettel.cases.jobs import (
    Answer,
    Done,
    Failed,
    Threw,
    Work,
    adapter_for,
    answer_for,
    claims,
    disclosing,
    follower_of,
    hearings,
    leaves_the_house,
    letters,
    linking,
    messages,
    publishing,
    questions,
    records,
    registers,
)
from laufzettel.cases.models import Job
from laufzettel.catalogue import packages
from laufzettel.core import jobs
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import now
from laufzettel.core.models import Stimulus
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel
from laufzettel.kernel.package import JOB_TYPES, Package, misfits
from laufzettel.kernel.problems import Text, joined
from laufzettel.tenants import queries as tenants

log = logging.getLogger("laufzettel.cases")
ADAPTERS = (
    claims,
    disclosing,
    hearings,
    letters,
    linking,
    messages,
    publishing,
    questions,
    records,
    registers,
)


@jobs.task("cases.run_job")
def run_job(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Do a service step. What fails is tried again by the queue; at the last try it becomes an incident."""
    try:
        _do_job(tenant, object_id)
    except Exception as error:
        log.warning("job %s failed: %s", object_id, type(error).__name__, exc_info=error)
        with in_tenant(tenant):
            actions.fail_job(object_id, _technical(object_id), is_final=False)
            is_over = Job.objects.get(id=object_id).state != Job.State.OPEN
        if not is_over:
            raise


def _technical(job_id: uuid.UUID) -> Text:
    """For the office: what the fault is says the log, under the job's id."""
    short = str(job_id)[:8]
    return Text(
        f"ein technischer Fehler. Der Betrieb findet die Ursache im Protokoll unter „job {short}“.",
        f"a technical fault. The operator finds its cause in the log under “job {short}”.",
    )


def _do_job(tenant: uuid.UUID, job_id: uuid.UUID) -> None:
    with in_tenant(tenant):
        claimed = Job.objects.select_for_update(of=("self",)).get(id=job_id)
        if claimed.state != Job.State.OPEN:
            return
        work = None
        if leaves_the_house(claimed.type):
            job = Job.objects.select_related("case__edition", "case__unit", "case__record").get(id=job_id)
            work = _work(job, packages.of_edition(job.case.edition))
    answer = _done(work) if work is not None else None
    with in_tenant(tenant):
        running = engine.lock(claimed.case_id)
        job = Job.objects.select_related("case__unit", "case__record").get(id=job_id)
        if job.state == Job.State.OPEN:
            _keep_answer(job, answer or _done(_work(job, running.package)))


def _work(job: Job, package: Package) -> Work:
    return Work(job, job.case, package, feel.context_from_json(job.input), SYSTEM)


def _done(work: Work) -> Answer:
    adapter, kind = adapter_for(work.job.type), JOB_TYPES.get(work.job.type)
    if adapter is None or kind is None:
        kind_of_step = work.job.type
        return Failed(
            Text(
                f"Kein Serviceschritt „{kind_of_step}“ auf dieser Anlage.",
                f"This installation has no service step “{kind_of_step}”.",
            )
        )
    wrong = misfits(kind, work.input)
    return Failed(joined(wrong, " ")) if wrong else adapter(work)


def _keep_answer(job: Job, answer: Answer) -> None:
    if isinstance(answer, Done):
        actions.finish_job(job, answer.variables)
    elif isinstance(answer, Threw):
        actions.throw_error(job, answer.code, answer.message)
    elif isinstance(answer, Failed):
        actions.fail_job(job.id, answer.message, is_final=True)
    else:
        Job.objects.filter(id=job.id, state=Job.State.OPEN).update(state=Job.State.WAITING)


@jobs.task("cases.drain_stimuli")
def drain_stimuli(tenant: uuid.UUID, object_id: uuid.UUID | None = None) -> None:  # noqa: ARG001
    """Bring what lower rooms have left to the jobs that wait for it, in order, each in a transaction of its own."""
    is_more = True
    while is_more:
        with in_tenant(tenant):
            is_more = _drain_one()


def _drain_one() -> bool:
    stimulus = Stimulus.objects.filter(drained_at=None).order_by("id").select_for_update(skip_locked=True).first()
    if stimulus is None:
        return False
    Stimulus.objects.filter(id=stimulus.id).update(drained_at=now())
    job = Job.objects.filter(id=stimulus.key).first()
    payload = dict(stimulus.payload)
    # A letter that changes another one answers no job; its case hears of it all the same.
    letter_id = payload.get("letter_id")
    case_id = job.case_id if job else queries.case_of_letter(uuid.UUID(letter_id)) if letter_id else None
    if case_id is None:
        return True
    by = payload.pop("by", None)
    actor = Actor.from_json(by) if by else SYSTEM
    filing.notice(case_id, stimulus.name, payload, actor)
    if job is None:
        return True
    follower, answer = follower_of(job.type), answer_for(stimulus.name)
    if follower is not None:
        follower(job, stimulus.name, payload, actor)
    elif answer is not None:
        actions.finish_job(job, answer(payload), actor)
    return True


@jobs.task("wake.timer")
def fire_timer(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """A timer is due."""
    with in_tenant(tenant):
        actions.fire_timer(object_id)


@jobs.task("wake.hearing")
def end_hearing(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """The time for an answer is over."""
    with in_tenant(tenant):
        hearing_rules.is_due(object_id)


@jobs.task("offering.with_clock")
def arm_starts(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """A service is offered, or another edition of it, whose cases the clock begins."""
    with in_tenant(tenant):
        starting.arm(object_id)


@jobs.task("wake.start")
def begin_by_the_clock(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """The clock begins a case."""
    with in_tenant(tenant):
        starting.begin(object_id)


@jobs.task("cases.deliver_messages")
def deliver_messages(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Messages have come, or somebody has begun to wait: bring them together, each in a transaction of its own."""
    is_more = True
    while is_more:
        with in_tenant(tenant):
            is_more = correlation.deliver(object_id)


@jobs.task("cases.deliver_signal")
def deliver_signal(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Bring a signal to one case."""
    with in_tenant(tenant):
        correlation.deliver_signal(object_id)


@jobs.periodic("cases.sweep_messages", "41 3 * * *")
def sweep_messages() -> None:
    """Nightly: forget messages whose time is over."""
    for tenant in tenants.active_ids():
        with in_tenant(tenant):
            correlation.sweep()


@jobs.task("cases.file_application")
def file_application(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """File the application as PDF and JSON."""
    filing.file_application(tenant, object_id)


@jobs.task("cases.file_letter")
def file_letter(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """File a letter that was issued."""
    filing.file_letter(tenant, object_id)


@jobs.task("cases.file_history")
def file_history(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """File the history of a case that is over."""
    filing.file_history(tenant, object_id)
