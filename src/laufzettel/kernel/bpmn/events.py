"""The history of a case: append-only, in the order in which things happened.

One flat shape, so that it is one table. Replaying the events over the state before gives the state after
(`replay`); the kinds in `TECHNICAL` exist for that alone and are not shown to people.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "activated",  # an element instance began; data: parent, index, variables
    "completed",  # it ended as planned
    "terminated",  # it was ended from outside
    "taken",  # a sequence flow was taken; element is the flow
    "variables",  # data: name -> value, written into the scope `instance`
    "decided",  # a decision was evaluated; data: decision, inputs, value, fired, trace
    "incident",  # data: kind, message (German), message_en, detail, phase
    "incident-closed",
    "job-failed",  # data: message, retries
    "retried",  # a person retried; data: attempt
    "triggered",  # a timer, message or signal reached the event `element`; data: number, kind
    "error",  # an error was thrown; data: code, message, caught (element or "")
    "escalation",  # data: code, caught (element or "")
    "cancelled",  # the case was cancelled; data: reason
    "ended",  # the case is over; data: outcome
    "migrated",  # the case moved to another program; data: mapping
    "armed",
    "disarmed",
    "parked",
    "joined",
    "marked",
    "loop",
    "compensable",
]
TECHNICAL = frozenset({"armed", "disarmed", "parked", "joined", "marked", "loop", "compensable"})


class Event(NamedTuple):
    """One thing that happened to the element instance `instance` of element `element` (`name` as the model says).

    `data` holds FEEL values only, so that `feel.to_json` stores it; but for "decided", whose `fired` and `trace` are
    what the decision gave.
    """

    kind: Kind
    instance: int
    element: str
    name: str = ""
    data: Mapping[str, Any] = {}

    @property
    def is_technical(self) -> bool:
        """Whether the event is book-keeping that a reader of the history does not need."""
        return self.kind in TECHNICAL
