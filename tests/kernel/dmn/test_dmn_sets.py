"""The algebra of cells against membership, and the words for it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laufzettel.kernel.dmn.axes import Axis
from laufzettel.kernel.dmn.sets import Interval, ValueSet, key_of, value_of
from laufzettel.kernel.dmn.words import condition_words, value_words
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.values import Value

D = Decimal
ends = st.one_of(st.none(), st.integers(0, 5).map(D))


def interval(low: Decimal | None, high: Decimal | None, low_in: bool, high_in: bool) -> ValueSet:
    made = Interval(low, high, low_in and low is not None, high_in and high is not None)
    return ValueSet("number", () if made.empty else (made,))


numbers = st.lists(st.builds(interval, ends, ends, st.booleans(), st.booleans()), min_size=1, max_size=3)
words = st.builds(
    lambda values, negated: ValueSet("string", values=values, negated=negated),
    st.frozensets(st.sampled_from("abc")),
    st.booleans(),
)
POINTS = [Fraction(n, 2) for n in range(-2, 14)]


def has(cell: ValueSet, point: Fraction) -> bool:
    def inside(part: Interval) -> bool:
        above = part.low is None or point > part.low or (part.low_included and point == part.low)
        return above and (part.high is None or point < part.high or (part.high_included and point == part.high))

    return any(inside(part) for part in cell.intervals)


@settings(max_examples=300)
@given(numbers, numbers)
def test_intervals_are_joined_cut_and_turned_as_their_members_are(ones: list[ValueSet], twos: list[ValueSet]) -> None:
    one, two = (union_of(sets) for sets in (ones, twos))
    for point in POINTS:
        in_one, in_two = any(has(each, point) for each in ones), any(has(each, point) for each in twos)
        assert has(one, point) == in_one
        assert has(one.union(two), point) == (in_one or in_two)
        assert has(one.intersection(two), point) == (in_one and in_two)
        assert has(one.complement(), point) == (not in_one)


def union_of(sets: list[ValueSet]) -> ValueSet:
    first, *rest = sets
    for each in rest:
        first = first.union(each)
    return first


@settings(max_examples=200)
@given(words, words)
def test_words_are_joined_cut_and_turned_as_their_members_are(one: ValueSet, two: ValueSet) -> None:
    for word in "abcd":
        in_one, in_two = holds(one, word), holds(two, word)
        assert holds(one.union(two), word) == (in_one or in_two)
        assert holds(one.intersection(two), word) == (in_one and in_two)
        assert holds(one.complement(), word) != in_one


def holds(cell: ValueSet, word: str) -> bool:
    return (word in cell.values) != cell.negated


@settings(max_examples=200)
@given(numbers, st.booleans())
def test_every_piece_of_a_column_answers_as_its_example(cells: list[ValueSet], whole: bool) -> None:
    axis = Axis("number", cells, ValueSet.everything("number", whole=whole))
    for atom in axis.allowed():
        example = axis.example(atom)
        assert isinstance(example, Decimal)
        assert axis.atom(example) == atom
        assert not whole or example == example.to_integral_value()
        expected = [has(cell, Fraction(example)) for cell in cells]
        assert [bool(axis.masks[atom] >> rule & 1) for rule in range(len(cells))] == expected


@pytest.mark.parametrize(
    "value",
    [
        D("1.5"),
        True,
        "a",
        Date(2026, 3, 1),
        Time.of(10, 30, 0),
        DateTime(Date(2026, 3, 1), Time.of(10, 30, 0)),
        DaysTimeDuration(86_400_000_000_000),
        YearsMonthsDuration(14),
    ],
)
def test_a_constant_has_a_key_and_comes_back_from_it(value: Value) -> None:
    found = key_of(value)
    assert found is not None
    assert value_of(*found) == value


def test_a_time_with_a_zone_cannot_stand_in_a_set() -> None:
    assert key_of(Time.of(10, 0, 0, 0, 3600)) is None
    assert key_of(None) is None


@pytest.mark.parametrize(
    ("cell", "german", "english"),
    [
        (interval(D(1), D(3), True, True), "von 1 bis 3", "from 1 to 3"),
        (interval(D(1), D(3), False, False), "mehr als 1 und weniger als 3", "more than 1 and less than 3"),
        (interval(D(2), None, True, False), "mindestens 2", "at least 2"),
        (interval(None, D("2.5"), False, True), "höchstens 2,5", "at most 2.5"),
        (ValueSet("string", values=frozenset("ab")), "a oder b", "a or b"),
        (ValueSet("string", values=frozenset("a"), negated=True), "nicht a", "not a"),
        (ValueSet("date", (Interval(Date(2026, 3, 1).number, None, True),)), "ab 01.03.2026", "from 2026-03-01"),
        (interval(D(1), None, False, False).union(interval(None, D(0), False, False)),
         "weniger als 0 oder mehr als 1", "less than 0 or more than 1"),
    ],
)  # fmt: skip
def test_conditions_in_words(cell: ValueSet, german: str, english: str) -> None:
    assert (condition_words(cell, "de"), condition_words(cell, "en")) == (german, english)


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (None, "nicht angegeben", "not given"),
        (True, "ja", "yes"),
        (D("2016.50"), "2016,5", "2016.5"),
        (Date(2026, 3, 2), "02.03.2026", "2026-03-02"),
        (DateTime(Date(2026, 3, 2), Time.of(9, 5, 0)), "02.03.2026 09:05", "2026-03-02 09:05"),
        (YearsMonthsDuration(14), "1 Jahr 2 Monate", "1 year 2 months"),
        (DaysTimeDuration(86_400_000_000_000), "1 Tag", "1 day"),
        (DaysTimeDuration(3_600_000_000_000), "PT1H", "PT1H"),
        (["Rex", D(1)], "Rex, 1", "Rex, 1"),
        ([], "leer", "empty"),
        ({"name": "Rex", "alter": None}, "name Rex, alter nicht angegeben", "name Rex, alter not given"),
    ],
)
def test_values_in_words(value: Value, german: str, english: str) -> None:
    assert (value_words(value, "de"), value_words(value, "en")) == (german, english)
