"""A process as text: what the picture shows, for those who do not see it, and for lists on small screens."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from laufzettel.kernel.bpmn.model import Element, Flow, Model, Process
from laufzettel.kernel.bpmn.words import kind_in_words
from laufzettel.kernel.problems import Text

type Status = Literal["", "visited", "current", "incident"]

_STATUS: dict[str, Text] = {
    "": Text("", ""),
    "visited": Text(" Erledigt.", " Done."),
    "current": Text(" Hier steht der Vorgang.", " The case is here."),
    "incident": Text(" Hier besteht eine Störung.", " There is an incident here."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One element: its sentence, how deep it lies in sub-processes, and what has happened to it."""

    element: str
    level: int
    status: Status
    text: Text


def outline(
    model: Model,
    *,
    visited: Collection[str] = (),
    current: Collection[str] = (),
    incidents: Collection[str] = (),
) -> tuple[Step, ...]:
    """Every element of the model in the order of the flow, in a sentence with what follows it."""
    found: list[Step] = []
    for process in model.processes.values():
        for element, level in _in_order(process, process.id, 0):
            status: Status = ""
            if element.id in incidents:
                status = "incident"
            elif element.id in current:
                status = "current"
            elif element.id in visited:
                status = "visited"
            found.append(Step(element.id, level, status, _sentence(process, element, status)))
    return tuple(found)


def _in_order(process: Process, scope: str, level: int) -> Iterator[tuple[Element, int]]:
    """Along the flow from the start events, then what no flow reaches; insides of sub-processes behind them."""
    inside = [element for element in process.elements.values() if element.scope == scope]
    following: dict[str, list[Flow]] = {}
    for flow in process.flows.values():
        following.setdefault(flow.source, []).append(flow)
    boundaries: dict[str, list[Element]] = {}
    for element in inside:
        if element.kind == "boundaryEvent":
            boundaries.setdefault(element.attributes.get("attachedToRef", ""), []).append(element)
    todo = [e for e in inside if e.kind == "startEvent"][::-1]
    rest = [e for e in inside if e.kind != "startEvent"]
    seen: set[str] = set()
    while todo or rest:
        element = todo.pop() if todo else rest.pop(0)
        if element.id in seen:
            continue
        seen.add(element.id)
        yield element, level
        yield from _in_order(process, element.id, level + 1)
        targets = [process.elements.get(flow.target) for flow in following.get(element.id, [])]
        nexts = [*boundaries.get(element.id, []), *(target for target in targets if target is not None)]
        todo += [target for target in reversed(nexts) if target.scope == scope]


def _sentence(process: Process, element: Element, status: str) -> Text:
    kind = kind_in_words(element)
    name = f" „{element.name}“" if element.name else ""
    name_en = f" “{element.name}”" if element.name else ""
    de, en = f"{kind}{name}", f"{kind.en}{name_en}"
    host = process.elements.get(element.attributes.get("attachedToRef", ""))
    if host is not None:
        de, en = f"{de} an „{host.name or host.id}“", f"{en} at “{host.name or host.id}”"
    flows = [flow for flow in process.flows.values() if flow.source == element.id]
    if flows:
        de += ": weiter mit " + " oder ".join(_target(process, flow, "bei") for flow in flows)
        en += ": on to " + " or ".join(_target(process, flow, "if") for flow in flows)
    mark = _STATUS[status]
    return Text(f"{de}.{mark}", f"{en}.{mark.en}")


def _target(process: Process, flow: Flow, word: str) -> str:
    element = process.elements.get(flow.target)
    name = (element.name or element.id) if element is not None else flow.target
    quoted = f"„{name}“" if word == "bei" else f"“{name}”"
    return f"{quoted} ({word} {flow.name})" if flow.name else quoted
