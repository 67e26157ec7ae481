"""Functions of strings."""

from decimal import Decimal

from laufzettel.kernel.feel.builtins.lists import no_position
from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.patterns import Pattern, PatternError, replacement_parts
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Value


@built_in("substring(string: string; start position: number; length?: number) -> string | Null")
def _substring(run: Run, string: str, start: Decimal, length: Decimal | None) -> Value:
    first = int(start)
    if first == 0 or abs(first) > len(string) or (length is not None and length < 1):
        return no_position(run, start)
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
    return string.partition(match)[2] if match else string


@built_in("contains(string: string; match: string) -> boolean")
def _contains(_run: Run, string: str, match: str) -> Value:
    return match in string


@built_in("starts with(string: string; match: string) -> boolean")
def _starts_with(_run: Run, string: str, match: str) -> Value:
    return string.startswith(match)


@built_in("ends with(string: string; match: string) -> boolean")
def _ends_with(_run: Run, string: str, match: str) -> Value:
    return string.endswith(match)


@built_in("trim(string: string) -> string")
def _trim(_run: Run, string: str) -> Value:
    return string.strip()


@built_in("is blank(string: string) -> boolean")
def _is_blank(_run: Run, string: str) -> Value:
    return not string.strip()


def _joined(run: Run, items: list[Value], delimiter: str | None) -> str:
    parts = [item for item in items if isinstance(item, str)]
    between = delimiter or ""
    run.budget.check_text(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)


@built_in("string join(list: list<string>; delimiter?: string | Null) -> string")
def _string_join(run: Run, items: list[Value], delimiter: str | None) -> Value:
    return _joined(run, items, delimiter)


@built_in("string join(list: list<string>; delimiter: string | Null; prefix: string; suffix: string) -> string")
def _string_join_within(run: Run, items: list[Value], delimiter: str | None, prefix: str, suffix: str) -> Value:
    return prefix + _joined(run, items, delimiter) + suffix


def _pattern(run: Run, pattern: str, flags: str | None) -> Pattern | None:
    try:
        return Pattern.of(pattern, flags or "")
    except PatternError as error:
        return run.null("feel-pattern", f"Das Suchmuster gilt nicht: {error.de}", f"The pattern is not valid: {error}")


@built_in("matches(input: string; pattern: string; flags?: string | Null) -> boolean | Null")
def _matches(run: Run, text: str, pattern: str, flags: str | None) -> Value:
    compiled = _pattern(run, pattern, flags)
    return None if compiled is None else compiled.search(run.budget, text) is not None


@built_in("replace(input: string; pattern: string; replacement: string; flags?: string | Null) -> string | Null")
def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None) -> Value:
    compiled = _pattern(run, pattern, flags)
    if compiled is None:
        return None
    try:
        parts: list[str | int] = (
            [replacement] if "q" in (flags or "") else replacement_parts(replacement, compiled.groups)
        )
    except PatternError as error:
        return run.null("feel-pattern", f"Der Ersatz gilt nicht: {error.de}", f"The replacement is not valid: {error}")
    if compiled.search(run.budget, "") is not None:
        return run.null("feel-pattern", "Das Suchmuster trifft auch nichts", "The pattern matches nothing at all")
    return compiled.replace(run.budget, text, parts)


@built_in("split(string: string; delimiter: string) -> list<string>")
def _split(run: Run, text: str, delimiter: str) -> Value:
    compiled = _pattern(run, delimiter, None)
    return None if compiled is None else list(compiled.split(run.budget, text))


@built_in("extract(string: string; pattern: string) -> list<string>")
def _extract(run: Run, text: str, pattern: str) -> Value:
    compiled = _pattern(run, pattern, None)
    return None if compiled is None else list(compiled.find_all(run.budget, text))
