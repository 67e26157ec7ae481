"""Reading a package: every file, strictly; all findings at once."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from laufzettel.kernel import bpmn, dmn, feel, forms, letters
from laufzettel.kernel.dmn.model import Decision, DecisionService
from laufzettel.kernel.package import declarations
from laufzettel.kernel.package.files import collect
from laufzettel.kernel.package.format import EXAMPLE, SCENARIO, SERVICE, TEXTS
from laufzettel.kernel.package.model import Example, Package, Receiver, Register, Scenario, SerialRun
from laufzettel.kernel.package.schema import Spec, unknown, validate
from laufzettel.kernel.package.settings import Setting
from laufzettel.kernel.package.toml import Document
from laufzettel.kernel.package.toml import read as read_toml
from laufzettel.kernel.package.upgrading import upgraded
from laufzettel.kernel.package.wording import lines_of_ids
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text


def load(source: Path | str | Mapping[str, bytes]) -> Package:
    """Read a package from its folder, or from a mapping of paths to bytes.

    Raises ProgramError with everything that is wrong with its files one by one; what is wrong between them says
    `check`.
    """
    files = collect(source)
    return _Loader(upgraded(files), files).package()


# What has been read never changes and is shared: a package of which one file was changed reads one file anew.
@lru_cache(maxsize=512)
def _document(content: bytes, path: str) -> Document:
    return read_toml(content, path)


@lru_cache(maxsize=128)
def _form(content: bytes, path: str) -> forms.Form:
    return forms.read(content, file=path)


@lru_cache(maxsize=128)
def _letter(content: bytes, path: str) -> letters.Letter:
    return letters.read(content.decode(), file=path)


@lru_cache(maxsize=128)
def _tables(content: bytes, path: str) -> dmn.Decisions:
    return dmn.read(content, file=path)


@lru_cache(maxsize=64)
def _model(content: bytes, path: str) -> bpmn.Model:
    return bpmn.read(content, file=path)


class _Loader:
    """Reads file after file, collecting what is wrong."""

    def __init__(self, files: Mapping[str, bytes], source: Mapping[str, bytes]) -> None:
        self.files = files
        self.source = source
        self.findings: list[Finding] = []
        self.documents: dict[str, Document] = {}

    def package(self) -> Package:
        service = self._toml("service.toml", SERVICE)
        for path in self._paths("", ".toml"):
            if path != "service.toml":
                self._toml(path, {"scenarios": SCENARIO, "examples": EXAMPLE, "texts": TEXTS}[path.split("/")[0]])
        read_forms = self._each(".form", _form)
        decisions = self._decisions()
        models = self._each(".bpmn", _model)
        read_letters = self._each(".md", _letter)
        settings = self._settings(service)
        record, reference_date = self._expressions(service)
        receiver = self._receiver(service)
        program = self._program(service, models, decisions)
        registers, runs = self._registers(service), self._runs(service)
        examples, scenarios = self._examples(settings), self._scenarios()
        if service is not None:
            self._check_references(service, read_forms)
        if self.findings or service is None or program is None or record is None or reference_date is None:
            raise ProgramError(self.findings)
        return declarations.package(
            service,
            files=self.files,
            source=self.source,
            documents=self.documents,
            forms=read_forms,
            decisions=decisions,
            models=models,
            program=program,
            letters=read_letters,
            settings=settings,
            record_title=record,
            reference_date=reference_date,
            receiver=receiver,
            registers=registers,
            runs=runs,
            examples=examples,
            scenarios=scenarios,
        )

    def _paths(self, folder: str, ending: str) -> list[str]:
        return [path for path in self.files if path.startswith(folder) and path.endswith(ending)]

    def _toml(self, path: str, spec: Spec) -> Document | None:
        if path not in self.files:
            message = Text(f"{path} fehlt.", f"{path} is missing.")
            self.findings.append(Finding("package-missing-file", message, Place(path)))
            return None
        try:
            document = _document(self.files[path], path)
        except ProgramError as error:
            self.findings += error.findings
            return None
        self.documents[path] = document
        found = validate(document, spec)
        self.findings += found
        return None if found else document

    def _each[T](self, ending: str, read: Callable[[bytes, str], T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for path in self._paths("", ending):
            if "/" in path:
                continue
            try:
                found[path.removesuffix(ending)] = read(self.files[path], path)
            except ProgramError as error:
                self.findings += error.findings
        return found

    def _decisions(self) -> dict[str, dmn.Decisions]:
        files = self._each(".dmn", _tables)
        found: dict[str, dmn.Decisions] = {}
        for decisions in files.values():
            for decision, place in _decision_places(decisions):
                if decision in found:
                    other = found[decision].definitions.file
                    message = Text(
                        f"Die Entscheidung „{decision}“ steht auch in {other}.",
                        f'The decision "{decision}" stands in {other}, too.',
                    )
                    self.findings.append(Finding("dmn-double-id", message, place))
                else:
                    found[decision] = decisions
        return found

    def _settings(self, service: Document | None) -> dict[str, Setting]:
        if service is None:
            return {}
        read = {
            key: declarations.setting(key, raw, service, self.findings)
            for key, raw in service.data.get("settings", {}).items()
        }
        return {key: setting for key, setting in read.items() if setting is not None}

    def _registers(self, service: Document | None) -> dict[str, Register]:
        raw = service.data.get("register", {}) if service is not None else {}
        return {key: declarations.register(key, one, service, self.findings) for key, one in raw.items() if service}

    def _runs(self, service: Document | None) -> dict[str, SerialRun]:
        raw = service.data.get("run", {}) if service is not None else {}
        read = {key: declarations.serial_run(key, one, service, self.findings) for key, one in raw.items() if service}
        return {key: run for key, run in read.items() if run is not None}

    def _expressions(self, service: Document | None) -> tuple[feel.Expression | None, feel.Expression | None]:
        if service is None:
            return None, None
        title = self._feel(service, ("record", "title"))
        return title, self._feel(service, ("service", "reference_date"))

    def _receiver(self, service: Document | None) -> Receiver | None:
        if service is None or "receiver" not in service.data:
            return None
        group = self._feel(service, ("receiver", "group"))
        is_secret = "confidential" in service.data["receiver"]
        confidential = self._feel(service, ("receiver", "confidential")) if is_secret else None
        return Receiver(group, confidential) if group is not None else None

    def _feel(self, document: Document, path: tuple[str, str]) -> feel.Expression | None:
        return declarations.expression(document, path, document.data[path[0]][path[1]], self.findings)

    def _program(
        self, service: Document | None, models: Mapping[str, bpmn.Model], decisions: Mapping[str, dmn.Decisions]
    ) -> bpmn.Program | None:
        if service is None:
            return None
        name = str(service.data["process"]["model"]).removesuffix(".bpmn")
        if name not in models:
            return None
        others = [model for key, model in models.items() if key != name]
        try:
            return bpmn.compile(models[name], decisions=decisions, processes=others)
        except ProgramError as error:
            self.findings += error.findings
            return None

    def _check_references(self, service: Document, read_forms: Mapping[str, forms.Form]) -> None:
        process = service.data["process"]
        self._check_file(service, ("process", "start"), process["start"], ".form")
        self._check_file(service, ("process", "model"), process["model"], ".bpmn")
        for key, register in service.data.get("register", {}).items():
            self._check_file(service, ("register", key, "entry"), register["entry"], ".form")
        for name, form in read_forms.items():
            if form.id != name:
                message = Text(
                    f"Die id „{form.id}“ ist nicht der Name der Datei.", f'The id "{form.id}" is not the file\'s name.'
                )
                hint = Text(f"Nennen Sie sie „{name}“.", f'Name it "{name}".')
                self.findings.append(
                    Finding("form-id", message, Place(f"{name}.form", form.id, self._line_of(name, form.id)), hint=hint)
                )
        declarations.check_service(service, self.findings)

    def _line_of(self, form: str, component: str) -> int:
        return lines_of_ids(self.files[f"{form}.form"]).get(component, 1)

    def _check_file(self, document: Document, path: tuple[str, ...], name: str, ending: str) -> None:
        if name in self.files and name.endswith(ending):
            return
        found = [key for key in self.files if key.endswith(ending) and "/" not in key]
        _, hint = unknown(name, found)
        message = Text(f"Die Datei „{name}“ gibt es nicht.", f'There is no file "{name}".')
        self.findings.append(document.finding(path, "package-missing-file", message, hint))

    def _examples(self, settings: Mapping[str, Setting]) -> dict[str, Example]:
        found: dict[str, Example] = {}
        for path in self._paths("examples/", ".toml"):
            document = self.documents.get(path)
            if document is not None and not validate(document, EXAMPLE):
                name = path.removeprefix("examples/").removesuffix(".toml")
                found[name] = declarations.example(name, document, settings, self.findings)
        return found

    def _scenarios(self) -> dict[str, Scenario]:
        found: dict[str, Scenario] = {}
        for path in self._paths("scenarios/", ".toml"):
            document = self.documents.get(path)
            if document is not None and not validate(document, SCENARIO):
                name = path.removeprefix("scenarios/").removesuffix(".toml")
                found[name] = Scenario(name, document.data["title"], document, document.data)
        return found


def _decision_places(decisions: dmn.Decisions) -> list[tuple[str, Place]]:
    elements = decisions.definitions.elements
    return [(one.id, one.place) for one in elements if isinstance(one, Decision | DecisionService)]
