"""What the platform must do after a step: rows to write and close, in the order given.

Every effect names its element (`element` id, `name` as the model writes it, `process` id) and the running number
`instance` of the element instance it belongs to. Timers and subscriptions have a number of their own besides.
What a stimulus itself has used up is not cancelled again: a completed task gets no `CancelTask`, a fired timer no
`CancelTimer`. A subscription ends only by `Unsubscribe`, also the one that was just served: without it a message or
signal subscription stays open (non-interrupting events).

Nobody changes an effect. They are not frozen because one is made in almost every step, and freezing doubles its price.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from laufzettel.kernel.problems import Text


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Effect:
    """What all effects carry."""

    instance: int
    element: str
    name: str = ""
    process: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An element of an ad-hoc sub-process that the clerk may start."""

    element: str
    name: str


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class CreateTask(Effect):
    """A person must act. `kind` "ad-hoc": the clerk picks among `choices` (stimulus `Activate`) or says "done".

    `form` is the form id, empty when the task has none. Dates are aware.
    """

    kind: Literal["user", "ad-hoc"] = "user"
    form: str = ""
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    assignee: str = ""
    due: datetime | None = None
    follow_up: datetime | None = None
    priority: int = 50
    headers: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class CancelTask(Effect):
    """The task is not needed any more."""


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class ScheduleTimer(Effect):
    """Send `TimerFired(number)` at `due` (aware). `element` is the timer event, `instance` what it waits on.

    `label` says in words when it fires next: "date", "duration" or "cycle".
    """

    number: int
    due: datetime
    label: Literal["date", "duration", "cycle"] = "duration"


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class CancelTimer(Effect):
    """The timer will not be needed."""

    number: int


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Subscribe(Effect):
    """Wait for a message (`subject` its name, `key` its correlation key) or a signal (`subject` its name)."""

    number: int
    kind: Literal["message", "signal"]
    subject: str
    key: str = ""


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class Unsubscribe(Effect):
    """The subscription ends."""

    number: int


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class StartJob(Effect):
    """Put a job into the queue. Idempotency key: (case, element, instance, attempt).

    `attempt` counts from 1 and rises when a person retries an incident. `input` is what the input mappings made;
    without input mappings every variable the job can see.
    """

    type: str
    input: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    retries: int = 3
    attempt: int = 1


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class CancelJob(Effect):
    """The job's result is not awaited any more."""


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class RaiseIncident(Effect):
    """This token cannot go on. `kind` is a stable kebab-case name, `message` the cause for people, `detail` raw."""

    kind: str
    message: Text
    detail: str = ""


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class CloseIncident(Effect):
    """The incident of this element instance is gone: mended, or its element was ended."""


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class ThrowSignal(Effect):
    """A signal for the rest of the tenant; this case has already taken it itself."""

    signal: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, unsafe_hash=True)
class End(Effect):
    """The case is over. `element` is the end event reached last, empty when the case was cancelled."""

    outcome: Literal["completed", "cancelled"] = "completed"
    variables: Mapping[str, Any] = field(default_factory=dict)


__all__ = [
    "CancelJob",
    "CancelTask",
    "CancelTimer",
    "Choice",
    "CloseIncident",
    "CreateTask",
    "Effect",
    "End",
    "RaiseIncident",
    "ScheduleTimer",
    "StartJob",
    "Subscribe",
    "ThrowSignal",
    "Unsubscribe",
]
