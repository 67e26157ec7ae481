"""One step of a case: a stimulus in, the new state, effects and history out. Pure and deterministic."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from laufzettel.kernel.bpmn import stimuli
from laufzettel.kernel.bpmn.activation import activate, begin_again, fire_inclusive_joins, fire_signal
from laufzettel.kernel.bpmn.behaviours import BEHAVIOURS, enter_job, startable
from laufzettel.kernel.bpmn.catching import throw_error
from laufzettel.kernel.bpmn.commands import Activate, Complete, Fire, Resume
from laufzettel.kernel.bpmn.compact import compact
from laufzettel.kernel.bpmn.compensation import resume
from laufzettel.kernel.bpmn.completion import complete
from laufzettel.kernel.bpmn.effects import End
from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.bpmn.incidents import raise_incident
from laufzettel.kernel.bpmn.outcome import Outcome
from laufzettel.kernel.bpmn.program import Node, Program
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.scopes import ad_hoc_child_done, settle
from laufzettel.kernel.bpmn.state import Instance, State
from laufzettel.kernel.bpmn.termination import close_incident, terminate
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.variables import check, merge
from laufzettel.kernel.bpmn.waits import fire, owner_of_wait
from laufzettel.kernel.problems import Text

GONE = Text("Das ist schon erledigt oder wird nicht mehr gebraucht.", "This is done already, or not needed any more.")
OVER = Text("Der Vorgang ist abgeschlossen.", "The case is closed.")
HAS_INCIDENT = Text("Hier besteht eine Störung; erst muss sie behoben werden.", "There is an incident to mend first.")


def advance(
    program: Program,
    state: State,
    stimulus: stimuli.Stimulus,
    context: Mapping[str, Value],
    now: datetime,
    *,
    is_overdue: Callable[[], bool] | None = None,
) -> Outcome:
    """Run a case from a stimulus until it waits again.

    `context` are the platform's values that expressions see besides the variables and before them: `settings`,
    `reference_date`, the calendar. `now` is aware, in the tenant's zone. A stimulus that does not fit any more is
    rejected; nothing is raised for what a model or its data do. `is_overdue` is asked before every element: once it
    says so, what is yet to begin becomes an incident "overload" that can be retried, and never a value.
    """
    if now.tzinfo is None:
        raise ValueError("now must know its time zone")
    run = Run(program, state, context, now)
    run.is_overdue = is_overdue
    if state.status != ("new" if isinstance(stimulus, stimuli.Start) else "running"):
        return Outcome(state, rejected=OVER if state.status != "new" else GONE)
    try:
        rejected = _TAKERS[type(stimulus)](run, stimulus)
    except Trouble as trouble:
        rejected = trouble.message
    if rejected is not None:
        return Outcome(state, rejected=rejected)
    drain(run)
    return Outcome(run.state(), compact(run.effects), tuple(run.events))


def drain(run: Run) -> None:
    """Rule 1: the queue, oldest first, until it is empty and no inclusive join can fire."""
    while True:
        while run.queue:
            command = run.next_command()
            _DOERS[type(command)](run, command)
        if not (run.program.has_inclusive_joins and fire_inclusive_joins(run)):
            return


def _start(run: Run, stimulus: stimuli.Start) -> Text | None:
    root = run.program.process
    start = root.start
    if stimulus.element:
        found = [child for child in root.children if child.behaviour == "start" and child.id == stimulus.element]
        start = found[0] if found else None
    if start is None:
        return Text("So kann dieser Prozess nicht beginnen.", "This process cannot begin like that.")
    check(run, stimulus.variables)
    run.status = "running"
    variables, payload = stimulus.variables, {}
    if start.outputs:
        variables, payload = {}, dict(stimulus.variables)
    run.enqueue(Activate(root, 0, payload=payload, variables=variables, start=start))
    return None


def _waiting(run: Run, number: int, behaviours: tuple[str, ...]) -> tuple[Instance, Node] | None:
    """The instance, if it is of such a kind and open for a result."""
    instance = run.instances.get(number)
    if instance is None or instance.loop is not None:
        return None
    node = run.node(instance)
    good = node.behaviour in behaviours or ("job" in behaviours and node.job is not None)
    return (instance, node) if good and not instance.incident else None


def _complete_task(run: Run, stimulus: stimuli.CompleteTask) -> Text | None:
    return _finish(run, stimulus.instance, stimulus.variables, "user")


def _job_done(run: Run, stimulus: stimuli.JobDone) -> Text | None:
    return _finish(run, stimulus.instance, stimulus.variables, "job")


def _finish(run: Run, number: int, variables: Mapping[str, Value], behaviour: str) -> Text | None:
    if _waiting(run, number, (behaviour,)) is None:
        return GONE
    check(run, variables)
    run.enqueue(Complete(number, variables))
    return None


def _job_failed(run: Run, stimulus: stimuli.JobFailed) -> Text | None:
    found = _waiting(run, stimulus.instance, ("job",))
    if found is None:
        return GONE
    run.note("job-failed", found[0], {"message": stimulus.message, "retries": Decimal(stimulus.retries)})
    if stimulus.retries <= 0:
        said = stimulus.message
        english = said.en if isinstance(said, Text) else said
        message = Text(f"Der Auftrag ist gescheitert: {said}", f"The job has failed: {english}")
        raise_incident(run, found[0], "running", Trouble("job-failed", message, str(said)))
    return None


def _error_thrown(run: Run, stimulus: stimuli.ErrorThrown) -> Text | None:
    found = _waiting(run, stimulus.instance, ("job", "user"))
    if found is None:
        return GONE
    check(run, stimulus.variables)
    try:
        throw_error(run, found[0], stimulus.code, stimulus.message, stimulus.variables)
    except Trouble as trouble:
        raise_incident(run, found[0], "running", trouble)
    return None


def _timer_fired(run: Run, stimulus: stimuli.TimerFired) -> Text | None:
    return _occurred(run, stimulus.number, {}, "timer")


def _message_arrived(run: Run, stimulus: stimuli.MessageArrived) -> Text | None:
    return _occurred(run, stimulus.number, stimulus.variables, "message")


def _occurred(run: Run, number: int, payload: Mapping[str, Value], kind: str) -> Text | None:
    owner = owner_of_wait(run, number)
    if owner is None or owner.phase == "completing":
        return GONE
    event = run.program.nodes[owner.waits[number].element].event
    if event is None or event.kind != kind:
        return GONE
    check(run, payload)
    run.enqueue(Fire(number, payload))
    return None


def _signal_arrived(run: Run, stimulus: stimuli.SignalArrived) -> Text | None:
    check(run, stimulus.variables)
    return None if fire_signal(run, stimulus.signal, stimulus.variables) else GONE


def _activate(run: Run, stimulus: stimuli.Activate) -> Text | None:
    found = _waiting(run, stimulus.instance, ("ad-hoc",))
    if found is None or found[0].interrupted:
        return GONE
    chosen = [child for child in startable(found[1]) if child.id == stimulus.element]
    if not chosen:
        return Text("Das kann hier nicht begonnen werden.", "This cannot be started here.")
    merge(run, stimulus.instance, stimulus.variables)
    run.enqueue(Activate(chosen[0], stimulus.instance))
    return None


def _finish_ad_hoc(run: Run, stimulus: stimuli.FinishAdHoc) -> Text | None:
    if _waiting(run, stimulus.instance, ("ad-hoc",)) is None:
        return GONE
    if not run.is_empty(stimulus.instance):
        return Text("Hier läuft noch etwas.", "Something is still running here.")
    run.enqueue(Complete(stimulus.instance, {}))
    return None


def _retry(run: Run, stimulus: stimuli.Retry) -> Text | None:
    instance = run.instances.get(stimulus.instance)
    if instance is None or not instance.incident:
        return GONE
    merge(run, instance.number, stimulus.variables)
    instance = run.instances[stimulus.instance]
    phase, kept, number = instance.phase, instance.result, instance.number
    close_incident(run, instance)
    if phase == "completing":
        run.enqueue(Complete(number, kept or {}))
    elif phase == "activating":
        run.count_attempt(number)
        begin_again(run, number, kept)
    elif run.node(instance).behaviour == "ad-hoc":
        ad_hoc_child_done(run, number)
        settle(run, number)
    else:
        run.count_attempt(number)
        work_again(run, number)
    return None


def work_again(run: Run, number: int) -> None:
    """A job or task that failed is asked for once more; its events are still armed."""
    instance = run.instances[number]
    node = run.node(instance)
    enter = BEHAVIOURS[node.behaviour] if node.behaviour == "user" else enter_job
    try:
        entered = enter(run, instance, node)
    except Trouble as trouble:
        raise_incident(run, instance, "running", trouble)
        return
    if callable(entered):
        entered()


def _cancel(run: Run, stimulus: stimuli.Cancel) -> Text | None:
    root = run.children_of(0)[0]
    about = run.about(run.instances[root]) | {"element": ""}
    variables = run.instances[root].variables
    run.events.append(Event("cancelled", root, "", "", {"reason": stimulus.reason}))
    terminate(run, root)
    run.queue.clear()
    run.finish("cancelled")
    run.effects.append(End(outcome="cancelled", variables=variables, **about))
    return None


_DOERS: dict[type, Callable[[Run, Any], None]] = {
    Activate: activate,
    Complete: complete,
    Fire: fire,
    Resume: resume,
}
_TAKERS: dict[type, Callable[[Run, Any], Text | None]] = {
    stimuli.Start: _start,
    stimuli.CompleteTask: _complete_task,
    stimuli.JobDone: _job_done,
    stimuli.JobFailed: _job_failed,
    stimuli.ErrorThrown: _error_thrown,
    stimuli.TimerFired: _timer_fired,
    stimuli.MessageArrived: _message_arrived,
    stimuli.SignalArrived: _signal_arrived,
    stimuli.Activate: _activate,
    stimuli.FinishAdHoc: _finish_ad_hoc,
    stimuli.Retry: _retry,
    stimuli.Cancel: _cancel,
}
