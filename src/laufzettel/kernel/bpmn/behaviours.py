"""What an element does when a token arrives: compute, ask for work, choose flows, throw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.effects import Choice, CreateTask, StartJob
from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.bpmn.program import Edge, Formula, Node, TaskSpec
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance
from laufzettel.kernel.bpmn.timers import moment_of
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.variables import check, compute, truth, visible, visible_variables
from laufzettel.kernel.bpmn.vocabulary import ACTIVITIES
from laufzettel.kernel.problems import Text


@dataclass(slots=True)
class Finish:
    """The element is done at once: its result, and the flows it chose (None: all)."""

    result: Mapping[str, Value]
    edges: tuple[Edge, ...] | None = None


type Entered = Finish | Callable[[], None]
"""Either done, or what to do once the element's events are armed; then it waits."""


def enter_pass(_run: Run, _instance: Instance, _node: Node) -> Entered:
    """Undefined and manual tasks, plain events: nothing happens."""
    return Finish({})


def enter_wait(_run: Run, _instance: Instance, _node: Node) -> Entered:
    """Catch events, receive tasks, event-based gateways: their armed events are all there is."""
    return _nothing


def _nothing() -> None:
    """Nothing beyond waiting."""


def enter_script(run: Run, instance: Instance, node: Node) -> Entered:
    """A FEEL expression whose value is the result."""
    if node.script is None:
        return Finish({})
    result = {node.result: compute(run, node.script, visible(run, instance.number))}
    check(run, result)
    return Finish(result)


def enter_decision(run: Run, instance: Instance, node: Node) -> Entered:
    """A decision; what fired and why goes into the history."""
    context = visible(run, instance.number)
    try:
        decided = run.program.decisions[node.decision].decide(
            node.decision, context, now=run.now, reference_date=_reference_date(run), budget=feel.Budget()
        )
    except feel.BudgetExceeded as error:
        raise Trouble("decision-limit", error.finding.message, node.decision) from error
    data = {"decision": node.decision, "value": decided.value, "fired": decided.fired, "trace": decided.trace}
    run.events.append(Event("decided", instance.number, node.key, node.name, data))
    check(run, {node.result: decided.value})
    return Finish({node.result: decided.value})


def _reference_date(run: Run) -> Any:
    given = run.context.get("reference_date")
    return given.to_python() if isinstance(given, feel.Date) else given


def enter_job(run: Run, instance: Instance, node: Node) -> Entered:
    """A job for the platform; message throws and ends are jobs too."""
    if node.job is None:
        return Finish({})
    given = visible_variables(run.instances, run.program.nodes, instance.number)
    retries = _whole(run, node.job.retries, visible(run, instance.number), 3)
    job = StartJob(
        type=node.job.type,
        input=_mapped(instance, node) if node.inputs else given,
        headers=node.job.headers,
        retries=retries,
        attempt=instance.attempt,
        **run.about(instance),
    )
    return lambda: run.effects.append(job)


def _mapped(instance: Instance, node: Node) -> dict[str, Any]:
    """What the input mappings made; what a repetition puts beside it is not the job's."""
    names = dict.fromkeys(assignment.target[0] for assignment in node.inputs)
    return {name: instance.variables[name] for name in names if name in instance.variables}


def enter_user(run: Run, instance: Instance, node: Node) -> Entered:
    """A task for a person, its dates and people computed now."""
    task = node.task
    if task is None:
        return Finish({})
    if not task.is_computed:
        plain = CreateTask(
            instance=instance.number,
            element=node.id,
            name=node.name,
            process=node.process,
            form=task.form,
            headers=task.headers,
        )
        return lambda: run.effects.append(plain)
    about = run.about(instance, node)
    context = visible(run, instance.number)
    effect = CreateTask(
        form=task.form,
        candidate_groups=_people(run, task.candidate_groups, context),
        candidate_users=_people(run, task.candidate_users, context),
        assignee=_assignee(run, task, context),
        due=_moment(run, task.due, context),
        follow_up=_moment(run, task.follow_up, context),
        priority=_whole(run, task.priority, context, 50),
        headers=task.headers,
        **about,
    )
    return lambda: run.effects.append(effect)


def enter_ad_hoc(run: Run, instance: Instance, node: Node) -> Entered:
    """An ad-hoc sub-process without a collection is a task in which the clerk picks."""
    choices = tuple(Choice(child.id, child.label) for child in startable(node))
    effect = CreateTask(kind="ad-hoc", choices=choices, **run.about(instance))
    return lambda: run.effects.append(effect)


def startable(node: Node) -> list[Node]:
    """The activities of an ad-hoc sub-process that can be started: those no flow leads to."""
    return [c for c in node.children if c.kind in ACTIVITIES and not c.incoming and not c.is_handler]


def enter_exclusive(run: Run, instance: Instance, node: Node) -> Entered:
    """Rule 15: the first true condition in document order, the default last, else an incident."""
    return Finish({}, chosen(run, instance.number, node))


def chosen(run: Run, number: int, node: Node) -> tuple[Edge, ...]:
    """The flow that an exclusive gateway chooses with what the instance `number` sees; trouble when there is none."""
    if len(node.outgoing) < 2:
        return tuple(node.outgoing)
    context = visible(run, number)
    for edge in node.outgoing:
        if edge.condition is not None and _is_true(run, edge, context):
            return (edge,)
    return (_default(node),)


def enter_inclusive(run: Run, instance: Instance, node: Node) -> Entered:
    """Rule 15: all true flows, else the default, else an incident."""
    if len(node.outgoing) < 2:
        return Finish({}, tuple(node.outgoing))
    context = visible(run, instance.number)
    found = [edge for edge in node.outgoing if edge.condition is not None and _is_true(run, edge, context)]
    return Finish({}, tuple(found or (_default(node),)))


def _is_true(run: Run, edge: Edge, context: Mapping[str, Value]) -> bool:
    label = edge.name or edge.id
    what = Text(f"Bedingung „{label}“", f"Condition '{label}'")
    return edge.condition is not None and truth(run, edge.condition, context, what)


def _default(node: Node) -> Edge:
    if node.default is None:
        raise Trouble(
            "no-flow",
            Text(
                f"Am Gateway „{node.label}“ trifft keine Bedingung zu, und es gibt keinen Standardfluss.",
                f"At the gateway '{node.label}' no condition holds, and there is no default flow.",
            ),
        )
    return node.default


def _assignee(run: Run, task: TaskSpec, context: Mapping[str, Value]) -> str:
    value = compute(run, task.assignee, context) if task.assignee else None
    return "" if value is None else feel.to_text(value)


def _people(run: Run, formula: Formula | None, context: Mapping[str, Value]) -> tuple[str, ...]:
    """A list of texts, or one text with commas."""
    value = compute(run, formula, context) if formula else None
    if value is None:
        return ()
    parts = [feel.to_text(item) for item in value] if isinstance(value, list) else feel.to_text(value).split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _moment(run: Run, formula: Formula | None, context: Mapping[str, Value]) -> datetime | None:
    """A date of a task: null means none, anything that is no time is trouble."""
    value = compute(run, formula, context) if formula else None
    if value is None:
        return None
    moment = moment_of(value, run.now.tzinfo)
    if moment is None:
        shown = feel.to_text(value)
        raise Trouble("task-date", Text(f"„{shown}“ ist kein Datum.", f"'{shown}' is not a date."), shown)
    return moment


def _whole(run: Run, formula: Formula | None, context: Mapping[str, Value], default: int) -> int:
    value = compute(run, formula, context) if formula else None
    if value is None:
        return default
    text = str(value) if isinstance(value, Decimal) else feel.to_text(value)
    if not text.isdigit():
        raise Trouble("not-a-number", Text(f"„{text}“ ist keine ganze Zahl.", f"'{text}' is not a whole number."), text)
    return int(text)


BEHAVIOURS: dict[str, Callable[[Run, Instance, Node], Entered]] = {
    "pass": enter_pass,
    "start": enter_pass,
    "parallel": enter_pass,
    "user": enter_user,
    "job": enter_job,
    "receive": enter_wait,
    "catch": enter_wait,
    "event-gateway": enter_wait,
    "script": enter_script,
    "decision": enter_decision,
    "exclusive": enter_exclusive,
    "inclusive": enter_inclusive,
}
