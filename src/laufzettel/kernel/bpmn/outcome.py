"""What a step gives."""

from dataclasses import dataclass

from laufzettel.kernel.bpmn.effects import Effect
from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.bpmn.state import State
from laufzettel.kernel.problems import Text


@dataclass(slots=True)
class Outcome:
    """The state after a step, the effects to carry out, the history to append.

    `rejected` says why the stimulus did not fit any more; then the state is the one given, and nothing happened.
    """

    state: State
    effects: tuple[Effect, ...] = ()
    events: tuple[Event, ...] = ()
    rejected: Text | None = None
