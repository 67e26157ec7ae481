"""Calling a function value: choosing the overload, binding names, converting arguments."""

from collections.abc import Sequence

from laufzettel.kernel.feel.conversion import MISFIT, Misfit, fit
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Function, Value


def call(run: Run, function: Value, arguments: list[Value], names: Sequence[str] | None = None) -> Value:
    """The result of a call; null with a warning when the value is no function or the arguments do not fit."""
    if not isinstance(function, Function):
        return run.null("feel-no-function", "Was hier aufgerufen wird, ist keine Funktion", "This is not a function")
    run.budget.spend(1)
    for overload in function.overloads:
        bound = _bind(overload, arguments, names)
        if bound is None:
            continue
        converted = _convert(overload, bound)
        if converted is not None:
            return run.call(overload, converted)
    return run.null(
        "feel-arguments",
        f"Die Argumente passen nicht zu „{function.name}“",
        f"The arguments do not fit “{function.name}”",
    )


def _bind(function: Function, arguments: list[Value], names: Sequence[str] | None) -> list[Value | Misfit] | None:
    """One value a parameter, in order, MISFIT where it was left out; None when they do not belong to this signature."""
    count = len(function.parameters)
    if names is not None:
        return _bind_names(function, dict(zip(names, arguments, strict=True)), len(names))
    if function.variadic:
        fixed = count - 1
        return [*arguments[:fixed], arguments[fixed:]] if len(arguments) > fixed else None
    if not count - function.optional <= len(arguments) <= count:
        return None
    return [*arguments, *[MISFIT] * (count - len(arguments))]


def _bind_names(function: Function, given: dict[str, Value], count: int) -> list[Value | Misfit] | None:
    if function.variadic or len(given) != count or not given.keys() <= set(function.parameters):
        return None
    required = function.parameters[: len(function.parameters) - function.optional]
    if not given.keys() >= set(required):
        return None
    return [given.get(name, MISFIT) for name in function.parameters]


def _convert(function: Function, arguments: list[Value | Misfit]) -> list[Value] | None:
    """The arguments as the parameters want them, or None when one does not fit; what was left out becomes null."""
    if function.types is None or function.classes is None:
        return [None if isinstance(value, Misfit) else value for value in arguments]
    converted: list[Value] = []
    for value, kind, python_class in zip(arguments, function.types, function.classes, strict=True):
        if type(value) is python_class:
            converted.append(value)  # type: ignore[arg-type]
        elif isinstance(value, Misfit):
            converted.append(None)
        elif value is None and function.strict and not kind.nullable:
            return None
        else:
            fitted = fit(value, kind)
            if isinstance(fitted, Misfit):
                return None
            converted.append(fitted)
    return converted
