"""Types carried over the process: which names exist where, and with which type."""

from laufzettel.kernel.bpmn.types_flow.environment import Environment, Known
from laufzettel.kernel.bpmn.types_flow.flow import TypeFlow, flow_types
from laufzettel.kernel.bpmn.types_flow.sources import TypeSources

__all__ = ["Environment", "Known", "TypeFlow", "TypeSources", "flow_types"]
