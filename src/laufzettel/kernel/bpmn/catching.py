"""Errors and escalations: who catches them (rules 19 and 20)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.waits import interrupt_host, start_event_subprocess
from laufzettel.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Catch:
    """An event that catches, and the instance it stands on: the host of a boundary event, the scope of a start."""

    owner: Instance
    event: Node


def find_catch(run: Run, number: int, kind: str, code: str) -> Catch | None:
    """The nearest catch, from the instance `number` outwards, through calling processes.

    On one level: a specific code before a catch-all; among equals the event sub-process before the boundary event.
    """
    while number:
        instance = run.instances[number]
        owner = run.instances[instance.parent] if instance.index else instance
        found = list(_catches_of(run, instance, owner, kind))
        for wanted in (code, ""):
            for catch in found:
                if catch.event.event is not None and catch.event.event.code == wanted:
                    return catch
        number = owner.parent
    return None


def _catches_of(run: Run, instance: Instance, owner: Instance, kind: str) -> Iterator[Catch]:
    node = run.node(instance)
    if instance.loop is None and not instance.interrupted:
        for inner in node.event_subprocesses:
            if inner.start is not None and inner.start.event is not None and inner.start.event.kind == kind:
                yield Catch(instance, inner.start)
    for boundary in node.boundaries:
        if boundary.event is not None and boundary.event.kind == kind:
            yield Catch(owner, boundary)


def throw_error(run: Run, instance: Instance, code: str, message: str, payload: Mapping[str, Value]) -> None:
    """Rule 19. Trouble when nobody catches it."""
    catch = find_catch(run, instance.number, "error", code)
    caught = catch.event.id if catch else ""
    run.note("error", instance, {"code": code, "message": message, "caught": caught})
    if catch is None:
        said = f": {message}" if message else ""
        said_in_english = f": {message.en if isinstance(message, Text) else message}" if message else ""
        raise Trouble(
            "uncaught-error",
            Text(
                f"Den Fehler „{code}“ fängt in diesem Prozess nichts ab{said}.",
                f"Nothing in this process catches the error '{code}'{said_in_english}.",
            ),
            message or code,
        )
    happen(run, catch, payload)


def throw_escalation(run: Run, instance: Instance, code: str, payload: Mapping[str, Value]) -> None:
    """Rule 20: not caught is no fault; an interrupting catch ends the throwing path."""
    catch = find_catch(run, instance.number, "escalation", code)
    run.note("escalation", instance, {"code": code, "caught": catch.event.id if catch else ""})
    if catch is not None:
        happen(run, catch, payload)


def happen(run: Run, catch: Catch, payload: Mapping[str, Value]) -> None:
    """The catching event happens."""
    if catch.event.behaviour == "boundary":
        interrupt_host(run, catch.owner, catch.event, payload)
    else:
        start_event_subprocess(run, catch.owner, catch.event, payload)
