"""The JSON Schema (2020-12) of a form's data as `feel.to_json` writes it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel import Date, to_json
from laufzettel.kernel.forms.model import SEVERAL, Computed, Field, Group, Level, Node, Repeat
from laufzettel.kernel.forms.paths import Key, is_number

type Schema = dict[str, Any]
type _Found = list[tuple[Key, Schema, bool]]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(form_id: str, title: str, level: Level) -> Schema:
    """The schema of the whole form; what can be hidden is not required to be there."""
    return {"$schema": DIALECT, "$id": f"urn:laufzettel:form:{form_id}", "title": title} | _of_level(level)


def _of_level(level: Level) -> Schema:
    return _object(_found(level.nodes, certain=True))


def _found(nodes: Iterable[Node], *, certain: bool) -> _Found:
    found: _Found = []
    for node in nodes:
        there = certain and node.hide is None
        match node:
            case Group():
                found += _found(node.children, certain=there)
            case Field():
                found.append((node.key, _of_field(node), there))
            case Computed():
                found.append((node.key, {"title": str(node.label.text), "readOnly": True}, there))
            case Repeat():
                entries = {"type": "array", "items": _of_level(node.level), "maxItems": node.maximum}
                found.append((node.key, entries | {"title": str(node.label.text), "minItems": node.minimum}, there))
    return found


def _object(found: _Found) -> Schema:
    properties: dict[str, Schema] = {}
    required: list[str] = []
    inner: dict[str, _Found] = {}
    for key, schema, there in found:
        if len(key) == 1:
            properties[key[0]] = schema
            required += [key[0]] if there else []
        else:
            inner.setdefault(key[0], []).append((key[1:], schema, there))
    for name, parts in inner.items():
        properties[name] = _object(parts)
        required += [name] if any(there for _, _, there in parts) else []
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _of_field(node: Field) -> Schema:
    about = {"title": str(node.label.text)} | ({"description": str(node.hint.text)} if node.hint else {})
    if node.type == "filepicker":
        return about | _files(node)
    if node.type in SEVERAL:
        return about | {"type": "array", "items": _options(node), "uniqueItems": True}
    value = _options(node) if _is_choice(node) else _value(node)
    may_be_null = not node.required and (node.type != "checkbox" or node.display == "yes-no")
    return about | ({"anyOf": [value, {"type": "null"}]} if may_be_null else value)


def _files(node: Field) -> Schema:
    texts: Schema = {name: {"type": "string", "minLength": 1} for name in ("id", "name")}
    properties = texts | {
        "type": {"enum": list(node.accept)},
        "size": {"type": "integer", "minimum": 1, "maximum": node.max_size},
    }
    file = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"type": "array", "items": file, "minItems": int(node.required), "maxItems": node.max_count}


def _is_choice(node: Field) -> bool:
    return bool(node.options or node.options_from) or node.type in ("radio", "select")


def _options(node: Field) -> Schema:
    return {"enum": [to_json(option.value) for option in node.options]} if node.options_from is None else {}


def _value(node: Field) -> Schema:
    match node.type:
        case "number":
            return _number(node)
        case "date":
            return _date(node)
        case "time":
            return tagged("time", {"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$"})
        case "datetime":
            return tagged("date and time", {"type": "string", "pattern": r"^\d{4,9}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"})
        case "checkbox":
            return {"const": True} if node.required and node.display != "yes-no" else {"type": "boolean"}
    text: Schema = {"type": "string", "minLength": 1}
    if is_number(node.min_length) and node.min_length > 1:
        text["minLength"] = int(node.min_length)
    if is_number(node.max_length):
        text["maxLength"] = int(node.max_length)
    return text


def tagged(kind: str, value: Schema) -> Schema:
    """A value with its tag, as rule 7 of the semantics stores it."""
    properties = {"@": {"const": kind}, "v": value}
    return {"type": "object", "properties": properties, "required": ["@", "v"], "additionalProperties": False}


def _number(node: Field) -> Schema:
    whole: Schema = {"type": "integer"}
    if is_number(node.minimum):
        whole["minimum"] = _bound(node.minimum)
    if is_number(node.maximum):
        whole["maximum"] = _bound(node.maximum)
    broken = tagged("number", {"type": "string", "pattern": r"^-?\d+(\.\d+)?(E[+-]?\d+)?$"})
    return {"anyOf": [whole, broken]}


def _bound(value: Any) -> int | float:
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)


def _date(node: Field) -> Schema:
    schema = tagged("date", {"type": "string", "format": "date"})
    for name, bound in (("x-earliest", node.minimum), ("x-latest", node.maximum)):
        if isinstance(bound, Date):
            schema[name] = str(bound)
    return schema
