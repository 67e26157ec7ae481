"""Functions of contexts, and of values of any kind."""

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.comparison import identical
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Value

Entries = dict[str, Value]


@built_in("not(negand: boolean) -> boolean")
def _not(_run: Run, negand: bool) -> Value:
    return not negand


@built_in("is(value1?: Any; value2?: Any) -> boolean")
def _is(_run: Run, one: Value, two: Value) -> Value:
    return identical(one, two)


@built_in("is defined(value: Any) -> boolean")
def _is_defined(_run: Run, value: Value) -> Value:
    return value is not None


@built_in("get or else(value: Any; default: Any) -> Any")
def _get_or_else(_run: Run, value: Value, default: Value) -> Value:
    return default if value is None else value


@built_in("assert(value: Any; condition: Any; cause?: string) -> Any")
def _assert(run: Run, value: Value, condition: Value, cause: str | None) -> Value:
    if condition is True:
        return value
    return run.null("feel-assertion", cause or "Die Bedingung ist nicht erfüllt", cause or "The condition is not met")


@built_in("get value(m: context; key: string) -> Any")
def _get_value(run: Run, context: Entries, key: str) -> Value:
    if key in context:
        return context[key]
    return run.null("feel-no-field", f"Der Kontext hat kein „{key}“", f"The context has no “{key}”")


@built_in("get value(context: context; keys: list<string>) -> Any")
def _get_value_deep(run: Run, context: Entries, keys: list[str]) -> Value:
    value: Value = context
    for key in keys:
        value = _get_value(run, value, key) if isinstance(value, dict) else None
    return value if keys else None


@built_in("get entries(m: context) -> list<context<key: string, value: Any>>")
def _get_entries(run: Run, context: Entries) -> Value:
    run.budget.check_list(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@built_in("context(entries: list<context>) -> context | Null")
def _context(run: Run, entries: list[Entries | None]) -> Value:
    result: Entries = {}
    for entry in entries:
        key = entry.get("key") if entry else None
        if entry is None or not isinstance(key, str) or "value" not in entry or key in result:
            return run.null(
                "feel-entries",
                "Jeder Eintrag braucht einen eigenen key und ein value",
                "Each entry needs a key of its own and a value",
            )
        result[key] = entry["value"]
    return result


@built_in("context put(context: context; key: string; value: Any) -> context")
def _context_put(run: Run, context: Entries, key: str, value: Value) -> Value:
    run.budget.check_list(len(context) + 1)
    return {**context, key: value}


@built_in("context put(context: context; keys: list<string>; value: Any) -> context | Null")
def _context_put_deep(run: Run, context: Entries, keys: list[str | None], value: Value) -> Value:
    if not keys or keys[0] is None:
        return run.null("feel-entries", "Ein Schlüssel fehlt", "A key is missing")
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0], {})
    changed = _context_put_deep(run, inner, keys[1:], value) if isinstance(inner, dict) else None
    if changed is None:
        return run.null("feel-entries", f"„{keys[0]}“ ist kein Kontext", f"“{keys[0]}” is no context")
    return {**context, keys[0]: changed}


@built_in("context merge(contexts: list<context>) -> context | Null")
def _context_merge(run: Run, contexts: list[Entries | None]) -> Value:
    result: Entries = {}
    for context in contexts:
        if context is None:
            return run.null("feel-entries", "Einer der Kontexte ist null", "One of the contexts is null")
        run.budget.spend(len(context))
        result.update(context)
    return result
