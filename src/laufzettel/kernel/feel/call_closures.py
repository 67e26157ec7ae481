"""Closures of calls. A built-in that is called by its name with fitting arguments needs no binding and converting."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from laufzettel.kernel.feel.builtins import FUNCTIONS
from laufzettel.kernel.feel.calling import call
from laufzettel.kernel.feel.conversion import Misfit
from laufzettel.kernel.feel.operator_closures import Thunk
from laufzettel.kernel.feel.run import Run, Scope, Spot
from laufzettel.kernel.feel.types import ANY, FunctionType
from laufzettel.kernel.feel.values import Function, Value

_OF_CONSTANTS = frozenset(("date", "time", "date and time", "duration"))
"""Functions that give the same value for the same text for ever, so that `date("2026-01-31")` is read once."""


def any_call(function: Thunk, arguments: Sequence[Thunk], names: Sequence[str] | None, place: Spot) -> Thunk:
    """A call of whatever the function is when it is called."""

    def invoke(scope: Scope) -> Value:
        callee = function(scope)
        values = [argument(scope) for argument in arguments]
        scope.run.here = place
        return call(scope.run, callee, values, names)

    return invoke


def named_call(name: str, lookup: Thunk, arguments: Sequence[Thunk], place: Spot) -> Thunk:
    """A call by name with arguments in order; the name may be hidden by a variable, so it is looked up each time."""
    built_in, fitting = _first_fitting(name, len(arguments))
    if built_in is None or fitting is None or not arguments:
        return any_call(lookup, arguments, None, place)
    if len(arguments) == len(fitting.parameters) == 1:
        return _call_with_one(built_in, fitting, lookup, arguments[0], place)
    if len(arguments) == len(fitting.parameters) == 2:
        return _call_with_two(built_in, fitting, lookup, arguments, place)
    return _call_with_some(built_in, fitting, lookup, arguments, place)


def constant_call(name: str, lookup: Thunk, otherwise: Thunk) -> Thunk:
    """A call whose arguments are all constants; its value is kept where it is always the same."""
    if name not in _OF_CONSTANTS:
        return otherwise
    built_in = FUNCTIONS[name]
    kept: Value = None

    def remember(scope: Scope) -> Value:
        nonlocal kept
        if lookup(scope) is not built_in:
            return otherwise(scope)
        if kept is None:
            kept = otherwise(scope)
        else:
            budget = scope.run.budget
            budget.steps += 1
            if budget.steps > budget.max_steps:
                budget.spend(0)
        return kept

    return remember


@lru_cache(maxsize=1024)
def _first_fitting(name: str, count: int) -> tuple[Function | None, Function | None]:
    """The built-in of that name, and its first overload for so many arguments if it can be called without more ado."""
    built_in = FUNCTIONS.get(name)
    for overload in built_in.overloads if built_in else ():
        if overload.variadic or any(isinstance(kind, FunctionType) for kind in overload.types or ()):
            break
        if len(overload.parameters) - overload.optional <= count <= len(overload.parameters):
            is_typed = overload.types is not None and overload.classes is not None
            return built_in, overload if is_typed else None
    return built_in, None


def _call_with_one(built_in: Function, overload: Function, lookup: Thunk, argument: Thunk, place: Spot) -> Thunk:
    direct, types, classes = overload.direct or _unpacked(overload), overload.types or (), overload.classes or ()
    wanted, takes_any = classes[0], types[0] == ANY

    def invoke(scope: Scope) -> Value:
        callee, value, run = lookup(scope), argument(scope), scope.run
        run.here = place
        if callee is built_in and (type(value) is wanted or takes_any):
            budget = run.budget
            budget.steps += 1
            if budget.steps > budget.max_steps or budget.depth >= budget.max_depth:
                _stop(run)
            return direct(run, value)
        return call(run, callee, [value])

    return invoke


def _call_with_two(
    built_in: Function, overload: Function, lookup: Thunk, arguments: Sequence[Thunk], place: Spot
) -> Thunk:
    direct, types, classes = overload.direct or _unpacked(overload), overload.types or (), overload.classes or ()
    first, second = arguments
    first_class, second_class = classes
    takes_any_first, takes_any_second = types[0] == ANY, types[1] == ANY

    def invoke(scope: Scope) -> Value:
        callee, one, two, run = lookup(scope), first(scope), second(scope), scope.run
        run.here = place
        if (
            callee is built_in
            and (type(one) is first_class or takes_any_first)
            and (type(two) is second_class or takes_any_second)
        ):
            budget = run.budget
            budget.steps += 1
            if budget.steps > budget.max_steps or budget.depth >= budget.max_depth:
                _stop(run)
            return direct(run, one, two)
        return call(run, callee, [one, two])

    return invoke


def _call_with_some(
    built_in: Function, overload: Function, lookup: Thunk, arguments: Sequence[Thunk], place: Spot
) -> Thunk:
    direct, types, classes = overload.direct or _unpacked(overload), overload.types or (), overload.classes or ()
    wanted = [None if types[index] == ANY else classes[index] or Misfit for index in range(len(arguments))]
    left_out: list[Value] = [None] * (len(types) - len(arguments))

    def invoke(scope: Scope) -> Value:
        callee, values, run = lookup(scope), [argument(scope) for argument in arguments], scope.run
        run.here = place
        if callee is built_in:
            for value, kind in zip(values, wanted, strict=True):
                if kind is not None and type(value) is not kind:
                    break
            else:
                budget = run.budget
                budget.steps += 1
                if budget.steps > budget.max_steps or budget.depth >= budget.max_depth:
                    _stop(run)
                return direct(run, *values, *left_out)
        return call(run, callee, values)

    return invoke


def _unpacked(overload: Function) -> Callable[..., Value]:
    return lambda run, *arguments: overload.body(run, list(arguments))


def _stop(run: Run) -> None:
    """BudgetExceeded: this step was one too many, or one more call would be too deep.

    A built-in without function arguments calls nothing itself, so its own depth need not be counted.
    """
    run.budget.spend(0)
    run.check_depth()
