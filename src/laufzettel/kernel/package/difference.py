"""What is different between two packages, in words for a head of unit and as data."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from laufzettel.kernel import feel
from laufzettel.kernel.dmn.model import Decision, Table
from laufzettel.kernel.dmn.model import KnowledgeModel as Knowledge
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.testing import tables
from laufzettel.kernel.problems import Text

type Kind = Literal["added", "removed", "changed"]

_WORDS: Mapping[str, Text] = {
    "added": Text("Neu", "New"),
    "removed": Text("Entfernt", "Removed"),
    "changed": Text("Geändert", "Changed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `is_legal`: it touches a letter, decision, fee, privacy, retention or act."""

    kind: Kind
    file: str
    element: str
    what: Text
    before: str = ""
    after: str = ""
    is_legal: bool = False

    def in_language(self, language: str) -> str:
        """One sentence."""
        words = _WORDS[self.kind].in_language(language)
        text = f"{words}: {self.what.in_language(language)}"
        if self.kind == "changed" and (self.before or self.after):
            text += f" („{self.before}“ → „{self.after}“)"
        return text

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "file": self.file,
            "element": self.element,
            "what": {"de": str(self.what), "en": self.what.en},
            "before": self.before,
            "after": self.after,
            "legal": self.is_legal,
        }


def difference(old: Package, new: Package) -> list[Change]:
    """Everything that differs, by part of the package; empty when both have the same hash."""
    if old.hash == new.hash:
        return []
    return [
        *_service(old, new),
        *_settings(old, new),
        *_forms(old, new),
        *_process(old, new),
        *_decisions(old, new),
        *_letters(old, new),
        *_rest(old, new),
    ]


def _compared[T](
    old: Mapping[str, T], new: Mapping[str, T], show: Callable[[T], str]
) -> Iterator[tuple[Kind, str, str, str]]:
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            yield "removed", key, show(old[key]), ""
        elif key not in old:
            yield "added", key, "", show(new[key])
        elif show(old[key]) != show(new[key]):
            yield "changed", key, show(old[key]), show(new[key])


_SECTIONS: Mapping[str, tuple[Text, bool]] = {
    "service": (Text("Angaben zur Leistung", "facts of the service"), False),
    "texts": (Text("Beschreibung", "description"), False),
    "fee": (Text("Gebühr", "fee"), True),
    "act": (Text("Verwaltungsakt", "act"), True),
    "record": (Text("Akte", "record"), True),
    "event": (Text("Ereignis der Akte", "event of the record"), True),
    "date": (Text("Frist", "date"), True),
    "privacy": (Text("Datenschutz", "privacy"), True),
    "message": (Text("Nachricht", "message"), False),
    "register": (Text("Register", "register"), True),
    "process": (Text("Prozess", "process"), False),
}
_LEGAL_KEYS = frozenset({"trust", "reference_date", "tenants"})


def _service(old: Package, new: Package) -> Iterator[Change]:
    before, after = (one.documents["service.toml"].data for one in (old, new))
    for section, (name, is_legal) in _SECTIONS.items():
        for kind, key, was, now in _compared(before.get(section, {}), after.get(section, {}), _show):
            what = Text(f"{name}, {key}", f"{name.en}, {key}")
            legal = is_legal or key in _LEGAL_KEYS
            yield Change(kind, "service.toml", f"{section}.{key}", what, was, now, legal)


def _settings(old: Package, new: Package) -> Iterator[Change]:
    before, after = (one.documents["service.toml"].data.get("settings", {}) for one in (old, new))
    for kind, key, _, _ in _compared(before, after, _show):
        label = (new.settings if key in new.settings else old.settings)[key].label
        what = Text(f"Einstellung „{label}“", f'setting "{label}"')
        yield Change(kind, "service.toml", f"settings.{key}", what, is_legal=kind != "changed")


def _forms(old: Package, new: Package) -> Iterator[Change]:
    for name in sorted({*old.forms, *new.forms}):
        file = f"{name}.form"
        before, after = (_components(one.files.get(file)) for one in (old, new))
        for kind, key, was, now in _compared(before, after, _show):
            component = after.get(key) or before[key]
            label = component.get("label") or component.get("dateLabel") or component.get("text") or key
            what = Text(f"Feld „{label}“ in {file}", f'field "{label}" in {file}')
            if kind == "changed":
                was, now = _attributes(before[key], after[key])
            yield Change(kind, file, key, what, was, now)


def _components(content: bytes | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def walk(components: list[dict[str, Any]], parent: str) -> None:
        for component in components:
            own = {key: value for key, value in component.items() if key not in ("components", "layout")}
            found[component["id"]] = {**own, "in": parent}
            walk(component.get("components", []), component["id"])

    if content is not None:
        walk(json.loads(content)["components"], "")
    return found


def _attributes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """The attributes that differ, as they were and as they are."""
    changes = list(_compared(before, after, _show))
    was = ", ".join(f"{key}: {old or '–'}" for _, key, old, _ in changes)
    return was, ", ".join(f"{key}: {new or '–'}" for _, key, _, new in changes)


def _process(old: Package, new: Package) -> Iterator[Change]:
    file = new.model.file
    before, after = (
        {key: element for process in one.model.processes.values() for key, element in process.elements.items()}
        for one in (old, new)
    )
    for kind, key, _, _ in _compared(before, after, _element):
        element = after.get(key) or before[key]
        what = Text(f"Schritt „{element.name or key}“", f'step "{element.name or key}"')
        yield Change(kind, file, key, what)
    flows = (
        {key: flow for process in one.model.processes.values() for key, flow in process.flows.items()}
        for one in (old, new)
    )
    first, second = flows
    for kind, key, was, now in _compared(first, second, lambda flow: f"{flow.source} → {flow.target} {flow.condition}"):
        what = Text(f"Weg „{key}“", f'flow "{key}"')
        yield Change(kind, file, key, what, was.strip(), now.strip())


def _element(element: Any) -> str:
    parts = (element.kind, element.name, element.scope, dict(element.attributes), element.event, element.loop)
    return repr((parts, {name: _tag(tag) for name, tag in element.extensions.items()}))


def _tag(tag: Any) -> Any:
    return tag.name, dict(tag.attributes), [_tag(child) for child in tag.children]


def _decisions(old: Package, new: Package) -> Iterator[Change]:
    before, after = _logic(old), _logic(new)
    for kind, key, was, now in _compared(before, after, lambda rule: rule[1]):
        place = (after.get(key) or before[key])[0]
        what = Text(f"Entscheidung „{key}“", f'decision "{key}"')
        yield Change(kind, place, key, what, was, now, is_legal=True)


def _logic(package: Package) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for decisions in {id(one): one for one in package.decisions.values()}.values():
        file = decisions.definitions.file
        for element in decisions.definitions.elements:
            if not isinstance(element, Decision | Knowledge):
                continue
            listed = list(tables(element.logic))
            for table in listed:
                found |= _rules(element.id, table, file)
            if not listed:
                found[element.id] = (file, _texts(element.logic))
    return found


def _rules(decision: str, table: Table, file: str) -> dict[str, tuple[str, str]]:
    head = ", ".join(clause.expression.text for clause in table.inputs)
    found = {decision: (file, f"{table.hit_policy}{table.aggregation} {head}")}
    for rule in table.rules:
        inputs = " | ".join(cell.text for cell in rule.inputs)
        outputs = " | ".join(cell.text for cell in rule.outputs)
        found[f"{decision}, Regel {rule.number}"] = (file, f"{inputs} → {outputs}")
    return found


def _texts(logic: object) -> str:
    text = getattr(logic, "text", None)
    if isinstance(text, str):
        return text
    entries = getattr(logic, "entries", ())
    named = ((entry.variable.name if entry.variable else "", _texts(entry.value)) for entry in entries)
    return "; ".join(f"{name}: {inner}" if name else inner for name, inner in named) or repr(logic)


def _letters(old: Package, new: Package) -> Iterator[Change]:
    for name in sorted({*old.letters, *new.letters}):
        file = f"{name}.md"
        before, after = (
            {block: found.source for block, found in one.letters[name].blocks.items()} if name in one.letters else {}
            for one in (old, new)
        )
        changes = list(_compared(before, after, str))
        for kind, key, was, now in changes:
            what = Text(f"Absatz „{key}“ in {file}", f'block "{key}" in {file}')
            yield Change(kind, file, key, what, was, now, is_legal=True)
        if not changes and old.files.get(file) != new.files.get(file):
            yield Change("changed", file, "", Text(f"Schreiben {file}", f"letter {file}"), is_legal=True)


def _rest(old: Package, new: Package) -> Iterator[Change]:
    kinds = {"texts": Text("Übersetzung", "translation"), "scenarios": Text("Szenario", "scenario")}
    kinds |= {"examples": Text("Beispiel", "example"), "docs": Text("Dokument", "document")}
    before, after = ({path: one.files[path] for path in one.files if "/" in path} for one in (old, new))
    for kind, path, _, _ in _compared(before, after, lambda content: content.decode()):
        name = kinds[path.split("/")[0]]
        yield Change(kind, path, "", Text(f"{name} {path}", f"{name.en} {path}"))


def _show(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)
    return feel.to_text(value) if value is None or isinstance(value, bool) else str(value)
