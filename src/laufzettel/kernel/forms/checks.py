"""Whether a typed value is one that the field takes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel import Date, DateTime, Time
from laufzettel.kernel.forms import uploads
from laufzettel.kernel.forms.formatting import in_words
from laufzettel.kernel.forms.kind_checks import KIND_CHECKS
from laufzettel.kernel.forms.model import SEVERAL, Field, posted
from laufzettel.kernel.forms.paths import ABSENT, Value, is_number, look_up
from laufzettel.kernel.forms.view import Shown, View

type Problem = tuple[str, dict[str, Any]]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "textfield": str,
    "textarea": str,
    "number": (Decimal, int),
    "date": Date,
    "time": Time,
    "datetime": DateTime,
    "checkbox": bool,
}


def problem_of(item: Shown, view: View, today: Date | None) -> Problem | None:
    """The first thing that is wrong with a value: an error code with its parameters, or None."""
    node, value = item.node, item.value
    assert isinstance(node, Field)  # noqa: S101 - callers walk fields
    if is_blank(node, value):
        return ("missing", {}) if node.required else None
    if node.options or node.options_from or node.type in ("radio", "select", *SEVERAL):
        return _choice_problem(item)
    if value is False and node.display != "yes-no":
        return None
    if not fits_type(node, value):
        return ("missing", {})
    for check in _CHECKS.get(node.type, ()):
        problem = check(item, view, today)
        if problem:
            return problem
    return None


def fits_type(node: Field, value: Value) -> bool:
    """Whether a value has the type of the field; a choice takes what is among its fixed options."""
    if node.options:
        known = {option.posted for option in node.options}
        return all(posted(one) in known for one in (value if isinstance(value, list) else [value]))
    if node.type == "filepicker":
        return isinstance(value, list) and all(uploads.is_file(one) for one in value)
    if node.type not in _TYPES:
        return True
    return isinstance(value, _TYPES[node.type]) and not (isinstance(value, bool) and node.type == "number")


def is_blank(node: Field, value: Value) -> bool:
    """Null, nothing chosen, or a box that is not ticked although it must be."""
    if value is False:
        return node.type == "checkbox" and node.required and node.display != "yes-no"
    return value is None or value is ABSENT or value in ("", [])


def _choice_problem(item: Shown) -> Problem | None:
    known = {option.posted for option in item.options}
    chosen = item.value if isinstance(item.value, list) else [item.value]
    return None if all(posted(value) in known for value in chosen) else ("option", {})


def _length(item: Shown, view: View, _today: Date | None) -> Problem | None:
    node, length = _field(item), len(item.value)
    low, high = view.bound(node.min_length, item.frame), view.bound(node.max_length, item.frame)
    if is_number(high) and length > high:
        return ("too-long", {"limit": high, "length": length})
    if is_number(low) and length < low:
        return ("too-short", {"limit": low, "length": length})
    return None


def _pattern(item: Shown, _view: View, _today: Date | None) -> Problem | None:
    node = _field(item)
    if node.pattern is None:
        return None
    try:
        fits = node.pattern.search(item.value, timeout=0.2)
    except TimeoutError:
        fits = None
    return None if fits else ("pattern", {})


def _kind(item: Shown, _view: View, _today: Date | None) -> Problem | None:
    node = _field(item)
    if node.part == "plz" and _is_abroad(item):
        return None
    check = KIND_CHECKS.get(f"{node.kind}.{node.part}" if node.part else node.kind)
    return check(item.value) if check else None


def _is_abroad(item: Shown) -> bool:
    """Whether the address names another country, whose postcodes look otherwise."""
    country = look_up(item.frame.values, (*_field(item).key[:-1], "land"))
    return isinstance(country, str) and country.strip().casefold() not in ("", "deutschland", "germany", "d", "de")


def _bounds(item: Shown, view: View, _today: Date | None) -> Problem | None:
    node = _field(item)
    low, high = view.bound(node.minimum, item.frame), view.bound(node.maximum, item.frame)
    if is_number(low) and item.value < low:
        return ("too-small", {"limit": low})
    if is_number(high) and item.value > high:
        return ("too-large", {"limit": high})
    return None


def _digits(item: Shown, view: View, _today: Date | None) -> Problem | None:
    node = _field(item)
    value = Decimal(item.value)
    if len(value.as_tuple().digits) > 34:
        return ("number", {})
    if node.decimals is not None and value != round(value, node.decimals):
        return ("whole-number", {}) if node.decimals == 0 else ("too-many-decimals", {"digits": node.decimals})
    step = view.bound(node.step, item.frame)
    if is_number(step) and step > 0 and value % step:
        return ("step", {"step": step})
    return None


def _days(item: Shown, view: View, _today: Date | None) -> Problem | None:
    node = _field(item)
    day = item.value.date if isinstance(item.value, DateTime) else item.value
    low, high = view.bound(node.minimum, item.frame), view.bound(node.maximum, item.frame)
    if isinstance(low, Date) and day.number < low.number:
        return ("too-early", {"limit": low})
    if isinstance(high, Date) and day.number > high.number:
        return ("too-late", {"limit": high})
    return None


def _birth(item: Shown, _view: View, today: Date | None) -> Problem | None:
    if _field(item).kind != "date-of-birth" or today is None:
        return None
    if item.value.number > today.number:
        return ("birth-future", {})
    return ("birth-past", {}) if today.year - item.value.year > 130 else None


def _minutes(item: Shown, _view: View, _today: Date | None) -> Problem | None:
    time = item.value.time if isinstance(item.value, DateTime) else item.value
    step = _field(item).time_step
    return ("step", {"step": in_words(Decimal(step))}) if (time.hour * 60 + time.minute) % step else None


def _files(item: Shown, _view: View, _today: Date | None) -> Problem | None:
    node = _field(item)
    return uploads.problem(item.value, node.accept, node.max_size, node.max_count)


def _field(item: Shown) -> Field:
    assert isinstance(item.node, Field)  # noqa: S101 - see problem_of
    return item.node


type _Check = Callable[[Shown, View, Date | None], Problem | None]

_CHECKS: dict[str, tuple[_Check, ...]] = {
    "textfield": (_length, _pattern, _kind),
    "textarea": (_length, _kind),
    "number": (_digits, _bounds),
    "date": (_birth, _days),
    "time": (_minutes,),
    "datetime": (_days, _minutes),
    "filepicker": (_files,),
}
