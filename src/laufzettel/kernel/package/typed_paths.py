"""The FEEL texts inside a decision, and the paths that they read."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from laufzettel.kernel import feel
from laufzettel.kernel.dmn.model import BoxedContext, FunctionDefinition, Literal
from laufzettel.kernel.feel.nodes import Node
from laufzettel.kernel.feel.types import ANY, ContextType, FeelType, members
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.problems import Finding, Place, ProgramError


def literals(logic: object, hidden: frozenset[str]) -> Iterator[tuple[Literal, frozenset[str]]]:
    """All FEEL texts inside an expression, with the names that entries and parameters hide."""
    if isinstance(logic, Literal):
        yield logic, hidden
    elif isinstance(logic, BoxedContext):
        for entry in logic.entries:
            yield from literals(entry.value, hidden)
            if entry.variable is not None:
                hidden = hidden | {entry.variable.name}
    elif isinstance(logic, FunctionDefinition):
        yield from literals(logic.body, hidden | {parameter.name for parameter in logic.parameters})
    elif isinstance(logic, tuple):
        for part in logic:
            yield from literals(part, hidden)
    elif is_dataclass(logic) and not isinstance(logic, Place):
        for one in fields(logic):
            yield from literals(getattr(logic, one.name), hidden)


def paths(literal: Literal, seen: Mapping[str, FeelType], file: str) -> Iterator[Finding]:
    """The dotted paths of a text that begin with a name of `seen`, and lead to a field that is not there."""
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
            place = Place(file, literal.place.element, literal.place.line)
            yield Finding("typed-decision-path", message, place, hint=hint)


def tree_of(literal: Literal) -> Node | None:
    """What a text says; None for one that says nothing, or is a cell of a table."""
    try:
        return feel.compile(literal.text).tree if literal.text.strip() not in ("", "-") else None
    except ProgramError:
        return None


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
