"""The typed declarations of a package, from TOML that is already valid by its schema."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from laufzettel.kernel import bpmn, dmn, feel, forms, law, letters
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.package.letter_translations import letter_wordings, whole_translations
from laufzettel.kernel.package.model import (
    DateRule,
    Example,
    Fee,
    Package,
    Privacy,
    Receiver,
    Record,
    RecordEvent,
    Register,
    Retention,
    Scenario,
    SerialRun,
    Service,
)
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.settings import (
    ByLaw,
    Setting,
    SettingError,
    SettingsSeries,
    SettingVersion,
)
from laufzettel.kernel.package.toml import Document, Path
from laufzettel.kernel.package.translation import fresh
from laufzettel.kernel.package.wording import wordings
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

VALUE_TYPES: Mapping[str, FeelType] = {
    "money": types.NUMBER,
    "number": types.NUMBER,
    "boolean": types.BOOLEAN,
    "text": types.STRING,
    "date": types.DATE,
    "duration": types.union(types.DAYS, types.MONTHS),
}


def package(
    service: Document,
    *,
    files: Mapping[str, bytes],
    source: Mapping[str, bytes],
    documents: Mapping[str, Document],
    forms: Mapping[str, forms.Form],
    decisions: Mapping[str, dmn.Decisions],
    models: Mapping[str, bpmn.Model],
    program: bpmn.Program,
    letters: Mapping[str, letters.Letter],
    settings: Mapping[str, Setting],
    record_title: feel.Expression,
    reference_date: feel.Expression,
    receiver: Receiver | None,
    registers: Mapping[str, Register],
    runs: Mapping[str, SerialRun],
    examples: Mapping[str, Example],
    scenarios: Mapping[str, Scenario],
) -> Package:
    """The package, its parts all read."""
    data = service.data
    record = data["record"]
    made = Package(
        files=files,
        source=source,
        documents=documents,
        service=Service(
            **_as_tuples({k: v for k, v in {"situations": (), **data["service"]}.items() if k != "format"})
        ),
        module_texts=data["texts"],
        fee=Fee(**data["fee"]) if "fee" in data else None,
        acts={key: law.Act(**_as_tuples(raw)) for key, raw in data.get("act", {}).items()},
        start_form=data["process"]["start"].removesuffix(".form"),
        model=models[data["process"]["model"].removesuffix(".bpmn")],
        program=program,
        forms=forms,
        decisions=decisions,
        letters=letters,
        settings=settings,
        record=Record(
            record_title, record["class"], Retention(record["retention"]["years"], record["retention"]["from"])
        ),
        events={key: RecordEvent(key, **raw) for key, raw in data.get("event", {}).items()},
        dates={key: DateRule(key, **raw) for key, raw in data.get("date", {}).items()},
        privacy=Privacy(**_as_tuples(data["privacy"])),
        messages={
            name: {key: VALUE_TYPES[kind] for key, kind in payload.items()}
            for name, payload in data.get("message", {}).items()
        },
        registers=registers,
        runs=runs,
        translations={},
        letter_translations={},
        examples=examples,
        scenarios=scenarios,
        reference_date=reference_date,
        receiver=receiver,
    )
    return _translated(made)


def _translated(package: Package) -> Package:
    german = {wording.key: wording.german for wording in (*wordings(package), *letter_wordings(package.letters))}
    translations = {
        path.removeprefix("texts/").removesuffix(".toml"): fresh(document.data, german)
        for path, document in package.documents.items()
        if path.startswith("texts/")
    }
    english = translations.get("en", {})
    bilingual = {
        name: form.translated(
            {key.split("#")[1]: text for key, text in english.items() if key.startswith(f"{name}.form#")}
        )
        for name, form in package.forms.items()
    }
    enclosed = whole_translations(package.letters, translations)
    return replace(package, translations=translations, forms=bilingual, letter_translations=enclosed)


def _as_tuples(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def expression(document: Document, path: Path, text: str, findings: list[Finding]) -> feel.Expression | None:
    """The FEEL expression at `path`, its leading `=` dropped; what is wrong with it goes to `findings`."""
    place = document.place(path)
    try:
        return feel.compile(text.strip().removeprefix("="))
    except ProgramError as error:
        findings += [
            Finding(found.code, found.message, Place(place.file, place.element, place.line), found.severity, found.hint)
            for found in error.findings
        ]
        return None


def register(key: str, raw: Mapping[str, Any], document: Document, findings: list[Finding]) -> Register:
    """A `[register.x]`; what is wrong with its FEEL goes to `findings`."""
    label = expression(document, ("register", key, "label"), raw["label"], findings) if "label" in raw else None
    return Register(
        key,
        raw["title"],
        raw["entry"],
        label,
        **{name: tuple(raw.get(name, ())) for name in ("columns", "unique", "doubles")},
        number=raw.get("number", ""),
        number_from=raw.get("number_from", ""),
        retention_years=raw.get("retention_years"),
        of=raw.get("of", ""),
        writers=tuple(raw.get("writers", ())),
        ends={name: RecordEvent(name, **event) for name, event in raw.get("end", {}).items()},
    )


def serial_run(key: str, raw: Mapping[str, Any], document: Document, findings: list[Finding]) -> SerialRun | None:
    """A `[run.x]`; None, with findings, when its FEEL is wrong."""
    path = ("run", key)
    names = [name for name in ("where", "recipient", "hindrance", "notice", "write") if name in raw]
    read = {name: expression(document, (*path, name), raw[name], findings) for name in names}
    claim = {
        name: expression(document, (*path, "claim", name), text, findings)
        for name, text in raw.get("claim", {}).items()
    }
    where, recipient = read["where"], read["recipient"]
    if where is None or recipient is None or None in (*read.values(), *claim.values()):
        return None
    return SerialRun(
        key,
        raw["title"],
        raw["register"],
        raw["decision"],
        raw["letter"],
        where,
        recipient,
        help=raw.get("help", ""),
        hindrance=read.get("hindrance"),
        notice=read.get("notice"),
        claim={name: found for name, found in claim.items() if found is not None},
        write=read.get("write"),
    )


def setting(key: str, raw: Mapping[str, Any], document: Document, findings: list[Finding]) -> Setting | None:
    """A `[settings.x]`; None, with findings, when it contradicts itself."""
    path = ("settings", key)
    declared = Setting(
        key=key,
        kind=raw["type"],
        label=raw["label"],
        help=raw.get("help", ""),
        example=raw.get("example"),
        required=raw.get("required", False),
        by_law=raw["type"] == "money" or raw.get("by_law", False),
        choices=raw.get("choices", {}),
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
    )
    before = len(findings)
    if (declared.kind == "choice") != bool(declared.choices):
        message = Text("„choices“ steht genau dann, wenn type „choice“ ist.", '"choices" goes with the type "choice".')
        findings.append(document.finding((*path, "choices"), "setting-choices", message))
    elif declared.example is not None:
        try:
            declared.read(declared.example)
        except SettingError as error:
            findings.append(document.finding((*path, "example"), "setting-value", error.text))
    if isinstance(declared.required, str):
        expression(document, (*path, "required"), declared.required, findings)
    return declared if len(findings) == before else None


def example(name: str, document: Document, settings: Mapping[str, Setting], findings: list[Finding]) -> Example:
    """An `examples/x.toml` as a series."""
    data = document.data
    reading = _Values(document, settings, findings)
    versions = [reading.version(("settings", key), key, raw, None) for key, raw in data.get("settings", {}).items()]
    for index, raw_law in enumerate(data.get("by_law", ())):
        by_law = ByLaw(
            raw_law["title"],
            raw_law["resolution"],
            feel.Date.from_python(raw_law["published_on"]),
            feel.Date.from_python(raw_law["in_force_from"]),
            is_demo=raw_law.get("demo", False),
        )
        for key, raw in raw_law["values"].items():
            versions.append(reading.version(("by_law", index, "values", key), key, raw, by_law))
    series = SettingsSeries(tuple(version for version in versions if version), tuple(settings))
    return Example(name, data["tenant"], data["title"], data.get("note", ""), series)


class _Values:
    """Values of settings, with or without a by-law."""

    def __init__(self, document: Document, settings: Mapping[str, Setting], findings: list[Finding]) -> None:
        self.document = document
        self.settings = settings
        self.findings = findings

    def version(self, path: Path, key: str, raw: Any, by_law: ByLaw | None) -> SettingVersion | None:
        """One value; None, with a finding, when it does not fit."""
        declared = self.settings.get(key)
        if declared is None:
            self.findings.append(self.document.finding(path, "setting-unknown", *unknown(key, list(self.settings))))
            return None
        if declared.by_law and by_law is None:
            message = Text(f"„{key}“ braucht eine Satzung.", f'"{key}" needs a by-law.')
            hint = Text("Setzen Sie den Wert unter [[by_law]].", "Put the value under [[by_law]].")
            self.findings.append(self.document.finding(path, "setting-by-law", message, hint))
        paragraph = ""
        if isinstance(raw, Mapping):
            paragraph, raw = str(raw.get("paragraph", "")), raw.get("value")
        try:
            value = declared.read(raw)
        except SettingError as error:
            self.findings.append(self.document.finding(path, "setting-value", error.text))
            return None
        if by_law is None:
            return SettingVersion(key, value)
        cited = ByLaw(
            by_law.title, by_law.resolution, by_law.published_on, by_law.in_force_from, paragraph, by_law.is_demo
        )
        return SettingVersion(key, value, by_law.in_force_from, cited)


def check_service(document: Document, findings: list[Finding]) -> None:
    """What service.toml says twice, or about something that it does not say."""
    source = document.data["record"]["retention"]["from"]
    kind, name, *end = source.split(".")
    declared = document.data.get(kind, {})
    if end:
        declared, name = declared.get(name, {}).get("end", {}), end[0]
        kind = source.rpartition(".")[0] + ".end"
    if name not in declared:
        path = ("record", "retention")
        message = Text(f"[{kind}.{name}] gibt es nicht.", f"There is no [{kind}.{name}].")
        hint = Text(
            "Die Aufbewahrung beginnt mit einem Ereignis, das service.toml nennt.",
            "Retention begins with an event that service.toml declares.",
        )
        findings.append(document.finding(path, "record-retention", message, hint))
