"""All scenarios of a package, and what of it they reach."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from laufzettel.kernel.bpmn.model import Process
from laufzettel.kernel.dmn.model import BoxedContext, Decision, FunctionDefinition, KnowledgeModel, Table
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.playing import Coverage
from laufzettel.kernel.package.scenarios import Result, run
from laufzettel.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Reached:
    """What runs reached, beside all there is. Kinds: nodes, flows, rules, pages, blocks."""

    reached: Coverage
    all: Coverage

    def share(self, kind: str) -> float:
        """How much of a kind was reached, from 0 to 1; 1 when there is none."""
        whole = getattr(self.all, kind)
        return len(getattr(self.reached, kind) & whole) / len(whole) if whole else 1.0

    def missing(self) -> dict[str, list[str]]:
        """What was not reached, by kind."""
        found: dict[str, list[str]] = {}
        for kind in KINDS:
            rest = getattr(self.all, kind) - getattr(self.reached, kind)
            if rest:
                found[kind] = sorted(one if isinstance(one, str) else " ".join(one) for one in rest)
        return found


KINDS = tuple(field.name for field in fields(Coverage))
KIND_NAMES = {
    "nodes": Text("Elemente", "elements"),
    "flows": Text("Wege", "flows"),
    "rules": Text("Regeln", "rules"),
    "pages": Text("Seiten", "pages"),
    "blocks": Text("Absätze", "letter blocks"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all scenarios."""

    results: tuple[Result, ...]
    coverage: Reached

    @property
    def ok(self) -> bool:
        """Whether every scenario is green, and there is at least one."""
        return bool(self.results) and all(result.ok for result in self.results)


def run_all(package: Package, names: Iterable[str] = ()) -> Report:
    """Play the named scenarios of a package, or all of them."""
    results = tuple(run(package, name) for name in names or package.scenarios)
    reached = Coverage()
    for result in results:
        reached.add(result.coverage)
    return Report(results, Reached(reached, everything(package)))


def everything(package: Package) -> Coverage:
    """All that a run can reach."""
    whole = Coverage()
    processes = [process for process in package.model.processes.values() if process.is_executable]
    for process in processes:
        whole.nodes |= {process.id, *process.elements}
        whole.flows |= set(process.flows)
    whole.rules = set(_rules(package))
    whole.pages = {(name, source.id) for name in _forms(package, processes) for source in package.forms[name].sources}
    whole.blocks = {(name, block) for name, letter in package.letters.items() for block in letter.blocks}
    return whole


def _forms(package: Package, processes: Iterable[Process]) -> Iterator[str]:
    yield package.start_form
    for process in processes:
        for element in process.elements.values():
            definition = element.extensions.get("formDefinition")
            if definition and definition.get("formId") in package.forms:
                yield definition.get("formId")


def _rules(package: Package) -> Iterator[tuple[str, str]]:
    for decisions in package.decisions.values():
        for element in decisions.definitions.elements:
            if isinstance(element, Decision | KnowledgeModel):
                for table in tables(element.logic):
                    yield from ((decisions.definitions.file, rule.place.element) for rule in table.rules)


def tables(logic: object) -> Iterator[Table]:
    """The decision tables inside an expression of a model."""
    if isinstance(logic, Table):
        yield logic
    elif isinstance(logic, BoxedContext):
        for entry in logic.entries:
            yield from tables(entry.value)
    elif isinstance(logic, FunctionDefinition):
        yield from tables(logic.body)
