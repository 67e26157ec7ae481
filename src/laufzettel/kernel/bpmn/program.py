"""A compiled process: nodes that know their neighbours. Built once per release, never changed afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from laufzettel.kernel.bpmn.model import EventKind, Model, TimerKind
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.problems import Finding, Place

type Behaviour = Literal[
    "process",
    "pass",
    "user",
    "job",
    "receive",
    "script",
    "decision",
    "call",
    "sub-process",
    "ad-hoc",
    "exclusive",
    "parallel",
    "inclusive",
    "event-gateway",
    "start",
    "end",
    "catch",
    "throw",
    "boundary",
]


class Decided(Protocol):
    """What a decision gave, which rules fired, and how it came about."""

    @property
    def value(self) -> Value: ...
    @property
    def fired(self) -> Any: ...
    @property
    def trace(self) -> Any: ...


class Decision(Protocol):
    """A decision as the DMN room compiles it."""

    def decide(
        self,
        name: str,
        inputs: Mapping[str, Value],
        *,
        now: datetime,
        reference_date: date | None = None,
        budget: Any = None,
    ) -> Decided:
        """Evaluate the decision `name`."""
        ...


@dataclass(frozen=True, slots=True)
class Formula:
    """A text of the model that is computed: an expression (`= …`) or a constant."""

    text: str
    constant: str | None
    evaluate: Callable[[Mapping[str, Value], datetime], Value]
    place: Place
    reads: frozenset[str] = frozenset()
    expression: Any = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """An input or output mapping: `target` is a path of names."""

    target: tuple[str, ...]
    source: Formula


@dataclass(frozen=True, slots=True)
class Edge:
    """A sequence flow; `condition` is None when it has none. `key` names it in the state."""

    key: str
    id: str
    name: str
    source: "Node"
    target: "Node"
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class EventSpec:
    """What an event waits for or throws."""

    kind: EventKind
    timer: TimerKind = ""
    due: Formula | None = None
    subject: Formula | None = None
    code: str = ""
    key: Formula | None = None
    activity: str = ""


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A job: its type is a constant, so that the package check knows its signature."""

    type: str
    retries: Formula | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """What a user task's row needs, as formulas."""

    form: str
    assignee: Formula | None
    candidate_groups: Formula | None
    candidate_users: Formula | None
    due: Formula | None
    follow_up: Formula | None
    priority: Formula | None
    headers: Mapping[str, str]

    is_computed: bool = field(init=False)
    """Whether anything but the form has to be found out."""

    def __post_init__(self) -> None:
        people = self.assignee or self.candidate_groups or self.candidate_users
        object.__setattr__(self, "is_computed", bool(people or self.due or self.follow_up or self.priority))


@dataclass(frozen=True, slots=True)
class LoopSpec:
    """Multi-instance: over what, into what, until when."""

    is_sequential: bool
    collection: Formula
    element: str
    output_collection: str
    output_element: Formula | None
    output_local: str
    completion: Formula | None


@dataclass(slots=True, eq=False)
class Node:
    """A process or flow node. `key` names it in the state; it is the id, with its process before it when called."""

    key: str
    id: str
    name: str
    kind: str
    behaviour: Behaviour
    process: str
    order: int
    line: int = 0
    scope: "Node | None" = None
    incoming: list[Edge] = field(default_factory=list)
    outgoing: list[Edge] = field(default_factory=list)
    default: Edge | None = None
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    loop: LoopSpec | None = None
    host: "Node | None" = None
    boundaries: list["Node"] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    start: "Node | None" = None
    event_subprocesses: list["Node"] = field(default_factory=list)
    is_event_subprocess: bool = False
    is_handler: bool = False
    is_interrupting: bool = True
    event: EventSpec | None = None
    link: "Node | None" = None
    handler: "Node | None" = None
    job: JobSpec | None = None
    task: TaskSpec | None = None
    script: Formula | None = None
    result: str = ""
    decision: str = ""
    called: "Node | None" = None
    passes_all_in: bool = True
    passes_all_out: bool = True
    collection: Formula | None = None
    completion: Formula | None = None
    cancels_rest: bool = True
    is_scope: bool = field(init=False)
    """Whether its instances have children of their own nodes."""
    is_passage: bool = False
    """Whether a token goes straight through: nothing is computed, armed, waited for or remembered on the way."""

    def __post_init__(self) -> None:
        self.is_scope = self.behaviour in ("process", "sub-process", "ad-hoc")

    def __repr__(self) -> str:
        return f"Node({self.key})"

    @property
    def label(self) -> str:
        """What people call it: its name, else its id."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class StartEvent:
    """How a case of this process may begin: what the platform listens for."""

    element: str
    name: str
    kind: EventKind
    subject: str = ""
    timer: TimerKind = ""
    expression: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """An executable process with the processes it calls. Made by `compile`, read by `advance`."""

    process: Node
    nodes: Mapping[str, Node]
    edges: Mapping[str, Edge]
    decisions: Mapping[str, Decision]
    starts: tuple[StartEvent, ...]
    model: Model
    warnings: tuple[Finding, ...] = ()
    processes: Sequence[Node] = ()
    has_inclusive_joins: bool = False

    @property
    def id(self) -> str:
        """The id of its process."""
        return self.process.id
