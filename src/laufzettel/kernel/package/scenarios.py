"""Running the scenarios of a package: given, when, then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.feel import types
from laufzettel.kernel.package.addressee import SignedIn
from laufzettel.kernel.package.jobs import JOB_TYPES
from laufzettel.kernel.package.model import Package, Scenario
from laufzettel.kernel.package.playing import Coverage, Issued, Play
from laufzettel.kernel.package.playing_runs import play_run
from laufzettel.kernel.package.schema import unknown
from laufzettel.kernel.package.settings import ByLaw, Setting, SettingError, SettingsSeries, SettingVersion
from laufzettel.kernel.package.toml import Path
from laufzettel.kernel.package.trace import in_words
from laufzettel.kernel.package.values import to_feel
from laufzettel.kernel.problems import Finding, Text

_DAY = feel.Date(1970, 1, 1)
_INVENTED = ByLaw("Szenario", "Szenario", _DAY, _DAY, "§ 1", is_demo=True)
"""The by-law of a setting that a scenario sets itself."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a scenario. `failures` is empty when it is green; `trace` tells in words what happened."""

    scenario: str
    title: str
    failures: tuple[Finding, ...] = ()
    trace: tuple[Text, ...] = ()
    path: tuple[str, ...] = ()
    decisions: Mapping[str, Any] = field(default_factory=dict)
    letters: tuple[Issued, ...] = ()
    claims: tuple[Mapping[str, Any], ...] = ()
    credits: tuple[Mapping[str, Any], ...] = ()
    jobs: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    registers: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    record_title: str = ""
    receiver: str = ""
    confidential: bool = False
    incidents: tuple[Text, ...] = ()
    open: tuple[str, ...] = ()
    ends: str = ""
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def ok(self) -> bool:
        """Whether everything came out as expected."""
        return not self.failures


def run(package: Package, scenario: Scenario | str) -> Result:
    """Play a scenario of the package on the pure kernel and compare with what it expects."""
    chosen = package.scenarios[scenario] if isinstance(scenario, str) else scenario
    return _Run(package, chosen).result()


def series_of(package: Package, scenario: Scenario) -> tuple[SettingsSeries, list[Finding]]:
    """The settings a scenario plays with: those of its example, its own for ever, and by-laws from their day on."""
    found: list[Finding] = []
    document, data = scenario.document, scenario.data
    versions: tuple[SettingVersion, ...] = ()
    if name := data.get("example"):
        if name in package.examples:
            versions = package.examples[name].series.versions
        else:
            message = Text(f"examples/{name}.toml gibt es nicht.", f"There is no examples/{name}.toml.")
            found.append(document.finding(("example",), "scenario-example", message))
    own = data.get("settings", {})
    versions = tuple(version for version in versions if version.key not in own)
    stated: list[tuple[Path, str, Any, feel.Date | None]] = [
        (("settings", key), key, raw, None) for key, raw in own.items()
    ]
    for index, law in enumerate(data.get("by_law", ())):
        since = feel.Date.from_python(law["in_force_from"])
        stated += [(("by_law", index, "values", key), key, raw, since) for key, raw in law["values"].items()]
    for path, key, raw, valid_from in stated:
        declared: Setting | None = package.settings.get(key)
        try:
            if declared is None:
                raise SettingError(Text(f"Die Einstellung „{key}“ gibt es nicht.", f'There is no setting "{key}".'))
            by_law = (
                replace(_INVENTED, in_force_from=valid_from or _INVENTED.in_force_from) if declared.by_law else None
            )
            versions += (SettingVersion(key, declared.read(raw), valid_from, by_law),)
        except SettingError as error:
            found.append(document.finding(path, "scenario-setting", error.text))
    return SettingsSeries(versions, tuple(package.settings)), found


class _Run:
    """One scenario while it is played."""

    def __init__(self, package: Package, scenario: Scenario) -> None:
        self.package = package
        self.scenario = scenario
        self.data: Mapping[str, Any] = scenario.data
        series, self.failures = series_of(package, scenario)
        self.play = Play(package, series, self.data["now"])
        if sender := self.data.get("sender"):
            self.play.sender = SignedIn(sender["name"], sender["trust"], sender.get("mailbox", False))
        self.refused: list[str] = []
        self.hindered: list[Text] = []

    def result(self) -> Result:
        """Play it and compare."""
        self.failures += self.play.registers.fill(self.scenario.document, self.data.get("register", {}), self.play.now)
        steps = list(enumerate(self.data.get("step", ())))
        # What a job does that runs as soon as the application is there stands before everything else.
        first = next((index for index, step in steps if "job" not in step), len(steps))
        for index, step in steps[:first]:
            self._step(index, step)
        if not self.failures and "run" in self.data:
            self._go_through(self.data["run"])
        elif not self.failures:
            self._submit()
        if not self.refused and not self.failures:
            for index, step in steps[first:]:
                self._step(index, step)
        actual = self._actual()
        if not self.failures:
            self.failures += list(_differences(self.data["expect"], actual, self.scenario))
        return actual.with_failures(self.failures)

    def _fail(self, path: Path, code: str, message: Text) -> None:
        self.failures.append(self.scenario.document.finding(path, code, message))

    def _go_through(self, wanted: Mapping[str, Any]) -> None:
        run = self.package.runs.get(wanted["name"])
        if run is None:
            message, hint = unknown(wanted["name"], list(self.package.runs))
            self.failures.append(self.scenario.document.finding(("run", "name"), "scenario-run", message, hint))
            return
        self.hindered = play_run(self.play, run, wanted["year"])

    def _submit(self) -> None:
        values = to_feel(self.data.get("application", {}))
        if missing := self.play.missing(values):
            day, names = self.play.reference_date(values), ", ".join(missing)
            message = Text(f"Am {day} fehlen Einstellungen: {names}.", f"Settings are missing on {day}: {names}.")
            self._fail(("example",), "scenario-settings", message)
            return
        errors = self.play.submit(values)
        self.refused = [error.path for error in errors]
        if errors and "refused" not in self.data["expect"]:
            for error in errors:
                message = Text(
                    f"Der Antrag wird nicht angenommen, {error.path}: {error.text}",
                    f"The application is not accepted, {error.path}: {error.text.en}",
                )
                self._fail(("application",), "scenario-refused", message)

    def _step(self, index: int, step: Mapping[str, Any]) -> None:
        play, path = self.play, ("step", index)
        play.now = step.get("now", play.now)
        if name := step.get("job"):
            self._job(path, name, step)
        elif name := step.get("task"):
            errors = play.complete(name, to_feel(step.get("complete", {})))
            if errors is None:
                self._fail(path, "scenario-no-task", _waiting(f"die Aufgabe „{name}“", f'the task "{name}"', play))
            for error in errors or ():
                message = Text(
                    f"Die Aufgabe „{name}“ nimmt das nicht an, {error.path}: {error.text}",
                    f'The task "{name}" does not take this, {error.path}: {error.text.en}',
                )
                self._fail((*path, "complete"), "scenario-refused", message)
        elif name := step.get("timer"):
            if not play.fire(name):
                self._fail(path, "scenario-no-timer", _waiting(f"der Timer „{name}“", f'the timer "{name}"', play))
        elif (name := step.get("message")) and not play.deliver(name, to_feel(step.get("payload", {}))):
            self._fail(path, "scenario-no-message", _waiting(f"die Nachricht „{name}“", f'the message "{name}"', play))

    def _job(self, path: Path, name: str, step: Mapping[str, Any]) -> None:
        """What the next job of an element does: fail, throw, or give what a person has answered."""
        if "gives" not in step:
            kind = "fails" if "fails" in step else "throws"
            self.play.troubles[name] = (kind, step.get(kind, ""))
            return
        values = to_feel(step["gives"])
        node = self.package.program.nodes.get(name)
        job = JOB_TYPES.get(node.job.type) if node and node.job else None
        for key, value in values.items():
            wanted = job.output.fields.get(key) if job else None
            if wanted is None or not types.has_type(value, wanted.type):
                message = Text(f"„{name}“ gibt kein solches „{key}“.", f'"{name}" gives no such "{key}".')
                self._fail((*path, "gives"), "scenario-gives", message)
        self.play.gives[name] = values

    def _actual(self) -> "_Actual":
        play = self.play
        variables = dict(play.ended.variables) if play.ended else _variables(play)
        title, receiver, is_secret = "", "", self.package.privacy.is_confidential
        if play.application:
            context = {**play.application, **play.context()}
            found = self.package.record.title.evaluate(context, now=play.now)
            title = "" if found is None else feel.to_text(found)
            if self.package.receiver is not None:
                receiver, own = self.package.receiver.at(context, play.now)
                is_secret = is_secret or own
        return _Actual(
            scenario=self.scenario.name,
            title=self.scenario.title,
            trace=tuple(in_words(play.events)),
            path=tuple(event.element for event in play.events if event.kind == "completed"),
            decisions=play.decided,
            letters=tuple(play.letters),
            claims=tuple(values for kind, values in play.jobs if kind == "claim.raise"),
            credits=tuple(values for kind, values in play.jobs if kind == "claim.credit"),
            jobs=tuple(kind for kind, _ in play.jobs),
            variables=variables,
            record_title=title,
            receiver=receiver,
            confidential=is_secret,
            incidents=tuple(incident.message for incident in play.raised),
            starts=tuple(play.started),
            registers={name: play.registers.entries_of(name) for name in self.package.registers},
            open=tuple(task.element for task in play.tasks.values()),
            ends=play.ended.element if play.ended else "",
            coverage=play.coverage,
            refused=tuple(self.refused),
            hindered=tuple(self.hindered),
            rejected=tuple(play.rejected),
            incident_elements=tuple(incident.element for incident in play.raised),
        )


@dataclass(frozen=True, slots=True)
class _Actual(Result):
    refused: tuple[str, ...] = ()
    hindered: tuple[Text, ...] = ()
    rejected: tuple[Text, ...] = ()
    incident_elements: tuple[str, ...] = ()

    def with_failures(self, failures: list[Finding]) -> Result:
        own = {name: getattr(self, name) for name in Result.__dataclass_fields__}
        return Result(**{**own, "failures": tuple(failures)})


def _variables(play: Play) -> dict[str, Any]:
    root = next(iter(play.state.instances), 0)
    return play.visible(root) if root else {}


def _waiting(de: str, en: str, play: Play) -> Text:
    open_now = [task.element for task in play.tasks.values()] + [timer.element for timer in play.timers.values()]
    open_now += [f"{one.element} ({one.message})" for one in play.incidents.values()]
    found = ", ".join(open_now)
    return Text(
        f"Hier wartet nicht {de}; es wartet: {found or 'nichts'}.",
        f"{en} does not wait here; waiting: {found or 'nothing'}.",
    )


def _differences(expect: Mapping[str, Any], actual: _Actual, scenario: Scenario) -> Iterator[Finding]:
    """What came out otherwise than expected."""
    for path, expected, found in _pairs(expect, actual):
        if not _equals(expected, found):
            message = Text(
                f"Erwartet: {_show(expected)}. Gefunden: {_show(found)}.",
                f"Expected {_show(expected)}, found {_show(found)}.",
            )
            yield scenario.document.finding(("expect", *path), "scenario-differs", message)
    yield from _paths(expect, actual, scenario)
    yield from _letters(expect, actual, scenario)
    yield from _troubles(expect, actual, scenario)


def _pairs(expect: Mapping[str, Any], actual: _Actual) -> Iterator[tuple[Path, Any, Any]]:
    simple = {
        "ends": actual.ends,
        "record_title": actual.record_title,
        "receiver": actual.receiver,
        "confidential": actual.confidential,
        "letters": [issued.name for issued in actual.letters],
        "jobs": list(actual.jobs),
        "open": list(actual.open),
        "refused": list(actual.refused),
        "incidents": list(actual.incident_elements),
        "starts": list(actual.starts),
        "hindered": [str(text) for text in actual.hindered],
        "claims": list(actual.claims),
        "credits": list(actual.credits),
        "pages": sorted({page for _, page in actual.coverage.pages}),
    }
    for key, found in simple.items():
        if key in expect:
            expected = sorted(expect[key]) if key == "pages" else expect[key]
            yield (key,), expected, found
    for name, expected in expect.get("register", {}).items():
        yield ("register", name), expected, actual.registers.get(name, [])
    for path, expected in _leaves(expect.get("decision", {}), ("decision",)):
        yield path, expected, _at(actual.decisions, path[1:])
    for path, expected in _leaves(expect.get("variables", {}), ("variables",)):
        yield path, expected, _at(actual.variables, path[1:])


def _paths(expect: Mapping[str, Any], actual: _Actual, scenario: Scenario) -> Iterator[Finding]:
    rest = iter(actual.path)
    missed = next((step for step in expect.get("path", ()) if step not in rest), None)
    if missed is not None:
        taken = " → ".join(actual.path)
        message = Text(f"Der Weg führt nicht über „{missed}“: {taken}.", f'The path misses "{missed}": {taken}.')
        yield scenario.document.finding(("expect", "path"), "scenario-path", message)
    for step in expect.get("not_path", ()):
        if step in actual.path:
            message = Text(f"Der Weg führt über „{step}“.", f'The path passes "{step}".')
            yield scenario.document.finding(("expect", "not_path"), "scenario-path", message)


def _letters(expect: Mapping[str, Any], actual: _Actual, scenario: Scenario) -> Iterator[Finding]:
    for name, wanted in expect.get("letter", {}).items():
        issued = [one for one in actual.letters if one.name == name]
        path = ("expect", "letter", name)
        said = [(wanted, path), *((one, (*path, "next", place)) for place, one in enumerate(wanted.get("next", ())))]
        if len(issued) < len(said):
            message = Text(f"Das Schreiben „{name}“ wurde nicht erlassen.", f'The letter "{name}" was not issued.')
            yield scenario.document.finding(said[len(issued)][1], "scenario-letter", message)
        ways = [one.way for one in issued]
        if issued and wanted.get("ways", ways) != ways:
            sent = ", ".join(ways)
            message = Text(f"Das Schreiben „{name}“ geht hinaus: {sent}.", f'The letter "{name}" goes out: {sent}.')
            yield scenario.document.finding((*path, "ways"), "scenario-letter", message)
        for one, (parts, place) in zip(issued, said, strict=False):
            for key, message in _as_wanted(one, parts):
                yield scenario.document.finding((*place, key), "scenario-letter", message)


def _as_wanted(issued: Issued, wanted: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """In what a letter is not as wanted, with the key that says so."""
    flat = " ".join(issued.text.split())
    for part in wanted.get("contains", ()):
        if part not in flat:
            yield "contains", Text(f"Im Schreiben steht nicht: {part}", f"The letter does not say: {part}")
    for part in wanted.get("lacks", ()):
        if part in flat:
            yield "lacks", Text(f"Im Schreiben steht: {part}", f"The letter says: {part}")
    for block in wanted.get("blocks", ()):
        if block not in issued.blocks:
            yield "blocks", Text(f"Der Absatz „{block}“ fehlt.", f'The block "{block}" is missing.')


def _troubles(expect: Mapping[str, Any], actual: _Actual, scenario: Scenario) -> Iterator[Finding]:
    if "incidents" not in expect:
        for element, text in zip(actual.incident_elements, actual.incidents, strict=True):
            message = Text(f"Störung bei „{element}“: {text}", f'Incident at "{element}": {text.in_language("en")}')
            yield scenario.document.finding(("expect",), "scenario-incident", message)
    for text in actual.rejected:
        message = Text(f"Abgewiesen: {text}", f"Rejected: {text.en}")
        yield scenario.document.finding(("step",), "scenario-rejected", message)


def _leaves(value: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            yield from _leaves(inner, (*path, key))
        else:
            yield (*path, key), inner


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _equals(expected: Any, found: Any) -> bool:
    """Whether a value is as expected; contexts may hold more, money may be written as text."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and _equals(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(_equals(one, other) for one, other in zip(expected, found, strict=True))
        )
    if isinstance(found, Decimal) and isinstance(expected, str):
        try:
            return Decimal(expected) == found
        except InvalidOperation:
            return False
    value = to_feel(expected)
    return type(value) is type(found) and bool(value == found)


def _show(value: Any) -> str:
    return feel.to_text(to_feel(value)) if value is not None else "null"
