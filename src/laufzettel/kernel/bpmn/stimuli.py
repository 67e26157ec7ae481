"""What moves a case: the stimuli that `advance` takes.

`instance` is the running number of the element instance (the one that `CreateTask`, `StartJob`, `RaiseIncident`
carried); `number` is the running number of a timer or subscription (the one that `ScheduleTimer` or `Subscribe`
carried). All numbers come from one counter of the case, so (case, number) names any of them for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

type Values = Mapping[str, Any]
"""FEEL values by variable name (`laufzettel.kernel.feel`: None, bool, str, Decimal, list, dict, temporal values)."""


@dataclass(frozen=True, slots=True)
class Start:
    """Begin a case. `element` names the start event (message, timer or signal start); empty: the none start event."""

    variables: Values = field(default_factory=dict)
    element: str = ""


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """A person has done a user task; `variables` is what the form gave."""

    instance: int
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobDone:
    """A job came back with its result."""

    instance: int
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobFailed:
    """A job failed. With `retries` left nothing changes; at 0 it becomes an incident with `message` as its cause."""

    instance: int
    message: str = ""
    retries: int = 0


@dataclass(frozen=True, slots=True)
class ErrorThrown:
    """A task or job ends in a BPMN error; the nearest catch of `code` goes on, with `variables` as its payload."""

    instance: int
    code: str
    message: str = ""
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer is due."""

    number: int


@dataclass(frozen=True, slots=True)
class MessageArrived:
    """A message was correlated to an open subscription."""

    number: int
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignalArrived:
    """A signal was broadcast in the tenant; every matching subscription of this case takes it."""

    signal: str
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Activate:
    """The clerk starts an element of an ad-hoc sub-process (`instance`: the sub-process)."""

    instance: int
    element: str
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FinishAdHoc:
    """The clerk says that an ad-hoc sub-process is done; refused while something in it still runs."""

    instance: int


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again what stands in an incident, after `variables` were corrected (written by the rule of writes)."""

    instance: int
    variables: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the whole case; everything open is cancelled."""

    reason: str = ""


type Stimulus = (
    Start
    | CompleteTask
    | JobDone
    | JobFailed
    | ErrorThrown
    | TimerFired
    | MessageArrived
    | SignalArrived
    | Activate
    | FinishAdHoc
    | Retry
    | Cancel
)
