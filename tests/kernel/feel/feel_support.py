"""What the tests of FEEL share."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from laufzettel.kernel import feel

NOW = datetime(2026, 1, 15, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def value(text: str, context: Mapping[str, feel.Value] | None = None) -> feel.Value:
    """The value of an expression."""
    names = frozenset(context or {})
    return feel.compile(text, names=names).evaluate(context or {}, now=NOW)


def shown(text: str, context: Mapping[str, feel.Value] | None = None) -> str:
    """The value of an expression, as text in which strings are quoted."""
    return feel.quoted_text(value(text, context))


def reasons(text: str, context: Mapping[str, feel.Value] | None = None) -> list[str]:
    """Why parts of an expression became null, as codes."""
    warnings: list[feel.Warning] = []
    feel.compile(text).evaluate(context or {}, now=NOW, warnings=warnings)
    return [warning.code for warning in warnings]
