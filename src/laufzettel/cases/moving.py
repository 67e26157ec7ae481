"""Moving running cases to the edition that is offered now: asked first, then done, one case at a time.

What a case owes the law does not move with it: rates and limits follow the reference date, never the edition.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from laufzettel.cases import effects, engine
from laufzettel.cases.models import Case, Incident, Job, Subscription, Task, Timer
from laufzettel.catalogue import packages
from laufzettel.catalogue.models import Offering
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.kernel import bpmn
from laufzettel.kernel.package import Package
from laufzettel.kernel.problems import Text

MAJOR = Text(
    "Die Hauptversion ist eine andere: Ohne Zuordnung der Elemente zieht kein Vorgang um.",
    "The major version is another one: no case is moved without a mapping of its elements.",
)


@dataclass(frozen=True, slots=True)
class Move:
    """A case that can move to the edition offered now, or the reasons why it cannot."""

    case_id: uuid.UUID
    number: str
    reasons: tuple[Text, ...] = ()


def cases_to_move(offering: Offering) -> list[uuid.UUID]:
    """The running cases of an offering that are not on the edition it offers."""
    running = Case.objects.filter(offering=offering, status=Case.Status.RUNNING)
    return list(running.exclude(edition=offering.edition).order_by("number").values_list("id", flat=True))


def ask(offering: Offering, case_id: uuid.UUID, mapping: Mapping[str, str]) -> Move:
    """Whether a case could move; nothing is changed. `mapping` leads from old element ids to new ones."""
    running = engine.lock(case_id)
    reasons, _ = _tried(running, packages.of_edition(offering.edition), mapping)
    return Move(case_id, running.case.number, reasons)


@transaction.atomic
def move(actor: Actor, offering: Offering, case_id: uuid.UUID, mapping: Mapping[str, str]) -> Move:
    """Move one case, its open tasks, jobs, timers and subscriptions with it; with reasons it stays as it was."""
    running = engine.lock(case_id)
    case, package = running.case, packages.of_edition(offering.edition)
    if case.status != Case.Status.RUNNING or case.edition_id == offering.edition_id:
        return Move(case_id, case.number)
    reasons, found = _tried(running, package, mapping)
    if found is None or found.state is None:
        return Move(case_id, case.number, reasons)
    case.edition, case.state = offering.edition, found.state.to_json()
    engine.write_history(case, found.events, actor)
    _move_rows(case, found, package)
    effects.write(case, found.effects, actor)
    case.save(update_fields=["edition", "state", "events"])
    audit.record(actor, "case-moved", kind="case", object_id=case.id, reason=package.service.version)
    return Move(case_id, case.number)


def _tried(
    running: engine.Running, package: Package, mapping: Mapping[str, str]
) -> tuple[tuple[Text, ...], bpmn.Migration | None]:
    """Why the case cannot move, and what moving it would do."""
    old, new = (found.service.version.split(".")[0] for found in (running.package, package))
    if old != new and not mapping:
        return (MAJOR,), None
    state, context = bpmn.State.from_json(running.case.state), engine.context_of(running.case)
    found = bpmn.migrate(running.package.program, package.program, state, mapping, context=context, now=now())
    return tuple(refusal.reason for refusal in found.refusals), found


def _move_rows(case: Case, found: bpmn.Migration, package: Package) -> None:
    """Rows name their element, and tasks their form: both as the new edition has them."""
    for row in found.moved:
        names = {"element": row.element, "name": row.name or row.element}
        for model in (Task, Incident):
            model.objects.filter(case=case, instance=row.number).update(**names)
        Job.objects.filter(case=case, instance=row.number).update(element=row.element)
        for waiting in (Timer, Subscription):
            waiting.objects.filter(case=case, number=row.number).update(element=row.element)
    for task in Task.objects.filter(case=case, state=Task.State.OPEN, kind="user"):
        node = package.program.nodes.get(_key(found, task.instance))
        if node is not None and node.task is not None:
            names = {"form": node.task.form, "name": node.name or node.id}
            Task.objects.filter(id=task.id).update(**names)


def _key(found: bpmn.Migration, instance: int) -> str:
    one = found.state.instances.get(instance) if found.state is not None else None
    return one.element if one is not None else ""
