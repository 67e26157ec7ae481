"""FEEL against feelin, side by side in one run: microseconds an evaluation, and ratios.

    (cd bench/node && npm ci --ignore-scripts) && python bench/feel/speed.py

feelin has one way to evaluate, `evaluate(text, context)`, which parses each time; its compiler for hot code is warm.
"compiled" is our evaluation of an expression compiled once, "cold" is compiling and evaluating it each time, as feelin
does. Processor time. Both sides take turns, three each, because the machine is not equally fast all the time, and of
each the best round counts; a round is equally long on both sides.
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
TURNS, ROUNDS, WINDOW = 3, 10, 0.005


def seconds(action: Callable[[], object]) -> float:
    """Processor time of one call, the best of `ROUNDS` rounds of `WINDOW` seconds."""

    def elapsed(count: int) -> float:
        start = time.process_time()
        for _ in range(count):
            action()
        return time.process_time() - start

    elapsed(100)
    count = max(1, round(WINDOW * 100 / elapsed(100)))
    return min(elapsed(count) / count for _ in range(ROUNDS))


def turn(context: dict[str, feel.Value]) -> dict[str, list[float]]:
    """One turn of each: seconds by side, in the order of `EXPRESSIONS`."""
    times: dict[str, list[float]] = {
        "feelin": feelin(EXPRESSIONS, ROUNDS, WINDOW)["seconds"],
        "compiled": [],
        "cold": [],
    }
    for text in EXPRESSIONS:
        expression = feel.compile(text)
        times["compiled"].append(seconds(lambda expression=expression: expression.evaluate(context, now=NOW)))
        times["cold"].append(seconds(lambda text=text: feel.compile(text).evaluate(context, now=NOW)))
    return times


def main() -> int:
    context = feel.from_json(json.loads(json.dumps(CONTEXT), parse_float=Decimal))
    assert isinstance(context, dict)
    turns = [turn(context) for _ in range(TURNS)]
    best = {side: [min(times) for times in zip(*(each[side] for each in turns), strict=True)] for side in turns[0]}
    print(f"{'µs an evaluation':44}{'feelin':>10}{'compiled':>10}{'cold':>10}")
    for index, text in enumerate(EXPRESSIONS):
        print(f"{text:44}" + "".join(f"{best[side][index] * 1e6:10.1f}" for side in best))
    for side in ("compiled", "cold"):
        values = [theirs / ours for theirs, ours in zip(best["feelin"], best[side], strict=True)]
        middle = math.exp(sum(map(math.log, values)) / len(values))
        print(f"{side}: {middle:.1f} times as fast as feelin (geometric mean), {min(values):.1f} at least")
    return 0


if __name__ == "__main__":
    sys.exit(main())
