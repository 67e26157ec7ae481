"""Functions of contexts."""

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Value


@built_in("get value(m: context; key: string) -> Any")
def _get_value(_run: Run, context: dict[str, Value], key: str) -> Value:
    return context.get(key)


@built_in("not(negand: Any) -> boolean | Null")
def _not(_run: Run, negand: Value) -> Value:
    return not negand if isinstance(negand, bool) else None
