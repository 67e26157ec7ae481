"""Playing a case on the pure kernel: form, process, decisions and letters, with jobs answered at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from laufzettel.kernel import bpmn, feel, forms, law, letters
from laufzettel.kernel.bpmn import effects, stimuli
from laufzettel.kernel.bpmn.variables import visible_variables
from laufzettel.kernel.feel import types
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.package.addressee import SignedIn, mailbox_way
from laufzettel.kernel.package.jobs import JOB_TYPES, LETTER_JOBS, misfits
from laufzettel.kernel.package.legal import LAND
from laufzettel.kernel.package.model import Package
from laufzettel.kernel.package.playing_registers import RegisterPlay
from laufzettel.kernel.package.settings import SettingsSeries
from laufzettel.kernel.package.values import merged
from laufzettel.kernel.problems import Text

type Values = Mapping[str, Any]
MAX_JOBS = 1_000


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that was issued: its name, its tree, its plain text, the ids of the blocks in it, its translations.

    `given` is what its job was given, `day` the day on which it was issued.
    """

    name: str
    tree: letters.Tree
    text: str
    blocks: tuple[str, ...]
    translations: Mapping[str, letters.Tree] = field(default_factory=dict)
    way: str = "post"
    """How it goes out: one of `law.CHANNELS`."""
    given: Mapping[str, Any] = field(default_factory=dict)
    day: date = date.min


@dataclass(slots=True)
class Coverage:
    """What was reached: elements, flows, decision rules (file, rule id), pages and letter blocks (file, id)."""

    nodes: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    rules: set[tuple[str, str]] = field(default_factory=set)
    pages: set[tuple[str, str]] = field(default_factory=set)
    blocks: set[tuple[str, str]] = field(default_factory=set)

    def add(self, other: "Coverage") -> None:
        """Take in what another run reached."""
        self.nodes |= other.nodes
        self.flows |= other.flows
        self.rules |= other.rules
        self.pages |= other.pages
        self.blocks |= other.blocks


class Play:
    """One case, played step by step. `now` may be moved forward between steps."""

    def __init__(self, package: Package, series: SettingsSeries, now: datetime) -> None:
        self.package = package
        self.series = series
        self.now = now
        self.state = bpmn.State()
        self.received_on = feel.Date.from_python(now.date())
        self.application: dict[str, Any] = {}
        self.events: list[bpmn.Event] = []
        self.tasks: dict[int, effects.CreateTask] = {}
        self.timers: dict[int, effects.ScheduleTimer] = {}
        self.subscriptions: dict[int, effects.Subscribe] = {}
        self.incidents: dict[int, effects.RaiseIncident] = {}
        self.raised: list[effects.RaiseIncident] = []
        self.waiting: dict[int, effects.StartJob] = {}
        self.jobs: list[tuple[str, Values]] = []
        self.letters: list[Issued] = []
        self.started: list[str] = []
        """The services of which `case.start` has started cases."""
        self.registers = RegisterPlay(package, series)
        self.sender: SignedIn | None = None
        """Who has signed in to send the application."""
        self.decided: dict[str, Any] = {}
        self.ended: effects.End | None = None
        self.rejected: list[Text] = []
        self.coverage = Coverage()
        self.troubles: dict[str, tuple[str, str]] = {}
        """What the next job of an element does instead of succeeding: ("fails", message) or ("throws", code)."""
        self.gives: dict[str, Values] = {}
        """What the next job of an element gives, of what it would otherwise make up."""

    # What people and time do

    def missing(self, values: Values) -> list[str]:
        """The required settings that have no value at the reference date: the platform takes no application then."""
        found = self.series.missing(self.package.settings.values(), self.reference_date(values), now=self.now)
        return [setting.key for setting in found]

    def submit(self, values: Values) -> list[forms.FieldError]:
        """Send the application; with errors nothing is started."""
        form = self.package.application
        context = self.context(values)
        pruned = form.prune(values, context, now=self.now)
        self._cover_pages(form, pruned, context)
        errors = form.complete(pruned, context, now=self.now)
        if not errors:
            self.application = pruned
            self.received_on = feel.Date.from_python(self.now.date())
            self.advance(stimuli.Start(pruned))
        return errors

    def complete(self, element: str, values: Values) -> list[forms.FieldError] | None:
        """Complete the open task of an element; None when there is none."""
        task = next((task for task in self.tasks.values() if task.element == element), None)
        if task is None:
            return None
        variables: Values = values
        if task.form:
            form = self.package.forms[task.form]
            seen = {**self.visible(task.instance), **self.context()}
            asked = merged(_own(form, seen), values)
            variables = form.prune(asked, seen, now=self.now)
            self._cover_pages(form, variables, seen)
            errors = form.complete(variables, seen, now=self.now)
            if errors:
                return errors
        self.advance(stimuli.CompleteTask(task.instance, variables))
        return []

    def fire(self, element: str) -> bool:
        """Let the timer of an element fall due, moving `now` forward if need be; False when none is set."""
        timer = next((timer for timer in self.timers.values() if timer.element == element), None)
        if timer is None:
            return False
        self.now = max(self.now, timer.due.astimezone(self.now.tzinfo))
        del self.timers[timer.number]
        self.advance(stimuli.TimerFired(timer.number))
        return True

    def deliver(self, message: str, payload: Values) -> bool:
        """Let a message arrive; False when nothing waits for it."""
        found = [one for one in self.subscriptions.values() if one.kind == "message" and one.subject == message]
        if not found:
            return False
        self.advance(stimuli.MessageArrived(found[0].number, payload))
        return True

    # The machine

    def context(self, values: Values | None = None) -> dict[str, Any]:
        """What the platform gives beside the variables: settings and by-laws at the reference date, both days."""
        given = self.series.at(self.reference_date(self.application if values is None else values))
        return given | {"received_on": self.received_on}

    def reference_date(self, values: Values) -> feel.Date:
        """The day whose law applies; today as long as the application does not say."""
        found = self.package.reference_date.evaluate({**values}, now=self.now)
        if isinstance(found, feel.DateTime):
            return found.date
        return found if isinstance(found, feel.Date) else feel.Date.from_python(self.now.date())

    def visible(self, instance: int) -> dict[str, Any]:
        """The variables that an element instance sees."""
        return visible_variables(self.state.instances, self.package.program.nodes, instance)

    def advance(self, stimulus: stimuli.Stimulus) -> None:
        """One step, and all jobs that it started."""
        self._step(stimulus)
        for _ in range(MAX_JOBS):
            job = next((job for number, job in self.waiting.items() if number not in self.incidents), None)
            if job is None:
                return
            del self.waiting[job.instance]
            self._step(self._answer(job))

    def _step(self, stimulus: stimuli.Stimulus) -> None:
        outcome = bpmn.advance(self.package.program, self.state, stimulus, self.context(), self.now)
        if outcome.rejected is not None:
            self.rejected.append(Text(str(outcome.rejected), outcome.rejected.in_language("en")))
            return
        if isinstance(stimulus, stimuli.CompleteTask):
            self.tasks.pop(stimulus.instance, None)
        self.state = outcome.state
        self.events += outcome.events
        for event in outcome.events:
            self._note(event)
        for effect in outcome.effects:
            self._take(effect)

    def _note(self, event: bpmn.Event) -> None:
        if event.kind in ("activated", "completed"):
            self.coverage.nodes.add(event.element)
        elif event.kind == "taken":
            self.coverage.flows.add(event.element)
        elif event.kind == "decided":
            self.decided[event.data["decision"]] = event.data["value"]
            file = self.package.decisions[event.data["decision"]].definitions.file
            self.coverage.rules |= {(file, fired.rule_id) for fired in event.data["fired"]}

    def _take(self, effect: effects.Effect) -> None:
        match effect:
            case effects.CreateTask():
                self.tasks[effect.instance] = effect
            case effects.CancelTask():
                self.tasks.pop(effect.instance, None)
            case effects.ScheduleTimer():
                self.timers[effect.number] = effect
            case effects.CancelTimer():
                self.timers.pop(effect.number, None)
            case effects.Subscribe():
                self.subscriptions[effect.number] = effect
            case effects.Unsubscribe():
                self.subscriptions.pop(effect.number, None)
            case effects.StartJob():
                self.waiting[effect.instance] = effect
            case effects.CancelJob():
                self.waiting.pop(effect.instance, None)
            case effects.RaiseIncident():
                self.incidents[effect.instance] = effect
                self.raised.append(effect)
            case effects.CloseIncident():
                self.incidents.pop(effect.instance, None)
            case effects.End():
                self.ended = effect

    # The jobs, answered as the platform would

    def _answer(self, job: effects.StartJob) -> stimuli.Stimulus:
        kind, detail = self.troubles.pop(job.element, ("", ""))
        if kind == "throws":
            return stimuli.ErrorThrown(job.instance, detail)
        if kind == "fails":
            return stimuli.JobFailed(job.instance, detail)
        job_type = JOB_TYPES.get(job.type)
        if job_type is None:
            return stimuli.JobFailed(job.instance, f"unknown job type {job.type}")
        if wrong := misfits(job_type, job.input):
            return stimuli.JobFailed(job.instance, " ".join(wrong))
        if job.type in LETTER_JOBS:
            name = job.input["letter"]
            if name not in self.package.letters:
                return stimuli.JobFailed(job.instance, f"unknown letter {name}")
            issued = self._issue(name, job)
            if gaps := [gap for tree in (issued.tree, *issued.translations.values()) for gap in tree["gaps"]]:
                return stimuli.JobFailed(job.instance, f"{name}: {', '.join(dict.fromkeys(gaps))}")
            self.letters.append(replace(issued, way=self._way(name, job)))
        if job.type in RegisterPlay.JOBS:
            answer = self.registers.answer(job, self.now)
            if isinstance(answer, stimuli.JobDone):
                self.jobs.append((job.type, job.input))
            return answer
        if job.type == "case.start":
            self.started.append(job.input["service"])
        self.jobs.append((job.type, job.input))
        made_up = self._result(job_type.output, len(self.jobs))
        return stimuli.JobDone(job.instance, {**made_up, **self.gives.pop(job.element, {})})

    def _issue(self, name: str, job: effects.StartJob) -> Issued:
        texts = {block: text for block, text in (job.input.get("texts") or {}).items() if text}
        return self.issue(name, {**self.visible(job.instance), **self.context()}, texts, job.input)

    def _way(self, name: str, job: effects.StartJob) -> str:
        """How a letter goes out; one that opens a hearing where its act may go."""
        own = self.package.acts.get(name)
        act = own or self.package.acts.get(str(job.input.get("act")))
        party, day = job.input["recipient"], self.now.date()
        electronic = mailbox_way(act, party, self.sender, land=LAND, on=day) if self.sender else ""
        return electronic or law.paper_way(own)

    def issue(self, name: str, seen: Values, texts: Mapping[str, str], given: Values) -> Issued:
        """A letter with these values and words for its free blocks, as it would go out with what its job is given."""
        tree = self.package.letters[name].render(seen, now=self.now, texts=texts)
        others = {
            language: translation.letter.render(seen, now=self.now)
            for language, translation in self.package.letter_translations[name].items()
        }
        blocks = tuple(_block_ids(tree["blocks"]))
        issued = Issued(name, tree, letters.plain_text(tree), blocks, others, given=given, day=self.now.date())
        self.coverage.blocks |= {(name, block) for block in issued.blocks}
        return issued

    def _result(self, output: types.ContextType, number: int) -> dict[str, Any]:
        return {name: _sample(name, wanted.type, number, self.now.date()) for name, wanted in output.fields.items()}

    def _cover_pages(self, form: forms.Form, values: Values, context: Values) -> None:
        self.coverage.pages |= {(form.id, page.id) for page in form.pages(values, context, now=self.now)}


def _sample(name: str, kind: FeelType, number: int, today: date) -> Any:
    if kind == types.DATE:
        return feel.Date.from_python(today)
    if kind == types.BOOLEAN:
        return False
    return f"{name.upper()}-{number:04}" if kind == types.STRING else None


def _block_ids(blocks: Iterable[letters.BlockPart]) -> Iterator[str]:
    for block in blocks:
        if "id" in block:
            yield block["id"]
        for item in block.get("items", ()):
            yield from _block_ids(item)


def _own(form: forms.Form, seen: Values) -> dict[str, Any]:
    """What of the variables the form asks for itself: the task shows it and may change it."""
    roots = {one.key[0] for one in form.fields}
    return {name: value for name, value in seen.items() if name in roots}
