"""The queue's entries (rule 1). A step takes the oldest, does it, and goes on until none is left."""

from collections.abc import Mapping
from dataclasses import dataclass

from laufzettel.kernel.bpmn.program import Edge, Node
from laufzettel.kernel.bpmn.values import Value


@dataclass(slots=True)
class Activate:
    """A token arrives at `node`, over `edge` if there is one.

    With a `payload` something has happened already (an event fired): the event completes with it at once, an event
    sub-process hands it to its start event.
    """

    node: Node
    scope: int
    edge: Edge | None = None
    payload: Mapping[str, Value] | None = None
    variables: Mapping[str, Value] | None = None
    index: int = 0
    thrower: int = 0
    start: Node | None = None


@dataclass(slots=True)
class Complete:
    """An instance is done and gave `result`; `edges` are the flows it chose, None for all of them.

    A `payload` goes to what stands behind: the event that an event-based gateway chose has happened already.
    """

    number: int
    result: Mapping[str, Value]
    edges: tuple[Edge, ...] | None = None
    payload: Mapping[str, Value] | None = None


@dataclass(slots=True)
class Fire:
    """An armed event happens; `is_early`: before the platform was ever asked to watch for it."""

    number: int
    payload: Mapping[str, Value]
    is_early: bool = False


@dataclass(slots=True)
class Resume:
    """A compensation handler is done; its throw goes on."""

    thrower: int


type Command = Activate | Complete | Fire | Resume
