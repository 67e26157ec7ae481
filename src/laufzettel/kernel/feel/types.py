"""The types of FEEL as a lattice: what an expression may give, and what fits where.

`NULL` is a type of its own: `number` does not include null, `union(NUMBER, NULL)` does. A field that is not required
may be absent, which is not the same as null.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.values import Function, Range, Value

MAX_UNION = 8
MAX_DEPTH = 12


@dataclass(frozen=True)
class FeelType:
    """Any type of FEEL. Types are values: they compare by what they say."""

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return any(member in {ANY, NULL} for member in members(self))

    @cached_property
    def inner_names(self) -> frozenset[str]:
        """The field names on any level, that may stand behind dots. Reckoned once: types are shared widely."""
        return frozenset()

    @property
    def python_class(self) -> type | None:
        """The class of Python that has exactly its values, if there is one."""
        return _CLASS_OF.get(self)

    @property
    def without_null(self) -> "FeelType":
        """The same type once null is ruled out."""
        return union(*(member for member in members(self) if member != NULL))


@dataclass(frozen=True)
class SimpleType(FeelType):
    """Any, Null and the types without parts."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ListType(FeelType):
    """`list<item>`."""

    item: FeelType

    @cached_property
    def inner_names(self) -> frozenset[str]:
        return self.item.inner_names

    def __str__(self) -> str:
        return f"list<{self.item}>"


@dataclass(frozen=True)
class RangeType(FeelType):
    """`range<item>`."""

    item: FeelType

    def __str__(self) -> str:
        return f"range<{self.item}>"


@dataclass(frozen=True)
class Field:
    """A field of a context: its type, and whether it is always there."""

    type: FeelType
    required: bool = True


@dataclass(frozen=True)
class ContextType(FeelType):
    """`context<a: T, …>`. A closed one has no other fields, an open one may have any."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    closed: bool = True

    @classmethod
    def of(cls, fields: Mapping[str, FeelType], *, closed: bool = True) -> "ContextType":
        """A context whose fields are all required."""
        return cls({name: Field(kind) for name, kind in fields.items()}, closed)

    @cached_property
    def inner_names(self) -> frozenset[str]:
        return frozenset(self.fields).union(*(each.type.inner_names for each in self.fields.values()))

    def __hash__(self) -> int:
        return hash((frozenset(self.fields), self.closed))

    def __str__(self) -> str:
        inner = ", ".join(f"{name}{'' if f.required else '?'}: {f.type}" for name, f in self.fields.items())
        return f"context<{inner}>" if inner or self.closed else "context"


@dataclass(frozen=True)
class FunctionType(FeelType):
    """`function<parameters> -> result`; None for parameters that are not known."""

    parameters: tuple[FeelType, ...] | None
    result: FeelType

    def __str__(self) -> str:
        inner = "…" if self.parameters is None else ", ".join(str(kind) for kind in self.parameters)
        return f"function<{inner}> -> {self.result}"


@dataclass(frozen=True)
class EnumType(FeelType):
    """Some strings."""

    values: frozenset[str]

    def __str__(self) -> str:
        return " | ".join(f'"{value}"' for value in sorted(self.values))


@dataclass(frozen=True)
class IntervalType(FeelType):
    """Numbers between two ends; None is no end."""

    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            above = "" if self.low is None else f" {'>=' if self.low_included else '>'} {self.low}"
            return (
                f"number{above}" if self.high is None else f"number {'<=' if self.high_included else '<'} {self.high}"
            )
        left, right = "[" if self.low_included else "(", "]" if self.high_included else ")"
        return f"number {left}{self.low}..{self.high}{right}"


@dataclass(frozen=True)
class UnionType(FeelType):
    """One of two to eight types; made by `union` only."""

    members: frozenset[FeelType]

    @cached_property
    def inner_names(self) -> frozenset[str]:
        return frozenset[str]().union(*(member.inner_names for member in self.members))

    def __str__(self) -> str:
        return " | ".join(sorted(str(member) for member in self.members))


ANY = SimpleType("Any")
NULL = SimpleType("Null")
BOOLEAN = SimpleType("boolean")
NUMBER = SimpleType("number")
STRING = SimpleType("string")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
DAYS = SimpleType("days and time duration")
MONTHS = SimpleType("years and months duration")
ANY_LIST = ListType(ANY)
ANY_RANGE = RangeType(ANY)
ANY_CONTEXT = ContextType({}, closed=False)
ANY_FUNCTION = FunctionType(None, ANY)
SIMPLE_TYPES = {kind.name: kind for kind in (ANY, NULL, BOOLEAN, NUMBER, STRING, DATE, TIME, DATE_TIME, DAYS, MONTHS)}

_SIMPLE_OF: dict[type, FeelType] = {
    type(None): NULL,
    bool: BOOLEAN,
    Decimal: NUMBER,
    str: STRING,
    Date: DATE,
    Time: TIME,
    DateTime: DATE_TIME,
    DaysTimeDuration: DAYS,
    YearsMonthsDuration: MONTHS,
}


_CLASS_OF: dict[FeelType, type] = {kind: python for python, kind in _SIMPLE_OF.items() if kind != NULL}
_CLASS_OF[ANY_LIST] = list


def members(kind: FeelType) -> frozenset[FeelType]:
    """The members of a union, or the type alone."""
    return kind.members if isinstance(kind, UnionType) else frozenset((kind,))


def union(*kinds: FeelType) -> FeelType:
    """The least type that holds all of `kinds`: Any when there are more than eight; Null for none at all."""
    if len(different := dict.fromkeys(kinds)) == 1:
        return kinds[0]
    kept: list[FeelType] = []
    for kind in {member: None for each in different for member in sorted(members(each), key=str)}:
        if any(is_assignable(kind, other) for other in kept):
            continue
        kept = [other for other in kept if not is_assignable(other, kind)]
        kept.append(kind)
    kept = _merged(kept)
    if ANY in kept or len(kept) > MAX_UNION:
        return ANY
    if not kept:
        return NULL
    return kept[0] if len(kept) == 1 else UnionType(frozenset(kept))


def _merged(kinds: list[FeelType]) -> list[FeelType]:
    """Members of one kind become one: all contexts, all lists, all enumerations."""
    rest: list[FeelType] = []
    for kind in kinds:
        for index, other in enumerate(rest):
            if (both := _merge(other, kind)) is not None:
                rest[index] = both
                break
        else:
            rest.append(kind)
    return rest


def _merge(one: FeelType, two: FeelType) -> FeelType | None:
    if isinstance(one, EnumType) and isinstance(two, EnumType):
        return EnumType(one.values | two.values) if len(one.values | two.values) <= 100 else STRING
    if isinstance(one, IntervalType) and isinstance(two, IntervalType):
        return NUMBER
    if isinstance(one, ListType) and isinstance(two, ListType):
        return ListType(union(one.item, two.item))
    if isinstance(one, ContextType) and isinstance(two, ContextType):
        return _merge_contexts(one, two)
    return None


def _merge_contexts(one: ContextType, two: ContextType) -> ContextType:
    fields = {}
    for name in [*one.fields, *(name for name in two.fields if name not in one.fields)]:
        here, there = one.fields.get(name), two.fields.get(name)
        if here and there:
            fields[name] = Field(union(here.type, there.type), here.required and there.required)
        elif (one if here else two).closed and (two if here else one).closed:
            fields[name] = Field((here or there or Field(ANY)).type, required=False)
    return ContextType(fields, one.closed and two.closed)


def join(kinds: Iterable[FeelType]) -> FeelType:
    """The type of a value that has one of `kinds`."""
    return union(*kinds)


def is_assignable(kind: FeelType, target: FeelType) -> bool:
    """Whether every value of `kind` is a value of `target`."""
    if target == ANY or kind == target:
        return True
    if isinstance(kind, UnionType):
        return all(is_assignable(member, target) for member in kind.members)
    if isinstance(target, UnionType):
        return any(is_assignable(kind, member) for member in target.members)
    if isinstance(kind, EnumType):
        return target == STRING or (isinstance(target, EnumType) and kind.values <= target.values)
    if isinstance(kind, IntervalType):
        return target == NUMBER or (isinstance(target, IntervalType) and _within(kind, target))
    if isinstance(kind, ListType | RangeType) and type(kind) is type(target):
        return is_assignable(kind.item, target.item)
    if isinstance(kind, ContextType) and isinstance(target, ContextType):
        return _context_assignable(kind, target)
    if isinstance(kind, FunctionType) and isinstance(target, FunctionType):
        return _function_assignable(kind, target)
    return False


def _within(inner: IntervalType, outer: IntervalType) -> bool:
    low = outer.low is None or (
        inner.low is not None
        and (inner.low > outer.low or (inner.low == outer.low and (outer.low_included or not inner.low_included)))
    )
    high = outer.high is None or (
        inner.high is not None
        and (inner.high < outer.high or (inner.high == outer.high and (outer.high_included or not inner.high_included)))
    )
    return low and high


def _context_assignable(kind: ContextType, target: ContextType) -> bool:
    for name, wanted in target.fields.items():
        found = kind.fields.get(name)
        if found is None:
            if wanted.required or not kind.closed:
                return False
        elif (wanted.required and not found.required) or not is_assignable(found.type, wanted.type):
            return False
    return not target.closed or (kind.closed and set(kind.fields) <= set(target.fields))


def _function_assignable(kind: FunctionType, target: FunctionType) -> bool:
    if not is_assignable(kind.result, target.result):
        return False
    if target.parameters is None or kind.parameters is None:
        return target.parameters is None
    return len(kind.parameters) == len(target.parameters) and all(
        is_assignable(wanted, own) for own, wanted in zip(kind.parameters, target.parameters, strict=True)
    )


def type_of(value: Value, depth: int = 0) -> FeelType:
    """The narrowest type of a value, without enumerations and intervals."""
    simple = _SIMPLE_OF.get(type(value))
    if simple is not None:
        return simple
    if depth > MAX_DEPTH:
        return ANY
    if isinstance(value, list):
        return ListType(union(*(type_of(item, depth + 1) for item in value)))
    if isinstance(value, dict):
        return ContextType.of({name: type_of(item, depth + 1) for name, item in value.items()})
    if isinstance(value, Range):
        return RangeType(union(*(type_of(end) for end in (value.start, value.end) if end is not None)))
    if isinstance(value, Function):
        return FunctionType(value.types or (ANY,) * len(value.parameters), value.result or ANY)
    return ANY


def has_type(value: Value, kind: FeelType) -> bool:
    """Whether `value` is one of the values of `kind`."""
    if isinstance(kind, UnionType):
        return any(has_type(value, member) for member in kind.members)
    if isinstance(kind, EnumType):
        return isinstance(value, str) and value in kind.values
    if isinstance(kind, IntervalType):
        return isinstance(value, Decimal) and _within(IntervalType(value, value), kind)
    if isinstance(kind, ListType):
        return isinstance(value, list) and (kind.item == ANY or all(has_type(item, kind.item) for item in value))
    if isinstance(kind, ContextType):
        return isinstance(value, dict) and _has_fields(value, kind)
    return is_assignable(type_of(value), kind)


def _has_fields(value: Mapping[str, Value], kind: ContextType) -> bool:
    if kind.closed and not set(value) <= set(kind.fields):
        return False
    return all(
        has_type(value[name], wanted.type) if name in value else not wanted.required
        for name, wanted in kind.fields.items()
    )
