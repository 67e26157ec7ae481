"""The dated tables: TOML beside this module, read once, strictly."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Protocol

from .periods import Period


class Dated(Protocol):
    """A row that applies from a day on, in a Land or ("*") in any that has no row of its own."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def valid_from(self) -> date: ...
    @property
    def land(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NotificationRule:
    """A row of `tables/notification.toml`."""

    procedures: tuple[str, ...]
    channel: str
    valid_from: date
    counted_from: str
    norm: str
    source: str
    verified: bool
    land: str = "*"
    days: int = 0
    months: int = 0
    shift: str = ""
    lapses_after: int = 0
    own_mailbox: bool = False
    needs_trust: str = ""
    without_notice: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemedyRule:
    """A row of `tables/remedies.toml`; `period` is empty where no time limit runs.

    `payment` is a further paragraph, by language, for an act that demands a payment.
    """

    procedure: str
    remedy: str
    valid_from: date
    norm: str
    source: str
    verified: bool
    suspends: bool
    title: Mapping[str, str]
    de: tuple[str, ...]
    en: tuple[str, ...]
    period: Period = field(default_factory=Period)
    payment: Mapping[str, str] = field(default_factory=dict)
    land: str = "*"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActRule:
    """A row of `tables/acts.toml`: what may stand together in a procedure."""

    procedure: str
    valid_from: date
    basis: str
    bodies: tuple[str, ...]
    forms: tuple[str, ...]
    remedies: tuple[str, ...]
    channels: tuple[str, ...]
    automatic_note: str
    source: str
    verified: bool
    land: str = "*"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """A row of `tables/changes.toml`: what an issued notice may be corrected or annulled on.

    `word` is what the law calls it; `applies` says when, `limits` what else to look at, by language. `hearing` is the
    norm that asks to hear the person before a burden; with `from_day` the change works for the future only.
    """

    key: str
    procedure: str
    kind: str
    word: str
    valid_from: date
    norm: str
    source: str
    verified: bool
    applies: Mapping[str, str]
    limits: Mapping[str, str] = field(default_factory=dict)
    hearing: str = ""
    from_day: bool = False
    land: str = "*"


@dataclass(frozen=True, slots=True)
class HearingRule:
    """A row of `tables/hearings.toml`: what a letter says that opens a hearing."""

    procedure: str
    valid_from: date
    norm: str
    end_norm: str
    source: str
    verified: bool
    title: Mapping[str, str]
    de: tuple[str, ...]
    en: tuple[str, ...]
    land: str = "*"
    note: str = ""


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "tables" / f"{name}.toml").read_text("utf-8"))


def _row[R](kind: type[R], raw: Mapping[str, Any]) -> R:
    known = {column.name: column for column in fields(kind)}  # type: ignore[arg-type]
    unknown = set(raw) - set(known)
    required = {name for name, one in known.items() if one.default is MISSING and one.default_factory is MISSING}
    missing = required - set(raw)
    if unknown or missing:
        raise ValueError(f"{kind.__name__}: unknown {sorted(unknown)}, missing {sorted(missing)} in {raw}")
    return kind(**{name: _value(name, value) for name, value in raw.items()})


def _value(name: str, value: Any) -> Any:
    if name == "period":
        return Period(**value)
    return tuple(value) if isinstance(value, list) else value


@cache
def notification_rules() -> tuple[NotificationRule, ...]:
    """All rows, as they stand in the file."""
    return tuple(_row(NotificationRule, raw) for raw in _table("notification")["row"])


@cache
def remedy_rules() -> tuple[RemedyRule, ...]:
    """All rows, as they stand in the file."""
    return tuple(_row(RemedyRule, raw) for raw in _table("remedies")["row"])


@cache
def act_rules() -> tuple[ActRule, ...]:
    """All rows, as they stand in the file."""
    return tuple(_row(ActRule, raw) for raw in _table("acts")["row"])


@cache
def change_rules() -> tuple[ChangeRule, ...]:
    """All rows, as they stand in the file."""
    return tuple(_row(ChangeRule, raw) for raw in _table("changes")["row"])


@cache
def hearing_rules() -> tuple[HearingRule, ...]:
    """All rows, as they stand in the file."""
    return tuple(_row(HearingRule, raw) for raw in _table("hearings")["row"])


def bodies() -> Mapping[str, str]:
    """The kinds of issuing body and what they are usually called."""
    names: Mapping[str, str] = _table("acts")["bodies"]
    return names


def applying[R: Dated](rows: Iterable[R], *, land: str, on: date) -> R | None:
    """The row in force on a day: those of the Land before those of any, the latest that has begun."""
    begun = [row for row in rows if row.valid_from <= on]
    own = [row for row in begun if row.land == land]
    return max(own or [row for row in begun if row.land == "*"], key=lambda row: row.valid_from, default=None)
