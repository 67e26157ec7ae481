"""What is wrong with decisions that run: gaps, overlaps, dead rules, cells that cannot match, outputs nobody gives."""

from collections.abc import Iterator, Mapping

from laufzettel.kernel.dmn.graph import Graph, Unit
from laufzettel.kernel.dmn.model import Decision, KnowledgeModel
from laufzettel.kernel.dmn.static import StaticCheck
from laufzettel.kernel.dmn.table_check import check_table
from laufzettel.kernel.feel.types import ANY, FeelType
from laufzettel.kernel.problems import Finding, Text


def check(graph: Graph, inputs: Mapping[str, FeelType] | None = None) -> list[Finding]:
    """The findings for all decisions and knowledge models of a file, in its order, then those of the types."""
    static = StaticCheck(graph, inputs)
    for unit in graph.units.values():
        static.unit(unit)
    found = [finding for unit in graph.units.values() for finding in _check_unit(unit, static)]
    said = {(each.place.element, each.place.line) for each in found if each.code == "dmn-cell-misfit"}
    own = (each for each in static.findings if (each.place.element, each.place.line) not in said)
    return found + list(dict.fromkeys(own))


def _check_unit(unit: Unit, static: StaticCheck) -> Iterator[Finding]:
    element = unit.element
    has_no_logic = isinstance(element, Decision | KnowledgeModel) and element.logic is None
    if has_no_logic:
        what = Text(f"„{element.name}“ hat keine Logik.", f"“{element.name}” has no logic.")
        yield Finding("dmn-no-logic", what, element.place, "warning")
    for table in unit.tables:
        columns = range(len(table.inputs))
        kinds = [static.columns.get((id(table.table), index), ANY) for index in columns]
        yield from check_table(table, element.name, kinds)
