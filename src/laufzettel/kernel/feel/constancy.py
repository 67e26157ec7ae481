"""Conditions that hold for all values of their types, or for none."""

from dataclasses import dataclass
from decimal import Decimal

from laufzettel.kernel.feel.comparison import equal, ordered
from laufzettel.kernel.feel.nodes import Literal, Negation, Node
from laufzettel.kernel.feel.operators import MATH
from laufzettel.kernel.feel.text import quoted_text
from laufzettel.kernel.feel.types import ANY, NULL, EnumType, FeelType, IntervalType, members
from laufzettel.kernel.feel.values import Value

MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def constant_of(node: Node) -> Value:
    """The value that is written there; None when there is none, or null."""
    if isinstance(node, Literal):
        return node.value
    inner = constant_of(node.operand) if isinstance(node, Negation) else None
    return MATH.minus(inner) if isinstance(inner, Decimal) else None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its constant, if it is written there, and its type."""

    constant: Value
    type: FeelType

    @classmethod
    def of(cls, node: Node, kind: FeelType) -> "Side":
        """The side that stands at `node`."""
        return cls(constant_of(node), kind)

    @property
    def interval(self) -> IntervalType | None:
        """The numbers it may be, if it is a number between known ends, or null."""
        if isinstance(self.constant, Decimal):
            return IntervalType(self.constant, self.constant)
        kinds = [member for member in members(self.type) if member != NULL]
        return kinds[0] if len(kinds) == 1 and isinstance(kinds[0], IntervalType) else None

    @property
    def strings(self) -> frozenset[str] | None:
        """The strings it may be, if they are known."""
        kinds = [member for member in members(self.type) if member != NULL]
        return kinds[0].values if len(kinds) == 1 and isinstance(kinds[0], EnumType) else None

    def __str__(self) -> str:
        return str(self.type) if self.constant is None else quoted_text(self.constant)


def outcome(operator: str, left: Side, right: Side) -> bool | None:
    """True for a comparison that always is true, False for one that never is, None for one that depends."""
    if operator == "!=":
        same = outcome("=", left, right)
        return None if same is None else not same
    if left.constant is not None and right.constant is not None:
        if operator == "=":
            return equal(left.constant, right.constant)
        return ordered(operator, left.constant, right.constant)
    if operator == "=" and NULL in {left.type, right.type}:
        return _with_null(left.type, right.type)
    found = _of_strings(operator, left, right)
    if found is None and (one := left.interval) and (two := right.interval):
        found = _of_intervals(operator, one, two)
    may_be_null = [side.type == ANY or NULL in members(side.type) for side in (left, right)]
    if found is True and any(may_be_null):
        return None
    return None if operator == "=" and all(may_be_null) else found


def _with_null(left: FeelType, right: FeelType) -> bool | None:
    other = right if left == NULL else left
    return None if other.nullable else False


def _of_strings(operator: str, left: Side, right: Side) -> bool | None:
    one, two = left.strings, right.strings
    return False if operator == "=" and one is not None and two is not None and not one & two else None


def _of_intervals(operator: str, left: IntervalType, right: IntervalType) -> bool | None:
    if operator == "=":
        if _is_below(left, right, strictly=True) or _is_below(right, left, strictly=True):
            return False
        return True if left.low is not None and left.low == left.high == right.low == right.high else None
    if operator[0] == ">":
        return _of_intervals(MIRRORED[operator], right, left)
    strictly = operator == "<"
    if _is_below(left, right, strictly=strictly):
        return True
    return False if _is_below(right, left, strictly=not strictly) else None


def _is_below(left: IntervalType, right: IntervalType, *, strictly: bool) -> bool:
    """Whether every number of `left` is smaller than (or at most) every number of `right`."""
    if left.high is None or right.low is None:
        return False
    if left.high == right.low:
        return not (strictly and left.high_included and right.low_included)
    return left.high < right.low


def bounded(kind: FeelType, operator: str, constant: Decimal) -> IntervalType:
    """The numbers of `kind` for which `number operator constant` holds."""
    below = operator[0] == "<"
    included = operator in {"<=", ">=", "="}
    low = constant if not below else None
    high = constant if below or operator == "=" else None
    interval = IntervalType(low, high, included or low is None, included or high is None)
    own = [member for member in members(kind) if isinstance(member, IntervalType)]
    return _both(own[0], interval) if len(own) == 1 else interval


def _both(one: IntervalType, two: IntervalType) -> IntervalType:
    """The numbers of both; of `two` when there are none."""
    if _is_below(one, two, strictly=True) or _is_below(two, one, strictly=True):
        return two
    low, low_included = _inner_end((one.low, one.low_included), (two.low, two.low_included), 1)
    high, high_included = _inner_end((one.high, one.high_included), (two.high, two.high_included), -1)
    return IntervalType(low, high, low_included, high_included)


def _inner_end(
    one: tuple[Decimal | None, bool], two: tuple[Decimal | None, bool], sign: int
) -> tuple[Decimal | None, bool]:
    if one[0] is None or two[0] is None:
        return two if one[0] is None else one
    if one[0] == two[0]:
        return one[0], one[1] and two[1]
    return one if (one[0] - two[0]) * sign > 0 else two
