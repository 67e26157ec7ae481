"""Random FEEL: texts that are nearly FEEL, and expressions that are."""

import random
from collections.abc import Callable

_TEXT = """1 0 -1 2.5 1e3 "a" "" "ä🐎" true false null x y z ? item partial @"2024-02-29" @"P1D" @"P1Y" @"10:00:00Z"
@"2024-01-01T00:00:00@Europe/Berlin" + - * / ** = != < <= > >= and or not ( ) [ ] { } , : . .. if then else for in
return some every satisfies between instance of function external list<number> number string date time duration
date and time context range count sum min max sort append concatenate flatten substring matches replace split string
`a_b` "\\u0041" "\\n" // /* */ is defined get value now today before overlaps includes 1E6000 -0 [1,2,3] {a:1} [1..10]
(1..10) ]1..2[ (<5) __class__ __import__ abs floor mode median stddev distinct values 99999999999999999999999999999999999"""
PIECES = tuple(_TEXT.split())


def near_feel(random_: random.Random) -> str:
    """A text of pieces of FEEL in any order."""
    separator = random_.choice(("", " ", " "))
    return separator.join(random_.choice(PIECES) for _ in range(random_.randint(1, 25)))


def any_text(random_: random.Random) -> str:
    """A text of any characters."""
    alphabet = random_.choice(("()[]{}\"'.,:+-*/<>=!?@\\ `ax1\n", 'äß🐎\u0000\ud800\u2028\u00a0abc"\\u', "01.eE-+"))
    return "".join(random_.choice(alphabet) for _ in range(random_.randint(1, 60)))


class Expressions:
    """Typed expressions over the variables n, m, s, b, d, l, k, ks; with `confusion`, now and then of a wrong type."""

    def __init__(self, random_: random.Random, *, confusion: float = 0) -> None:
        self.random = random_
        self.confusion = confusion

    def of(self, kind: str, depth: int = 3) -> str:
        """An expression of a kind: number, string, boolean, date, days, list."""
        if self.random.random() < self.confusion:
            kind = self.random.choice(KINDS)
        leaves, nodes = _LEAVES[kind], _NODES[kind]
        if depth <= 0 or self.random.random() < 0.2:
            return str(self.random.choice(leaves))
        return self.random.choice(nodes)(lambda inner: self.of(inner, depth - 1))


_LEAVES = {
    "number": ["0", "1", "2", "-3", "2.5", "100", "n", "m", "k.w"],
    "string": ['"a"', '"abc"', '""', '"Ä"', "s", "k.t"],
    "boolean": ["true", "false", "b"],
    "date": ['date("2024-02-29")', 'date("2025-12-31")', "d"],
    "days": ['duration("P1D")', 'duration("PT36H")', 'duration("-P3D")'],
    "list": ["[1,2,3]", "[]", "[5,1,5]", "l", "ks.w"],
}
_Make = Callable[[Callable[[str], str]], str]
_NODES: dict[str, list[_Make]] = {
    "number": [
        lambda e: f"({e('number')} + {e('number')})",
        lambda e: f"({e('number')} - {e('number')})",
        lambda e: f"({e('number')} * {e('number')})",
        lambda e: f"({e('number')} / {e('number')})",
        lambda e: f"(if {e('boolean')} then {e('number')} else {e('number')})",
        lambda e: f"count({e('list')})",
        lambda e: f"sum({e('list')})",
        lambda e: f"abs({e('number')})",
        lambda e: f"floor({e('number')})",
        lambda e: f"modulo({e('number')}, {e('number')})",
        lambda e: f"string length({e('string')})",
        lambda e: f"{e('date')}.year",
        lambda e: f"{e('list')}[1]",
        lambda e: f"-({e('number')})",
        lambda e: f"max({e('list')})",
    ],
    "string": [
        lambda e: f"({e('string')} + {e('string')})",
        lambda e: f"upper case({e('string')})",
        lambda e: f"substring({e('string')}, {e('number')})",
        lambda e: f"(if {e('boolean')} then {e('string')} else {e('string')})",
        lambda e: f"string({e('boolean')})",
        lambda e: f"substring before({e('string')}, {e('string')})",
    ],
    "boolean": [
        lambda e: f"({e('number')} < {e('number')})",
        lambda e: f"({e('number')} = {e('number')})",
        lambda e: f"({e('string')} = {e('string')})",
        lambda e: f"({e('boolean')} and {e('boolean')})",
        lambda e: f"({e('boolean')} or {e('boolean')})",
        lambda e: f"not({e('boolean')})",
        lambda e: f"({e('number')} in [1..10])",
        lambda e: f"({e('number')} between {e('number')} and {e('number')})",
        lambda e: f"(some v in {e('list')} satisfies v > {e('number')})",
        lambda e: f"(every v in {e('list')} satisfies v > {e('number')})",
        lambda e: f"contains({e('string')}, {e('string')})",
        lambda e: f"({e('date')} < {e('date')})",
        lambda e: f"list contains({e('list')}, {e('number')})",
    ],
    "date": [
        lambda e: f"({e('date')} + {e('days')})",
        lambda e: f"({e('date')} - {e('days')})",
        lambda e: f'({e("date")} + duration("P1M"))',
        lambda e: f"(if {e('boolean')} then {e('date')} else {e('date')})",
    ],
    "days": [
        lambda e: f"({e('days')} + {e('days')})",
        lambda e: f"({e('date')} - {e('date')})",
        lambda e: f"({e('days')} * 2)",
    ],
    "list": [
        lambda e: f"[{e('number')}, {e('number')}]",
        lambda e: f"(for v in {e('list')} return v + {e('number')})",
        lambda e: f"{e('list')}[item > {e('number')}]",
        lambda e: f"append({e('list')}, {e('number')})",
        lambda e: f"concatenate({e('list')}, {e('list')})",
        lambda e: f"reverse({e('list')})",
        lambda e: f"sort({e('list')}, function(p, q) p < q)",
        lambda e: f"distinct values({e('list')})",
    ],
}
KINDS = tuple(_NODES)
