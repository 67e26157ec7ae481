"""The check of serial runs: what they name exists, and what they read is there in a form that fits."""

from collections.abc import Iterator, Mapping

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.types_flow import Environment
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import FeelType, is_assignable, members
from laufzettel.kernel.package.job_types import PARTY
from laufzettel.kernel.package.jobs import JOB_TYPES
from laufzettel.kernel.package.model import Package, SerialRun
from laufzettel.kernel.package.registers import form_of
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.typed_decisions import decision_paths
from laufzettel.kernel.package.typed_fit import declared, misfit_of, without_nulls
from laufzettel.kernel.package.typed_letters import letter_findings
from laufzettel.kernel.package.typed_registers import parts
from laufzettel.kernel.problems import Finding, Text

type Types = Mapping[str, FeelType]


def runs(package: Package, context: Types) -> Iterator[Finding]:
    """What is wrong with the declared runs."""
    for run in package.runs.values():
        missing = list(_names(package, run))
        yield from missing
        if not missing:
            yield from _typed(package, run, context)


def _names(package: Package, run: SerialRun) -> Iterator[Finding]:
    document = package.documents["service.toml"]
    known = {"register": package.registers, "decision": package.decisions, "letter": package.letters}
    for name, found in known.items():
        wanted = getattr(run, name)
        if wanted not in found:
            message, hint = unknown(wanted, list(found))
            yield document.finding(("run", run.key, name), "run-unknown", message, hint)


def _typed(package: Package, run: SerialRun, context: Types) -> Iterator[Finding]:
    document = package.documents["service.toml"]
    entry = package.form(package.registers[run.register].entry).types().fields
    seen: dict[str, FeelType] = {**context, "year": types.NUMBER, **{name: one.type for name, one in entry.items()}}
    yield from _checked(package, run, "where", run.where, seen, types.BOOLEAN)
    place = document.place(("run", run.key, "decision"))
    yield from decision_paths(package, run.decision, seen, place, is_open=False)
    seen[run.decision] = declared(package.decisions[run.decision].output_type(run.decision))
    if run.hindrance is not None:
        yield from _checked(package, run, "hindrance", run.hindrance, seen, types.STRING)
    if run.notice is not None:
        yield from _checked(package, run, "notice", run.notice, seen, types.BOOLEAN)
    yield from _checked(package, run, "recipient", run.recipient, seen, types.union(PARTY, types.ListType(PARTY)))
    wanted = JOB_TYPES["claim.raise"].input.fields
    for name, text in run.claim.items():
        yield from _checked(package, run, f"claim.{name}", text, seen, wanted[name].type)
    if run.write is not None:
        whole = form_of(package, package.registers[run.register]).types()
        yield from _checked(package, run, "write", run.write, seen, parts(whole))
    reference = types.STRING if run.claim and run.notice is None else types.union(types.STRING, types.NULL)
    yield from letter_findings(package, run.letter, Environment(), {**seen, "reference": reference, "recipient": PARTY})


def _checked(
    package: Package, run: SerialRun, name: str, expression: feel.Expression, seen: Types, wanted: FeelType
) -> Iterator[Finding]:
    document = package.documents["service.toml"]
    path = ("run", run.key, *name.split("."))
    checked = feel.compile(expression.text, types=seen)
    for found in checked.findings:
        yield Finding(found.code, found.message, document.place(path), found.severity, found.hint)
    kind = without_nulls(checked.type)
    if any(member == types.ANY or is_assignable(member, wanted) for member in members(kind)):
        return
    _, misfit = misfit_of(kind, wanted, name)
    if misfit is not None:
        yield document.finding(path, "typed-misfit", Text(str(misfit), misfit.en))
