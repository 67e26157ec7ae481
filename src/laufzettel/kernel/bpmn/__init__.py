"""Processes: BPMN 2.0 in the zeebe profile, read, compiled, run, proven sound, migrated and drawn.

    model = read(data, file="vorgang.bpmn")
    program = compile(model, decisions=decisions)
    outcome = advance(program, State(), Start({"hund": …}), context, now)

`advance` is a pure function: the platform stores what it returns.
"""

from laufzettel.kernel.bpmn.advance import advance
from laufzettel.kernel.bpmn.compiler import compile  # noqa: A004
from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.bpmn.migration import Migration, migrate
from laufzettel.kernel.bpmn.model import Model
from laufzettel.kernel.bpmn.narrate import narrate, tell
from laufzettel.kernel.bpmn.outcome import Outcome
from laufzettel.kernel.bpmn.outline import Step, outline
from laufzettel.kernel.bpmn.program import Decided, Decision, Program
from laufzettel.kernel.bpmn.reader import read
from laufzettel.kernel.bpmn.replay import replay
from laufzettel.kernel.bpmn.soundness import Unsound, check_soundness
from laufzettel.kernel.bpmn.state import State
from laufzettel.kernel.bpmn.svg import Svg, draw
from laufzettel.kernel.bpmn.types_flow import Environment, Known, TypeFlow, TypeSources, flow_types

__all__ = [
    "Decided",
    "Decision",
    "Environment",
    "Event",
    "Known",
    "Migration",
    "Model",
    "Outcome",
    "Program",
    "State",
    "Step",
    "Svg",
    "TypeFlow",
    "TypeSources",
    "Unsound",
    "advance",
    "check_soundness",
    "compile",
    "draw",
    "flow_types",
    "migrate",
    "narrate",
    "outline",
    "read",
    "replay",
    "tell",
]
