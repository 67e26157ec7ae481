"""Where types come from: plain data that the package hands over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from laufzettel.kernel.feel import FeelType
from laufzettel.kernel.feel.types import ContextType


@dataclass(frozen=True, slots=True)
class TypeSources:
    """What is known of what comes in.

    `start` are the variables a case begins with; `context` what the platform gives (settings, reference date);
    `elements` the results of elements by id (the fields of a task's form, a field that may be hidden not required);
    `jobs` the outputs of jobs by type, `decisions` the values of decisions by id, `messages` and `signals` the
    payloads by name. What is missing is not known, and may be anything.
    """

    start: ContextType
    context: Mapping[str, FeelType] = field(default_factory=dict)
    elements: Mapping[str, ContextType] = field(default_factory=dict)
    jobs: Mapping[str, ContextType] = field(default_factory=dict)
    decisions: Mapping[str, FeelType] = field(default_factory=dict)
    messages: Mapping[str, ContextType] = field(default_factory=dict)
    signals: Mapping[str, ContextType] = field(default_factory=dict)
