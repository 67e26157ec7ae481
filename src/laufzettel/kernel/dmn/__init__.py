"""Decisions: DMN 1.2 to 1.5, read, checked, run and explained.

decisions = dmn.read(data, file="hundesteuer.dmn")
decided = decisions.decide("Hundesteuer", {"Anzahl der Hunde": Decimal(1)}, now=now)
decided.value, decided.why("de")
"""

from laufzettel.kernel.dmn.decisions import Decided, Decisions, FiredRule
from laufzettel.kernel.dmn.frame import Step
from laufzettel.kernel.dmn.program import read
from laufzettel.kernel.dmn.tables import TableRun

__all__ = ["Decided", "Decisions", "FiredRule", "Step", "TableRun", "read"]
