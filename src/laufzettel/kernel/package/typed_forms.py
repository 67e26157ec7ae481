"""The conditions, computed values and texts of a form against its own fields and what its task sees."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.feel.types import NULL, NUMBER, ContextType, FeelType, Field, members, union
from laufzettel.kernel.forms.expressions import Formula, Phrase
from laufzettel.kernel.forms.feel_types import type_of_level
from laufzettel.kernel.forms.model import Column, Level, Option, Repeat, walk
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.typed_letters import template_findings
from laufzettel.kernel.package.wording import lines_of_ids
from laufzettel.kernel.problems import Finding, Place, ProgramError

type Types = Mapping[str, FeelType]


def form_findings(
    package: Package, name: str, seen: Mapping[str, FeelType], context: Mapping[str, FeelType]
) -> Iterator[Finding]:
    """What a form reads and neither asks nor sees. `seen` are the variables at its task."""
    form = package.forms[name]
    lines = lines_of_ids(package.files[f"{name}.form"])
    own = {field: _unanswered(given.type) for field, given in form.types().fields.items()}
    yield from _level(form.level, {**_merged(seen, own), **context}, name, lines)


def _level(level: Level, known: Types, name: str, lines: Mapping[str, int]) -> Iterator[Finding]:
    for step in walk(level.nodes):
        node = step.node
        for attribute in fields(node):
            place = Place(f"{name}.form", f"{node.id}.{attribute.name}", lines.get(node.id, 0))
            yield from _read(getattr(node, attribute.name), known, place)
        if isinstance(node, Repeat):
            yield from _level(node.level, _in_entry(node.level, known), name, lines)


def _in_entry(level: Level, known: Types) -> Types:
    """What an entry of a repeatable group sees: all around it, its number, and its own answers over them."""
    own = {field: _unanswered(given.type) for field, given in type_of_level(level).fields.items()}
    around = {**known, "parent": ContextType.of(dict(known)), "i": NUMBER}
    return {**_merged(around, own), "this": ContextType.of(own)}


def _read(part: Any, known: Types, place: Place) -> Iterator[Finding]:
    """What a part of a component reads: an expression, a text with placeholders, or a list of such."""
    if isinstance(part, Formula):
        yield from _checked(part.expression, known, place)
    elif isinstance(part, Phrase):
        german, english = part.programs
        yield from _program(german, known, place)
        in_english = Place("texts/en.toml", f"{place.file}#{place.element}")
        yield from _program(english, known, in_english)
    elif isinstance(part, tuple):
        for one in part:
            if isinstance(one, Option | Column):
                yield from _read(one.label, known, place)


def _program(program: Formula | feel.Template | None, known: Types, place: Place) -> Iterator[Finding]:
    if isinstance(program, feel.Template):
        for found in template_findings(program.nodes, known, place.file):
            yield Finding(found.code, found.message, place, found.severity, found.hint)
    elif program is not None:
        yield from _checked(program.expression, known, place)


def _checked(expression: feel.Expression, known: Types, place: Place) -> Iterator[Finding]:
    try:
        checked = feel.compile(expression.text, types=known)
    except ProgramError:
        return  # the reader of forms has said so
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
