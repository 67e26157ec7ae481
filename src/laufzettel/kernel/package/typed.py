"""The typed check: every name that FEEL uses exists at that point of the process, with a type that fits."""

from collections.abc import Iterator, Mapping

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.types_flow import Environment, TypeFlow, TypeSources, flow_types
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import (
    ContextType,
    FeelType,
    is_assignable,
    members,
    union,
)
from laufzettel.kernel.package.job_types import JobType
from laufzettel.kernel.package.jobs import JOB_TYPES
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.settings import settings_type
from laufzettel.kernel.package.typed_decisions import decision_paths
from laufzettel.kernel.package.typed_fit import declared, misfit_of, without_nulls
from laufzettel.kernel.package.typed_forms import form_findings
from laufzettel.kernel.package.typed_letters import letter_findings
from laufzettel.kernel.package.typed_registers import input_types, register_of, registers
from laufzettel.kernel.package.typed_runs import runs
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text


def typed(package: Package) -> Iterator[Finding]:
    """What is wrong with names and types: process, jobs, decisions, letters, forms, record title."""
    context = settings_type(package.settings.values())
    start = package.application.types()
    inside = context | {"received_on": types.DATE}
    flow = flow_types(package.program, sources_of(package, inside))
    for finding in flow.findings:
        yield placed(finding, package.model.file)
    yield from _record(package, start, context)
    yield from _conditions(package, context)
    yield from registers(package)
    yield from runs(package, context)
    yield from form_findings(package, package.start_form, {}, context)
    for node in package.program.nodes.values():
        environment = flow.environments.get(node.key)
        if environment is None:
            continue
        environment = _in_loop(node, environment, inside)
        seen = environment.types(inside)
        if node.task and node.task.form in package.forms:
            yield from form_findings(package, node.task.form, seen, context)
        if node.decision in package.decisions:
            inner = {**seen, **_inputs(node, seen)}
            yield from decision_paths(package, node.decision, inner, _place(package, node), environment.is_open)
        if node.job and node.job.type in JOB_TYPES:
            yield from _job(package, node, JOB_TYPES[node.job.type], seen)
            yield from _letter(package, node, environment, context)


def sources_of(package: Package, context: Mapping[str, FeelType]) -> TypeSources:
    """What the package knows of what comes into its process."""
    return TypeSources(
        start=package.application.types(),
        context=context,
        elements={
            node.id: package.forms[node.task.form].types()
            for node in package.program.nodes.values()
            if node.task and node.task.form in package.forms
        },
        jobs={name: job.output for name, job in JOB_TYPES.items()},
        decisions={name: declared(found.output_type(name)) for name, found in package.decisions.items()},
        messages={name: ContextType.of(payload) for name, payload in package.messages.items()},
    )


def placed(finding: Finding, file: str, element: str = "", line: int = 0) -> Finding:
    """The finding with a place where it has none of its own."""
    place = finding.place
    if place.file and place.line and not line:
        return finding
    known = Place(place.file or file, place.element or element, line or place.line)
    return Finding(finding.code, finding.message, known, finding.severity, finding.hint)


def _place(package: Package, node: Node) -> Place:
    return package.model.place(node.id, node.line)


def _record(package: Package, start: ContextType, context: Mapping[str, FeelType]) -> Iterator[Finding]:
    document = package.documents["service.toml"]
    seen = {name: given.type for name, given in start.fields.items()} | dict(context)
    wants: list[tuple[tuple[str, str], feel.Expression | None, FeelType]] = [
        (("record", "title"), package.record.title, types.STRING),
        (("service", "reference_date"), package.reference_date, union(types.DATE, types.DATE_TIME)),
    ]
    if package.receiver is not None:
        wants.append((("receiver", "group"), package.receiver.group, types.STRING))
        wants.append((("receiver", "confidential"), package.receiver.confidential, types.BOOLEAN))
    for path, expression, wanted in wants:
        if expression is None:
            continue
        place = document.place(path)
        checked = feel.compile(expression.text, types=seen)
        for finding in checked.findings:
            yield Finding(finding.code, finding.message, place, finding.severity, finding.hint)
        if not any(is_assignable(member, wanted) for member in members(checked.type)):
            message = Text(f"Hier steht {checked.type}, nicht {wanted}.", f"This is {checked.type}, not {wanted}.")
            yield Finding("typed-misfit", message, place)


def _conditions(package: Package, context: Mapping[str, FeelType]) -> Iterator[Finding]:
    """When a setting must be given: FEEL over the other settings."""
    document = package.documents["service.toml"]
    for key, setting in package.settings.items():
        if isinstance(setting.required, bool):
            continue
        path = ("settings", key, "required")
        checked = feel.compile(setting.required.strip().removeprefix("="), types=context)
        for finding in checked.findings:
            yield Finding(finding.code, finding.message, document.place(path), finding.severity, finding.hint)
        if not any(member in (types.BOOLEAN, types.ANY) for member in members(checked.type)):
            message = Text(f"Hier steht {checked.type}, nicht ja oder nein.", f"This is {checked.type}, not yes or no.")
            yield document.finding(path, "typed-misfit", message)


def _in_loop(node: Node, environment: Environment, context: Mapping[str, FeelType]) -> Environment:
    """What one instance of a repeated element sees: also its own item, and which one it is."""
    if node.loop is None:
        return environment
    kind = _type_of(node.loop.collection.text, environment.types(context))
    lists = [member for member in members(kind) if isinstance(member, types.ListType)]
    seen = environment.write_local("loopCounter", types.NUMBER, node.key)
    item = lists[0].item if len(lists) == 1 else types.ANY
    return seen.write_local(node.loop.element, item, node.key) if node.loop.element else seen


def _inputs(node: Node, seen: Mapping[str, FeelType]) -> dict[str, FeelType]:
    """The local variables that an element's input mappings make."""
    found: dict[str, FeelType] = {}
    for assignment in node.inputs:
        if len(assignment.target) == 1:
            found[assignment.target[0]] = _type_of(assignment.source.text, {**seen, **found})
    return found


def _type_of(text: str, seen: Mapping[str, FeelType]) -> FeelType:
    if not text.startswith("="):
        return types.STRING
    try:
        return feel.compile(text[1:].strip(), types=seen).type
    except ProgramError:
        return types.ANY


def _job(package: Package, node: Node, job: JobType, seen: Mapping[str, FeelType]) -> Iterator[Finding]:
    wanted_types = {name: given.type for name, given in job.input.fields.items()}
    if job.name.startswith("register."):
        register, found = register_of(package, node, _place(package, node))
        yield from found
        wanted_types |= input_types(package, register, node) if register else {}
    for name, kind in _inputs(node, seen).items():
        wanted = wanted_types.get(name)
        if wanted is None or is_assignable(without_nulls(kind), wanted) or kind == types.ANY:
            continue
        severity, misfit = misfit_of(without_nulls(kind), wanted, name)
        if misfit is not None:
            message = Text(f"{job.name}, {misfit}", f"{job.name}, {misfit.en}")
            yield Finding("typed-job-input", message, _place(package, node), severity)


def _letter(
    package: Package, node: Node, environment: Environment, context: Mapping[str, FeelType]
) -> Iterator[Finding]:
    for assignment in node.inputs:
        if assignment.target == ("letter",):
            name = assignment.source.text.removeprefix("=").strip().strip('"')
            if name in package.letters:
                yield from letter_findings(package, name, environment, context)


__all__ = ["TypeFlow", "misfit_of", "placed", "sources_of", "typed", "without_nulls"]
