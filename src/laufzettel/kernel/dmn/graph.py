"""The requirements graph of a file and its imports: references resolved, cycles refused, dated versions told apart."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from laufzettel.kernel.dmn.frame import Evaluate
from laufzettel.kernel.dmn.logic import LogicCompiler, MakeFunction, Names, coerced
from laufzettel.kernel.dmn.model import Decision, DecisionService, Definitions, Element, InputData, KnowledgeModel
from laufzettel.kernel.dmn.tables import RunningTable
from laufzettel.kernel.dmn.types import ANY_ITEM, ItemType
from laufzettel.kernel.feel.temporal import Date
from laufzettel.kernel.feel.temporal_text import parse_date
from laufzettel.kernel.feel.types import FunctionType
from laufzettel.kernel.problems import Finding, Text

type Alias = tuple[str, ...]
"""How an element is named in scope: its name, or the import's name and its name."""


@dataclass(eq=False)
class Unit:
    """One element of the graph with what it requires, under the names its logic sees."""

    element: Element
    definitions: Definitions
    type: ItemType = ANY_ITEM
    requires: dict[Alias, "Unit"] = field(default_factory=dict)
    knowledge: dict[Alias, "Unit"] = field(default_factory=dict)
    logic: Evaluate | None = None
    function: MakeFunction | None = None
    outputs: tuple["Unit", ...] = ()
    parameters: dict[str, "Unit"] = field(default_factory=dict)
    valid_from: Date | None = None
    versions: tuple["Unit", ...] = ()
    tables: tuple[RunningTable, ...] = ()

    @property
    def name(self) -> str:
        return self.element.variable.name or self.element.name

    @property
    def input_keys(self) -> tuple[str, ...]:
        """The names under which an input may be given, the most telling first."""
        return f"{self.definitions.namespace}#{self.element.name}", self.name, self.element.name

    def version_at(self, day: Date) -> "Unit | None":
        """The version of a dated decision that holds on a day; the unit itself when it is not dated."""
        if not self.versions:
            return self
        fitting = [unit for unit in self.versions if unit.valid_from is None or _order(unit) <= _key(day)]
        return max(fitting, key=_order, default=None)


def _key(day: Date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _order(unit: Unit) -> tuple[int, int, int]:
    return (-(10**9), 1, 1) if unit.valid_from is None else _key(unit.valid_from)


class Graph:
    """All units of one file, by id and by name, compiled."""

    def __init__(self, definitions: Definitions, imported: Mapping[str, "Graph"], compiler: LogicCompiler) -> None:
        self.definitions = definitions
        self.compiler = compiler
        self.findings: list[Finding] = []
        self._imports = {
            item.namespace: (item.name, imported[item.namespace])
            for item in definitions.imports
            if item.namespace in imported
        }
        self.units = {element.id: Unit(element, definitions) for element in definitions.elements}
        self._date_versions()
        for unit in self.units.values():
            self._type(unit)
        for unit in self.units.values():
            self._connect(unit)
        self._refuse_cycles()
        for unit in self.units.values():
            self._compile(unit)

    @property
    def is_dated(self) -> bool:
        """Whether a decision of this file or of one it imports has dated versions."""
        own = any(unit.versions for unit in self.units.values())
        return own or any(graph.is_dated for _, graph in self._imports.values())

    @property
    def named(self) -> dict[str, Unit]:
        """Units by name; of a dated decision the first version."""
        found: dict[str, Unit] = {}
        for unit in self.units.values():
            found.setdefault(unit.element.name, unit)
        return found

    def _wrong(self, unit: Unit, code: str, message: Text, hint: Text | None = None) -> None:
        finding = Finding(code, message, unit.element.place)
        self.findings.append(finding if hint is None else Finding(code, message, unit.element.place, hint=hint))

    # ---- names and versions --------------------------------------------------------------------------------------

    def _date_versions(self) -> None:
        by_name: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            by_name.setdefault(unit.element.name, []).append(unit)
            if isinstance(unit.element, Decision) and unit.element.valid_from:
                unit.valid_from = parse_date(unit.element.valid_from)
                if unit.valid_from is None:
                    what = Text(
                        f"„{unit.element.valid_from}“ ist kein Datum.", f"“{unit.element.valid_from}” is no date."
                    )
                    self._wrong(unit, "dmn-valid-from", what)
        for name, units in by_name.items():
            self._check_versions(name, units)

    def _check_versions(self, name: str, units: list[Unit]) -> None:
        dated = [unit for unit in units if unit.valid_from is not None]
        if len(units) == 1 and not dated:
            return
        decisions = all(isinstance(unit.element, Decision) for unit in units)
        if not decisions or len({unit.valid_from for unit in units}) < len(units):
            what = Text(f"Der Name „{name}“ ist mehrfach vergeben.", f"The name “{name}” is used more than once.")
            hint = Text(
                "Fassungen einer Entscheidung brauchen je ein anderes valid_from.",
                "versions of a decision each need another valid_from",
            )
            self._wrong(units[1], "dmn-duplicate-name", what, hint)
            return
        for unit in units:
            unit.versions = tuple(sorted(units, key=_order))

    # ---- references ----------------------------------------------------------------------------------------------

    def find(self, href: str) -> tuple[Unit, Alias] | None:
        """The unit that a reference means and its name in scope."""
        namespace, _, identity = href.rpartition("#")
        if namespace and namespace != self.definitions.namespace:
            prefix, graph = self._imports.get(namespace, ("", None))
            unit = graph.units.get(identity) if graph is not None else None
            return None if unit is None else (unit, (prefix, unit.name) if prefix else (unit.name,))
        unit = self.units.get(identity)
        return None if unit is None else (unit, (unit.name,))

    def _resolved(self, unit: Unit, hrefs: Iterable[str]) -> Iterator[tuple[Unit, Alias]]:
        for href in hrefs:
            found = self.find(href)
            if found is None:
                what = Text(
                    f"„{unit.element.name}“ verlangt „{href}“; das gibt es nicht.",
                    f"“{unit.element.name}” requires “{href}”, which does not exist.",
                )
                self._wrong(unit, "dmn-missing-requirement", what)
            else:
                yield found

    def _connect(self, unit: Unit) -> None:
        element = unit.element
        if isinstance(element, Decision):
            for found, alias in self._resolved(unit, element.requires):
                unit.requires[alias] = found
        if isinstance(element, Decision | KnowledgeModel):
            for found, alias in self._resolved(unit, element.knowledge):
                if isinstance(found.element, KnowledgeModel | DecisionService):
                    unit.knowledge[alias] = found
        if isinstance(element, DecisionService):
            unit.outputs = tuple(found for found, _ in self._resolved(unit, element.outputs))
            for found, _ in self._resolved(unit, (*element.input_data, *element.input_decisions)):
                unit.parameters[found.name] = found
            list(self._resolved(unit, element.encapsulated))

    def _refuse_cycles(self) -> None:
        """Depth first without recursion; a decision that needs itself is named with the way back to it."""
        done: set[Unit] = set()
        for start in self.units.values():
            path: list[Unit] = []
            pending: list[tuple[Unit, bool]] = [(start, False)]
            on_path: set[Unit] = set()
            while pending:
                unit, leaving = pending.pop()
                if leaving:
                    path.pop()
                    on_path.discard(unit)
                    done.add(unit)
                elif unit in on_path:
                    names = " → ".join(step.element.name for step in [*path[path.index(unit) :], unit])
                    what = Text(f"Die Entscheidungen verlangen sich im Kreis: {names}", f"Requirement cycle: {names}")
                    self._wrong(unit, "dmn-cycle", what)
                    return
                elif unit not in done:
                    path.append(unit)
                    on_path.add(unit)
                    pending.append((unit, True))
                    pending.extend((needed, False) for needed in dependencies(unit))

    # ---- compiling -----------------------------------------------------------------------------------------------

    def _type(self, unit: Unit) -> None:
        kind = self.compiler.types.resolve(unit.element.variable.type_ref, unit.element.place)
        unit.type = kind

    def _scope(self, unit: Unit) -> Names:
        types: dict[str, ItemType] = {}
        nested: dict[str, dict[str, ItemType]] = {}
        for alias, needed in {**unit.requires, **unit.knowledge}.items():
            if len(alias) == 1:
                types[alias[0]] = ANY_ITEM if alias in unit.knowledge else needed.type
                for other in other_names(needed):
                    types.setdefault(other, needed.type)
            else:
                nested.setdefault(alias[0], {})[alias[1]] = needed.type
                self.compiler.fields.add(alias[1])
        return Names(types | dict.fromkeys(nested, ANY_ITEM))

    def _compile(self, unit: Unit) -> None:
        element, before = unit.element, len(self.compiler.tables)
        if isinstance(element, Decision) and element.logic is not None:
            running = self.compiler.boxed(element.logic, self._scope(unit))
            unit.logic = coerced(running, unit.type, element.place)
        elif isinstance(element, KnowledgeModel) and element.logic is not None:
            make = self.compiler.function(element.logic, self._scope(unit), element.name)
            if isinstance(unit.type.feel, FunctionType) or unit.type.is_any:
                unit.function = make
            else:
                body = coerced(make.body, unit.type, element.place)
                unit.function = MakeFunction(make.name, make.parameters, body, unit.type)
        unit.tables = tuple(self.compiler.tables[before:])


def dependencies(unit: Unit) -> list[Unit]:
    """The decisions and inputs that must be there before `unit`; every version of a dated one."""
    return [version for needed in unit.requires.values() for version in (needed.versions or (needed,))]


def other_names(unit: Unit) -> tuple[str, ...]:
    """Further names of a decision without a variable of its own: its id, as Camunda's modeller uses it."""
    element = unit.element
    if isinstance(element, Decision) and not element.named_by_variable:
        return (element.id,)
    return (element.name,) if isinstance(element, InputData) and element.name != unit.name else ()
