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
sys.path.insert(0, str(ROOT))


from tests.kernel.feel.feel_samples import KINDS, Expressions  # noqa: E402

from laufzettel.kernel import feel  # noqa: E402
from laufzettel.kernel.feel.builtins import FUNCTIONS  # noqa: E402
from laufzettel.kernel.feel.nodes import FunctionNode, Name, Node, children  # noqa: E402
from laufzettel.kernel.feel.printing import to_source  # noqa: E402
from laufzettel.kernel.feel.reads import reads_of  # noqa: E402

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

RULES: list[tuple[str, str, str]] = [
    (r"", r"unsupported range|failed to", "10.3.2.13: what cannot be compared is null; feelin throws"),
    (r"\* 2$", r"null", "10.3.2.13, table 53: a duration times a number is a duration; feelin has none"),
    (r"^substring\(", r'"', "table 73: a start outside of the string is no position; feelin cuts"),
    (
        r"duration\(",
        r"T12:00:00Z",
        "table 52: a date plus a duration in days and time is a date; feelin makes a moment",
    ),
    (
        r"duration\(.*\* 0|0 \* .*duration\(",
        r"null",
        "10.3.2.13, table 53: a duration times a number is a duration; feelin has none",
    ),
    (r"^string\(.*/", r"\d{16}", "10.3.2.3.1: numbers have 34 digits; feelin has floats"),
    (r"for v in ", r"null", "10.3.2.9.4: a value that is no list is a list of one; feelin gives null"),
    (r"^concatenate\(", r"null", "table 77: a null is no list"),
    (r" between ", r"true", "table 43: between is >= and <=; feelin takes the ends in either order"),
    (r" (<|in|between|=) ", r"^(true|false)$", "10.3.2.13: values of two types have no order, the answer is null"),
    (r"^max\(", r"null", "table 77: max is for all that has an order, feelin has none for durations"),
    (
        r"\[item > ",
        r"",
        "10.3.2.5: a condition that compares two types is null and keeps no item; feelin compares them",
    ),
    (r"(some|every) ", r"", "table 46: a condition that is null leaves the answer open; feelin says false"),
    (r"^\(?if ", r"", "10.3.2.15: only true is true as a condition; feelin takes any value"),
    (
        r"^\(?(some|every) ",
        r"true|false",
        "table 46: a condition that is null leaves the answer open; feelin says false",
    ),
    (
        r"^(sort|concatenate|append|reverse|distinct values)\(.*sort\(|^sort\(",
        r"",
        "table 77: a precedes that is null gives no order",
    ),
    (r"^(for|\(for) ", r"", "a null inside of the loop, as above"),
]
"""Pattern of the smallest part that differs, of what feelin says, and why; the first that matches decides."""


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


def feelin(expressions: list[str]) -> list[Any]:
    """What feelin says."""
    request = json.dumps({"expressions": expressions, "context": CONTEXT}) + "\n"
    done = subprocess.run(["node", "feelin.mjs"], cwd=NODE, input=request, capture_output=True, text=True, check=True)
    values: list[Any] = json.loads(done.stdout)["values"]
    return values


def parts(node: Node) -> list[str]:
    """The texts of all parts of an expression that can stand alone, smaller ones first."""
    found = [text for child in children(node) for text in parts(child)]
    reads_outside = not {path.partition(".")[0] for path in reads_of(node)} <= CONTEXT.keys()
    is_function = isinstance(node, FunctionNode) or (isinstance(node, Name) and node.name in FUNCTIONS)
    return found if reads_outside or is_function else [*found, to_source(node)]


def rule_for(text: str, theirs: object) -> str | None:
    """Why the standard decides for us in a part."""
    said = json.dumps(theirs)
    return next((why for part, answer, why in RULES if re.search(part, text) and re.search(answer, said)), None)


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    samples = Expressions(random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1), confusion=0.05)  # noqa: S311
    expressions = [feel.compile(samples.of(samples.random.choice(KINDS))) for _ in range(number)]
    split = [list(dict.fromkeys([*parts(expression.tree), expression.text])) for expression in expressions]
    texts = list(dict.fromkeys(text for part in split for text in part))
    context = feel.from_json(json.loads(json.dumps(CONTEXT), parse_float=Decimal))
    assert isinstance(context, dict)
    theirs = dict(zip(texts, feelin(texts), strict=True))
    ours = {text: plain(feel.compile(text).evaluate(context, now=NOW)) for text in texts}
    different = {text for text in texts if not is_same(ours[text], theirs[text])}
    smallest = [next((text for text in part if text in different), None) for part in split]
    differing = Counter(text for text, part in zip(smallest, split, strict=True) if text and part[-1] in different)
    decided: Counter[str] = Counter()
    for text, times in differing.items():
        decided[rule_for(text, theirs[text]) or "open"] += times
    print(f"{number} expressions, {number - differing.total()} the same")
    for rule, times in decided.most_common():
        print(f"{times:5} × {rule}")
    for text in [text for text in differing if rule_for(text, theirs[text]) is None][:60]:
        print(f"open: {text}\n   ours {json.dumps(ours[text])}   feelin {json.dumps(theirs[text])}")
    return 1 if decided["open"] else 0


if __name__ == "__main__":
    sys.exit(main())
