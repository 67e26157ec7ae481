"""One way to write a package: stable order, ids kept, the meaning untouched. Twice is once."""

import json
import re
from collections.abc import Mapping
from typing import Any

from laufzettel.kernel.package.toml import read as read_toml
from laufzettel.kernel.problems import ProgramError

_FORM_KEYS = (
    "executionPlatform", "executionPlatformVersion", "exporter", "schemaVersion", "versionTag", "id", "type",
    "title", "components", "properties",
)  # fmt: skip
_COMPONENT_KEYS = (
    "label", "dateLabel", "timeLabel", "text", "type", "subtype", "id", "key", "path", "description", "defaultValue",
    "values", "valuesKey", "valuesExpression", "expression", "validate", "conditional", "components", "properties",
    "layout",
)  # fmt: skip


def formatted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a package as `laufzettel fmt` writes them. Files that cannot be read stay as they are."""
    return {path: _formatted(path, content) for path, content in files.items()}


def _formatted(path: str, content: bytes) -> bytes:
    text = content.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    if path.endswith(".form"):
        return _form(text).encode()
    if path.startswith("texts/"):
        return _translations(text, path).encode()
    if path.endswith(".toml"):
        return _ended(re.sub(r"\n{3,}", "\n\n", text) if '"""' not in text and "'''" not in text else text).encode()
    return _ended(text).encode()


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n"


def _form(text: str) -> str:
    try:
        data = json.loads(text)
    except ValueError:
        return text
    return json.dumps(_ordered(data, _FORM_KEYS), ensure_ascii=False, indent=2) + "\n"


def _ordered(data: Any, keys: tuple[str, ...]) -> Any:
    """Known keys in their order, others behind them; components keep their place, because order is meaning there."""
    if not isinstance(data, dict):
        return data
    rank = {key: index for index, key in enumerate(keys)}
    ordered = {key: data[key] for key in sorted(data, key=lambda key: (rank.get(key, len(rank)), key))}
    if isinstance(ordered.get("components"), list):
        ordered["components"] = [_ordered(component, _COMPONENT_KEYS) for component in ordered["components"]]
    return ordered


def _translations(text: str, path: str) -> str:
    """One table a key, in the order in which they stand; comments on top are kept."""
    try:
        data = read_toml(text.encode(), path).data
    except ProgramError:
        return text
    if not all(isinstance(entry, dict) and {"de", "text"} == set(entry) for entry in data.values()):
        return _ended(text)
    head = re.match(r"(?:#[^\n]*\n)*", text)
    top = (head[0] + "\n") if head and head[0] else ""
    tables = (
        f"[{_quoted(key)}]\nde = {_quoted(entry['de'])}\ntext = {_quoted(entry['text'])}\n"
        for key, entry in data.items()
    )
    return top + "\n".join(tables)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
