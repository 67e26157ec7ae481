"""Which type an operator gives for which types: the static side of `operators` and `comparison`."""

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
    EnumType,
    FeelType,
    FunctionType,
    IntervalType,
    ListType,
    RangeType,
    members,
    union,
)

_MAYBE_NUMBER = union(NUMBER, NULL)
_MAYBE_DAYS = union(DAYS, NULL)
_MAYBE_MONTHS = union(MONTHS, NULL)
_RESULTS: dict[tuple[str, FeelType, FeelType], FeelType] = {
    **{(operator, NUMBER, NUMBER): NUMBER for operator in ("+", "-", "*")},
    ("/", NUMBER, NUMBER): _MAYBE_NUMBER,
    ("**", NUMBER, NUMBER): _MAYBE_NUMBER,
    ("+", STRING, STRING): STRING,
    **{(operator, kind, kind): kind for operator in "+-" for kind in (DAYS, MONTHS)},
    **{("*", kind, NUMBER): kind for kind in (DAYS, MONTHS)},
    **{("*", NUMBER, kind): kind for kind in (DAYS, MONTHS)},
    ("/", DAYS, NUMBER): _MAYBE_DAYS,
    ("/", MONTHS, NUMBER): _MAYBE_MONTHS,
    **{("/", kind, kind): _MAYBE_NUMBER for kind in (DAYS, MONTHS)},
    ("+", TIME, DAYS): TIME,
    ("-", TIME, DAYS): TIME,
    ("+", DAYS, TIME): TIME,
    ("-", TIME, TIME): _MAYBE_DAYS,
    **{(operator, kind, step): kind for operator in "+-" for kind in (DATE, DATE_TIME) for step in (DAYS, MONTHS)},
    **{("+", step, kind): kind for kind in (DATE, DATE_TIME) for step in (DAYS, MONTHS)},
    ("-", DATE, DATE): DAYS,
    **{("-", one, two): _MAYBE_DAYS for one, two in ((DATE, DATE_TIME), (DATE_TIME, DATE), (DATE_TIME, DATE_TIME))},
}
_ORDERED = frozenset((NUMBER, STRING, DATE, TIME, DATE_TIME, DAYS, MONTHS))
_ZONED = frozenset((TIME, DATE_TIME))


def base_of(kind: FeelType) -> FeelType:
    """The simple type under an enumeration or interval."""
    if isinstance(kind, EnumType):
        return STRING
    return NUMBER if isinstance(kind, IntervalType) else kind


def arithmetic_type(operator: str, left: FeelType, right: FeelType) -> FeelType:
    """The type of `left operator right`; Null when it is null for every input."""
    results: list[FeelType] = []
    for one in members(left):
        for two in members(right):
            if NULL in {one, two}:
                results.append(NULL)
            elif ANY in {one, two}:
                results.append(_with_any(operator, base_of(one), base_of(two)))
            else:
                results.append(_RESULTS.get((operator, base_of(one), base_of(two)), NULL))
    return union(*results)


def _with_any(operator: str, one: FeelType, two: FeelType) -> FeelType:
    """The type when one side is not known: what the table has for the other one."""
    found = {
        result
        for (sign, left, right), result in _RESULTS.items()
        if sign == operator and one in {ANY, left} and two in {ANY, right}
    }
    return union(NULL, *found) if found else NULL


def negation_type(kind: FeelType) -> FeelType:
    """The type of `-operand`."""
    signed: dict[FeelType, FeelType] = {
        NUMBER: NUMBER,
        DAYS: DAYS,
        MONTHS: MONTHS,
        ANY: union(NUMBER, DAYS, MONTHS, NULL),
    }
    return union(*(signed.get(base_of(member), NULL) for member in members(kind)))


def order_type(left: FeelType, right: FeelType) -> FeelType:
    """The type of `<` and its kin: boolean, boolean or null, or Null when nothing can be compared."""
    results: set[FeelType] = set()
    for one in map(base_of, members(left)):
        for two in map(base_of, members(right)):
            if one == ANY or two == ANY:
                results |= {BOOLEAN, NULL} if {one, two} <= _ORDERED | {ANY} else {NULL}
            elif one == two and one in _ORDERED:
                results |= {BOOLEAN, NULL} if one in _ZONED else {BOOLEAN}
            else:
                results.add(NULL)
    return union(*results)


def equality_type(left: FeelType, right: FeelType) -> FeelType:
    """The type of `=`: Null when the two sides never are of one type and neither can be null."""
    results: set[FeelType] = set()
    for one in map(base_of, members(left)):
        for two in map(base_of, members(right)):
            if NULL in {one, two}:
                results.add(BOOLEAN)
            elif ANY in {one, two}:
                results |= {BOOLEAN, NULL}
            elif _family(one) == _family(two):
                results |= {BOOLEAN} if one == two and not _has_parts(one) else {BOOLEAN, NULL}
            else:
                results.add(NULL)
    return union(*results)


def _family(kind: FeelType) -> object:
    return type(kind) if _has_parts(kind) else kind


def _has_parts(kind: FeelType) -> bool:
    return isinstance(kind, ListType | RangeType | ContextType | FunctionType)


def logic_type(kinds: list[FeelType]) -> FeelType:
    """The type of `and` and `or`."""
    return BOOLEAN if all(kind == BOOLEAN for kind in kinds) else union(BOOLEAN, NULL)


def may_be_boolean(kind: FeelType) -> bool:
    """Whether a condition of this type can ever be true."""
    return any(member in {ANY, BOOLEAN} for member in members(kind))
