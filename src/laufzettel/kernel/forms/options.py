"""The answers that a choice offers, fixed or worked out by FEEL."""

from collections.abc import Mapping

from laufzettel.kernel.forms.expressions import Now, Phrase, Scope
from laufzettel.kernel.forms.formatting import in_words
from laufzettel.kernel.forms.model import Field, Option
from laufzettel.kernel.forms.paths import Value

MAX_OPTIONS = 1_000


def options_of(node: Field, scope: Scope, now: Now) -> tuple[Option, ...]:
    """A dynamic list may hold contexts with `label` and `value`, or the values themselves."""
    if node.options_from is None:
        return node.options
    found = node.options_from.value(scope, now)
    items = found if isinstance(found, list) else []
    options: dict[str, Option] = {}
    for item in items[:MAX_OPTIONS]:
        option = _option(item)
        if option:
            options.setdefault(option.posted, option)
    return tuple(options.values())


def _option(item: Value) -> Option | None:
    if isinstance(item, Mapping):
        value = item.get("value", item.get("label"))
        label = item.get("label", value)
    else:
        value = label = item
    if value is None or isinstance(value, Mapping | list):
        return None
    return Option(value, Phrase(in_words(label)))
