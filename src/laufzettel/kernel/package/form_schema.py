"""The JSON Schema of a form as packages may have it: form-js's components and keys, and our conventions."""

from collections.abc import Mapping
from typing import Any

from laufzettel.kernel.forms import schema as known
from laufzettel.kernel.forms.schema import Keys

_JSON: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    dict: "object",
    list: "array",
    type(None): "null",
}
_INSIDE: Mapping[str, dict[str, Any]] = {
    "components": {"type": "array", "items": {"$ref": "#/$defs/component"}},
    "validate": {"$ref": "#/$defs/validate"},
    "conditional": {"$ref": "#/$defs/conditional"},
    "values": {"type": "array", "items": {"$ref": "#/$defs/option"}},
}
_PARTS: Mapping[str, Keys] = {
    "validate": known.VALIDATE,
    "conditional": known.CONDITIONAL,
    "option": known.OPTION,
}


def form_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of a `.form` file."""
    kinds = {kind: _object(keys, known.PROPERTIES_FOR.get(kind)) for kind, keys in known.COMPONENTS.items()}
    chosen = [{"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}} for kind in kinds]
    component = {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(kinds)}},
        "allOf": chosen,
    }
    parts = {name: _object(keys) for name, keys in _PARTS.items()}
    whole = _object(known.FORM)
    return {**whole, "required": ["id", "components"], "$defs": {"component": component, **kinds, **parts}}


def _object(keys: Keys, conventions: frozenset[str] | None = None) -> dict[str, Any]:
    properties = {key: _INSIDE.get(key) or _value(wanted) for key, wanted in keys.items()}
    if conventions is not None and "properties" in properties:
        # What the editor keeps there for itself is looked over.
        properties["properties"] = {"type": "object", "properties": {name: {} for name in sorted(conventions)}}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value(wanted: tuple[type, ...]) -> dict[str, Any]:
    names = [_JSON[kind] for kind in wanted]
    return {"type": names[0] if len(names) == 1 else names}
