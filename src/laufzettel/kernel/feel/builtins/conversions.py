"""Functions that turn one kind of value into another."""

import base64
import json
import re
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.operators import MATH, number
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.text import number_text, to_text
from laufzettel.kernel.feel.values import Function, Value

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")


@built_in("string(from: Any) -> string | Null")
def _string(run: Run, value: Value) -> Value:
    if value is None:
        return None
    text = to_text(value)
    run.budget.check_text(len(text))
    return text


@built_in("number(from: string) -> number | Null")
def _number(run: Run, text: str) -> Value:
    if not _NUMBER.fullmatch(text):
        return run.null("feel-no-number", f"„{text[:40]}“ ist keine Zahl", f"“{text[:40]}” is no number")
    return number(MATH.create_decimal(text))


@built_in("number(from: number) -> number")
def _number_itself(_run: Run, value: Decimal) -> Value:
    return value


@built_in("number(from: string; grouping separator: string | Null; decimal separator: string | Null) -> number | Null")
def _number_separated(run: Run, text: str, grouping: str | None, point: str | None) -> Value:
    if grouping not in {" ", ",", ".", None} or point not in {",", ".", None} or (grouping and grouping == point):
        return run.null(
            "feel-separator",
            "Trennzeichen sind Leerzeichen, Punkt oder Komma, und nicht zweimal dasselbe",
            "Separators are space, point or comma, and not the same one twice",
        )
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        if "." in plain:
            return _number(run, "," + plain)
        plain = plain.replace(",", ".")
    return _number(run, plain)


@built_in("to base64(value: string) -> string")
def _to_base64(run: Run, value: str) -> Value:
    run.budget.check_text(2 * len(value))
    return base64.b64encode(value.encode()).decode()


@built_in("from json(value: string) -> Any")
def _from_json(run: Run, value: str) -> Value:
    run.budget.check_text(len(value))
    try:
        data = json.loads(value, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError):
        return run.null("feel-no-json", "Das ist kein JSON", "This is no JSON")
    return _value(data)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _value(data: Any) -> Value:
    if isinstance(data, Decimal):
        return number(MATH.plus(data))
    if isinstance(data, list):
        return [_value(item) for item in data]
    if isinstance(data, dict):
        return {name: _value(item) for name, item in data.items()}
    return data if data is None or isinstance(data, str | bool) else None


@built_in("to json(value: Any) -> string")
def _to_json(run: Run, value: Value) -> Value:
    text = _json(value)
    run.budget.check_text(len(text))
    return text


def _json(value: Value) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(_json, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{_json(name)}:{_json(item)}" for name, item in value.items()) + "}"
    if value is None or isinstance(value, bool | Function):
        return json.dumps(None if isinstance(value, Function) else value)
    return json.dumps(to_text(value), ensure_ascii=False)
