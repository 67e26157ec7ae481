"""From an input component to a field, or to the fields of a composite kind."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import regex

from laufzettel.kernel.feel import Date
from laufzettel.kernel.forms import uploads
from laufzettel.kernel.forms.dates import parse_date, parse_date_time, parse_time
from laufzettel.kernel.forms.expressions import Bound, Phrase
from laufzettel.kernel.forms.kind_checks import KIND_CHECKS
from laufzettel.kernel.forms.kinds import KINDS, PARTS, USUAL_PARTS, Kind, Part
from laufzettel.kernel.forms.model import CHOICES, SEVERAL, Field, Group, Node, Option
from laufzettel.kernel.forms.paths import ABSENT, Key, Value
from laufzettel.kernel.forms.schema import APPEARANCE, APPEARANCE_FOR, OPTION, VALIDATE, VALIDATE_FOR
from laufzettel.kernel.problems import Text

if TYPE_CHECKING:
    from laufzettel.kernel.forms.building import Builder

type Json = dict[str, Any]
type Take = Callable[[str, Key], None]

_KEY = regex.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_CLOCKS: dict[str, Callable[[str, Date | None], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "datetime": parse_date_time,
}
_PART_OF_TOKEN = {
    part.autocomplete: (kind, part.name)
    for kind, parts in PARTS.items()
    for part in parts
    if part.autocomplete != "off"
} | {"street-address": ("address", "strasse")}
_DATE_BOUNDS = {"earliest": "minimum", "latest": "maximum"}


def build(builder: "Builder", data: Json, path: Key, take: Take) -> Node | None:
    """A field, or a group of fields where the kind has parts; None with findings."""
    key = read_key(builder, data, path)
    kind = kind_of(builder, data)
    _check_shape(builder, data)
    if not key:
        return None
    if kind and kind.name in PARTS:
        return _composite(builder, data, key, kind.name, take)
    if kind is None:
        _advise_kind(builder, data)
    take(data["id"], key)
    return Field(**_field(builder, data, kind), key=key)


def _advise_kind(builder: "Builder", data: Json) -> None:
    """A name or a street whose letters nobody checks: registers and letters would get whatever was typed."""
    found = _PART_OF_TOKEN.get(str(data.get("properties", {}).get("autocomplete", "")))
    if found is None or data["type"] != "textfield":
        return
    kind, part = found
    message = Text(
        "Die Zeichen dieses Feldes werden nicht nach DIN 91379 geprüft.",
        "The characters of this field are not checked against DIN 91379.",
    )
    hint = Text(
        f'Schreiben Sie in „properties“: "kind": "{kind}", "parts": "{part}".',
        f'Write into “properties”: "kind": "{kind}", "parts": "{part}".',
    )
    builder.findings.add("unchecked-name", data["id"], message, hint, severity="warning")


def read_key(builder: "Builder", data: Json, path: Key) -> Key:
    """The component's `key` under its groups' paths; empty with a finding where it is none."""
    key = data.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        message = Text(
            "Ein „key“ besteht aus Namen mit Punkten dazwischen, zum Beispiel „halter.vorname“.",
            "A “key” is made of names with dots between them, such as “halter.vorname”.",
        )
        builder.findings.add("key", data["id"], message)
        return ()
    return path + tuple(key.split("."))


def kind_of(builder: "Builder", data: Json) -> Kind | None:
    """The semantic kind that the component names; None, with a finding where there is no such one."""
    name = data.get("properties", {}).get("kind")
    if not name:
        return None
    kind = KINDS.get(str(name))
    if kind is None or data["type"] not in kind.types:
        message = Text(
            f"Die Art „{name}“ gibt es an „{data['type']}“ nicht.", f"There is no kind “{name}” on “{data['type']}”."
        )
        known = ", ".join(other.name for other in KINDS.values() if data["type"] in other.types)
        builder.findings.add("kind", data["id"], message, Text(f"Bekannt sind: {known}", f"Known are: {known}"))
        return None
    return kind


def _check_shape(builder: "Builder", data: Json) -> None:
    """The inner objects `validate` and `appearance`, as far as this type may have them."""
    element, kind = data["id"], data["type"]
    validate, appearance = data.get("validate", {}), data.get("appearance", {})
    allowed = VALIDATE_FOR.get(kind, frozenset()) | {"required"}
    builder.findings.check_keys(
        validate, {name: types for name, types in VALIDATE.items() if name in allowed}, element, "validate."
    )
    builder.findings.check_keys(appearance, APPEARANCE if kind in APPEARANCE_FOR else {}, element, "appearance.")
    if kind in CHOICES:
        _check_choice(builder, data)


def _check_choice(builder: "Builder", data: Json) -> None:
    sources = [name for name in ("values", "valuesKey", "valuesExpression") if data.get(name)]
    if len(sources) != 1:
        message = Text(
            "Die Auswahl braucht genau eines von „values“, „valuesKey“ und „valuesExpression“.",
            "A choice needs exactly one of “values”, “valuesKey” and “valuesExpression”.",
        )
        builder.findings.add("option", data["id"], message)
    seen: set[str] = set()
    for option in data.get("values", []):
        if not isinstance(option, dict):
            builder.findings.wrong_type("values", (dict,), data["id"])
            continue
        builder.findings.check_keys(option, OPTION, data["id"], "values.")
        value = option.get("value", option.get("label"))
        if value is None or str(value) in seen:
            message = Text("Jede Antwort braucht einen eigenen „value“.", "Each option needs a “value” of its own.")
            builder.findings.add("option", data["id"], message)
        seen.add(str(value))


def _field(builder: "Builder", data: Json, kind: Kind | None) -> dict[str, Any]:
    """Everything of a `Field` but its key."""
    properties, validate = data.get("properties", {}), data.get("validate", {})
    label = data.get("label") or data.get("dateLabel") or data.get("timeLabel")
    options = _options(builder, data)
    field = builder.common(data) | {
        "type": _type(data),
        "kind": kind.name if kind else _validation_kind(validate),
        "part": _narrowed(builder, data, kind),
        "label": builder.phrase(data, "label", label or ""),
        "hint": builder.phrase(data, "description"),
        "required": bool(validate.get("required")),
        "min_length": _count(builder, data, "minLength"),
        "max_length": _count(builder, data, "maxLength") or (kind.max_length if kind else None) or None,
        "pattern": _pattern(builder, data),
        "minimum": _number(builder, data, validate.get("min"), "validate.min"),
        "maximum": _number(builder, data, validate.get("max"), "validate.max"),
        "decimals": 2 if kind and kind.name == "money" else data.get("decimalDigits"),
        "step": _number(builder, data, data.get("increment"), "increment"),
        "options": options,
        "options_from": builder.formula(data, "values", data.get("valuesExpression") or data.get("valuesKey")),
        "readonly": _readonly(builder, data),
        "display": _display(builder, data),
        "searchable": bool(data.get("searchable")),
        "time_step": data.get("timeInterval") or 1,
        "prefix": builder.phrase(data, "appearance", data.get("appearance", {}).get("prefixAdorner", "")),
        "suffix": builder.phrase(data, "appearance", data.get("appearance", {}).get("suffixAdorner", "")),
        "autocomplete": str(properties.get("autocomplete") or (kind.autocomplete if kind else "")),
    }
    for name in ("help", "example", "error"):
        field[name] = builder.phrase(data, name, properties.get(name, ""))
    for name in ("prefill", "fim", "legal"):
        field[name] = str(properties.get(name, ""))
    field["default"] = _default(builder, data, options)
    if data["type"] == "filepicker":
        field |= uploads.of_component(builder, data)
    _date_bounds(builder, data, field)
    return field


def _type(data: Json) -> str:
    if data["type"] == "datetime":
        return str(data.get("subtype", "date"))
    if data["type"] == "textfield" and data.get("properties", {}).get("kind") == "money":
        return "number"
    return str(data["type"])


def _narrowed(builder: "Builder", data: Json, kind: Kind | None) -> str:
    """Which of the numbers it is that a tax office gives out; any when the form does not say."""
    part = str(data.get("properties", {}).get("parts", ""))
    if not part or not kind or kind.name in PARTS:
        return ""
    if f"{kind.name}.{part}" not in KIND_CHECKS:
        known = [name.removeprefix(f"{kind.name}.") for name in KIND_CHECKS if name.startswith(f"{kind.name}.")]
        builder.findings.unknown_key(f"properties.parts: {part}", part, known, data["id"])
        return ""
    return part


def _validation_kind(validate: Json) -> str:
    """form-js's own `validationType`."""
    chosen = validate.get("validationType")
    return chosen if chosen in ("email", "phone") else ""


def _readonly(builder: "Builder", data: Json) -> Any:
    for name in ("readonly", "disabled"):
        given = data.get(name)
        if isinstance(given, str) and given:
            return builder.formula(data, name, given) or False
        if given:
            return True
    return False


def _display(builder: "Builder", data: Json) -> str:
    display = str(data.get("properties", {}).get("display", ""))
    if display not in ("", "yes-no"):
        message = Text("„display“ kennt nur „yes-no“.", "“display” knows only “yes-no”.")
        builder.findings.add("display", data["id"], message)
    return display


def _options(builder: "Builder", data: Json) -> tuple[Option, ...]:
    options: list[Option] = []
    for option in data.get("values", []) if data["type"] in CHOICES else []:
        if isinstance(option, dict):
            value = option.get("value", option.get("label"))
            label = builder.phrase(data, "values", option.get("label", str(value)))
            options.append(Option(as_feel(value), label))
    return tuple(options)


def as_feel(value: Any) -> Value:
    """A JSON value as a FEEL value: no number passes through a float."""
    match value:
        case bool() | str() | None:
            return value
        case int() | float():
            return Decimal(str(value))
        case list():
            return [as_feel(item) for item in value]
        case dict():
            return {key: as_feel(item) for key, item in value.items()}
    return value


def _number(builder: "Builder", data: Json, given: Any, where: str) -> Bound:
    if given is None or given == "":
        return None
    if isinstance(given, str) and given.lstrip().startswith("="):
        return builder.formula(data, where, given)
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        message = Text(f"„{where}“ ist keine Zahl: {given}", f"“{where}” is no number: {given}")
        builder.findings.add("bounds", data["id"], message)
        return None
    return number


def _count(builder: "Builder", data: Json, name: str) -> Bound:
    return _number(builder, data, data.get("validate", {}).get(name), f"validate.{name}")


def _pattern(builder: "Builder", data: Json) -> Any:
    source = data.get("validate", {}).get("pattern")
    if not source or not isinstance(source, str):
        return None
    try:
        return regex.compile(source)
    except regex.error as error:
        message = Text(f"„pattern“ ist nicht lesbar: {error}", f"“pattern” cannot be read: {error}")
        builder.findings.add("pattern", data["id"], message)
        return None


def _default(builder: "Builder", data: Json, options: tuple[Option, ...]) -> Value:
    given = data.get("defaultValue")
    if data["type"] in SEVERAL:
        chosen = given if isinstance(given, list) else []
        return [option.value for option in options if option.value in [as_feel(item) for item in chosen]]
    if data["type"] == "checkbox":
        plain = ABSENT if data.get("properties", {}).get("display") else False
        return given if isinstance(given, bool) else plain
    if given is None or given == "":
        return ABSENT
    value = _typed_default(data, given)
    if value is None or (options and value not in [option.value for option in options]):
        message = Text(f"Der „defaultValue“ passt nicht: {given}", f"The “defaultValue” does not fit: {given}")
        builder.findings.add("default", data["id"], message)
        return ABSENT
    return value


def _typed_default(data: Json, given: Any) -> Value:
    kind = _type(data)
    if kind in ("date", "time", "datetime"):
        text = str(given)
        return _CLOCKS[kind](text[:10] if kind == "date" and "T" in text else text, None)
    if kind == "number":
        try:
            return Decimal(str(given))
        except InvalidOperation:
            return None
    if kind in ("textfield", "textarea"):
        return str(given)
    return as_feel(given)


def _date_bounds(builder: "Builder", data: Json, field: dict[str, Any]) -> None:
    properties = data.get("properties", {})
    if data.get("disallowPassedDates"):
        properties = {"earliest": "= today()"} | properties
    for name, bound in _DATE_BOUNDS.items():
        given = str(properties.get(name, "")).strip() if data["type"] == "datetime" else ""
        if given.startswith("="):
            field[bound] = builder.formula(data, name, given)
        elif given:
            field[bound] = _date_bound(builder, data, name, given)
    for name, bound in (("minAge", "maximum"), ("maxAge", "minimum")):
        given = str(properties.get(name, "")) if data["type"] == "datetime" else ""
        if given and given.isdecimal() and int(given) <= 150:
            back = f'today() - duration("P{int(given) + (name == "maxAge")}Y")'
            day = ' + duration("P1D")' if name == "maxAge" else ""
            field[bound] = builder.formula(data, name, back + day)
        elif given:
            message = Text(f"„{name}“ ist eine Zahl von Jahren.", f"“{name}” is a number of years.")
            builder.findings.add("bounds", data["id"], message)


def _date_bound(builder: "Builder", data: Json, name: str, given: str) -> Date | None:
    value = parse_date(given, None)
    if value is None:
        message = Text(f"„{name}“ ist kein Datum: {given}", f"“{name}” is no date: {given}")
        builder.findings.add("bounds", data["id"], message)
    return value


def _composite(builder: "Builder", data: Json, key: Key, kind: str, take: Take) -> Node | None:
    """A person or an address: a group with a field for each part that is asked for."""
    names = str(data.get("properties", {}).get("parts") or USUAL_PARTS[kind]).split()
    known = {part.name: part for part in PARTS[kind]}
    for name in names:
        if name not in known:
            builder.findings.unknown_key(f"properties.parts: {name}", name, known, data["id"])
    parts = [known[name] for name in names if name in known]
    if len(parts) == 1:
        take(data["id"], key)
        return Field(**_field(builder, data, None) | _part(parts[0], kind, data), key=key)
    children: list[Node] = []
    for part in parts:
        take(data["id"] + "." + part.name, (*key, part.name))
        children.append(_part_field(builder, data, part, kind, key))
    properties = data.get("properties", {})
    return Group(
        **builder.common(data),
        label=builder.phrase(data, "label"),
        children=tuple(children),
        kind=kind,
        hint=builder.phrase(data, "description"),
        help=builder.phrase(data, "help", properties.get("help", "")),
    )


def _part(part: Part, kind: str, data: Json) -> dict[str, Any]:
    """What a single part brings along when the component is that part alone."""
    autocomplete = str(data.get("properties", {}).get("autocomplete") or part.autocomplete)
    own: dict[str, Any] = {"kind": kind, "part": part.name, "autocomplete": autocomplete, "type": part.type}
    if part.options:
        own["options"] = _part_options(part)
    return own


def _part_options(part: Part) -> tuple[Option, ...]:
    return tuple(Option(value, Phrase(label)) for value, label in part.options)


def _part_field(builder: "Builder", data: Json, part: Part, kind: str, key: Key) -> Field:
    prefill = str(data.get("properties", {}).get("prefill", ""))
    return Field(
        id=f"{data['id']}.{part.name}",
        type=part.type,
        label=Phrase(part.label),
        line=builder.findings.line(data["id"]),
        key=(*key, part.name),
        kind=kind,
        part=part.name,
        required=part.required and bool(data.get("validate", {}).get("required")),
        max_length=part.max_length or None,
        options=_part_options(part),
        autocomplete=part.autocomplete,
        readonly=_readonly(builder, data),
        prefill=f"{prefill}.{part.name}" if prefill else "",
        fim=str(data.get("properties", {}).get("fim", "")),
    )
