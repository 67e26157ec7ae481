"""A BPMN file as it was read: processes, elements, flows, diagram; what cannot run stands in `findings`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from laufzettel.kernel.bpmn.diagram import Diagram
from laufzettel.kernel.problems import Finding, Place

type EventKind = Literal[
    "none", "timer", "message", "signal", "error", "escalation", "link", "compensation", "terminate"
]
type TimerKind = Literal["", "date", "duration", "cycle"]


@dataclass(frozen=True, slots=True)
class Tag:
    """An extension element as it stands in the file: attributes and children, in order."""

    name: str
    line: int
    attributes: Mapping[str, str]
    children: tuple["Tag", ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """An attribute's text."""
        return self.attributes.get(name, default)


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """What an event waits for or throws.

    `expression` is the text of the timer; `subject` the name of the message, signal or link, or the code of the
    error or escalation; `key` the correlation key; `activity` what a compensation event names.
    """

    kind: EventKind
    line: int
    timer: TimerKind = ""
    expression: str = ""
    subject: str = ""
    key: str = ""
    activity: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance characteristics; texts as written."""

    line: int
    is_sequential: bool
    collection: str = ""
    element: str = ""
    output_collection: str = ""
    output_element: str = ""
    completion: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` as written, empty when there is none."""

    id: str
    name: str
    line: int
    scope: str
    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node. `kind` is its BPMN tag (`userTask`), `scope` the id of the process or sub-process it lies in."""

    id: str
    kind: str
    name: str
    line: int
    scope: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    event: EventDefinition | None = None
    loop: Loop | None = None
    completion: str = ""
    message: EventDefinition | None = None
    extensions: Mapping[str, Tag] = field(default_factory=dict)

    def has(self, attribute: str, *, default: bool = False) -> bool:
        """A boolean attribute."""
        text = self.attributes.get(attribute)
        return default if text is None else text in ("true", "1")


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the file: all its elements and flows, those of sub-processes too, in document order."""

    id: str
    name: str
    line: int
    is_executable: bool
    elements: Mapping[str, Element] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    associations: tuple[tuple[str, str], ...] = ()
    lanes: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A BPMN file that can be looked at; whether it can run says `compile`."""

    file: str
    processes: Mapping[str, Process]
    diagram: Diagram
    names: Mapping[str, str]
    """Names of everything that has one, by id: also pools, lanes, annotations, data objects."""
    kinds: Mapping[str, str]
    """BPMN tags of everything that can have a shape, by id."""
    findings: tuple[Finding, ...] = ()
    """What stands in the way of running any of its processes, beside what the processes themselves say."""

    def place(self, element: str, line: int = 0) -> Place:
        """Where an element stands in this file."""
        return Place(self.file, element, line)
