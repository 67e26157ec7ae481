"""Sums and averages."""

from decimal import Decimal

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.operators import MATH
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Value


@built_in("sum(list: list<number>) -> number")
def _sum(run: Run, items: list[Decimal]) -> Value:
    run.budget.spend(len(items))
    if not items or None in items:
        return None
    total = Decimal(0)
    for item in items:
        total = MATH.add(total, item)
    return total
