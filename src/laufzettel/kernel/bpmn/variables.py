"""Variables: who sees what, who writes where (rules 8 to 12), and the limit on their size."""

from collections.abc import Mapping
from decimal import Decimal

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.program import Assignment, Formula
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.problems import Text

MAX_VARIABLES = 1_000_000
MEASURE_EVERY = 16_384
"""Characters written in one step after which the whole is measured again; so is every 64th running number."""


def visible(run: Run, number: int) -> dict[str, Value]:
    """All variables that an instance sees, inner ones before outer ones; what the platform gives before all."""
    found = visible_variables(run.instances, run.program.nodes, number)
    found.update(run.context)
    return found


def visible_variables(instances: Mapping[int, Instance], nodes: Mapping[str, object], number: int) -> dict[str, Value]:
    """The variables in sight of an instance. A called process sees its own only."""
    if not number:
        return {}
    instance = instances[number]
    layers: list[Mapping[str, Value]] = [instance.variables]
    while instance.parent and getattr(nodes[instance.element], "behaviour", "") != "process":
        instance = instances[instance.parent]
        layers.append(instance.variables)
    if len(layers) == 1:
        return dict(layers[0])
    found: dict[str, Value] = {}
    for layer in reversed(layers):
        found.update(layer)
    return found


def owner_of(run: Run, number: int, name: str) -> int:
    """Rule 8: the nearest scope that has the name, else the root of its process."""
    while True:
        instance = run.instances[number]
        if name in instance.variables or run.node(instance).behaviour == "process":
            return number
        number = instance.parent


def merge(run: Run, number: int, values: Mapping[str, Value]) -> None:
    """Write values from the instance `number` outwards, each where it belongs."""
    check(run, values)
    by_owner: dict[int, dict[str, Value]] = {}
    for name, value in values.items():
        by_owner.setdefault(owner_of(run, number, name), {})[name] = value
    for owner, owned in by_owner.items():
        run.write(owner, owned)


def check(run: Run, values: Mapping[str, Value]) -> None:
    """Trouble when the values cannot be stored, or the case would hold more than it may."""
    if not values:
        return
    size = sum(len(name) + size_of(value) for name, value in values.items())
    run.written += size
    if run.written < MEASURE_EVERY and run.measured_at == run.next >> 6:
        return
    total = size + sum(
        len(name) + size_of(value) for instance in run.instances.values() for name, value in instance.variables.items()
    )
    run.written, run.measured_at = 0, run.next >> 6
    if total > MAX_VARIABLES:
        raise Trouble(
            "variables-too-large",
            Text(
                "Die Angaben dieses Vorgangs sind zu groß (mehr als 1 MB).",
                "The data of this case is too large (more than 1 MB).",
            ),
        )


def size_of(value: Value) -> int:
    """About the characters a value takes in the stored state. Trouble for a function: it cannot be stored."""
    if isinstance(value, str):
        return len(value) + 2
    if isinstance(value, list):
        return 2 + sum(size_of(item) + 1 for item in value)
    if isinstance(value, dict):
        return 2 + sum(len(name) + 4 + size_of(item) for name, item in value.items())
    if isinstance(value, feel.Function):
        raise Trouble(
            "function-value",
            Text("Eine Funktion kann nicht gespeichert werden.", "A function cannot be stored."),
        )
    return 8 if value is None or isinstance(value, bool | Decimal) else 32


def compute(run: Run, formula: Formula, context: Mapping[str, Value]) -> Value:
    """The value of a formula."""
    return formula.evaluate(context, run.now)


def required(run: Run, formula: Formula, context: Mapping[str, Value], what: Text) -> Value:
    """The value of a formula where null is an incident (rule 12)."""
    value = formula.evaluate(context, run.now)
    if value is None:
        raise Trouble(
            "null-value",
            Text(
                f"{what}: Der Ausdruck „{formula.text}“ ergibt keinen Wert.{_reason(run, formula, context, 'de')}",
                f"{what.en}: the expression '{formula.text}' gives no value.{_reason(run, formula, context, 'en')}",
            ),
            formula.text,
        )
    return value


def _reason(run: Run, formula: Formula, context: Mapping[str, Value], language: str) -> str:
    """Why FEEL gave null, as far as it can tell."""
    if formula.expression is None:
        return ""
    warnings: list[feel.Warning] = []
    formula.expression.evaluate(context, now=run.now, warnings=warnings)
    return "".join(f" {warning.message.in_language(language)}" for warning in warnings[:1])


def truth(run: Run, formula: Formula, context: Mapping[str, Value], what: Text) -> bool:
    """The value of a condition; anything but true and false is an incident (rule 12)."""
    value = required(run, formula, context, what)
    if not isinstance(value, bool):
        raise Trouble(
            "not-a-condition",
            Text(
                f"{what}: Der Ausdruck „{formula.text}“ ergibt weder wahr noch falsch.",
                f"{what.en}: the expression '{formula.text}' is neither true nor false.",
            ),
            formula.text,
        )
    return value


def assign(
    run: Run, assignments: tuple[Assignment, ...], context: dict[str, Value], base: Mapping[str, Value] | None
) -> dict[str, Value]:
    """Rule 10: evaluate mappings in order, later ones seeing earlier ones; what they write, by variable.

    A target `a.b` merges into the `a` of `base`; with no base (input mappings) it makes a new `a`.
    """
    written: dict[str, Value] = {}
    for assignment in assignments:
        value = assignment.source.evaluate(context, run.now)
        name, *path = assignment.target
        if path:
            root = written.get(name) if name in written or base is None else base.get(name)
            value = _with_path(root, path, value)
        written[name] = context[name] = value
    return written


def _with_path(root: Value, path: list[str], value: Value) -> Value:
    """A copy of `root` in which `path` leads to `value`."""
    copy = dict(root) if isinstance(root, dict) else {}
    copy[path[0]] = _with_path(copy.get(path[0]), path[1:], value) if len(path) > 1 else value
    return copy
