"""Generated applicants, sent through a package by the thousand; every incident comes back as a scenario to paste."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from laufzettel.kernel.feel import types
from laufzettel.kernel.package import playing_runs, serial_runs
from laufzettel.kernel.package.generating import Generator
from laufzettel.kernel.package.model import Example, Package, Register
from laufzettel.kernel.package.playing import Coverage, Play
from laufzettel.kernel.package.scenario_text import scenario_text
from laufzettel.kernel.package.shrinking import shrink
from laufzettel.kernel.package.testing import Reached, everything
from laufzettel.kernel.problems import Text

ZONE = ZoneInfo("Europe/Berlin")
MAX_STEPS = 60
MISSED = 0.3
"""How often a register does not hold what somebody looks for."""
SHARED = 0.8
"""How often an entry of a register shares a group of answers with the first one there."""
_DAY_IN_CELL = re.compile(r'<text>[^<]*date\("(\d{4}-\d\d-\d\d)"\)[^<]*</text>')
MAX_TRIES = 20
ANSWERED_JOBS = ("hearing.open", "question.ask")
"""Jobs that a person may answer, or not."""
LINKED = {"is_linked": True}
"""What somebody has done by hand meanwhile when a process looks for it (`case.linked`)."""
_WORDS = re.compile(r'(?<!list )contains\(.{1,300}?,\s*\\?"(\w+)\\?"\)')


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody did: a task completed, a timer that fell due, a message that came."""

    kind: str
    element: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applicant:
    """One generated case: all that is needed to play it again."""

    number: int
    example: str
    now: datetime
    application: Mapping[str, Any]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not happen. `kind` and `element` name it, `scenario` is TOML that shows it, shrunk."""

    kind: str
    element: str
    message: Text
    applicant: Applicant
    scenario: str = ""

    @property
    def same(self) -> tuple[str, str]:
        """Two faults with this in common are one."""
        return self.kind, self.element


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came out: faults with how often each was seen, ends reached, what was covered, applications refused."""

    applicants: int
    faults: tuple[tuple[Fault, int], ...]
    ends: Mapping[str, int]
    refused: Mapping[str, int]
    coverage: Reached

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong."""
        return not self.faults


def simulate(package: Package, applicants: int, *, seed: int = 0) -> Simulation:
    """Send generated applicants through a package; the same seed gives the same applicants."""
    found: dict[tuple[str, str], Fault] = {}
    counts: Counter[tuple[str, str]] = Counter()
    ends: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    reached = Coverage()
    for number in range(applicants):
        reached.add(_gone_through(package, number, seed))
        played = _Played(package, number, seed)
        fault = played.run()
        reached.add(played.play.coverage)
        if played.refused:
            refused.update(played.refused)
        elif played.play.ended:
            ends[played.play.ended.element] += 1
        if fault is not None:
            counts[fault.same] += 1
            found.setdefault(fault.same, fault)
    faults = tuple((_shown(package, fault), counts[key]) for key, fault in found.items())
    return Simulation(applicants, faults, ends, refused, Reached(reached, everything(package)))


def _gone_through(package: Package, number: int, seed: int) -> Coverage:
    """What the package's serial runs reach with one generated entry each."""
    random = Random(f"{seed}:{number}:runs")  # noqa: S311 - the same seed must give the same entry
    example = random.choice(list(package.examples.values()))
    start = max((day for day in _days(example)), default=date(2026, 1, 1))
    play = Play(package, example.series, datetime(start.year, 12, random.randint(1, 31), 9, tzinfo=ZONE))
    for run in package.runs.values():
        generator = Generator(f"{seed}:{number}:{run.key}", _days(example))
        entry = generator.answers(package.form(package.registers[run.register].entry), {}, play.now)
        context = serial_runs.context_of(play.series, start.year + 1)
        serial_runs.concerns(run, entry, context, play.now)
        playing_runs.settle(play, run, entry, context)
    return play.coverage


def _shown(package: Package, fault: Fault) -> Fault:
    small = shrink(fault.applicant, lambda one: replay(package, one) == fault.same)
    title = f"Störung: {fault.message}"
    text = scenario_text(small.example, small.now, small.application, small.actions, title, fault.element)
    return Fault(fault.kind, fault.element, fault.message, small, text)


def replay(package: Package, applicant: Applicant) -> tuple[str, str] | None:
    """Play an applicant again; what goes wrong, None for nothing."""
    example = package.examples[applicant.example]
    play = Play(package, example.series, applicant.now)
    for action in applicant.actions:
        if action.kind == "trouble":
            _act(play, action)
    if play.missing(applicant.application) or play.submit(applicant.application):
        return None
    for action in (action for action in applicant.actions if action.kind != "trouble"):
        if fault := fault_of(play):
            return fault[:2]
        if not _act(play, action):
            return None
    fault = fault_of(play)
    return fault[:2] if fault else None


def _act(play: Play, action: Action) -> bool:
    if action.kind == "task":
        return play.complete(action.element, action.values) == []
    if action.kind == "timer":
        return play.fire(action.element)
    if action.kind == "job":
        play.gives[action.element] = action.values
        return True
    if action.kind == "trouble":
        play.troubles[action.element] = ("throws", action.values.get("throws", ""))
        return True
    return play.deliver(action.element, action.values)


def fault_of(play: Play) -> tuple[str, str, Text] | None:
    """What is wrong with a case as it stands."""
    if play.raised:
        incident = play.raised[0]
        return (
            f"incident-{incident.kind}",
            incident.element,
            Text(f"{incident.message} {incident.detail}".strip(), incident.message.in_language("en")),
        )
    if play.rejected:
        return "rejected", "", play.rejected[0]
    if play.application and play.ended is None and not (play.tasks or play.timers or play.subscriptions):
        return "stuck", "", Text("Der Vorgang wartet auf nichts und endet nicht.", "The case waits for nothing.")
    return None


class _Played:
    """One applicant on the way."""

    def __init__(self, package: Package, number: int, seed: int) -> None:
        self.package = package
        self.number = number
        self.random = Random(f"{seed}:{number}")  # noqa: S311 - the same seed must give the same applicant
        example = self.random.choice(list(package.examples.values()))
        self.generator = Generator(f"{seed}:{number}:values", _days(example), _looked_for(package))
        self.household = Random(f"{seed}:{number}:household")  # noqa: S311 - the same seed, the same applicant
        self.example = example
        self.start = self._now()
        self.play = Play(package, example.series, self.start)
        self.play.registers.on_miss = self._entry
        self.application: dict[str, Any] = {}
        self.actions: list[Action] = self._troubles()
        for trouble in self.actions:
            _act(self.play, trouble)
        self.refused: list[str] = []

    def _now(self) -> datetime:
        """A moment in the two years after the youngest by-law of all examples, or around a day that changes a table."""
        first = max((day for one in self.package.examples.values() for day in _days(one)), default=date(2026, 1, 1))
        changes = _changes(self.package)
        if changes and self.random.random() < 0.6:
            first, offsets = self.random.choice(changes), [-60, -30, -2, -1, 0, 1]
        else:
            offsets = [0, 1, 30, 59, 180, 364, self.random.randint(0, 700)]
        hours = self.random.choice((0, 9, 23))
        day = first + timedelta(days=self.random.choice(offsets))
        return datetime(day.year, day.month, day.day, hours, 59, tzinfo=ZONE)

    def run(self) -> Fault | None:
        """Send the application, then do at random what can be done."""
        play = self.play
        if not self._is_sent():
            return None
        self._let_people_answer()
        for _ in range(MAX_STEPS):
            fault = fault_of(play)
            if fault is not None:
                return self._fault(*fault)
            action = self._next()
            if action is None:
                return None
            self.actions.append(action)
            if not _act(play, action):
                return self._fault("refused-task", action.element, _REFUSED)
        return self._fault("endless", "", Text("Der Vorgang findet kein Ende.", "The case comes to no end."))

    def _troubles(self) -> list[Action]:
        """Now and then a job ends with an error that the process catches."""
        return [
            Action("trouble", host, {"throws": code})
            for host, code in _caught(self.package)
            if self.random.random() < 0.2
        ]

    def _entry(self, register: Register) -> dict[str, Any] | None:
        """An entry, as if it had been there; now and then there is none."""
        if self.random.random() < MISSED:
            return None
        made = self.generator.answers(self.package.form(register.entry), {}, self.play.now)
        return made | self._shared(register)

    def _shared(self, register: Register) -> dict[str, Any]:
        """What an entry has in common with the first of its register: often some groups, as in one household."""
        groups = {}
        for other in self.play.registers.entries[register.key][:1]:
            groups = {name: group for name, group in other.values.items() if isinstance(group, dict)}
        return {name: group for name, group in groups.items() if self.household.random() < SHARED}

    def _is_sent(self) -> bool:
        """Whether an application was taken. Who comes to a page of exclusion goes back and answers otherwise."""
        form, context, moment = self.package.application, self.play.context({}), self.play.now
        self.application = self.generator.answers(form, context, moment)
        for _ in range(MAX_TRIES):
            if missing := self.play.missing(self.application):
                self.refused = [f"settings.{key}" for key in missing]
                return False
            errors = self.play.submit(self.application)
            self.refused = [f"{error.path}: {error.code}" for error in errors]
            if any(error.code != "excluded" for error in errors):
                return False
            if not errors:
                return True
            self.application = self.generator.otherwise(form, context, moment, self.application)
        return False

    def _let_people_answer(self) -> None:
        """Who is heard or asked later answers or not, a case is made of another or not: each of these steps once."""
        for node in self.package.program.nodes.values():
            if node.job and node.job.type in (*ANSWERED_JOBS, "case.linked") and self.random.random() < 0.5:
                answer = {"answer": self.generator.of_type(types.STRING), "is_answered": True}
                values = LINKED if node.job.type == "case.linked" else answer
                action = Action("job", node.id, values)
                self.actions.append(action)
                _act(self.play, action)

    def _fault(self, kind: str, element: str, message: Text) -> Fault:
        applicant = Applicant(self.number, self.example.name, self.start, self.application, tuple(self.actions))
        return Fault(kind, element, message, applicant)

    def _next(self) -> Action | None:
        play = self.play
        choices = list(self._choices())
        if not choices or play.ended is not None:
            return None
        kind, element = self.random.choice(choices)
        if kind == "task":
            return Action(kind, element, self._decision(element))
        if kind == "message":
            return Action(kind, element, self._payload(element))
        return Action(kind, element)

    def _choices(self) -> Iterator[tuple[str, str]]:
        play = self.play
        for task in play.tasks.values():
            yield from (("task", task.element),) * 4
        yield from (("timer", timer.element) for timer in play.timers.values())
        yield from (("message", one.subject) for one in play.subscriptions.values() if one.kind == "message")

    def _decision(self, element: str) -> dict[str, Any]:
        task = next(task for task in self.play.tasks.values() if task.element == element)
        if not task.form:
            return {}
        form = self.package.forms[task.form]
        seen = {**self.play.visible(task.instance), **self.play.context()}
        return self.generator.answers(form, seen, self.play.now)

    def _payload(self, message: str) -> dict[str, Any]:
        declared = self.package.messages.get(message, {})
        return {name: self.generator.of_type(kind) for name, kind in declared.items()}


_REFUSED = Text("Die Aufgabe nimmt keine gültige Antwort an.", "The task takes no valid answer.")


def _caught(package: Package) -> list[tuple[str, str]]:
    """The service tasks with an error that is caught at their boundary, and its code."""
    return [
        (node.id, boundary.event.code)
        for node in package.program.nodes.values()
        if node.job is not None
        for boundary in node.boundaries
        if boundary.event is not None and boundary.event.kind == "error" and boundary.event.code
    ]


def _looked_for(package: Package) -> list[str]:
    """The words that conditions look for in what people write."""
    texts = "".join(package.files[name].decode() for name in sorted(package.files) if name.endswith((".form", ".dmn")))
    return sorted(set(_WORDS.findall(texts)))


def _changes(package: Package) -> list[date]:
    """The days from which another version of a decision holds, and those that its tables name."""
    elements = [element for found in package.decisions.values() for element in found.definitions.elements]
    starts = {getattr(element, "valid_from", "") for element in elements} - {""}
    files = {found.definitions.file for found in package.decisions.values()}
    for file in files:
        starts |= set(_DAY_IN_CELL.findall(package.files[file].decode()))
    return sorted(date.fromisoformat(start) for start in starts)


def _days(example: Example) -> list[date]:
    starts = {version.valid_from for version in example.series.versions if version.valid_from}
    return [start.to_python() for start in starts]
