"""What a TOML file of a package may say: a small schema language, its validation, and its JSON Schema."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, Literal

from laufzettel.kernel.package.toml import Document, Path
from laufzettel.kernel.problems import NO_TEXT, Finding, Text

type Kind = Literal["text", "integer", "number", "boolean", "date", "instant", "list", "table", "map", "any", "feel"]

_NAMES: Mapping[str, Text] = {
    "text": Text("ein Text", "a text"),
    "integer": Text("eine ganze Zahl", "a whole number"),
    "number": Text("eine Zahl", "a number"),
    "boolean": Text("true oder false", "true or false"),
    "date": Text("ein Datum (2026-03-01)", "a date (2026-03-01)"),
    "instant": Text(
        "ein Zeitpunkt mit Zeitzone (2026-03-02T09:00:00+01:00)", "a time with zone (2026-03-02T09:00:00+01:00)"
    ),
    "list": Text("eine Liste", "a list"),
    "table": Text("eine Tabelle", "a table"),
    "map": Text("eine Tabelle", "a table"),
    "any": Text("ein Wert", "a value"),
    "feel": Text('ein FEEL-Ausdruck als Text ("= …")', 'a FEEL expression as text ("= …")'),
}


@dataclass(frozen=True, slots=True)
class Spec:
    """What may stand at one place.

    A `table` has named `fields`, a `map` has keys of its own that match `keys`, all with values as `item` says.
    """

    kind: Kind | tuple[Kind, ...]
    required: bool = False
    doc: str = ""
    choices: tuple[str, ...] = ()
    pattern: str = ""
    keys: str = ""
    minimum: int | None = None
    maximum: int | None = None
    fields: Mapping[str, "Spec"] = field(default_factory=dict)
    item: "Spec | None" = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of value that fit."""
        return self.kind if isinstance(self.kind, tuple) else (self.kind,)


def text(doc: str = "", *, required: bool = False, pattern: str = "") -> Spec:
    """A text, by default any that is not empty."""
    return Spec("text", required, doc, pattern=pattern)


def choice(*choices: str, doc: str = "", required: bool = False) -> Spec:
    """One of some words."""
    return Spec("text", required, doc, choices=choices)


def texts(doc: str = "", *, required: bool = False, choices: tuple[str, ...] = (), pattern: str = "") -> Spec:
    """A list of texts."""
    return Spec("list", required, doc, item=Spec("text", choices=choices, pattern=pattern))


def table(fields: Mapping[str, Spec], *, doc: str = "", required: bool = False) -> Spec:
    """A table with exactly these keys."""
    return Spec("table", required, doc, fields=fields)


def mapping(item: Spec, *, keys: str = r"[a-z][a-z0-9_]*", doc: str = "") -> Spec:
    """A table whose keys are the author's own."""
    return Spec("map", doc=doc, keys=keys, item=item)


def validate(document: Document, spec: Spec) -> list[Finding]:
    """Everything in `document` that `spec` does not allow, and everything that it wants and is not there."""
    findings: list[Finding] = []
    _validate(document, document.data, (), spec, findings)
    return findings


def _validate(document: Document, value: Any, path: Path, spec: Spec, findings: list[Finding]) -> None:
    kind = next((kind for kind in spec.kinds if _IS[kind](value)), None)
    if kind is None:
        names = [_NAMES[kind] for kind in spec.kinds]
        wanted = Text(" oder ".join(names), " or ".join(name.en for name in names))
        findings.append(document.finding(path, "toml-type", Text(f"Hier steht {wanted}.", f"Here goes {wanted.en}.")))
    elif kind == "table":
        _validate_table(document, value, path, spec, findings)
    elif kind == "map":
        _validate_map(document, value, path, spec, findings)
    elif kind == "list" and spec.item is not None:
        for index, item in enumerate(value):
            _validate(document, item, (*path, index), spec.item, findings)
    elif problem := _problem(value, spec):
        findings.append(document.finding(path, "toml-value", problem))


def _validate_table(
    document: Document, value: Mapping[str, Any], path: Path, spec: Spec, findings: list[Finding]
) -> None:
    for key, inner in value.items():
        if key in spec.fields:
            _validate(document, inner, (*path, key), spec.fields[key], findings)
        else:
            findings.append(document.finding((*path, key), "toml-unknown-key", *unknown(key, list(spec.fields))))
    for key, inner_spec in spec.fields.items():
        if inner_spec.required and key not in value:
            message = Text(f"„{key}“ fehlt.", f'"{key}" is missing.')
            findings.append(document.finding((*path, key), "toml-missing-key", message))


def _validate_map(
    document: Document, value: Mapping[str, Any], path: Path, spec: Spec, findings: list[Finding]
) -> None:
    for key, inner in value.items():
        if not re.fullmatch(spec.keys, key):
            message = Text(f"„{key}“ ist hier kein erlaubter Name.", f'"{key}" is no allowed name here.')
            findings.append(document.finding((*path, key), "toml-key", message))
        elif spec.item is not None:
            _validate(document, inner, (*path, key), spec.item, findings)


def unknown(key: str, known: Sequence[str]) -> tuple[Text, Text]:
    """Message and hint for a name that does not exist."""
    near = get_close_matches(key, known, 1)
    hint = Text(f"Meinten Sie „{near[0]}“?", f'Did you mean "{near[0]}"?') if near else NO_TEXT
    return Text(f"„{key}“ ist nicht bekannt.", f'"{key}" is not known.'), hint


def _problem(value: Any, spec: Spec) -> Text | None:
    if isinstance(value, str) and not value.strip():
        return Text("Der Text ist leer.", "The text is empty.")
    if spec.choices and value not in spec.choices:
        options = ", ".join(spec.choices)
        return Text(f"„{value}“ ist nicht erlaubt; erlaubt: {options}.", f'"{value}" is not allowed; {options} are.')
    if spec.pattern and not re.fullmatch(spec.pattern, str(value)):
        return Text(f"„{value}“ hat nicht die erwartete Form.", f'"{value}" has not the expected form.')
    if spec.minimum is not None and isinstance(value, int) and value < spec.minimum:
        return Text(f"Der Wert ist kleiner als {spec.minimum}.", f"The value is below {spec.minimum}.")
    if spec.maximum is not None and isinstance(value, int) and value > spec.maximum:
        return Text(f"Der Wert ist größer als {spec.maximum}.", f"The value is above {spec.maximum}.")
    return None


_IS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "instant": lambda value: isinstance(value, datetime) and value.tzinfo is not None,
    "list": lambda value: isinstance(value, list),
    "table": lambda value: isinstance(value, dict),
    "map": lambda value: isinstance(value, dict),
    "any": lambda value: isinstance(value, str | int | float | bool | date | time | list | dict),
    "feel": lambda value: isinstance(value, str) and value.lstrip().startswith("="),
}

_JSON_TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "any": {},
    "feel": {"type": "string", "pattern": r"^\s*="},
}


def json_schema(spec: Spec) -> dict[str, Any]:
    """The same as JSON Schema (2020-12), for editors that know TOML."""
    parts = [_json_part(kind, spec) for kind in spec.kinds]
    schema = parts[0] if len(parts) == 1 else {"anyOf": parts}
    return {**schema, "description": spec.doc} if spec.doc else schema


def _json_part(kind: Kind, spec: Spec) -> dict[str, Any]:
    if kind == "list":
        return {"type": "array", "items": json_schema(spec.item) if spec.item else {}}
    if kind == "map":
        names = {"pattern": f"^({spec.keys})$"}
        inner = json_schema(spec.item) if spec.item else {}
        return {"type": "object", "propertyNames": names, "additionalProperties": inner}
    if kind == "table":
        schema: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: json_schema(inner) for key, inner in spec.fields.items()},
        }
        required = [key for key, inner in spec.fields.items() if inner.required]
        return {**schema, "required": required} if required else schema
    schema = dict(_JSON_TYPES[kind])
    if spec.choices:
        schema["enum"] = list(spec.choices)
    if spec.pattern:
        schema["pattern"] = f"^({spec.pattern})$"
    if spec.minimum is not None:
        schema["minimum"] = spec.minimum
    if spec.maximum is not None:
        schema["maximum"] = spec.maximum
    return schema
