"""A case as the platform would keep it: state, open tasks, jobs, timers, subscriptions, incidents, history."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import Event, Outcome, Program, State, advance, compile, effects, read, stimuli
from laufzettel.kernel.bpmn.replay import replay

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def values(**variables: Any) -> dict[str, Any]:
    """Python values as FEEL values."""
    return {name: feel.from_json(value) for name, value in variables.items()}


def shuffled(data: Any, rng: random.Random) -> Any:
    """The same JSON with the keys of its objects in another order."""
    if isinstance(data, dict):
        items = list(data.items())
        rng.shuffle(items)
        return {key: shuffled(value, rng) for key, value in items}
    return [shuffled(item, rng) for item in data] if isinstance(data, list) else data


class Case:
    """Drives a process and keeps the rows that its effects ask for."""

    def __init__(
        self,
        process: str | Program,
        *,
        is_stored: bool = False,
        decisions: Mapping[str, Any] | None = None,
        now: datetime = NOON,
        context: Mapping[str, Any] | None = None,
        **others: str,
    ) -> None:
        if isinstance(process, str):
            process = compile(read(bpmn(process, **others)), decisions=decisions or {}, process="p")
        self.program = process
        self.is_stored = is_stored
        self.now = now
        self.context = context or {}
        self.state = State()
        self.tasks: dict[int, effects.CreateTask] = {}
        self.jobs: dict[int, effects.StartJob] = {}
        self.timers: dict[int, effects.ScheduleTimer] = {}
        self.subscriptions: dict[int, effects.Subscribe] = {}
        self.incidents: dict[int, effects.RaiseIncident] = {}
        self.signals: list[effects.ThrowSignal] = []
        self.end: effects.End | None = None
        self.events: list[Event] = []
        self.last: Outcome
        self.random = random.Random(1)

    # Stimuli

    def send(self, stimulus: stimuli.Stimulus) -> "Case":
        """One step; it must fit."""
        outcome = self.try_to(stimulus)
        assert outcome.rejected is None, outcome.rejected
        return self

    def try_to(self, stimulus: stimuli.Stimulus) -> Outcome:
        """One step, which may be rejected; every step is checked against its own replay."""
        if self.is_stored:
            text = json.dumps(shuffled(self.state.to_json(), self.random))
            self.state = State.from_json(json.loads(text))
        before = self.state.to_json()
        outcome = advance(self.program, self.state, stimulus, self.context, self.now)
        assert self.state.to_json() == before, "advance changed its input"
        assert replay(self.state, outcome.events).to_json() == outcome.state.to_json()
        self.last = outcome
        if outcome.rejected is None:
            self.used_up(stimulus)
        self.state = outcome.state
        self.events += outcome.events
        for effect in outcome.effects:
            self.carry_out(effect)
        return outcome

    def used_up(self, stimulus: stimuli.Stimulus) -> None:
        if isinstance(stimulus, stimuli.CompleteTask):
            del self.tasks[stimulus.instance]
        elif isinstance(stimulus, stimuli.JobDone) or (
            isinstance(stimulus, stimuli.JobFailed) and not stimulus.retries
        ):
            del self.jobs[stimulus.instance]
        elif isinstance(stimulus, stimuli.ErrorThrown):
            pass
        elif isinstance(stimulus, stimuli.TimerFired):
            del self.timers[stimulus.number]

    def carry_out(self, effect: effects.Effect) -> None:  # noqa: C901 - one line an effect
        match effect:
            case effects.CreateTask():
                self.tasks[effect.instance] = effect
            case effects.CancelTask():
                del self.tasks[effect.instance]
            case effects.StartJob():
                self.jobs[effect.instance] = effect
            case effects.CancelJob():
                del self.jobs[effect.instance]
            case effects.ScheduleTimer():
                self.timers[effect.number] = effect
            case effects.CancelTimer():
                del self.timers[effect.number]
            case effects.Subscribe():
                self.subscriptions[effect.number] = effect
            case effects.Unsubscribe():
                del self.subscriptions[effect.number]
            case effects.RaiseIncident():
                self.incidents[effect.instance] = effect
                self.tasks.pop(effect.instance, None)
                self.jobs.pop(effect.instance, None)
            case effects.CloseIncident():
                del self.incidents[effect.instance]
            case effects.ThrowSignal():
                self.signals.append(effect)
            case effects.End():
                self.end = effect

    def start(self, element: str = "", /, **variables: Any) -> "Case":
        return self.send(stimuli.Start(values(**variables), element))

    def do(self, element: str, **variables: Any) -> "Case":
        """Complete the open task or job of an element, the oldest first."""
        number = self.task(element)
        if number:
            return self.send(stimuli.CompleteTask(number, values(**variables)))
        return self.send(stimuli.JobDone(self.job(element), values(**variables)))

    def throw(self, element: str, code: str, **variables: Any) -> "Case":
        number = self.task(element) or self.job(element)
        self.send(stimuli.ErrorThrown(number, code, "", values(**variables)))
        self.tasks.pop(number, None)
        self.jobs.pop(number, None)
        return self

    def fail(self, element: str, message: str = "kaputt", retries: int = 0) -> "Case":
        return self.send(stimuli.JobFailed(self.job(element), message, retries))

    def fire(self, element: str) -> "Case":
        """The timer of an event is due: time passes to it."""
        number = next(n for n, timer in self.timers.items() if timer.element == element)
        self.now = max(self.now, self.timers[number].due.astimezone(self.now.tzinfo))
        return self.send(stimuli.TimerFired(number))

    def message(self, element: str, **variables: Any) -> "Case":
        number = next(n for n, row in self.subscriptions.items() if row.element == element)
        return self.send(stimuli.MessageArrived(number, values(**variables)))

    def signal(self, name: str, **variables: Any) -> "Case":
        return self.send(stimuli.SignalArrived(name, values(**variables)))

    def retry(self, element: str, **variables: Any) -> "Case":
        number = next(n for n, incident in self.incidents.items() if incident.element == element)
        return self.send(stimuli.Retry(number, values(**variables)))

    def wait(self, **time: int) -> "Case":
        self.now += timedelta(**time)
        return self

    # Questions

    def task(self, element: str) -> int:
        return next((n for n, task in self.tasks.items() if task.element == element), 0)

    def job(self, element: str) -> int:
        return next((n for n, job in self.jobs.items() if job.element == element), 0)

    def open(self) -> list[str]:
        """What waits for somebody: tasks and jobs, by element, sorted."""
        return sorted([row.element for row in (*self.tasks.values(), *self.jobs.values())])

    @property
    def variables(self) -> dict[str, Any]:
        """The variables of the process, or those it ended with, as plain JSON."""
        if self.end is not None:
            found = self.end.variables
        else:
            found = next(i.variables for i in self.state.instances.values() if not i.parent)
        return {name: feel.to_json(value) for name, value in found.items()}

    @property
    def is_over(self) -> bool:
        return self.state.status in ("completed", "cancelled")

    def trace(self, events: list[Event] | None = None) -> str:
        """What completed, in order; `~x` was terminated, `!x` met an incident."""
        signs = {"completed": "", "terminated": "~", "incident": "!"}
        shown = [
            signs[event.kind] + event.element
            for event in (self.events if events is None else events)
            if event.kind in signs and event.element != "p"
        ]
        return " ".join(shown)


def with_now(case: Case, now: datetime) -> Case:
    """The same case at another time."""
    case.now = now
    return case


__all__ = ["NOON", "Case", "replace", "values"]
