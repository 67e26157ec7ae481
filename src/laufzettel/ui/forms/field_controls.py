"""A field as a control: which template, which attributes, which value."""

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from laufzettel.kernel.feel import Date, DateTime, Time
from laufzettel.kernel.forms import Shown
from laufzettel.kernel.forms.kinds import KINDS
from laufzettel.kernel.forms.model import SEVERAL, Field, Node, posted
from laufzettel.kernel.forms.parsing import DATE_PARTS, printable
from laufzettel.kernel.forms.paths import Path, look_up
from laufzettel.kernel.forms.places import places_of
from laufzettel.kernel.forms.summary import answer_text
from laufzettel.ui.forms import files
from laufzettel.ui.forms.controls import FEW, Choice, Control
from laufzettel.ui.forms.markdown import as_html

if TYPE_CHECKING:
    from laufzettel.ui.forms.drawing import Drawing

_WIDTHS = {
    "address.plz": "lz-width-8",
    "address.hausnummer": "lz-width-8",
    "postcode": "lz-width-8",
    "licence-plate": "lz-width-16",
    "phone": "lz-width-16",
    "money": "lz-width-8",
    "tax-number": "lz-width-16",
}
_TYPE_WIDTHS = {"number": "lz-width-8", "date": "lz-width-8", "time": "lz-width-4", "datetime": "lz-width-16"}
_NO_SPELLING = frozenset({"email", "iban", "phone", "postcode", "licence-plate", "tax-number", "company-register"})


def control(drawing: "Drawing", item: Shown, node: Field) -> Control:
    """The control of a field."""
    made = _common(drawing, item, node)
    if item.readonly:
        made.template = "readonly"
        made.value = drawing.words(answer_text(item, item.value, drawing.now))
    elif node.type == "filepicker":
        files.fill(drawing, item, node, made)
    elif node.type == "checkbox":
        _checkbox(drawing, item, node, made)
    elif node.options or node.options_from or node.type in ("radio", "select", *SEVERAL):
        _choice(drawing, item, node, made)
    elif in_three_fields(node):
        _three_fields(drawing, item, made)
    else:
        _text(drawing, item, node, made)
    return made


def in_three_fields(node: Node) -> bool:
    """Birthdays, which people know by heart, have day, month and year; other dates one field."""
    return isinstance(node, Field) and node.type == "date" and node.kind == "date-of-birth"


def first_id(item: Shown, base: str) -> str:
    """The id that a link from the error summary goes to: the first thing that can take the focus."""
    node = item.node
    if item.readonly or not isinstance(node, Field):
        return base
    if in_three_fields(node):
        return f"{base}-tag"
    many = len(item.options) > FEW and node.type in ("radio", "select")
    grouped = node.display == "yes-no" or node.type in ("radio", "select", *SEVERAL)
    return f"{base}-0" if grouped and not many else base


@lru_cache(maxsize=512)
def _read_keys(names: frozenset[str]) -> tuple[frozenset[Path], frozenset[Path]]:
    """The paths that are read, and with them all that they lie in."""
    exact = {tuple(part for part in name.split(".") if part not in ("this", "parent")) for name in names}
    around = {path[:length] for path in exact for length in range(1, len(path) + 1)}
    return frozenset(exact), frozenset(around)


def is_read(item: Shown, names: frozenset[str]) -> bool:
    """Whether an expression that reads one of `names` reads this field."""
    node = item.node
    if not isinstance(node, Field):
        return False
    exact, around = _read_keys(names)
    for key in (node.key, tuple(part for part in item.path if isinstance(part, str))):
        if key in around or any(key[:length] in exact for length in range(1, len(key))):
            return True
    return False


def _common(drawing: "Drawing", item: Shown, node: Field) -> Control:
    error = drawing.by_path.get(item.name)
    live = item.name in drawing.live
    return Control(
        template="text",
        id=f"{drawing.prefix}f-{item.name.replace('.', '-')}",
        name=item.name,
        label=drawing.words(item.label),
        lang=drawing.lang_of(node),
        hint=drawing.words(item.hint),
        help=as_html(drawing.words(item.help), 3),
        error=drawing.words(error.text) if error else "",
        required=node.required,
        optional=not node.required and not item.readonly and (node.type != "checkbox" or node.display == "yes-no"),
        autocomplete=node.autocomplete,
        update_url=drawing.update_url if live else "",
    )


def typed(drawing: "Drawing", name: str, of: str = "") -> str | None:
    """What somebody typed, when the page is shown again; None when it is shown for the first time."""
    raw = drawing.raw
    if raw is None or not drawing.was_asked(of or name):
        return None
    return printable(raw[name][-1]) if raw.get(name) else ""


def _text(drawing: "Drawing", item: Shown, node: Field, made: Control) -> None:
    again = typed(drawing, item.name)
    if again is not None and not again.strip() and node.id in drawing.postcodes:
        again = None
    made.template = "textarea" if node.type == "textarea" else "text"
    made.value = as_typed(item.value) if again is None else again
    kind = KINDS.get(node.kind)
    # Not `email`: browsers would turn köln.de into xn--kln-sna.de before we see it.
    made.kind = "tel" if node.kind == "phone" else "text"
    made.inputmode = _inputmode(node) if node.type == "number" else (kind.inputmode if kind and not node.part else "")
    if node.part == "plz":
        made.inputmode = "numeric"
    made.spellcheck = node.kind not in _NO_SPELLING and node.type in ("textfield", "textarea") and not node.part
    made.width = _WIDTHS.get(f"{node.kind}.{node.part}") or _WIDTHS.get(node.kind) or _TYPE_WIDTHS.get(node.type, "")
    made.prefix = drawing.words(node.prefix.render(item.frame.scope, drawing.now))
    made.suffix = drawing.words(node.suffix.render(item.frame.scope, drawing.now))
    made.hint = _with_example(made.hint, drawing.words(node.example.render(item.frame.scope, drawing.now)), node)
    if node.kind == "money":
        made.suffix = made.suffix or "€"
    if node.id in drawing.postcodes:
        made.choices = _places(drawing, item, node, made.id)
    if isinstance(node.max_length, Decimal | int):
        # A little more than allowed, so that a pasted text is told about and not cut off.
        made.maxlength = str(int(node.max_length) * 2 + 50)


def _places(drawing: "Drawing", item: Shown, node: Field, base: str) -> list[Choice]:
    """What a postcode with several places offers to choose from."""
    postcode = look_up(item.frame.values, (*node.key[:-1], drawing.postcodes[node.id]))
    places = places_of(postcode) if isinstance(postcode, str) else ()
    return [Choice(f"{base}-{n}", place, place, False) for n, place in enumerate(places)] if len(places) > 1 else []


def _with_example(hint: str, example: str, node: Field) -> str:
    """The hint with an example; dates always have one."""
    example = example or {"date": "3.5.2021", "time": "14:30", "datetime": "3.5.2021 14:30"}.get(node.type, "")
    if not example or example in hint:
        return hint
    said = gettext("Zum Beispiel %(example)s") % {"example": example}
    return f"{hint} {said}" if hint else said


def _inputmode(node: Field) -> str:
    return "numeric" if node.decimals == 0 and isinstance(node.minimum, Decimal) and node.minimum >= 0 else "decimal"


def as_typed(value: Any) -> str:
    """A value as somebody would type it."""
    match value:
        case None:
            return ""
        case Date():
            return f"{value.day}.{value.month}.{value.year}"
        case Time():
            return f"{value.hour:02}:{value.minute:02}"
        case DateTime():
            return f"{as_typed(value.date)} {as_typed(value.time)}"
        case Decimal() | int():
            return f"{value:f}".replace(".", ",")
    return str(value)


def _three_fields(drawing: "Drawing", item: Shown, made: Control) -> None:
    made.template = "date_parts"
    value = item.value if isinstance(item.value, Date) else None
    stored = (value.day, value.month, value.year) if value else ("", "", "")
    labels = (gettext("Tag"), gettext("Monat"), gettext("Jahr"))
    tokens = ("bday-day", "bday-month", "bday-year") if made.autocomplete == "bday" else ("", "", "")
    parts: list[dict[str, str]] = []
    for part, label, token, kept in zip(DATE_PARTS, labels, tokens, stored, strict=True):
        name = f"{item.name}.{part}"
        again = typed(drawing, name, item.name)
        shown = str(kept) if again is None else again
        parts.append({"id": f"{made.id}-{part}", "name": name, "label": label, "autocomplete": token, "value": shown})
    made.extra = {"parts": parts}


def _checkbox(drawing: "Drawing", item: Shown, node: Field, made: Control) -> None:
    again = typed(drawing, item.name)
    value = posted(item.value) if again is None else again
    if node.display == "yes-no":
        made.template = "radios"
        pairs = (("true", gettext("Ja")), ("false", gettext("Nein")))
        made.choices = [
            Choice(f"{made.id}-{index}", one, label, one == value) for index, (one, label) in enumerate(pairs)
        ]
        made.extra = {"beside": True}
        return
    made.template = "checkbox"
    made.checked = value not in ("", "false")


def _choice(drawing: "Drawing", item: Shown, node: Field, made: Control) -> None:
    several = node.type in SEVERAL
    many = len(item.options) > FEW
    made.template = "checks" if several else "select" if many else "radios"
    chosen = _chosen(drawing, item, several=several)
    made.choices = [
        Choice(
            f"{made.id}-{index}",
            option.posted,
            drawing.words(option.label.render(item.frame.scope, drawing.now)),
            option.posted in chosen,
        )
        for index, option in enumerate(item.options)
    ]


def _chosen(drawing: "Drawing", item: Shown, *, several: bool) -> set[str]:
    raw = drawing.raw
    if raw is not None and drawing.was_asked(item.name):
        return set(raw.get(item.name, ()))
    values = item.value if several and isinstance(item.value, list) else [item.value]
    return {posted(value) for value in values if value is not None}
