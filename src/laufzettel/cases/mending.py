"""Mending an incident: which values the element reads, and what a person has put right before it is tried again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from laufzettel.cases import engine
from laufzettel.cases.models import Case, Incident
from laufzettel.cases.queries import package_of
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import today
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import State, stimuli
from laufzettel.kernel.bpmn.program import Formula, Node
from laufzettel.kernel.bpmn.variables import visible_variables
from laufzettel.kernel.forms import dates
from laufzettel.kernel.forms.paths import put
from laufzettel.kernel.package import Package
from laufzettel.kernel.package.values import merged
from laufzettel.kernel.problems import Text

MOST = 12
"""Values offered at one incident; more would be no help."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A value that the element reads: where it stands, what people call it, what it is now (None: nothing)."""

    path: str
    label: str
    value: Any

    @property
    def text(self) -> str:
        """As a person would type it."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return "ja" if self.value else "nein"
        if isinstance(self.value, Decimal):
            return str(self.value).replace(".", ",")
        if isinstance(self.value, feel.Date):
            return f"{self.value.to_python():%d.%m.%Y}"
        return str(self.value)


class NotUnderstood(Exception):
    """What was typed is no value of this kind. `text` says what is."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def values_of(case: Case, incident: Incident) -> list[Readable]:
    """The single values that the element reads and a person may put right."""
    package, state = package_of(case), State.from_json(case.state)
    instance = state.instances.get(incident.instance)
    if instance is None:
        return []
    seen = visible_variables(state.instances, package.program.nodes, instance.number)
    given = engine.context_of(case)
    labels = {".".join(field.key): str(field.label) for field in package.application.fields}
    found = []
    for path in sorted(set(_reads(package, package.program.nodes[instance.element]))):
        if path.split(".")[0] in given:
            continue
        is_there, value = _at(seen, path.split("."))
        if is_there and (value is None or isinstance(value, str | bool | Decimal | feel.Date)):
            found.append(Readable(path, labels.get(path, path), value))
    return found[:MOST]


def understood(readable: Readable, typed: str) -> Any:
    """The value that was typed, of the kind of the one before; where there was none, what it looks like."""
    typed = typed.strip()
    if typed == readable.text or not typed:
        return readable.value if typed == readable.text else None
    kind = type(readable.value)
    if kind is bool:
        if typed.lower() not in ("ja", "nein"):
            raise NotUnderstood(Text("Geben Sie ja oder nein ein.", "Enter ja (yes) or nein (no)."))
        return typed.lower() == "ja"
    day = feel.Date.from_python(today())
    if kind is feel.Date:
        date = dates.parse_date(typed, day)
        if date is None:
            raise NotUnderstood(Text("Geben Sie einen Tag ein, zum Beispiel 1.3.2026.", "Enter a day: 1.3.2026."))
        return date
    if kind is Decimal:
        number = dates.parse_number(typed)
        if number is None:
            raise NotUnderstood(Text("Geben Sie eine Zahl ein, zum Beispiel 12,50.", "Enter a number: 12,50."))
        return number
    if readable.value is None:
        guessed = dates.parse_date(typed, day) if "." in typed else None
        return guessed or (dates.parse_number(typed) if typed[0] != "0" else None) or typed
    return typed


@transaction.atomic
def mend(actor: Actor, case: Case, incident: Incident, values: Mapping[str, Any], reason: str) -> None:
    """Put values right, by path, and try the step again; raises `engine.StimulusRejected`. The reason is in the log."""
    running = engine.lock(case.id)
    state = State.from_json(running.case.state)
    instance = state.instances.get(incident.instance)
    if instance is None:
        raise engine.StimulusRejected("the incident is gone")
    seen = visible_variables(state.instances, running.package.program.nodes, instance.number)
    changed: dict[str, Any] = {}
    for path, value in values.items():
        key = tuple(path.split("."))
        put(changed, key, value)
    changed = {root: merged({root: seen.get(root)}, {root: new})[root] for root, new in changed.items()}
    said = f"{', '.join(sorted(values))}: {reason}" if values else reason
    audit.record(actor, "incident-retried", kind="incident", object_id=incident.id, reason=said)
    engine.move(running, stimuli.Retry(incident.instance, changed), actor)


def _reads(package: Package, node: Node) -> Iterator[str]:
    formulas: list[Formula | None] = [one.source for one in (*node.inputs, *node.outputs)]
    formulas += [edge.condition for edge in node.outgoing]
    formulas += [node.script, node.collection, node.completion]
    if node.loop is not None:
        formulas += [node.loop.collection, node.loop.completion, node.loop.output_element]
    if node.task is not None:
        task = node.task
        formulas += [
            task.assignee,
            task.candidate_groups,
            task.candidate_users,
            task.due,
            task.follow_up,
            task.priority,
        ]
    for event in (node, *node.boundaries):
        if event.event is not None:
            formulas += [event.event.due, event.event.subject, event.event.key]
    for formula in formulas:
        yield from formula.reads if formula is not None else ()
    if node.decision in package.decisions:
        yield from package.decisions[node.decision].inputs(node.decision)


def _at(value: Any, path: list[str]) -> tuple[bool, Any]:
    """The value at the end of a path; a name that is missing there alone is a value to be given."""
    for name in path[:-1]:
        value = value.get(name) if isinstance(value, Mapping) else None
    return (True, value.get(path[-1])) if isinstance(value, Mapping) else (False, None)
