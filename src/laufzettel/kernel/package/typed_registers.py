"""The check of registers: their fields exist, an entry fits into a line, and jobs name what is declared."""

from collections.abc import Callable, Iterator, Mapping

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import ContextType, FeelType, Field, is_assignable, members
from laufzettel.kernel.package.model import Package, Register
from laufzettel.kernel.package.registers import fields_of, form_of, strangers
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.typed_forms import form_findings
from laufzettel.kernel.package.wording import lines_of_ids
from laufzettel.kernel.problems import Finding, Place, Text

OWNERS = ("public", "label", "columns", "unique", "doubles", "number", "number_from", "retention_years", "writers")
"""What only the service says whose register it is."""


def registers(package: Package) -> Iterator[Finding]:
    """What is wrong with the declared registers themselves."""
    for register in package.registers.values():
        yield from _fields(package, register)
        yield from _entry(package, register)
        yield from _label(package, register)
        yield from _number(package, register)
        yield from _number_from(package, register)


def _fields(package: Package, register: Register) -> Iterator[Finding]:
    document, known = package.documents["service.toml"], list(fields_of(form_of(package, register)))
    named = {name: getattr(register, name) for name in ("columns", "unique", "doubles")}
    for name, paths in {**named, "number": [register.number] if register.number else []}.items():
        for path in paths:
            if path not in known:
                message, hint = unknown(path, known)
                hint = hint or Text(f"{register.entry} nennt die Felder.", f"{register.entry} has the fields.")
                yield document.finding(("register", register.key, name), "register-field", message, hint)
    if document.data["register"][register.key].get("public"):
        message = Text("Öffentliche Register gibt es noch nicht.", "There are no public registers yet.")
        yield document.finding(("register", register.key, "public"), "register-public", message)
    foreign = [name for name in OWNERS if name in document.data["register"][register.key]] if register.of else []
    for name in foreign:
        message = Text(
            f"Das sagt die Leistung „{register.of}“, der das Register gehört.",
            f'That says the service "{register.of}", whose register it is.',
        )
        yield document.finding(("register", register.key, name), "register-of-another", message)
    if register.retention_years is not None and not register.ends:
        message = Text("Kein Ereignis beendet einen Eintrag.", "No event ends an entry.")
        yield document.finding(("register", register.key, "retention_years"), "register-no-end", message)


def _entry(package: Package, register: Register) -> Iterator[Finding]:
    name = register.entry.removesuffix(".form")
    lines = lines_of_ids(package.files[f"{name}.form"])
    for element, message in strangers(form_of(package, register)):
        yield Finding("register-entry", message, Place(f"{name}.form", element, lines.get(element, 0)))
    yield from form_findings(package, name, {}, {})


def _label(package: Package, register: Register) -> Iterator[Finding]:
    if register.label is None:
        return
    document, path = package.documents["service.toml"], ("register", register.key, "label")
    seen = {name: given.type for name, given in form_of(package, register).types().fields.items()}
    checked = feel.compile(register.label.text, types=seen)
    for found in checked.findings:
        yield Finding(found.code, found.message, document.place(path), found.severity, found.hint)
    if not any(is_assignable(member, types.STRING) or member == types.ANY for member in members(checked.type)):
        message = Text(f"Hier steht {checked.type}, nicht string.", f"This is {checked.type}, not string.")
        yield document.finding(path, "typed-misfit", message)


def _number(package: Package, register: Register) -> Iterator[Finding]:
    node = fields_of(form_of(package, register)).get(register.number)
    if node is None:
        return
    document, path = package.documents["service.toml"], ("register", register.key, "number")
    if node.required:
        message = Text(
            "Das Feld ist Pflicht, die Nummer vergibt aber das Register.",
            "The field is required, but the register gives the number.",
        )
        yield document.finding(path, "register-number", message)
    elif node.type not in ("number", "textfield") or node.kind or node.options:
        message = Text("Eine Nummer steht in einem Feld für Zahl oder Text.", "A number goes into a number or text.")
        yield document.finding(path, "register-number", message)
    elif register.number not in register.unique:
        message = Text(
            f"„{register.number}“ steht nicht bei unique: zwei Einträge hätten dieselbe Nummer.",
            f'"{register.number}" is not in unique: two entries could have the same number.',
        )
        yield document.finding(path, "register-number", message)


def _number_from(package: Package, register: Register) -> Iterator[Finding]:
    if not register.number_from:
        return
    document, path = package.documents["service.toml"], ("register", register.key, "number_from")
    setting = package.settings.get(register.number_from)
    if setting is None:
        message, hint = unknown(register.number_from, list(package.settings))
        yield document.finding(path, "register-number", message, hint)
    elif setting.kind != "number":
        message = Text("Die erste Nummer ist eine Einstellung der Art „number“.", 'The first number is a "number".')
        yield document.finding(path, "register-number", message)
    elif not register.number:
        message = Text(
            "Das Register vergibt keine Nummern: „number“ fehlt.", 'The register gives no numbers: no "number".'
        )
        yield document.finding(path, "register-number", message)


def register_of(package: Package, node: Node, place: Place) -> tuple[Register | None, list[Finding]]:
    """The register that a step names, and what is wrong with how it names it and its event."""
    name = _literal(node, "register")
    if name is None:
        message = Text("Das Register steht hier nicht als Text.", "The register is not named by a text here.")
        hint = Text('Schreiben Sie seinen Namen: ="hunde".', 'Write its name: ="hunde".')
        return None, [Finding("register-not-named", message, place, hint=hint)]
    if name not in package.registers:
        message, hint = unknown(name, list(package.registers))
        return None, [Finding("register-unknown", message, place, hint=hint)]
    register, event = package.registers[name], _literal(node, "event")
    if event is not None and event not in register.ends:
        message, hint = unknown(event, list(register.ends))
        return register, [Finding("register-event", message, place, hint=hint)]
    return register, []


def input_types(package: Package, register: Register, node: Node) -> Mapping[str, FeelType]:
    """What the values of a step must be like: an entry to write, parts of one to change or to look for."""
    whole = form_of(package, register).types()
    is_change = any(assignment.target == ("entry",) for assignment in node.inputs)
    # Read-only, numbered and optional fields need not be named; a missing answer is what the form itself asks for.
    return {"values": parts(whole) if is_change else _loose(whole), "where": parts(whole)}


def _loose(kind: ContextType) -> ContextType:
    """Only what must be answered must be there."""
    return ContextType(
        {name: Field(_inside(given.type, _loose), _must(given)) for name, given in kind.fields.items()}, closed=True
    )


def parts(kind: ContextType) -> ContextType:
    """Some of the fields of an entry: what is not named stays."""
    return ContextType(
        {name: Field(_inside(given.type, parts), required=False) for name, given in kind.fields.items()}, closed=True
    )


def _inside(kind: FeelType, change: Callable[[ContextType], ContextType]) -> FeelType:
    if isinstance(kind, ContextType):
        return change(kind)
    # How large a number is says the form when the entry is written.
    return types.union(*(types.NUMBER if isinstance(one, types.IntervalType) else one for one in members(kind)))


def _must(given: Field) -> bool:
    if isinstance(given.type, ContextType):
        return given.required and any(_must(inner) for inner in given.type.fields.values())
    return given.required and types.NULL not in members(given.type)


def _literal(node: Node, name: str) -> str | None:
    """The text that an input is, when it is one."""
    source = next((one.source.text for one in node.inputs if one.target == (name,)), None)
    if source is None:
        return None
    if not source.startswith("="):
        return source
    inner = source[1:].strip()
    is_text = len(inner) > 1 and inner[0] == inner[-1] == '"' and '"' not in inner[1:-1]
    return inner[1:-1] if is_text else None
