"""Properties over generated values: arithmetic, calendar, ranges, printing, stored values."""

import datetime as python
import decimal
import json
import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.feel.feel_samples import KINDS, Expressions
from tests.kernel.feel.feel_support import NOW, value

from laufzettel.kernel import feel
from laufzettel.kernel.feel.builtins import MULTI_WORD
from laufzettel.kernel.feel.calendar import day_number, day_of_number
from laufzettel.kernel.feel.parser import parse
from laufzettel.kernel.feel.printing import to_source

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)
DATES = st.dates()
SUM, DIFFERENCE, PRODUCT, QUOTIENT = (feel.compile(f"a {operator} b") for operator in "+-*/")


def evaluated(expression: feel.Expression, **context: feel.Value) -> feel.Value:
    return expression.evaluate(context, now=NOW)


@given(NUMBERS, NUMBERS)
def test_arithmetic_is_that_of_fractions_to_34_digits(a: Decimal, b: Decimal) -> None:
    exact = {SUM: Fraction(a) + Fraction(b), DIFFERENCE: Fraction(a) - Fraction(b), PRODUCT: Fraction(a) * Fraction(b)}
    for expression, expected in exact.items():
        assert Fraction(evaluated(expression, a=a, b=b)) == expected  # type: ignore[arg-type]
    if b:
        context = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN)
        assert evaluated(QUOTIENT, a=a, b=b) == context.divide(a, b)


@given(NUMBERS, st.integers(min_value=-3, max_value=6))
def test_rounding_is_that_of_decimal(n: Decimal, scale: int) -> None:
    modes = {
        "decimal": decimal.ROUND_HALF_EVEN,
        "floor": decimal.ROUND_FLOOR,
        "ceiling": decimal.ROUND_CEILING,
        "round up": decimal.ROUND_UP,
        "round down": decimal.ROUND_DOWN,
        "round half up": decimal.ROUND_HALF_UP,
        "round half down": decimal.ROUND_HALF_DOWN,
    }
    for name, mode in modes.items():
        result = value(f"{name}(n, s)", {"n": n, "s": Decimal(scale)})
        assert result == n.quantize(Decimal((0, (1,), -scale)), mode), name


@given(DATES, st.integers(min_value=-30_000, max_value=30_000))
def test_days_are_those_of_python_where_python_has_them(day: python.date, distance: int) -> None:
    number = day.toordinal() - python.date(1970, 1, 1).toordinal()

    assert feel.Date.from_python(day).number == number
    assert feel.Date.from_python(day).weekday == day.isoweekday()
    assert feel.Date.from_python(day).to_python() == day
    if 1 <= day.toordinal() + distance <= python.date.max.toordinal():
        moved = evaluated(SUM, a=feel.Date.from_python(day), b=feel.DaysTimeDuration(distance * 86_400 * 10**9))
        assert moved == feel.Date.from_python(day + python.timedelta(distance))


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_days_count_the_same_forwards_and_backwards(number: int) -> None:
    year, month, day = day_of_number(number)

    assert day_number(year, month, day) == number
    assert day_of_number(number + 146_097) == (year + 400, month, day)


@given(DATES, st.integers(min_value=-240, max_value=240))
def test_months_are_those_of_a_naive_calendar(day: python.date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year - 1, 12) if month == 0 else (year, month)
    last = 31
    while last > 28 and not _is_day(year % 400 + 2000, month, last):
        last -= 1

    moved = evaluated(SUM, a=feel.Date.from_python(day), b=feel.YearsMonthsDuration(months))

    assert moved == feel.Date(year, month, min(day.day, last))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        python.date(year, month, day)
    except ValueError:
        return False
    return True


@given(st.datetimes(timezones=st.sampled_from([None, python.UTC]) | st.timezones()))
def test_moments_are_those_of_python(moment: python.datetime) -> None:
    ours = feel.DateTime.from_python(moment)

    assert ours.to_python().replace(tzinfo=None) == moment.replace(tzinfo=None)
    assert value(f'@"{ours}"') == ours
    offset = moment.utcoffset()
    if offset is not None and offset.microseconds == 0:
        assert ours.offset == int(offset.total_seconds())


@given(st.timedeltas())
def test_durations_are_read_as_they_are_written(length: python.timedelta) -> None:
    ours = feel.DaysTimeDuration.from_python(length)

    assert ours.to_python() == length
    assert value(f'@"{ours}"') == ours


SMALL = st.integers(min_value=-3, max_value=6)


@given(SMALL, SMALL, st.booleans(), st.booleans())
def test_ranges_and_tests_are_membership_by_enumeration(low: int, high: int, opened: bool, closed: bool) -> None:
    left, right = "[" if opened else "(", "]" if closed else ")"
    members = {n for n in range(-5, 9) if low <= n <= high and (opened or n != low) and (closed or n != high)}
    if low > high:
        assert value(f"{left}{low}..{high}{right}") is None
        return
    for n in range(-5, 9):
        assert value(f"{n} in {left}{low}..{high}{right}") is (n in members)
        unary = feel.compile_unary(f"{left}{low}..{high}{right}, > {high + 1}")
        assert evaluated(unary, **{"?": Decimal(n)}) is (n in members or n > high + 1)


@given(SMALL, SMALL, SMALL, SMALL, st.lists(st.booleans(), min_size=4, max_size=4))
def test_relations_of_ranges_are_those_of_their_points(a: int, b: int, c: int, d: int, ends: list[bool]) -> None:
    if a >= b or c >= d:
        return
    one = f"{'[' if ends[0] else '('}{a}..{b}{']' if ends[1] else ')'}"
    two = f"{'[' if ends[2] else '('}{c}..{d}{']' if ends[3] else ')'}"
    grid = [Decimal(n) / 4 for n in range(-20, 36)]
    in_one, in_two = feel.compile(f"n in {one}"), feel.compile(f"n in {two}")
    first = {n for n in grid if evaluated(in_one, n=n) is True}
    second = {n for n in grid if evaluated(in_two, n=n) is True}

    assert value(f"overlaps({one}, {two})") is bool(first & second)
    assert value(f"before({one}, {two})") is (max(first) < min(second))
    assert value(f"after({one}, {two})") is (min(first) > max(second))
    assert value(f"includes({one}, {two})") is (second <= first)
    assert value(f"during({one}, {two})") is (first <= second)
    assert value(f"coincides({one}, {two})") is (first == second)


def test_printing_and_parsing_gives_the_same_tree() -> None:
    samples = Expressions(random.Random(5), confusion=0.2)
    others = [
        "{a: 1, `b c`: [1..5], d: (< 3)}",
        "function(x: list<number>, y z) x[item > y z]",
        "for a in 1..3, b in [1, 2] return a ** -b",
        'x in (1, > 2, ["a".."c")) and not(y between 1 and 2)',
        "a.b.c[1].d(e: 1)(2) instance of context<f: string>",
        '@"P1D" + @"2026-01-01T00:00:00@Europe/Berlin"',
        "if a then b else c + 1E+3",
        "every x in y satisfies x != null or x = 1",
    ]
    for text in [*(samples.of(samples.random.choice(KINDS)) for _ in range(300)), *others]:
        tree = parse(text, names=("b c", "y z"), functions=MULTI_WORD)
        assert parse(to_source(tree), functions=MULTI_WORD) == tree, text
    for text in ("-", "not(1, < 2)", '? > 3, "a"'):
        tree = parse(text, unary=True)
        assert parse(to_source(tree), unary=True) == tree


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | NUMBERS
    | st.dates().map(feel.Date.from_python)
    | st.times().map(feel.Time.from_python)
    | st.datetimes(timezones=st.none() | st.timezones()).map(feel.DateTime.from_python)
    | st.timedeltas().map(feel.DaysTimeDuration.from_python)
    | st.integers(-1000, 1000).map(feel.YearsMonthsDuration)
    | st.integers(0, 9).map(lambda n: feel.Range(Decimal(n), Decimal(n + 1), n % 2 == 0, n % 3 == 0)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.just("@"), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_rule_7_stored_values_come_back_as_they_were(original: feel.Value) -> None:
    stored = json.dumps(feel.to_json(original), sort_keys=True)
    back = feel.from_json(json.loads(stored))

    assert repr(back) == repr(original) or back == original
    assert feel.type_of(back) == feel.type_of(original)
