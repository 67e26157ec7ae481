"""The placeholders of a letter against what is in sight where it is issued."""

from collections.abc import Iterable, Iterator, Mapping

from laufzettel.kernel import feel, letters
from laufzettel.kernel.bpmn.types_flow import Environment
from laufzettel.kernel.feel.inference import narrowed
from laufzettel.kernel.feel.template import Node
from laufzettel.kernel.feel.types import ANY, ContextType, FeelType, ListType, members
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.problems import Finding, Place, ProgramError

type Types = Mapping[str, FeelType]


def letter_findings(
    package: Package, name: str, environment: Environment, context: Mapping[str, FeelType]
) -> Iterator[Finding]:
    """What a letter reads and is not there, or not in the form that it takes."""
    seen = {**letters.function_types(), **environment.types(context)}
    for template in package.letters[name].templates:
        yield from template_findings(template.nodes, seen, f"{name}.md", is_open=environment.is_open)
    for language, translation in package.letter_translations[name].items():
        for template in translation.letter.templates:
            yield from template_findings(template.nodes, seen, f"texts/{language}.toml", is_open=environment.is_open)


def template_findings(nodes: Iterable[Node], seen: Types, file: str, *, is_open: bool = False) -> Iterator[Finding]:
    """What the placeholders of a text read and is not there; `is_open` where more may be in sight than is known."""
    for node in nodes:
        if isinstance(node, feel.Output):
            yield from _checked(node.expression, node.place, seen, file, is_open=is_open)[1]
        elif isinstance(node, feel.If):
            yield from _checked(node.condition, node.place, seen, file, is_open=is_open)[1]
            inner = narrowed(node.condition.tree, seen, holds=True)
            yield from template_findings(node.body, inner, file, is_open=is_open)
        elif isinstance(node, feel.Loop):
            kind, findings = _checked(node.items, node.place, seen, file, is_open=is_open)
            yield from findings
            yield from template_findings(node.body, _in_loop(kind, seen), file, is_open=is_open)


def _in_loop(kind: FeelType, seen: Types) -> dict[str, FeelType]:
    lists = [member for member in members(kind) if isinstance(member, ListType)]
    item = lists[0].item if len(lists) == 1 else ANY
    fields: dict[str, FeelType] = {}
    if isinstance(item, ContextType):
        fields = {name: given.type for name, given in item.fields.items()}
    own = {name: seen[name] for name in letters.FUNCTION_NAMES if name in seen}
    return {**own, "this": item, "parent": ContextType.of(dict(seen)), **fields}


def _checked(
    expression: feel.Expression, place: Place, seen: Types, file: str, *, is_open: bool
) -> tuple[FeelType, list[Finding]]:
    try:
        checked = feel.compile(expression.text.strip(), types=seen)
    except ProgramError:
        return ANY, []
    where = Place(file, expression.text.strip(), place.line)
    findings = [
        Finding(found.code, found.message, where, found.severity, found.hint)
        for found in checked.findings
        if not (is_open and found.code == "feel-unknown-name")
    ]
    return checked.type, findings
