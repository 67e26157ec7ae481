"""Types as their authors mean them, and how one does not fit another."""

from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import NULL, ContextType, FeelType, Field, ListType, is_assignable, members, union
from laufzettel.kernel.problems import Severity, Text


def declared(kind: FeelType) -> FeelType:
    """The type of a decision's result as its author means it.

    DMN lets every result be null, which tables without gaps are not, and contexts hold more than they say.
    """
    return _plain(kind, closed=True)


def without_nulls(kind: FeelType) -> FeelType:
    """The type without null, all the way down."""
    return _plain(kind, closed=False)


def _plain(kind: FeelType, *, closed: bool) -> FeelType:
    kept = [member for member in members(kind) if member != NULL] or [NULL]
    return union(*(_inside(member, closed=closed) for member in kept))


def _inside(kind: FeelType, *, closed: bool) -> FeelType:
    if isinstance(kind, ListType):
        return ListType(_plain(kind.item, closed=closed))
    if isinstance(kind, ContextType):
        fields = {name: Field(_plain(given.type, closed=closed), given.required) for name, given in kind.fields.items()}
        return ContextType(fields, kind.closed or (closed and bool(fields)))
    return kind


def misfit_of(kind: FeelType, wanted: FeelType, name: str) -> tuple[Severity, Text | None]:
    """How a type does not fit another: the field that is missing, unknown or of another type."""
    targets = [member for member in members(wanted) if isinstance(member, ContextType)]
    if isinstance(kind, ContextType) and targets:
        return _misfit_of_fields(kind, targets[0], name)
    if isinstance(kind, ListType):
        lists = [member for member in members(wanted) if isinstance(member, ListType)]
        if lists:
            return misfit_of(kind.item, lists[0].item, name)
    if any(is_assignable(member, wanted) or member == types.ANY for member in members(kind)):
        return "warning", None
    return "error", Text(f"„{name}“ ist {kind}, nicht {wanted}.", f'"{name}" is {kind}, not {wanted}.')


def _misfit_of_fields(kind: ContextType, wanted: ContextType, name: str) -> tuple[Severity, Text | None]:
    for field, given in wanted.fields.items():
        if field not in kind.fields:
            if given.required and kind.closed:
                return "error", Text(f"„{name}.{field}“ fehlt.", f'"{name}.{field}" is missing.')
            continue
        severity, text = misfit_of(kind.fields[field].type, given.type, f"{name}.{field}")
        if text is not None:
            return severity, text
    for field in kind.fields:
        if wanted.closed and field not in wanted.fields:
            return "error", Text(f"„{name}.{field}“ gibt es dort nicht.", f'There is no "{name}.{field}".')
    return "warning", None
