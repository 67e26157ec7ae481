"""Item definitions: what a type reference means, and whether a value conforms to it (DMN 1.5, 7.3.2 and 10.3.2.9).

A conversion that the standard knows is made (a singleton and its list, a date and its midnight); a value that still
does not conform becomes null, as the standard says.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from laufzettel.kernel.dmn.model import ItemDefinition, Literal, within
from laufzettel.kernel.feel.conversion import MISFIT, Misfit
from laufzettel.kernel.feel.conversion import conforms as feel_conforms
from laufzettel.kernel.feel.temporal import Date, DateTime, Time
from laufzettel.kernel.feel.types import (
    ANY,
    ANY_CONTEXT,
    BOOLEAN,
    DATE,
    DATE_TIME,
    NULL,
    NUMBER,
    SIMPLE_TYPES,
    STRING,
    TIME,
    ContextType,
    FeelType,
    Field,
    FunctionType,
    ListType,
    union,
)
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

_SYNONYMS = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "integer": "number",
    "long": "number",
    "double": "number",
}
"""Names that modelling tools write for the types of the standard."""

_CLASSES: dict[FeelType, type] = {
    NUMBER: Decimal,
    STRING: str,
    BOOLEAN: bool,
    DATE: Date,
    TIME: Time,
    DATE_TIME: DateTime,
}
_WHOLE = frozenset({"integer", "long"})

Check = Callable[[Value], bool]


@dataclass(frozen=True)
class ItemType:
    """A type with what the lattice of FEEL cannot say: allowed values as unary tests, whole numbers.

    `allowed` are the texts of the unary tests; `check` runs them. `item` is what a collection holds.
    """

    feel: FeelType = ANY
    item: "ItemType | None" = None
    components: Mapping[str, "ItemType"] = field(default_factory=dict)
    allowed: Literal | None = None
    check: Check | None = field(default=None, compare=False)
    whole: bool = False
    is_any: bool = field(init=False, compare=False, default=False)
    python: type | None = field(init=False, compare=False, default=None)
    """The class of the values of a simple type, which spares asking the lattice."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_any", self.feel == ANY and self.check is None)
        object.__setattr__(self, "python", _CLASSES.get(self.feel))


ANY_ITEM = ItemType()


def conform(value: Value, kind: ItemType) -> Value | Misfit:
    """`value` as `kind`, with the conversions of the standard; `MISFIT` when it does not conform."""
    if value is None or kind.is_any:
        return value
    if type(value) is kind.python and kind.check is None:
        return value
    if conforms(value, kind):
        return value
    if kind.item is not None and not isinstance(value, list):
        inner = conform(value, kind.item)
        return MISFIT if isinstance(inner, Misfit) else [inner]
    if kind.item is None and isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list):
        return conform(value[0], kind) if value[0] is not None else MISFIT
    if kind.feel == DATE_TIME and isinstance(value, Date):
        return DateTime(value, Time.of(0, 0, 0, 0, 0))
    return MISFIT


def coerce(value: Value, kind: ItemType) -> Value:
    """`value` as `kind`, or null."""
    fitted = conform(value, kind)
    return None if isinstance(fitted, Misfit) else fitted


def conforms(value: Value, kind: ItemType) -> bool:
    """Whether `value` is one of the values of `kind`, without any conversion. Null conforms to every type."""
    if value is None:
        return True
    if kind.item is not None:
        inner = kind.item
        fits = isinstance(value, list) and all(conforms(item, inner) for item in value)
    elif kind.components:
        fits = isinstance(value, dict) and all(
            name in value and conforms(value[name], part) for name, part in kind.components.items()
        )
    else:
        fits = type(value) is kind.python or feel_conforms(value, kind.feel)
    return fits and (kind.check is None or kind.check(value))


class TypeTable:
    """The types that a file's references may name. `findings` collects what cannot be resolved."""

    def __init__(
        self,
        definitions: Iterable[ItemDefinition],
        compile_check: Callable[[Literal], Check],
        imported: Mapping[str, ItemType] | None = None,
    ) -> None:
        self.findings: list[Finding] = []
        self._compile_check = compile_check
        self._known: dict[str, ItemType] = dict(imported or {})
        self._definitions = {definition.name: definition for definition in definitions}
        self._open: set[str] = set()
        for definition in self._definitions.values():
            self.resolve(definition.name, definition.place)

    @property
    def named(self) -> Mapping[str, ItemType]:
        return self._known

    @property
    def feel_types(self) -> dict[str, FeelType]:
        """The named types as FEEL's `instance of` and parameter types see them."""
        return {name: kind.feel for name, kind in self._known.items()}

    def component_names(self) -> set[str]:
        """Every name that may follow a dot."""
        found: set[str] = set()
        pending = list(self._known.values())
        seen: set[int] = set()
        while pending:
            kind = pending.pop()
            if id(kind) in seen:
                continue
            seen.add(id(kind))
            found |= set(kind.components)
            pending += kind.components.values()
            if kind.item is not None:
                pending.append(kind.item)
        return found

    def resolve(self, reference: str, place: Place) -> ItemType:
        """The type that `reference` names; any type, with a finding, when nothing has that name."""
        name = reference.strip()
        if not name:
            return ANY_ITEM
        if name in self._known:
            return self._known[name]
        if name in self._definitions:
            return self._define(name)
        plain = name.removeprefix("feel:")
        simple = SIMPLE_TYPES.get(_SYNONYMS.get(plain, plain))
        if simple is not None:
            kind = ItemType(simple, whole=plain in _WHOLE)
        elif plain == "context":
            kind = ItemType(ANY_CONTEXT)
        elif plain == "list":
            kind = ItemType(ListType(ANY), item=ANY_ITEM)
        else:
            what = Text(f"Der Typ „{name}“ ist nicht definiert.", f"The type “{name}” is not defined.")
            self.findings.append(Finding("dmn-unknown-type", what, place))
            kind = ANY_ITEM
        self._known[name] = kind
        return kind

    def _define(self, name: str) -> ItemType:
        definition = self._definitions[name]
        if name in self._open:
            what = Text(f"Der Typ „{name}“ enthält sich selbst.", f"The type “{name}” contains itself.")
            self.findings.append(Finding("dmn-type-cycle", what, definition.place))
            return ANY_ITEM
        self._open.add(name)
        kind = self._known[name] = self._build(definition)
        self._open.discard(name)
        return kind

    def _build(self, definition: ItemDefinition) -> ItemType:
        if definition.function is not None:
            parts = tuple(self.resolve(part.type_ref, definition.place).feel for part in definition.function.parameters)
            result = self.resolve(definition.function.output_type_ref, definition.place)
            kind = ItemType(FunctionType(parts, result.feel))
        elif definition.components:
            components = {part.name: self._build(part) for part in definition.components}
            fields = {name: Field(union(part.feel, NULL)) for name, part in components.items()}
            kind = ItemType(ContextType(fields, closed=False), components=components)
        else:
            kind = self.resolve(definition.type_ref, definition.place)
        kind = self._restricted(kind, definition.allowed)
        if definition.is_collection:
            kind = ItemType(ListType(union(kind.feel, NULL) if kind.feel != ANY else ANY), item=kind)
        return self._restricted(kind, definition.constraint)

    def _restricted(self, kind: ItemType, allowed: Literal | None) -> ItemType:
        if allowed is None:
            return kind
        try:
            own = self._compile_check(allowed)
        except ProgramError as error:
            self.findings += [within(finding, allowed) for finding in error.findings]
            return kind
        outer = kind.check
        check: Check = own if outer is None else lambda value: outer(value) and own(value)
        return ItemType(kind.feel, kind.item, kind.components, allowed, check, kind.whole)
