"""What is different in forms, processes, decisions and letters."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from laufzettel.kernel.bpmn.model import Element, Flow
from laufzettel.kernel.dmn.model import Decision, Rule, Table
from laufzettel.kernel.dmn.model import KnowledgeModel as Knowledge
from laufzettel.kernel.package.difference_change import Change
from laufzettel.kernel.package.difference_words import Kind, compared, flat, named, show
from laufzettel.kernel.package.jobs import JOB_TYPES
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.testing import tables
from laufzettel.kernel.problems import Text

_ASKING = frozenset(
    {"validate.required", "key", "type", "properties.kind", "properties.exclusion", "properties.minAge"}
)
"""Attributes of a question that decide which personal data are asked for, and who may apply."""

_DECIDING = frozenset({"type", "job", "decision", "gives", "waits", "loop"})
"""What of a step that issues, claims, decides or waits has the effect."""


def forms(old: Package, new: Package) -> Iterator[Change]:
    """Questions and pages, attribute by attribute; a question that is new or gone changes which data are collected."""
    for name in sorted({*old.forms, *new.forms}):
        file = f"{name}.form"
        before, after = (_components(one.files.get(file)) for one in (old, new))
        titles = {key: _title(component, key) for key, component in (before | after).items()}
        for key in [*before, *(key for key in after if key not in before)]:
            word = _word(after.get(key) or before[key])
            what = Text(f"{word} „{titles[key]}“ ({file})", f"{word.en} “{titles[key]}” ({file})")
            if key not in before or key not in after:
                gone: Kind = "removed" if key in before else "added"
                asks = "key" in (after.get(key) or before[key])
                yield Change(gone, file, key, what, is_legal=asks)
                continue
            for kind, attribute, was, now in compared(_flat(before[key], titles), _flat(after[key], titles), show):
                base = attribute.partition(" ")[0]
                about = named(base)
                option = attribute[len(base) :]
                part = Text(f"{what}, {about}{option}", f"{what.en}, {about.en}{option}")
                legal = base in _ASKING or (base == "conditional.hide" and "key" in after[key])
                yield Change(kind, file, key, part, was, now, legal)
        common = [key for key in before if key in after]
        if common != [key for key in after if key in before]:
            yield Change("changed", file, "", Text(f"Reihenfolge der Fragen ({file})", f"order of questions ({file})"))


def _components(content: bytes | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def walk(components: list[dict[str, Any]], parent: str) -> None:
        for component in components:
            own = {key: value for key, value in component.items() if key not in ("components", "layout", "id")}
            found[component["id"]] = {**own, "in": parent}
            walk(component.get("components", []), component["id"])

    if content is not None:
        walk(json.loads(content)["components"], "")
    return found


def _title(component: Mapping[str, Any], key: str) -> str:
    found = component.get("label") or component.get("dateLabel") or component.get("text") or key
    return str(found)


def _word(component: Mapping[str, Any]) -> Text:
    if component["type"] in ("group", "page"):
        return Text("Seite", "page") if not component["in"] else Text("Gruppe", "group")
    return Text("Frage", "question") if "key" in component else Text("Text", "text")


def _flat(component: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """Attributes by path, each option of a choice by its value."""
    found = flat({key: value for key, value in component.items() if key != "values"})
    found["in"] = titles.get(component["in"], component["in"])
    found |= {f"values „{one['value']}“": one["label"] for one in component.get("values", ())}
    return found


def process(old: Package, new: Package) -> Iterator[Change]:
    """Steps and ways. What issues letters, raises claims, decides or sets a time limit has legal effect."""
    file = new.model.file
    before, after = (_elements(one) for one in (old, new))
    names = {key: element.name or key for key, element in (before | after).items()}
    for key in [*before, *(key for key in after if key not in before)]:
        element = after.get(key) or before[key]
        what = Text(f"Schritt „{names[key]}“", f"step “{names[key]}”")
        legal = _has_effect(element)
        if key not in before or key not in after:
            yield Change("removed" if key in before else "added", file, key, what, is_legal=legal)
            continue
        for kind, attribute, was, now in compared(_facts(before[key]), _facts(after[key]), str):
            base, _, rest = attribute.partition(" ")
            about = named("waits for" if base == "waits" else base)
            target = f" „{rest}“" if base in ("gives", "takes") else ""
            if target:
                about = Text("übergibt", "passes on") if base == "gives" else Text("übernimmt", "takes over")
            part = Text(f"{what}, {about}{target}", f"{what.en}, {about.en}{target}")
            yield Change(kind, file, key, part, was, now, legal and base in _DECIDING)
    yield from _ways(old, new, names, file)


def _elements(package: Package) -> dict[str, Element]:
    return {key: one for process in package.model.processes.values() for key, one in process.elements.items()}


def _has_effect(element: Element) -> bool:
    waits = element.event is not None and element.event.kind == "timer"
    return waits or any(name in element.extensions for name in ("taskDefinition", "calledDecision"))


def _facts(element: Element) -> dict[str, str]:
    """What a step is and does, by the words of `difference_words`; lines and looks are left out."""
    found = {"name": element.name, "type": element.kind}
    extensions = element.extensions
    for tag, attribute, word in (
        ("assignmentDefinition", "candidateGroups", "group"),
        ("assignmentDefinition", "assignee", "assignee"),
        ("formDefinition", "formId", "form"),
        ("calledDecision", "decisionId", "decision"),
        ("taskSchedule", "dueDate", "due"),
        ("script", "expression", "script"),
    ):
        if tag in extensions and extensions[tag].get(attribute):
            found[word] = extensions[tag].get(attribute)
    if "taskDefinition" in extensions:
        job = extensions["taskDefinition"].get("type")
        found["job"] = str(JOB_TYPES[job].title) if job in JOB_TYPES else job
    mapping = extensions.get("ioMapping")
    for child in mapping.children if mapping else ():
        found[f"{'gives' if child.name == 'input' else 'takes'} {child.get('target')}"] = child.get("source")
    if element.event:
        event = element.event
        found["waits for"] = " ".join(filter(None, (event.kind, event.expression, event.subject, event.key)))
    if element.loop:
        loop = element.loop
        found["loop"] = " ".join(filter(None, (loop.collection, loop.element, loop.completion)))
    found |= {name: text for name, text in element.attributes.items() if name not in ("id", "name")}
    return found


def _ways(old: Package, new: Package, names: Mapping[str, str], file: str) -> Iterator[Change]:
    before, after = (_flows(one) for one in (old, new))
    for key in [*before, *(key for key in after if key not in before)]:
        way = after.get(key) or before[key]
        ends = [names.get(end, end) for end in (way.source, way.target)]
        what = Text(f"Weg von „{ends[0]}“ nach „{ends[1]}“", f"way from “{ends[0]}” to “{ends[1]}”")
        if key not in before or key not in after:
            was, now = (one[key].condition if key in one else "" for one in (before, after))
            yield Change("removed" if key in before else "added", file, key, what, was, now, bool(was or now))
            continue
        for kind, attribute, was, now in compared(_way(before[key], names), _way(after[key], names), str):
            part = Text(f"{what}, {named(attribute)}", f"{what.en}, {named(attribute).en}")
            yield Change(kind, file, key, part, was, now, attribute == "condition")


def _flows(package: Package) -> dict[str, Flow]:
    return {key: one for process in package.model.processes.values() for key, one in process.flows.items()}


def _way(flow: Flow, names: Mapping[str, str]) -> dict[str, str]:
    ends = " → ".join(names.get(end, end) for end in (flow.source, flow.target))
    found = {"name": flow.name, "way": ends}
    return found | ({"condition": flow.condition} if flow.condition else {})


def decisions(old: Package, new: Package) -> Iterator[Change]:
    """Tables rule by rule, matched by the id of the rule, cell by cell; formulas entry by entry."""
    before, after = (_logic(one) for one in (old, new))
    for kind, key, _, _ in compared(before, after, lambda logic: repr(logic[2])):
        file, what, was_facts = before.get(key) or after[key]
        if kind != "changed":
            joined = "; ".join(f"{name}: {text}" if name else text for name, text in was_facts.items())
            texts = ("", joined) if kind == "added" else (joined, "")
            yield Change(kind, file, key.partition("#")[0], what, *texts, is_legal=True)
            continue
        for inner, cell, was, now in compared(was_facts, after[key][2], str):
            part = Text(f"{what}, {cell}", f"{what.en}, {cell}") if cell else what
            yield Change(inner, file, key.partition("#")[0], part, was, now, is_legal=True)


def _logic(package: Package) -> dict[str, tuple[str, Text, dict[str, str]]]:
    found: dict[str, tuple[str, Text, dict[str, str]]] = {}
    for decisions in {id(one): one for one in package.decisions.values()}.values():
        file = decisions.definitions.file
        for element in decisions.definitions.elements:
            if not isinstance(element, Decision | Knowledge):
                continue
            label = getattr(element, "label", "") or element.name
            what = Text(f"Entscheidung „{label}“", f"decision “{label}”")
            listed = list(tables(element.logic))
            for table in listed:
                found |= _rules(element.id, label, table, file)
            if not listed:
                found[element.id] = (file, what, _entries(element.logic))
            if valid_from := getattr(element, "valid_from", ""):
                found[f"{element.id}#ab"] = (file, what, {"gilt ab": valid_from})
    return found


def _rules(decision: str, label: str, table: Table, file: str) -> dict[str, tuple[str, Text, dict[str, str]]]:
    heads = [clause.label or clause.expression.text for clause in table.inputs]
    results = [clause.label or clause.name or table.output_label or label for clause in table.outputs]
    what = Text(f"Entscheidung „{label}“", f"decision “{label}”")
    head = {"Auswertung": f"{table.hit_policy}{table.aggregation}"}
    head |= {f"liest {name}": clause.expression.text for name, clause in zip(heads, table.inputs, strict=True)}
    found = {decision: (file, what, head)}
    is_ordered = table.hit_policy in ("FIRST", "RULE ORDER", "F", "R")
    for rule in table.rules:
        note = next((text for text in rule.annotations if text), "")
        told = f" ({note})" if note else ""
        words = Text(f"{what}, Regel {rule.number}{told}", f"{what.en}, rule {rule.number}{told}")
        facts = _cells(rule, heads, results)
        if is_ordered:
            facts["Nummer"] = str(rule.number)
        found[f"{decision}#{rule.id or rule.number}"] = (file, words, facts)
    return found


def _cells(rule: Rule, heads: list[str], results: list[str]) -> dict[str, str]:
    inputs = {f"wenn {head}": cell.text for head, cell in zip(heads, rule.inputs, strict=True)}
    outputs = {f"dann {result}": cell.text for result, cell in zip(results, rule.outputs, strict=True)}
    notes = {"Anmerkung": " ".join(rule.annotations)} if any(rule.annotations) else {}
    return {**{name: text for name, text in inputs.items() if text.strip() not in ("", "-")}, **outputs, **notes}


def _entries(logic: object) -> dict[str, str]:
    entries = getattr(logic, "entries", None)
    if entries is None:
        return {"": _text(logic)}
    return {(entry.variable.name if entry.variable else "Ergebnis"): _text(entry.value) for entry in entries}


def _text(logic: object) -> str:
    text = getattr(logic, "text", None)
    if isinstance(text, str):
        return text
    entries = getattr(logic, "entries", ())
    named_parts = ((entry.variable.name if entry.variable else "", _text(entry.value)) for entry in entries)
    body = getattr(logic, "body", None)
    inner = _text(body) if body is not None else repr(logic)
    return "; ".join(f"{name}: {part}" if name else part for name, part in named_parts) or inner


def letters(old: Package, new: Package) -> Iterator[Change]:
    """Letters block by block, and their subject."""
    for name in sorted({*old.letters, *new.letters}):
        file = f"{name}.md"
        if name not in old.letters or name not in new.letters:
            gone: Kind = "removed" if name in old.letters else "added"
            yield Change(gone, file, "", Text(f"Schreiben „{name}“", f"letter “{name}”"), is_legal=True)
            continue
        before, after = (
            {block: found.source for block, found in one.letters[name].blocks.items()} for one in (old, new)
        )
        changes = list(compared(before, after, str))
        for kind, key, was, now in changes:
            what = Text(f"Schreiben „{name}“, Absatz „{key}“", f"letter “{name}”, block “{key}”")
            yield Change(kind, file, key, what, was, now, is_legal=True)
        first, second = (_subject(one.files[file]) for one in (old, new))
        if first != second:
            what = Text(f"Schreiben „{name}“, Betreff", f"letter “{name}”, subject")
            yield Change("changed", file, "", what, first, second, is_legal=True)
        elif not changes and old.files.get(file) != new.files.get(file):
            what = Text(f"Schreiben „{name}“, Text ohne Namen", f"letter “{name}”, text without an id")
            yield Change("changed", file, "", what, is_legal=True)


def _subject(content: bytes) -> str:
    lines = content.decode().split("\n")
    return next((line.removeprefix("#").strip() for line in lines if line.startswith("# ")), "")
