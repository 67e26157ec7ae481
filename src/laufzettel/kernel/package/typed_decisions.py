"""What decisions read of their inputs, against what is in sight where they are called.

The types inside a decision are its own affair (`kernel.dmn`). Here every dotted path that begins with an input is
looked up in the type that the process gives for it: a renamed field of a form is found in the tables that read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from laufzettel.kernel import feel
from laufzettel.kernel.dmn import Decisions
from laufzettel.kernel.dmn.model import BoxedContext, Decision, FunctionDefinition, InputData, Literal
from laufzettel.kernel.feel.types import ANY, ContextType, FeelType, members
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text


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
    inputs = {element.id: element.name for element in decisions.definitions.elements if isinstance(element, InputData)}
    for decision in _needed(decisions, name):
        own = {inputs[reference.lstrip("#")] for reference in decision.requires if reference.lstrip("#") in inputs}
        for literal, hidden in _literals(decision.logic, frozenset()):
            yield from _paths(literal, {root: seen[root] for root in own - hidden if root in seen}, decisions)


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


def _literals(logic: object, hidden: frozenset[str]) -> Iterator[tuple[Literal, frozenset[str]]]:
    """All FEEL texts inside an expression, with the names that entries and parameters hide."""
    if isinstance(logic, Literal):
        yield logic, hidden
    elif isinstance(logic, BoxedContext):
        for entry in logic.entries:
            yield from _literals(entry.value, hidden)
            if entry.variable is not None:
                hidden = hidden | {entry.variable.name}
    elif isinstance(logic, FunctionDefinition):
        yield from _literals(logic.body, hidden | {parameter.name for parameter in logic.parameters})
    elif isinstance(logic, tuple):
        for part in logic:
            yield from _literals(part, hidden)
    elif is_dataclass(logic) and not isinstance(logic, Place):
        for one in fields(logic):
            yield from _literals(getattr(logic, one.name), hidden)


def _paths(literal: Literal, seen: Mapping[str, FeelType], decisions: Decisions) -> Iterator[Finding]:
    try:
        reads = feel.compile_unary(literal.text).reads if literal.text.strip() not in ("", "-") else frozenset()
    except ProgramError:
        return
    for path in sorted(reads):
        root, *rest = path.split(".")
        if root not in seen:
            continue
        missing = _missing(seen[root], rest)
        if missing is not None:
            known, field = missing
            message, _ = unknown(path, [])
            _, hint = unknown(field, known)
            place = Place(decisions.definitions.file, literal.place.element, literal.place.line)
            yield Finding("typed-decision-path", message, place, hint=hint)


def _missing(kind: FeelType, path: list[str]) -> tuple[list[str], str] | None:
    """The field of a path that its closed context does not have, with those that it has."""
    for field in path:
        contexts = [member for member in members(kind) if isinstance(member, ContextType)]
        if len(contexts) != 1 or ANY in members(kind):
            return None
        if field not in contexts[0].fields:
            return (list(contexts[0].fields), field) if contexts[0].closed else None
        kind = contexts[0].fields[field].type
    return None
