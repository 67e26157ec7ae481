"""The types of what stands behind a dot."""

from laufzettel.kernel.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    MONTHS,
    NULL,
    NUMBER,
    STRING,
    TIME,
    ContextType,
    FeelType,
    ListType,
    RangeType,
    members,
    union,
)

_DAY = dict.fromkeys(("year", "month", "day", "weekday"), NUMBER)
_CLOCK: dict[str, FeelType] = {
    **dict.fromkeys(("hour", "minute", "second"), NUMBER),
    "time offset": union(DAYS, NULL),
    "timezone": union(STRING, NULL),
}
_PROPERTIES: dict[FeelType, dict[str, FeelType]] = {
    DATE: {**_DAY},
    TIME: _CLOCK,
    DATE_TIME: {**_DAY, **_CLOCK},
    DAYS: dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    MONTHS: dict.fromkeys(("years", "months"), NUMBER),
}


def fields_of(kind: FeelType) -> frozenset[str]:
    """All field names that a value of this type, or an item of such a list, may have."""
    names: set[str] = set()
    for member in members(kind):
        if isinstance(member, ContextType):
            names |= set(member.fields)
        elif isinstance(member, ListType):
            names |= fields_of(member.item)
        elif isinstance(member, RangeType):
            names |= {"start", "end", "start included", "end included"}
        else:
            names |= set(_PROPERTIES.get(member, {}))
    return frozenset(names)


def property_type(kind: FeelType, name: str) -> FeelType | None:
    """The type of `value.name`; None when no value of this type has such a field."""
    found = [_of_member(member, name) for member in members(kind)]
    known = [each for each in found if each is not None]
    if not known:
        return None
    return union(*known, *([NULL] if len(known) < len(found) else []))


def _of_member(kind: FeelType, name: str) -> FeelType | None:
    if kind == ANY:
        return ANY
    if isinstance(kind, ContextType):
        field = kind.fields.get(name)
        if field is None:
            return None if kind.closed else ANY
        return field.type if field.required else union(field.type, NULL)
    if isinstance(kind, ListType):
        inner = property_type(kind.item, name)
        return None if inner is None else ListType(inner)
    if isinstance(kind, RangeType):
        ends = {"start": kind.item, "end": kind.item, "start included": BOOLEAN, "end included": BOOLEAN}
        end = ends.get(name)
        return end if end in {None, BOOLEAN} else union(end or ANY, NULL)
    return _PROPERTIES.get(kind, {}).get(name)
