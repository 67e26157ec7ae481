"""FEEL against feelin, side by side in one run: microseconds an evaluation, and ratios.

    (cd bench/node && npm ci --ignore-scripts) && python bench/feel/speed.py

feelin has one way to evaluate, `evaluate(text, context)`, which parses each time; its compiler for hot code is warm.
"compiled" is our evaluation of an expression compiled once, "cold" is compiling and evaluating it each time, as feelin
does. Processor time over rounds of 20 ms, so that both pay for their garbage. The three take turns, because no machine
is equally fast all the time: the figures are medians over the rounds, the ratios those of rounds side by side; the
ratio of the best round of each, where feelin's garbage happened to wait, stands behind them.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import geometric_mean, median

sys.path.insert(0, str(Path(__file__).parent))

from differential import CONTEXT, NODE, NOW

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
ROUNDS, WINDOW, WARM_UP = 9, 0.02, 0.5


class Feelin:
    """feelin in a process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", "feelin.mjs"],
            cwd=NODE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def seconds(self, expression: str, window: float) -> float:
        """Processor time of one evaluation, over a round of `window` seconds."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"expression": expression, "context": CONTEXT, "window": window}) + "\n")
        self.process.stdin.flush()
        return float(json.loads(self.process.stdout.readline())["seconds"])


def seconds(action: Callable[[], object]) -> float:
    """Processor time of one call, over a round of `WINDOW` seconds."""
    start, count = time.process_time(), 0
    while (passed := time.process_time() - start) < WINDOW:
        for _ in range(50):
            action()
        count += 50
    return passed / count


def main() -> int:
    context = feel.from_json(json.loads(json.dumps(CONTEXT), parse_float=Decimal))
    assert isinstance(context, dict)
    other = Feelin()
    typical: dict[str, list[float]] = {"compiled": [], "cold": []}
    best: dict[str, list[float]] = {"compiled": [], "cold": []}
    print(f"{'µs an evaluation':44}{'feelin':>10}{'compiled':>10}{'cold':>10}")
    for text in EXPRESSIONS:
        compiled = feel.compile(text)
        other.seconds(text, WARM_UP)
        rounds = [
            (
                other.seconds(text, WINDOW),
                seconds(lambda compiled=compiled: compiled.evaluate(context, now=NOW)),
                seconds(lambda text=text: feel.compile(text).evaluate(context, now=NOW)),
            )
            for _ in range(ROUNDS)
        ]
        print(f"{text:44}" + "".join(f"{median(side) * 1e6:10.1f}" for side in zip(*rounds, strict=True)))
        for column, name in enumerate(typical, 1):
            typical[name].append(median(each[0] / each[column] for each in rounds))
            best[name].append(min(each[0] for each in rounds) / min(each[column] for each in rounds))
    other.process.terminate()
    for name, values in typical.items():
        print(
            f"{name}: {geometric_mean(values):.1f} times as fast as feelin (geometric mean), {min(values):.1f} at least"
            f"; best rounds {geometric_mean(best[name]):.1f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
