"""Each built-in function with its ordinary case, its edges, and its errors."""

import pytest
from tests.kernel.feel.feel_support import shown

from laufzettel.kernel.feel.builtins import FUNCTIONS

CASES = r"""
date("2026-02-28") -> 2026-02-28
date("2026-02-29") -> null
date("-0044-03-15") -> -0044-03-15
date(2024, 2, 29) -> 2024-02-29
date(2024, 13, 1) -> null
date(@"2026-01-01T10:00:00") -> 2026-01-01
date(@"2026-01-01") -> 2026-01-01
date(1) -> null
time("10:00:00.5+01:00") -> 10:00:00.5+01:00
time("25:00:00") -> null
time("10:00:00@Europe/Berlin") -> 10:00:00@Europe/Berlin
time("10:00:00@Europe/Atlantis") -> null
time(10, 30, 0) -> 10:30:00
time(10, 30, 1.5, @"-PT2H") -> 10:30:01.5-02:00
time(10, 60, 0) -> null
time(@"2026-01-01T10:00:00Z") -> 10:00:00Z
time(@"10:00:00") -> 10:00:00
time(@"2026-01-01") -> 00:00:00Z
date and time("2026-01-01T24:00:00") -> 2026-01-02T00:00:00
date and time("2026-01-01") -> 2026-01-01T00:00:00
date and time(@"2026-01-01", @"10:00:00") -> 2026-01-01T10:00:00
date and time(@"2026-01-01T01:00:00Z", @"10:00:00") -> 2026-01-01T10:00:00
date and time(@"2026-01-01T12:00:00Z", "Europe/Berlin") -> 2026-01-01T13:00:00@Europe/Berlin
date and time(@"2026-01-01T12:00:00", "Europe/Berlin") -> 2026-01-01T12:00:00@Europe/Berlin
date and time(@"2026-01-01T12:00:00", "Mond") -> null
date and time("morgen") -> null
date and time(@"2026-01-01T12:00:00Z") -> 2026-01-01T12:00:00Z
duration("P1Y2M") -> P1Y2M
duration("-P1DT2H3M4.005S") -> -P1DT2H3M4.005S
duration("P1Y1D") -> null
duration("P") -> null
duration(@"P1D") -> P1D
duration(@"P1M") -> P1M
years and months duration(@"2024-02-29", @"2026-02-28") -> P1Y11M
years and months duration(@"2026-02-28", @"2024-02-29") -> -P1Y11M
years and months duration("2024-02-29", @"2026-02-28") -> null
number("12.5") -> 12.5
number("1.000,5", ".", ",") -> 1000.5
number("1 000.5", " ", ".") -> 1000.5
number("1,5", null, ",") -> 1.5
number("1.5", ".", ".") -> null
number("1.000,5", "x", ",") -> null
number("1.5", null, ",") -> null
number("zwölf") -> null
number(3) -> 3
string(1.50) -> "1.5"
string("a") -> "a"
string(null) -> null
string([1, "a", null]) -> "[1, "a", null]"
string({a: @"P1D"}) -> "{a: P1D}"
string(1E3) -> "1000"
string(0.00) -> "0"
not(true) -> false
not(null) -> null
not(1) -> null
substring("Straße", 5) -> "ße"
substring("Straße", -2, 1) -> "ß"
substring("🐎ab", 2) -> "ab"
substring("abc", 0) -> null
substring("abc", 4) -> null
substring("abc", 1, 0) -> null
substring("abc", 1, null) -> null
string length("🐎") -> 1
string length(5) -> null
upper case("straße") -> "STRASSE"
upper case(null) -> null
lower case("ÄB") -> "äb"
lower case(1) -> null
substring before("a-b-c", "-") -> "a"
substring before("abc", "x") -> ""
substring before("abc", 1) -> null
substring after("a-b-c", "-") -> "b-c"
substring after("abc", "") -> "abc"
substring after(1, "") -> null
replace("a1b22", "[0-9]+", "#") -> "a#b#"
replace("abc", "(b)", "<$1>") -> "a<b>c"
replace("abc", "b", "\\$") -> "a$c"
replace("abc", "b*", "x") -> null
replace("abc", "(", "x") -> null
replace("abc", "b", "$") -> null
replace("a.b", ".", "x", "q") -> "axb"
contains("abc", "bc") -> true
contains("abc", null) -> null
starts with("abc", "ab") -> true
starts with("abc", 1) -> null
ends with("abc", "bc") -> true
ends with(null, "bc") -> null
matches("DE12", "[A-Z]{2}[0-9]+") -> true
matches("a\nb", "a.b") -> false
matches("a\nb", "a.b", "s") -> true
matches("b", "[a-z-[b]]") -> false
matches("a", "a", "y") -> null
matches("ß", "ss", "i") -> false
split("a; b;c", ";\\s*") -> ["a", "b", "c"]
split("abc", "") -> ["a", "b", "c"]
split("abc", "[") -> null
string join(["a", null, "b"], "-") -> "a-b"
string join(["a", "b"]) -> "ab"
string join(["a", "b"], ", ", "[", "]") -> "[a, b]"
string join(["a", 1]) -> null
trim("  a ") -> "a"
trim(1) -> null
is blank(" \t") -> true
is blank(null) -> null
extract("a1b22", "[0-9]+") -> ["1", "22"]
extract("a1b22", "(") -> null
to base64("FEEL") -> "RkVFTA=="
to base64(1) -> null
from json("{\"a\": [1, 2.50]}") -> {a: [1, 2.5]}
from json("{") -> null
to json({a: [1, null, "x"], b: @"2026-01-01"}) -> "{"a":[1,null,"x"],"b":"2026-01-01"}"
list contains([1, null], null) -> true
list contains([1], "1") -> false
list contains(null, 1) -> null
count([]) -> 0
count("a") -> 1
count(null) -> null
min([3, 1, 2]) -> 1
min("b", "a") -> "a"
min([]) -> null
min([1, "a"]) -> null
max([@"2026-01-01", @"2026-01-02"]) -> 2026-01-02
max(1, null) -> null
sum([1, 2.5]) -> 3.5
sum(1, 2) -> 3
sum([@"P1D", @"PT1H"]) -> null
sum([]) -> null
sum([1, null]) -> null
mean([1, 2]) -> 1.5
mean([]) -> null
all([true, null]) -> null
all([false, null]) -> false
all([]) -> true
all(true, true) -> true
all(null) -> null
any([true, null]) -> true
any([false, 1]) -> null
any([]) -> false
sublist([1, 2, 3], 2) -> [2, 3]
sublist([1, 2, 3], -2, 1) -> [2]
sublist([1, 2, 3], 2, 3) -> null
sublist([1, 2, 3], 0) -> null
append([1], 2, 3) -> [1, 2, 3]
append(1, 2) -> [1, 2]
append(null, 2) -> null
concatenate([1], [2, 3], 4) -> [1, 2, 3, 4]
concatenate([1], null) -> null
insert before([1, 3], 2, 2) -> [1, 2, 3]
insert before([1], 2, 2) -> [1, 2]
insert before([1], 3, 2) -> null
remove([1, 2, 3], -1) -> [1, 2]
remove([1], 2) -> null
list replace([1, 2], 2, 9) -> [1, 9]
list replace([1, 2], function(i, n) i < n, 2) -> [2, 2]
list replace([1, 2], 3, 9) -> null
list replace([1, 2], function(i, n) i, 9) -> null
reverse([1, 2]) -> [2, 1]
reverse(null) -> null
index of([1, 2, 1, null], 1) -> [1, 3]
index of([1, null], null) -> [2]
union([1, 2], [2, 3]) -> [1, 2, 3]
union([1], null) -> null
distinct values([1, 1.0, "1", null, null]) -> [1, "1", null]
distinct values([[1], [1], {a: 1}, {a: 1}]) -> [[1], {a: 1}]
duplicate values([1, 2, 1, 1]) -> [1]
flatten([[1, [2]], 3]) -> [1, 2, 3]
flatten(1) -> [1]
product([2, 3, 4]) -> 24
product([]) -> null
median([3, 1, 2]) -> 2
median([4, 1, 2, 3]) -> 2.5
median(["a"]) -> null
stddev([2, 4, 7, 5]) -> 2.081665999466132735282297706979931
stddev([1]) -> null
mode([6, 1, 9, 6, 1]) -> [1, 6]
mode([]) -> []
mode(["a"]) -> null
is empty([]) -> true
is empty(null) -> null
partition([1, 2, 3], 2) -> [[1, 2], [3]]
partition([1], 0) -> null
decimal(1.115, 2) -> 1.12
decimal(2.5, 0) -> 2
decimal(1, 10000) -> null
floor(-1.5) -> -2
floor(1.56, 1) -> 1.5
ceiling(-1.5) -> -1
ceiling(1.51, 1) -> 1.6
round up(5.05, 1) -> 5.1
round up(-5.05, 1) -> -5.1
round down(-5.09, 1) -> -5
round half up(-5.5, 0) -> -6
round half up(2.345, 2) -> 2.35
round half down(5.5, 0) -> 5
round half down(null, 0) -> null
abs(-3) -> 3
abs(@"-P1D") -> P1D
abs(@"-P1M") -> P1M
abs("a") -> null
modulo(-12, 5) -> 3
modulo(10.1, -4.5) -> -3.4
modulo(1, 0) -> null
sqrt(16) -> 4
sqrt(-1) -> null
log(1) -> 0
log(0) -> null
exp(0) -> 1
exp(100000) -> null
odd(-3) -> true
odd(1.5) -> false
even(0) -> true
even("a") -> null
is(@"10:00:00Z", @"10:00:00Z") -> true
is(1, "1") -> false
now() -> 2026-01-15T10:30:00@Europe/Berlin
today() -> 2026-01-15
day of year(@"2024-12-31") -> 366
day of week(@"2026-01-15") -> "Thursday"
month of year(@"2026-01-15T00:00:00") -> "January"
week of year(@"2021-01-03") -> 53
week of year("x") -> null
last day of month(@"2024-02-01") -> 2024-02-29
sort([3, 1, 2], function(x, y) x > y) -> [3, 2, 1]
sort([3, 1]) -> [1, 3]
sort([3, 1], function(x, y) "x") -> null
sort([3, "a"]) -> null
get value({a: 1}, "a") -> 1
get value({a: 1}, "b") -> null
get value({a: {b: 2}}, ["a", "b"]) -> 2
get value(1, "a") -> null
get entries({a: 1}) -> [{key: "a", value: 1}]
get entries(null) -> null
context([{key: "a", value: 1}]) -> {a: 1}
context([{key: "a", value: 1}, {key: "a", value: 2}]) -> null
context put({a: 1}, "b", 2) -> {a: 1, b: 2}
context put({a: {b: 1}}, ["a", "c"], 2) -> {a: {b: 1, c: 2}}
context put({a: 1}, ["a", "c"], 2) -> null
context merge([{a: 1}, {a: 2, b: 3}]) -> {a: 2, b: 3}
context merge([null]) -> null
is defined(null) -> false
is defined(1) -> true
get or else(null, 5) -> 5
get or else(1, 5) -> 1
assert(5, 5 > 3) -> 5
assert(5, 5 > 9, "zu klein") -> null
range("[1..3)") -> [1..3)
range("[1..x]") -> null
before(1, 2) -> true
before(1, (1..5]) -> true
before([1..5), 5) -> true
before([1..5], [5..9]) -> false
before(1, "a") -> null
after(5, [1..5)) -> true
after([5..9], 4) -> true
after([5..9], [1..5)) -> true
after(2, 1) -> true
meets([1..5], [5..9]) -> true
meets([1..5), [5..9]) -> false
met by([5..9], [1..5]) -> true
overlaps([1..5], [5..9]) -> true
overlaps([1..5), [5..9]) -> false
overlaps before([1..5], [3..9]) -> true
overlaps before([1..9], [3..5]) -> false
overlaps after([3..9], [1..5]) -> true
finishes(5, [1..5]) -> true
finishes([3..5], [1..5]) -> true
finishes([3..5), [1..5]) -> false
finished by([1..5], 5) -> true
finished by([1..5], [3..5]) -> true
includes([1..5], 5) -> true
includes([1..5], [2..3]) -> true
includes([1..5), 5) -> false
during(3, [1..5]) -> true
during([2..3], [1..5]) -> true
starts(1, [1..5]) -> true
starts([1..3], [1..5]) -> true
started by([1..5], 1) -> true
started by([1..5], [1..3]) -> true
coincides(1, 1) -> true
coincides([1..5], [1..5)) -> false
coincides("a", 1) -> null
"""
TABLE = [tuple(line.rsplit(" -> ", 1)) for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_built_in_gives_its_value_or_null(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_every_function_has_a_case_in_the_table() -> None:
    assert [name for name in FUNCTIONS if not any(text.startswith(f"{name}(") for text, _ in TABLE)] == []


def test_every_function_is_null_for_arguments_that_nobody_asked_for() -> None:
    for name in FUNCTIONS:
        assert shown(f"{name}(surplus: 1)") == "null", name
        if not any(overload.variadic for overload in FUNCTIONS[name].overloads):
            assert shown(f"{name}(1, 1, 1, 1, 1, 1)") == "null", name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring(start position: 2, string: "abc")', '"bc"'),
        ("(function(a, b) a - b)(b: 1, a: 3)", "2"),
        ("(function(a, b) a - b)(1)", "null"),
        ("(function(a: number) a)([5])", "5"),
        ("(function(a: list<number>) a)(5)", "[5]"),
        ('(function(a: number) 1)("x")', "null"),
        ("1(2)", "null"),
        ("nobody(2)", "null"),
        ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
        ("(function(f, n) f(f, n))(function(f, n) if n <= 1 then 1 else n * f(f, n - 1), 20)", "2432902008176640000"),
        ('(function(x) external {java: {class: "java.lang.Math", `method signature`: "abs(int)"}})(1)', "null"),
    ],
)
def test_calls(text: str, expected: str) -> None:
    assert shown(text) == expected
