"""A case as the text of a scenario."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from laufzettel.kernel import feel


class Step(Protocol):
    """What somebody did."""

    @property
    def kind(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


STEPS = {"trouble": "job"}
"""What a step is called in the file, where it is not its kind."""


def scenario_text(
    example: str,
    now: datetime,
    application: Mapping[str, Any],
    steps: Iterable[Step],
    title: str,
    incident: str = "",
) -> str:
    """TOML for a file in scenarios/. With `incident` it expects none there, so that it is red until mended."""
    lines = [f"title = {toml(title)}", f"now = {now.isoformat()}", f"example = {toml(example)}", "", "[application]"]
    lines += [f"{_key(name)} = {toml(value)}" for name, value in application.items()]
    for step in steps:
        lines += ["", "[[step]]", f"{STEPS.get(step.kind, step.kind)} = {toml(step.element)}"]
        if step.values and step.kind == "task":
            lines.append(f"complete = {toml(step.values)}")
        elif step.kind == "job":
            lines.append(f"gives = {toml(step.values)}")
        elif step.values and step.kind == "message":
            lines.append(f"payload = {toml(step.values)}")
        elif step.kind == "trouble":
            lines.append(f"throws = {toml(step.values['throws'])}")
    lines += ["", "[expect]"]
    if incident:
        lines.append(f"incidents = []  # zurzeit: {toml([incident])}")
    return "\n".join(lines) + "\n"


def toml(value: Any) -> str:
    """A FEEL value as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return str(int(value)) if value == value.to_integral_value() else str(value)
        case feel.Date() | feel.Time():
            return str(value)
        case Mapping():
            inner = ", ".join(f"{_key(name)} = {toml(item)}" for name, item in value.items() if item is not None)
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(toml(item) for item in value if item is not None)}]"
    return json.dumps(str(value), ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else json.dumps(name, ensure_ascii=False)
