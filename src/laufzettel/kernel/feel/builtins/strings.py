"""Functions of strings."""

from decimal import Decimal

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.text import to_text
from laufzettel.kernel.feel.values import Value


@built_in("substring(string: string; start position: number; length?: number) -> string")
def _substring(run: Run, string: str, start: Decimal, length: Decimal | None) -> Value:
    first = int(start)
    if first == 0 or abs(first) > max(len(string), 1) or (length is not None and length < 1):
        return run.null("feel-position", f"Eine Stelle {first} gibt es nicht", f"There is no position {first}")
    begin = first - 1 if first > 0 else len(string) + first
    return string[begin:] if length is None else string[begin : begin + int(length)]


@built_in("string length(string: string) -> number")
def _string_length(_run: Run, string: str) -> Value:
    return Decimal(len(string))


@built_in("upper case(string: string) -> string")
def _upper_case(run: Run, string: str) -> Value:
    run.budget.check_text(len(string))
    return string.upper()


@built_in("lower case(string: string) -> string")
def _lower_case(run: Run, string: str) -> Value:
    run.budget.check_text(len(string))
    return string.lower()


@built_in("substring before(string: string; match: string) -> string")
def _substring_before(_run: Run, string: str, match: str) -> Value:
    return string.partition(match)[0] if match and match in string else ""


@built_in("substring after(string: string; match: string) -> string")
def _substring_after(_run: Run, string: str, match: str) -> Value:
    return string if not match else string.partition(match)[2]


@built_in("contains(string: string; match: string) -> boolean")
def _contains(_run: Run, string: str, match: str) -> Value:
    return match in string


@built_in("starts with(string: string; match: string) -> boolean")
def _starts_with(_run: Run, string: str, match: str) -> Value:
    return string.startswith(match)


@built_in("ends with(string: string; match: string) -> boolean")
def _ends_with(_run: Run, string: str, match: str) -> Value:
    return string.endswith(match)


@built_in("string join(list: list<string>; delimiter?: string) -> string")
def _string_join(run: Run, items: list[Value], delimiter: str | None) -> Value:
    parts = [item for item in items if isinstance(item, str)]
    if len(parts) != sum(item is not None for item in items):
        return run.null("feel-arguments", "Die Liste enthält nicht nur Texte", "The list holds more than strings")
    between = delimiter or ""
    run.budget.check_text(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)


@built_in("string(from: Any) -> string | Null")
def _string(run: Run, value: Value) -> Value:
    if value is None:
        return None
    text = to_text(value)
    run.budget.check_text(len(text))
    return text
