"""The conditions and computed values of a form against its own fields and what its task sees."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from laufzettel.kernel import feel
from laufzettel.kernel.feel.types import NULL, ContextType, FeelType, Field, members, union
from laufzettel.kernel.forms.expressions import Formula
from laufzettel.kernel.forms.model import Level, Repeat, walk_all
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.wording import lines_of_ids
from laufzettel.kernel.problems import Finding, Place, ProgramError


def form_findings(
    package: Package, name: str, seen: Mapping[str, FeelType], context: Mapping[str, FeelType]
) -> Iterator[Finding]:
    """What a form reads and neither asks nor sees. `seen` are the variables at its task."""
    form = package.forms[name]
    lines = lines_of_ids(package.files[f"{name}.form"])
    own = {field: _unanswered(given.type) for field, given in form.types().fields.items()}
    known = {**_merged(seen, own), **context}
    if any(isinstance(node, Repeat) for node in walk_all(form.level.nodes)):
        return  # names inside entries are those of the entry; the reader of forms has checked them
    yield from _level(form.level, known, f"{name}.form", lines)


def _level(level: Level, known: Mapping[str, FeelType], file: str, lines: Mapping[str, int]) -> Iterator[Finding]:
    for node in walk_all(level.nodes):
        for attribute in fields(node):
            formula = getattr(node, attribute.name)
            if not isinstance(formula, Formula):
                continue
            place = Place(file, f"{node.id}.{attribute.name}", lines.get(node.id, 0))
            try:
                checked = feel.compile(formula.source, types=known)
            except ProgramError:
                continue
            for found in checked.findings:
                yield Finding(found.code, found.message, place, found.severity, found.hint)


def _unanswered(kind: FeelType) -> FeelType:
    """While a form is filled in, every answer may still be missing."""
    if isinstance(kind, ContextType):
        return ContextType(
            {name: Field(_unanswered(given.type), True) for name, given in kind.fields.items()}, kind.closed
        )
    return union(kind, NULL)


def _merged(seen: Mapping[str, FeelType], own: Mapping[str, FeelType]) -> dict[str, FeelType]:
    """The form's own answers over the variables, field by field where both are contexts."""
    result = dict(seen)
    for name, kind in own.items():
        before = (
            [member for member in members(result[name]) if isinstance(member, ContextType)] if name in result else []
        )
        if before and isinstance(kind, ContextType):
            both = {**before[0].fields, **kind.fields}
            result[name] = ContextType(both, before[0].closed and kind.closed)
        else:
            result[name] = kind
    return result
