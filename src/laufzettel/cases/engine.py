"""The kernel decides, the platform persists (law 1): lock the case, call `advance`, write what follows, in one go."""

import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from laufzettel.cases import effects
from laufzettel.cases.models import Case, HistoryEvent
from laufzettel.catalogue import packages
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import ZONE, now
from laufzettel.kernel import bpmn, feel
from laufzettel.kernel.bpmn import Event, Outcome, State
from laufzettel.kernel.bpmn.stimuli import Stimulus
from laufzettel.kernel.bpmn.variables import visible_variables
from laufzettel.kernel.dmn import Decided
from laufzettel.kernel.package import Package, SettingsSeries

log = logging.getLogger("laufzettel.cases")
STEP_SECONDS = 1.0
"""After this a step stops in an incident: a guard against what runs away, no limit that a model may lean on."""
# With the first of these ends what a stimulus itself did: it opened the case, did a step, tried again, cancelled.
_DEEDS = frozenset({"completed", "retried", "cancelled"})


class StimulusRejected(Exception):
    """The stimulus does not fit any more (a double click, a late timer); the case is as it was."""


@dataclass(slots=True)
class Running:
    """A case whose row is locked, with what is needed to move it."""

    case: Case
    package: Package


def lock(case_id: uuid.UUID) -> Running:
    """Lock a case of the open tenant; raises `Case.DoesNotExist`. First in the order of locks."""
    # One table, by its key: planning a join takes longer than the step. No step reads the answers: the state has them.
    case = Case.objects.select_for_update().defer("application").get(id=case_id)
    return Running(case, packages.by_edition(case.edition_id))


def move(running: Running, stimulus: Stimulus, actor: Actor) -> Outcome:
    """Bring a stimulus to a locked case and persist what it does; raises `StimulusRejected` with nothing changed.

    A case that is just being opened is written here for the first time, with the state it begins in.
    """
    case = running.case
    outcome = _advance(running, stimulus)
    if outcome.rejected is not None:
        raise StimulusRejected(str(outcome.rejected))
    case.state = outcome.state.to_json()
    write_history(case, outcome.events, actor)
    effects.write(case, outcome.effects, actor)
    if case._state.adding:
        case.save(force_insert=True)
    else:
        case.save(update_fields=["state", "events", "status", "outcome", "closed_at"])
    return outcome


def context_of(case: Case) -> dict[str, Any]:
    """What a process sees besides its variables: settings as of the reference date, and the day of receipt.

    That day stays what it was, whenever the process gets to it: on paper, forwarded or turned into another service.
    """
    received_on = case.received_at.astimezone(ZONE).date()
    given = SettingsSeries.from_json(case.settings).at(feel.Date.from_python(case.reference_date or received_on))
    return given | {"received_on": feel.Date.from_python(received_on)}


def variables_of(case: Case) -> dict[str, Any]:
    """The process variables of a case as FEEL values."""
    instances = State.from_json(case.state).instances.values()
    return {name: value for root in instances if root.parent == 0 for name, value in root.variables.items()}


def visible_to(case: Case, package: Package, instance: int) -> dict[str, Any]:
    """The variables that an element instance of a case sees, its own before those around it."""
    return visible_variables(State.from_json(case.state).instances, package.program.nodes, instance)


def _advance(running: Running, stimulus: Stimulus) -> Outcome:
    case = running.case
    # Pure: whatever fails here has asked the database nothing, so that the transaction stays usable.
    state, context, until = State.from_json(case.state), context_of(case), time.monotonic() + STEP_SECONDS
    return bpmn.advance(
        running.package.program, state, stimulus, context, now(), is_overdue=lambda: time.monotonic() > until
    )


def write_history(case: Case, events: Sequence[Event], actor: Actor) -> None:
    """Append the kernel's events to the case's history: the deed is the actor's, what follows by itself is ours."""
    deed = next((index for index, event in enumerate(events) if event.kind in _DEEDS), 0)
    rows = []
    for index, event in enumerate(events):
        case.events += 1
        rows.append(
            HistoryEvent(
                case=case,
                number=case.events,
                at=now(),
                kind=event.kind,
                instance=event.instance,
                element=event.element,
                name=event.name,
                data=feel.to_json(_data_of(event)),
                actor=(actor if index <= deed else SYSTEM).to_json(),
            )
        )
    HistoryEvent.objects.bulk_create(rows)


def _data_of(event: Event) -> dict[str, Any]:
    """What is kept of an event: of a decision its value, and why in words, for whoever asks in ten years."""
    if event.kind != "decided":
        return dict(event.data)
    decided = Decided(event.data["value"], event.data["fired"], event.data["trace"])
    return {
        "decision": event.data["decision"],
        "value": decided.value,
        "why": decided.why("de"),
        "why_en": decided.why("en"),
    }


def note(case: Case, kind: str, actor: Actor, **data: Any) -> None:
    """Append what a person or the platform did outside the process; the caller holds the case's lock."""
    case.events += 1
    case.save(update_fields=["events"])
    HistoryEvent(case=case, number=case.events, at=now(), kind=kind, data=data, actor=actor.to_json()).save(
        force_insert=True
    )
