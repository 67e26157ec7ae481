"""What is wrong with decisions that run: gaps, overlaps, dead rules, cells that cannot match, outputs nobody gives."""

from collections.abc import Iterator

from laufzettel.kernel.dmn.graph import Graph, Unit
from laufzettel.kernel.dmn.model import Decision, KnowledgeModel
from laufzettel.kernel.dmn.table_check import check_table
from laufzettel.kernel.problems import Finding, Text


def check(graph: Graph) -> list[Finding]:
    """The findings for all decisions and knowledge models of a file, in its order."""
    return [finding for unit in graph.units.values() for finding in _check_unit(unit)]


def _check_unit(unit: Unit) -> Iterator[Finding]:
    element = unit.element
    has_no_logic = isinstance(element, Decision | KnowledgeModel) and element.logic is None
    if has_no_logic:
        what = Text(f"„{element.name}“ hat keine Logik.", f"“{element.name}” has no logic.")
        yield Finding("dmn-no-logic", what, element.place, "warning")
    for table in unit.tables:
        yield from check_table(table, element.name)
