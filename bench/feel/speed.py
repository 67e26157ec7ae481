"""FEEL against feelin, side by side in one run: microseconds an evaluation, and ratios.

    (cd bench/node && npm ci --ignore-scripts) && python bench/feel/speed.py

feelin parses an expression each time it is evaluated; "compiled" is our evaluation of an expression compiled once,
"cold" is compiling and evaluating it each time, as feelin does. Processor time, the best of several rounds.
"""

import json
import math
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from differential import CONTEXT, NOW, feelin

from laufzettel.kernel import feel

EXPRESSIONS = [
    "1 + 2 * 3",
    "n > 3 and m < 0",
    'if n >= 18 then "Erwachsene" else "Kind"',
    "k.w * 12 + n / 4",
    'd + duration("P1M") > date("2026-02-15")',
    "sum(ks.w)",
    "l[item > 3]",
    "for i in l return i * 2",
    "some h in ks satisfies h.w > 5",
    'string length(substring before(s, "l")) = 2',
    "n in [1..10]",
    'count(ks[t = "a"]) > 0 and not(b)',
]
REPEAT = 200


def seconds(action: Callable[[], object]) -> float:
    """Processor time of one call, the best of seven rounds."""
    best = math.inf
    for _ in range(7):
        start = time.process_time()
        for _ in range(REPEAT):
            action()
        best = min(best, (time.process_time() - start) / REPEAT)
    return best


def main() -> int:
    context = feel.from_json(json.loads(json.dumps(CONTEXT), parse_float=Decimal))
    assert isinstance(context, dict)
    theirs = feelin(EXPRESSIONS, REPEAT)["seconds"]
    ratios: dict[str, list[float]] = {"compiled": [], "cold": []}
    print(f"{'µs an evaluation':44}{'feelin':>10}{'compiled':>10}{'cold':>10}")
    for text, other in zip(EXPRESSIONS, theirs, strict=True):
        expression = feel.compile(text)
        compiled = seconds(lambda expression=expression: expression.evaluate(context, now=NOW))
        cold = seconds(lambda text=text: feel.compile(text).evaluate(context, now=NOW))
        ratios["compiled"].append(other / compiled)
        ratios["cold"].append(other / cold)
        print(f"{text:44}{other * 1e6:10.1f}{compiled * 1e6:10.1f}{cold * 1e6:10.1f}")
    for name, values in ratios.items():
        middle = math.exp(sum(map(math.log, values)) / len(values))
        print(f"{name}: {middle:.1f} times as fast as feelin (geometric mean), {min(values):.1f} at least")
    return 0


if __name__ == "__main__":
    sys.exit(main())
