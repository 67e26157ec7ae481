"""What a tenant sets: typed declarations, and the dated series of values with their by-laws.

Law applies by date: a series holds every version of every setting, `SettingsSeries.at` gives what FEEL sees at one
reference date, as plain values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal

from laufzettel.kernel import feel
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.temporal_text import parse_duration
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.problems import Text

type SettingKind = Literal[
    "money", "percent", "number", "boolean", "text", "date", "duration", "choice",
    "list<text>", "list<number>", "list<money>", "list<day>",
]  # fmt: skip
SETTING_KINDS: tuple[str, ...] = (
    "money", "percent", "number", "boolean", "text", "date", "duration", "choice",
    "list<text>", "list<number>", "list<money>", "list<day>",
)  # fmt: skip

_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class SettingError(ValueError):
    """A raw value does not fit its setting; `text` says why and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a tenant sets, as `[settings.key]` declares it.

    `required` is true, false, or a FEEL condition over the other settings. `by_law`: each value carries the by-law it
    comes from; for money always. `example` is shown and never used for a notice.
    """

    key: str
    kind: SettingKind
    label: str
    help: str = ""
    example: Any = None
    required: bool | str = False
    by_law: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None

    @property
    def type(self) -> FeelType:
        """The type of a value that is set; `nullable_type` is what FEEL sees when it need not be."""
        if self.kind.startswith("list<"):
            return types.ListType(_item_type(self.kind[5:-1]))
        if self.kind == "choice":
            return types.EnumType(frozenset(self.choices))
        if self.kind == "percent":
            return types.IntervalType(Decimal(0), Decimal(100))
        if self.kind == "number" and (self.minimum is not None or self.maximum is not None):
            low, high = (None if end is None else Decimal(end) for end in (self.minimum, self.maximum))
            return types.IntervalType(low, high)
        return _item_type(self.kind)

    @property
    def nullable_type(self) -> FeelType:
        """The type that FEEL reads: null is a value unless the setting is always required."""
        return self.type if self.required is True else types.union(self.type, types.NULL)

    def read(self, raw: Any) -> Any:
        """The FEEL value of what TOML, JSON or a form gives. Raises SettingError."""
        if self.kind.startswith("list<"):
            if not isinstance(raw, list | tuple):
                raise SettingError(Text("Geben Sie eine Liste an.", "Give a list."))
            return [_read(self.kind[5:-1], item) for item in raw]
        if self.kind == "choice" and raw not in self.choices:
            options = ", ".join(self.choices)
            raise SettingError(Text(f"Wählen Sie eines davon: {options}.", f"Choose one of {options}."))
        value = _read(self.kind, raw)
        low, high = (0, 100) if self.kind == "percent" else (self.minimum, self.maximum)
        if isinstance(value, Decimal) and ((low is not None and value < low) or (high is not None and value > high)):
            bounds = f"{'' if low is None else low} – {'' if high is None else high}"
            raise SettingError(Text(f"Der Wert liegt nicht im Bereich {bounds}.", f"The value is not in {bounds}."))
        return value


def _item_type(kind: str) -> FeelType:
    return {
        "money": types.NUMBER,
        "number": types.NUMBER,
        "boolean": types.BOOLEAN,
        "date": types.DATE,
        "duration": types.union(types.DAYS, types.MONTHS),
    }.get(kind, types.STRING)


def _read(kind: str, raw: Any) -> Any:
    match kind:
        case "money":
            return _money(raw)
        case "number" | "percent":
            return _number(raw)
        case "boolean":
            if not isinstance(raw, bool):
                raise SettingError(Text("Geben Sie true oder false an.", "Give true or false."))
            return raw
        case "date":
            return _date(raw)
        case "duration":
            return _duration(raw)
        case "day":
            return _day(raw)
    if not isinstance(raw, str) or not raw.strip():
        raise SettingError(Text("Geben Sie einen Text ein.", "Enter a text."))
    return raw


def _money(raw: Any) -> Decimal:
    hint = Text("Geben Sie einen Betrag mit zwei Stellen an, zum Beispiel „90.00“.", 'Give an amount, such as "90.00".')
    amount = _decimal(raw, hint)
    exponent = amount.as_tuple().exponent
    if amount < 0 or not isinstance(exponent, int) or exponent < -2:
        raise SettingError(hint)
    return amount.quantize(Decimal("0.01"))


def _number(raw: Any) -> Decimal:
    return _decimal(raw, Text("Geben Sie eine Zahl an.", "Give a number."))


def _decimal(raw: Any, hint: Text) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise SettingError(hint)
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        raise SettingError(hint) from None
    if not value.is_finite() or abs(value) > 10**12:
        raise SettingError(hint)
    return value


def _date(raw: Any) -> feel.Date:
    if isinstance(raw, feel.Date):
        return raw
    if isinstance(raw, str):
        try:
            raw = date.fromisoformat(raw)
        except ValueError:
            raw = None
    if not isinstance(raw, date) or isinstance(raw, datetime):
        raise SettingError(Text("Geben Sie ein Datum an, zum Beispiel 2026-01-01.", "Give a date, such as 2026-01-01."))
    return feel.Date.from_python(raw)


def _duration(raw: Any) -> Any:
    if isinstance(raw, feel.DaysTimeDuration | feel.YearsMonthsDuration):
        return raw
    value = parse_duration(raw) if isinstance(raw, str) else None
    if value is None:
        raise SettingError(Text("Geben Sie eine Dauer an, zum Beispiel „P28D“.", 'Give a duration, such as "P28D".'))
    return value


def _day(raw: Any) -> str:
    parts = raw.split("-") if isinstance(raw, str) else []
    if len(parts) == 2 and all(part.isdecimal() and part.isascii() and len(part) == 2 for part in parts):
        month, day = map(int, parts)
        if 1 <= month <= 12 and 1 <= day <= _DAYS_OF_MONTH[month - 1] and (month, day) != (2, 29):
            return str(raw)
    raise SettingError(
        Text("Geben Sie Monat und Tag an, zum Beispiel „02-15“.", 'Give month and day, such as "02-15".')
    )


@dataclass(frozen=True, slots=True)
class ByLaw:
    """Where a value comes from: title, resolution, publication and start of the by-law, and the paragraph."""

    title: str
    resolution: str
    published_on: feel.Date
    in_force_from: feel.Date
    paragraph: str = ""
    is_demo: bool = False

    def context(self) -> dict[str, Any]:
        """What FEEL and letters see."""
        return {
            "title": self.title,
            "resolution": self.resolution,
            "published_on": self.published_on,
            "in_force_from": self.in_force_from,
            "paragraph": self.paragraph,
            "is_demo": self.is_demo,
        }


BY_LAW_TYPE = types.ContextType.of(
    {
        "title": types.STRING,
        "resolution": types.STRING,
        "published_on": types.DATE,
        "in_force_from": types.DATE,
        "paragraph": types.STRING,
        "is_demo": types.BOOLEAN,
    }
)


@dataclass(frozen=True, slots=True)
class SettingVersion:
    """A value of a setting from a day on; without a day, always. `id` is the tenant's row, kept on the case."""

    key: str
    value: Any
    valid_from: feel.Date | None = None
    by_law: ByLaw | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class SettingsSeries:
    """All versions of all settings that a case may read. `keys` are the settings that the package declares."""

    versions: tuple[SettingVersion, ...] = ()
    keys: tuple[str, ...] = ()
    _of: Mapping[str, list[SettingVersion]] = field(init=False, repr=False, compare=False)
    _seen: dict[int, dict[str, Any]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[str, list[SettingVersion]] = {key: [] for key in self.keys}
        for version in sorted(self.versions, key=_start):
            if version.key in found or not self.keys:
                found.setdefault(version.key, []).append(version)
        object.__setattr__(self, "_of", found)

    def version(self, key: str, reference_date: feel.Date) -> SettingVersion | None:
        """The version of a setting that applies at `reference_date`."""
        day, found = reference_date.number, None
        for version in self._of.get(key, ()):
            if _start(version) > day:
                break
            found = version
        return found

    def at(self, reference_date: feel.Date) -> dict[str, Any]:
        """What FEEL sees on a day beside the variables; what has no value then is null.

        `settings`, `by_law`, `reference_date`, and `settings_history`: the settings as they stand from each day on
        which one of them changes (`valid_from`, `settings`), for a case that uses several years.
        """
        if reference_date.number not in self._seen:
            self._seen[reference_date.number] = self._at(reference_date)
        return dict(self._seen[reference_date.number])

    def _at(self, reference_date: feel.Date) -> dict[str, Any]:
        laws: dict[str, Any] = {}
        for key in self._of:
            version = self.version(key, reference_date)
            laws[key] = version.by_law.context() if version and version.by_law else None
        return {
            "settings": self._values(reference_date),
            "by_law": laws,
            "reference_date": reference_date,
            "settings_history": self._history(),
        }

    def _values(self, day: feel.Date) -> dict[str, Any]:
        found = {key: self.version(key, day) for key in self._of}
        return {key: version.value if version else None for key, version in found.items()}

    def _history(self) -> list[dict[str, Any]]:
        starts = {version.valid_from.number: version.valid_from for version in self.versions if version.valid_from}
        return [{"valid_from": starts[day], "settings": self._values(starts[day])} for day in sorted(starts)]

    def missing(self, settings: Iterable[Setting], reference_date: feel.Date, *, now: datetime) -> list[Setting]:
        """The settings that are required on a day and have no value, or no by-law though they need one."""
        context = self.at(reference_date)
        found: list[Setting] = []
        for setting in settings:
            value, law = context["settings"].get(setting.key), context["by_law"].get(setting.key)
            if (value is None and _is_required(setting, context, now)) or (
                value is not None and setting.by_law and law is None
            ):
                found.append(setting)
        return found

    @property
    def is_demo(self) -> bool:
        """Whether any value comes from a by-law that is only a demonstration."""
        return any(version.by_law is not None and version.by_law.is_demo for version in self.versions)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the case that keeps the series."""
        return {
            "keys": list(self.keys),
            "versions": [
                {
                    "key": version.key,
                    "value": feel.to_json(version.value),
                    "valid_from": None if version.valid_from is None else str(version.valid_from),
                    "by_law": None if version.by_law is None else feel.to_json(version.by_law.context()),
                    "id": version.id,
                }
                for version in self.versions
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SettingsSeries":
        """The inverse of `to_json`."""
        versions = tuple(
            SettingVersion(
                key=row["key"],
                value=feel.from_json(row["value"]),
                valid_from=None if row["valid_from"] is None else _date(row["valid_from"]),
                by_law=None if row["by_law"] is None else _by_law(row["by_law"]),
                id=row["id"],
            )
            for row in data["versions"]
        )
        return cls(versions, tuple(data["keys"]))


def _by_law(data: Any) -> ByLaw:
    context: Any = feel.from_json(data)
    return ByLaw(**context)


def _start(version: SettingVersion) -> int:
    return -(10**12) if version.valid_from is None else version.valid_from.number


def _is_required(setting: Setting, context: Mapping[str, Any], now: datetime) -> bool:
    if isinstance(setting.required, bool):
        return setting.required
    return _condition(setting.required).evaluate(context, now=now) is True


@lru_cache(maxsize=256)
def _condition(text: str) -> feel.Expression:
    return feel.compile(text.strip().removeprefix("="))


def settings_type(settings: Iterable[Setting]) -> dict[str, FeelType]:
    """The types of `settings` and `by_law` for the type check: closed contexts of exactly what is declared."""
    declared = list(settings)
    laws = {
        setting.key: BY_LAW_TYPE if setting.required is True else types.union(BY_LAW_TYPE, types.NULL)
        for setting in declared
        if setting.by_law
    }
    values = types.ContextType.of({setting.key: setting.nullable_type for setting in declared})
    return {
        "settings": values,
        "by_law": types.ContextType.of(laws),
        "reference_date": types.DATE,
        "settings_history": types.ListType(types.ContextType.of({"valid_from": types.DATE, "settings": values})),
    }
