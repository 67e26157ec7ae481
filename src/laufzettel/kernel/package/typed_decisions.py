"""What decisions read of their inputs, against what is in sight where they are called.

The types inside a decision are its own affair (`kernel.dmn`). Here every dotted path that begins with an input is
looked up in the type that the process gives for it: a renamed field of a form is found in the tables that read it.
"""

from collections.abc import Iterator, Mapping

from laufzettel.kernel.dmn import Decisions
from laufzettel.kernel.dmn.model import Decision, InputData
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.typed_knowledge import KnowledgeCalls
from laufzettel.kernel.package.typed_paths import literals, paths
from laufzettel.kernel.problems import Finding, Place, Text


def decision_paths(
    package: Package, name: str, seen: Mapping[str, FeelType], place: Place, is_open: bool
) -> Iterator[Finding]:
    """Inputs that nobody gives, and fields that they do not have."""
    decisions = package.decisions[name]
    for needed in decisions.inputs(name):
        if needed not in seen and not is_open:
            message = Text(
                f"Die Entscheidung „{name}“ braucht „{needed}“; das gibt es hier nicht.",
                f'The decision "{name}" needs "{needed}", which does not exist here.',
            )
            yield Finding("typed-decision-input", message, place)
    calls = KnowledgeCalls(decisions)
    inputs = {element.id: element.name for element in decisions.definitions.elements if isinstance(element, InputData)}
    for decision in _needed(decisions, name):
        own = {inputs[reference.lstrip("#")] for reference in decision.requires if reference.lstrip("#") in inputs}
        for literal, hidden in literals(decision.logic, frozenset()):
            types = {root: seen[root] for root in own - hidden if root in seen}
            yield from paths(literal, types, decisions.definitions.file)
            yield from calls.findings(literal, types)


def _needed(decisions: Decisions, name: str) -> Iterator[Decision]:
    by_id = {one.id: one for one in decisions.definitions.elements if isinstance(one, Decision)}
    pending, done = [name], set[str]()
    while pending:
        current = pending.pop()
        if current in done or current not in by_id:
            continue
        done.add(current)
        yield by_id[current]
        pending += [reference.lstrip("#") for reference in by_id[current].requires]
