"""Values as text: what FEEL's `string()` gives."""

from decimal import Decimal

from laufzettel.kernel.feel.values import Function, Range, Value


def number_text(value: Decimal) -> str:
    """A number in plain notation without trailing zeros, as short as it can be."""
    if value == 0:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_text(value: Value) -> str:
    """The text of a value; a string is itself, inside lists and contexts it is quoted."""
    return value if isinstance(value, str) else quoted_text(value)


def quote(text: str) -> str:
    """A string as a FEEL literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def quoted_text(value: Value) -> str:
    """The text of a value as it stands inside a list."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(quoted_text(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {quoted_text(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Range):
        return _range_text(value)
    return "function" if isinstance(value, Function) and not value.name else str(value)


def _key(name: str) -> str:
    return name if not set('{}[],:"') & set(name) else quote(name)


def _range_text(interval: Range) -> str:
    left, right = "[" if interval.start_included else "(", "]" if interval.end_included else ")"
    low = "null" if interval.start is None else quoted_text(interval.start)
    high = "null" if interval.end is None else quoted_text(interval.end)
    return f"{left}{low}..{high}{right}"
