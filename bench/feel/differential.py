"""FEEL against feelin, on generated expressions: each difference must be one that the standard decides.

    (cd bench/node && npm ci --ignore-scripts) && python bench/feel/differential.py [number] [seed]

Prints the differences by the rule that decides them; ends with 1 when one is not listed in `RULES`.
"""

import json
import random
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "kernel" / "feel"))

from feel_samples import KINDS, Expressions  # noqa: E402

from laufzettel.kernel import feel  # noqa: E402

NODE = ROOT / "bench" / "node"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONTEXT: dict[str, Any] = {
    "n": 4,
    "m": -1.5,
    "s": "hallo",
    "b": True,
    "d": {"@": "date", "v": "2026-01-31"},
    "l": [3, 7],
    "k": {"w": 2, "t": "q"},
    "ks": [{"w": 1, "t": "a"}, {"w": 9, "t": "b"}],
}

RULES: list[tuple[str, str]] = []
"""Pattern of the expression and why the two differ; the first that matches decides."""


def plain(value: feel.Value) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        return {"number": float(value)}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {"context": {name: plain(item) for name, item in value.items()}}
    return {"other": str(value)}


def is_same(one: Any, two: Any) -> bool:
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(is_same, one, two))
    if isinstance(one, dict) and isinstance(two, dict) and one.keys() == two.keys() == {"number"}:
        return abs(one["number"] - two["number"]) <= 1e-9 * max(1.0, abs(one["number"]))
    return bool(one == two)


def feelin(expressions: list[str], repeat: int = 0) -> dict[str, Any]:
    """What feelin says, and seconds per evaluation."""
    request = json.dumps({"expressions": expressions, "context": CONTEXT, "repeat": repeat})
    done = subprocess.run(["node", "feelin.mjs"], cwd=NODE, input=request, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    samples = Expressions(random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1), confusion=0.05)  # noqa: S311
    expressions = [samples.of(samples.random.choice(KINDS)) for _ in range(number)]
    context = feel.from_json(json.loads(json.dumps(CONTEXT), parse_float=Decimal))
    assert isinstance(context, dict)
    ours = [plain(feel.compile(text).evaluate(context, now=NOW)) for text in expressions]
    theirs = feelin(expressions)["values"]
    decided: Counter[str] = Counter()
    open_ones = []
    for text, mine, other in zip(expressions, ours, theirs, strict=True):
        if is_same(mine, other):
            continue
        rule = next((why for pattern, why in RULES if re.search(pattern, text)), None)
        if rule is None:
            open_ones.append((text, mine, other))
        else:
            decided[rule] += 1
    print(f"{number} expressions, {number - len(open_ones) - decided.total()} the same")
    for rule, times in decided.most_common():
        print(f"{times:5} × {rule}")
    for text, mine, other in open_ones[:40]:
        print(f"open: {text}\n      ours {json.dumps(mine)}\n      feelin {json.dumps(other)}")
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main())
