"""Names that one file of a package uses and another defines: letters, forms, jobs, settings."""

import re
from collections.abc import Iterator

from laufzettel.kernel.bpmn.model import Element
from laufzettel.kernel.package.hearing_jobs import hearing_findings
from laufzettel.kernel.package.jobs import JOB_TYPES, LETTER_JOBS
from laufzettel.kernel.package.message_jobs import message_findings
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.problems import Finding, Place, Text

_ID_INSIDE = re.compile(r"(?<!\{)\{#([A-Za-z][\w-]*)[^{}]*\}(?=.*\S)")


def references(package: Package) -> Iterator[Finding]:
    """What is named and does not exist, and what exists and is never named."""
    used_forms = {
        package.start_form,
        *(register.entry.removesuffix(".form") for register in package.registers.values()),
    }
    used_letters: set[str] = {run.letter for run in package.runs.values()}
    for process in package.model.processes.values():
        if not process.is_executable:
            continue
        for element in process.elements.values():
            place = package.model.place(element.id, element.line)
            yield from _user_task(package, element, place, used_forms)
            yield from _job(package, element, place, used_letters)
    yield from _unused(package, used_forms, used_letters)
    for name in package.letters:
        yield from _stray_ids(f"{name}.md", package.files[f"{name}.md"].decode())


def _user_task(package: Package, element: Element, place: Place, used: set[str]) -> Iterator[Finding]:
    if element.kind != "userTask":
        return
    definition = element.extensions.get("formDefinition")
    form = definition.get("formId") if definition else ""
    if not form:
        message = Text("Die Aufgabe hat kein Formular.", "The task has no form.")
        yield Finding("task-no-form", message, place)
    elif form not in package.forms:
        message, hint = unknown(form, list(package.forms))
        yield Finding("task-unknown-form", message, place, hint=hint)
    used.add(form)
    assignment = element.extensions.get("assignmentDefinition")
    if not (assignment and (assignment.get("candidateGroups") or assignment.get("assignee"))):
        message = Text("Für die Aufgabe ist keine Einheit zuständig.", "No unit is responsible for the task.")
        hint = Text("candidateGroups nennt die Rolle einer Einheit.", "candidateGroups names the role of a unit.")
        yield Finding("task-no-group", message, place, hint=hint)
    if not element.name:
        message = Text("Die Aufgabe hat keinen Namen.", "The task has no name.")
        yield Finding("task-no-name", message, place)


def _job(package: Package, element: Element, place: Place, used: set[str]) -> Iterator[Finding]:
    definition = element.extensions.get("taskDefinition")
    if definition is None:
        return
    kind = definition.get("type")
    if kind not in JOB_TYPES:
        message, hint = unknown(kind, list(JOB_TYPES))
        yield Finding("job-unknown", message, place, hint=hint)
        return
    mapping = element.extensions.get("ioMapping")
    given = {child.get("target").split(".")[0]: child for child in mapping.children} if mapping else {}
    job = JOB_TYPES[kind]
    targets = {name: tag for name, tag in given.items() if tag.name == "input"}
    for name, wanted in job.input.fields.items():
        if wanted.required and name not in targets:
            message = Text(f"{kind} braucht „{name}“.", f'{kind} needs "{name}".')
            yield Finding("job-input-missing", message, place)
    for name, tag in targets.items():
        if name not in job.input.fields:
            message, hint = unknown(name, list(job.input.fields))
            yield Finding("job-input-unknown", message, Place(place.file, place.element, tag.line), hint=hint)
    if kind in LETTER_JOBS and "letter" in targets:
        yield from _letter(package, targets["letter"].get("source"), place, used)
    sources = {name: tag.get("source") for name, tag in targets.items()}
    if kind == "hearing.open":
        yield from hearing_findings(package, sources, place)
    if kind == "message.send":
        yield from message_findings(sources, place)


def _letter(package: Package, source: str, place: Place, used: set[str]) -> Iterator[Finding]:
    name = source.removeprefix("=").strip()
    if not (name.startswith('"') and name.endswith('"')):
        used |= set(package.letters)
        return
    letter = name.strip('"')
    used.add(letter)
    if letter not in package.letters:
        message, hint = unknown(letter, list(package.letters))
        yield Finding("letter-unknown", message, place, hint=hint)


def _stray_ids(file: str, text: str) -> Iterator[Finding]:
    """Ids of blocks inside a line: there they are words of the letter."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in _ID_INSIDE.finditer(line):
            message = Text(f"„{match[0]}“ steht mitten im Text.", f'"{match[0]}" stands inside the text.')
            hint = Text("Der Name eines Absatzes steht an seinem Ende.", "The id of a paragraph stands at its end.")
            yield Finding("letter-id-inside", message, Place(file, match[1], number), hint=hint)


def _unused(package: Package, forms: set[str], letters: set[str]) -> Iterator[Finding]:
    for name in package.forms:
        if name not in forms:
            message = Text("Dieses Formular kommt nirgends vor.", "This form is used nowhere.")
            yield Finding("form-unused", message, Place(f"{name}.form"), "warning")
    for name in package.letters:
        if name not in letters:
            message = Text("Dieses Schreiben wird nie erlassen.", "This letter is never issued.")
            yield Finding("letter-unused", message, Place(f"{name}.md"), "warning")
    models = "\n".join(package.files[path].decode() for path in package.files if not path.endswith(".toml"))
    words = set(re.findall(r"\.\s*(\w+)", models))
    document = package.documents["service.toml"]
    conditions = " ".join(str(setting.required) for setting in package.settings.values())
    words |= {register.number_from for register in package.registers.values()}
    for key in package.settings:
        if key not in words and f"settings.{key}" not in conditions:
            message = Text(f"Die Einstellung „{key}“ liest niemand.", f'Nobody reads the setting "{key}".')
            yield document.finding(("settings", key), "setting-unused", message, severity="warning")
