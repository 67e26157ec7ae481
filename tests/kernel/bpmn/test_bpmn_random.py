"""Random processes on random ways: `advance` and the reference interpreter agree after every step."""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from tests.kernel.bpmn.case import Case
from tests.kernel.bpmn.nets import net_xml
from tests.kernel.bpmn.notation import bpmn
from tests.kernel.bpmn.random_processes import VARIABLES, random_alarm, random_process, random_tangle
from tests.kernel.bpmn.reference import Reference

from laufzettel.kernel.bpmn import Event, check_soundness, compile, effects, migrate, read, replay, stimuli

pytestmark = pytest.mark.slow

RUNS = 300
NIGHTLY = 10_000
STEPS = 60
KINDS = (random_process, random_tangle, random_alarm)
type Row = effects.CreateTask | effects.StartJob | effects.ScheduleTimer | effects.Subscribe | effects.RaiseIncident


RENAMED = re.compile(r"(?<![=\w])[a-z]\d+\b|(?<=on=)[a-z]\d+\b")


@dataclass
class Walk:
    """One process on one way: every step is compared with the reference, replayed, and counted."""

    seed: int
    seen: Counter[tuple[str, str, str]]
    make: Callable[[random.Random], str] = random_process

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.text = self.make(self.rng)
        self.case = Case(self.text, is_stored=self.rng.random() < 0.5)
        self.reference = Reference(self.text)
        self.where = f"seed {self.seed}\n{self.text}"
        self.used: list[tuple[str, str, stimuli.Stimulus]] = []
        self.has_moved = False

    def go(self) -> None:
        """To the end of the process, of the walk, or until it is called off."""
        begin = {name: self.rng.randint(0, 1) for name in VARIABLES}
        self.case.start(**begin)
        self.reference.start(begin)
        self.compare()
        ends_at = self.rng.randint(1, STEPS) if self.rng.random() < 0.2 else STEPS
        for _ in range(ends_at):
            if not self.has_moved and self.rng.random() < 0.05:
                self.migrate()
            if not self.step():
                break
        if ends_at < STEPS and not self.case.is_over:
            self.cancel()
        if self.case.is_over:
            case = self.case
            assert (case.tasks, case.jobs, case.incidents) == ({}, {}, {}), self.where
            assert (case.timers, case.subscriptions) == ({}, {}), self.where
        self.count_tokens()

    def step(self) -> bool:
        """Something happens, then again, too late; False when nothing can happen."""
        case = self.case
        choices = (
            [("task" if case.task(name) else "job", name) for name in case.open()]
            + [("timer", timer.element) for timer in case.timers.values()]
            + [("message", row.element) for row in case.subscriptions.values()]
            + [("retry", row.element) for row in case.incidents.values()]
        )
        if not choices:
            return False
        what, name = self.rng.choice(choices)
        if what == "job" and self.rng.random() < 0.4:
            what = self.rng.choice(["failure", "another try"])
        if what in ("task", "job") and " | error" in self.text and self.rng.random() < 0.3:
            what = "error"
        kind = case.program.nodes[name].kind
        before = len(case.events)
        stimulus = self.act(what, name)
        moved = " after migration" if self.has_moved else ""
        self.seen[what + moved, kind, interruption(case, case.events[before:])] += 1
        self.compare()
        self.late(what, kind, stimulus)
        return True

    def act(self, what: str, name: str) -> stimuli.Stimulus:
        """The same to both; what the case was sent."""
        case, was = self.case, old(name)
        if what in ("task", "job"):
            given = {self.rng.choice(VARIABLES): self.rng.randint(0, 1)}
            number = case.task(name) or case.job(name)
            case.do(name, **given)
            self.reference.complete(was, given)
            return stimuli.CompleteTask(number) if what == "task" else stimuli.JobDone(number)
        if what == "timer":
            number = self.number_of(case.timers, name)
            case.fire(name)
            self.reference.fire(was)
            return stimuli.TimerFired(number)
        if what == "message":
            number = self.number_of(case.subscriptions, name)
            case.message(name)
            self.reference.message(was)
            return stimuli.MessageArrived(number, {})
        if what == "retry":
            number = self.number_of(case.incidents, name)
            case.retry(name)
            self.reference.retry(was)
            return stimuli.Retry(number)
        number = case.task(name) or case.job(name)
        if what == "error":
            code = self.rng.choice(["E", "F"])
            case.throw(name, code)
            self.reference.throw(was, code)
            return stimuli.ErrorThrown(number, code)
        case.fail(name, retries=int(what == "another try"))
        if what == "failure":
            self.reference.fail(was)
        return stimuli.JobFailed(number)

    def number_of(self, rows: Mapping[int, Row], name: str) -> int:
        return next(number for number, row in rows.items() if row.element == name)

    def late(self, what: str, kind: str, stimulus: stimuli.Stimulus) -> None:
        """What has been used up is rejected, at once and later; a message that stays open may come again."""
        self.used.append((what, kind, stimulus))
        for name, of, one in (self.used[-1], self.rng.choice(self.used)):
            if self.still_fits(one):
                continue
            assert self.case.try_to(one).rejected, self.where
            self.seen[f"late {name}", of, ""] += 1

    def still_fits(self, one: stimuli.Stimulus) -> bool:
        case = self.case
        match one:
            case stimuli.MessageArrived():
                return one.number in case.subscriptions
            case stimuli.Retry():
                return one.instance in case.incidents
            case stimuli.JobDone() | stimuli.JobFailed() | stimuli.ErrorThrown() | stimuli.CompleteTask():
                return one.instance in case.tasks or one.instance in case.jobs
        return False

    def migrate(self) -> None:
        """The case goes on in the same process, in which every element has another id."""
        case = self.case
        new = compile(read(bpmn(RENAMED.sub(r"\g<0>n", self.text))), decisions={}, process="p")
        ids = {old(key): key for key in (*new.nodes, *new.edges)}
        found = migrate(case.program, new, case.state, ids, context=case.context, now=case.now)
        assert found.state is not None, (self.where, found.refusals)
        assert replay(case.state, found.events).to_json() == found.state.to_json(), self.where
        assert found.effects == (), self.where
        case.program, case.state, self.has_moved = new, found.state, True
        case.tasks = {number: replace(row, element=ids[row.element]) for number, row in case.tasks.items()}
        case.jobs = {number: replace(row, element=ids[row.element]) for number, row in case.jobs.items()}
        case.incidents = {number: replace(row, element=ids[row.element]) for number, row in case.incidents.items()}
        case.timers = {number: replace(row, element=ids[row.element]) for number, row in case.timers.items()}
        case.subscriptions = {
            number: replace(row, element=ids[row.element]) for number, row in case.subscriptions.items()
        }
        said = {one.number: one.element for one in found.moved}
        rows = {**case.tasks, **case.jobs, **case.incidents, **case.timers, **case.subscriptions}
        assert {number: said[number] for number in rows} == {n: row.element for n, row in rows.items()}, self.where
        self.compare()

    def cancel(self) -> None:
        open_ = sorted({self.case.program.nodes[name].kind for name in self.case.open()})
        before = len(self.case.events)
        self.case.send(stimuli.Cancel("zurückgezogen"))
        for kind in open_ or ["process"]:
            self.seen["cancel", kind, interruption(self.case, self.case.events[before:])] += 1
        assert self.case.is_over, self.where

    def compare(self) -> None:
        case, reference = self.case, self.reference
        assert [sign_and_old(word) for word in case.trace().split()] == reference.trace, self.where
        assert sorted(old(name) for name in case.open()) == reference.open(), self.where
        assert sorted(old(row.element) for row in case.incidents.values()) == reference.incidents(), self.where
        assert sorted(old(timer.element) for timer in case.timers.values()) == reference.timers(), self.where
        assert sorted(old(row.element) for row in case.subscriptions.values()) == reference.messages(), self.where
        assert case.is_over == reference.is_over, self.where
        assert case.variables == reference.variables, self.where

    def count_tokens(self) -> None:
        """Every token that was put on a flow has arrived, or waits at a join; only an interruption loses any."""
        program, taken, arrived = (
            compile(read(bpmn(self.text)), decisions={}, process="p"),
            Counter[str](),
            Counter[str](),
        )
        for event in self.case.events:
            key = old(event.element)
            if event.kind in ("taken", "parked"):
                (taken if event.kind == "taken" else arrived)[key] += 1
            elif event.kind == "activated" and "index" not in event.data:
                arrived[f"at {key}"] += 1
        loses = any(event.kind == "terminated" or event.kind == "marked" for event in self.case.events)
        for node in program.nodes.values():
            incoming = [edge.key for edge in node.incoming]
            if not incoming:
                continue
            waits = node.kind in ("parallelGateway", "inclusiveGateway") and len(incoming) > 1
            came = sum(arrived[key] for key in incoming) if waits else arrived[f"at {node.key}"]
            sent = sum(taken[key] for key in incoming)
            assert came == sent or (loses and came < sent), (node.key, came, sent, self.where)


def old(key: str) -> str:
    """An id, or a flow's, as it was before a migration gave it another."""
    return re.sub(r"(?<=\d)n(?=_|$)", "", key)


def sign_and_old(word: str) -> str:
    return word[:1] + old(word[1:]) if word[:1] in "~!" else old(word)


def interruption(case: Case, events: Sequence[Event]) -> str:
    """What has ended something else in a step."""
    if any(event.kind == "cancelled" for event in events):
        return "cancel"
    if not any(event.kind == "terminated" for event in events):
        return ""
    caught = [event.data.get("event") or event.data.get("caught") for event in events]
    kinds = {case.program.nodes[str(key)].kind for key in caught if key}
    if "startEvent" in kinds:
        return "event sub-process"
    return "boundary event" if kinds else "terminate end"


def table(seen: Counter[tuple[str, str, str]]) -> str:
    rows = [f"{what:28} {kind:24} {by:20} {count:7}" for (what, kind, by), count in sorted(seen.items())]
    return "\n".join(["", f"{'stimulus':28} {'element':24} {'interrupts by':20} {'times':>7}", *rows])


MOVED = ("", " after migration")
MUST = {
    *(("task" + moved, "userTask", by) for moved in MOVED for by in ("", "terminate end")),
    *((what + moved, "boundaryEvent", by) for what in ("timer", "message") for moved in MOVED
      for by in ("", "boundary event")),
    *((what + moved, "startEvent", by) for what in ("timer", "message") for moved in MOVED
      for by in ("", "event sub-process")),
    *(("error" + moved, kind, by) for kind in ("userTask", "serviceTask") for moved in MOVED
      for by in ("", "boundary event", "event sub-process")),
    *((what + moved, "serviceTask", "") for what in ("job", "failure", "another try", "retry") for moved in MOVED),
    *(("retry" + moved, "userTask", "") for moved in MOVED),
    *(("message" + moved, "intermediateCatchEvent", "") for moved in MOVED),
    *(("late task", "userTask", ""), ("late job", "serviceTask", ""), ("late failure", "serviceTask", "")),
    *(("late retry", "serviceTask", ""), ("late error", "userTask", ""), ("late error", "serviceTask", "")),
    *(("late timer", kind, "") for kind in ("boundaryEvent", "startEvent")),
    *(("late message", kind, "") for kind in ("boundaryEvent", "startEvent", "intermediateCatchEvent")),
    *(("cancel", kind, "cancel") for kind in ("userTask", "serviceTask")),
}  # fmt: skip
"""What must have happened, to each kind of element, with each kind of interruption: no cell that counts is empty."""


def walk(seed: int, seen: Counter[tuple[str, str, str]], make: Callable[[random.Random], str] = random_process) -> None:
    Walk(seed, seen, make).go()


def test_random_processes_run_as_the_reference_says(capsys: pytest.CaptureFixture[str]) -> None:
    seen: Counter[tuple[str, str, str]] = Counter()
    for seed in range(RUNS // 2):
        for make in KINDS:
            walk(seed, seen, make)
    with capsys.disabled():
        print(table(seen))  # noqa: T201 - the count that is asked for
    assert MUST - set(seen) == set()


@pytest.mark.nightly
def test_many_random_processes_run_as_the_reference_says(capsys: pytest.CaptureFixture[str]) -> None:
    seen: Counter[tuple[str, str, str]] = Counter()
    for seed in range(RUNS, RUNS + NIGHTLY // 2):
        for make in KINDS:
            walk(seed, seen, make)
    with capsys.disabled():
        print(table(seen))  # noqa: T201 - the count that is asked for
    assert MUST - set(seen) == set()


def test_unstructured_processes_are_proven_sound() -> None:
    counted: Counter[str] = Counter()
    for seed in range(60):
        text = random_tangle(random.Random(seed))
        found = {u.finding.code for u in check_soundness(Case(text).program) if u.finding.severity == "error"}
        # conditions are drawn at random and may contradict each other; a few are too large to be searched
        assert found <= {"bpmn-dead-element", "bpmn-not-proven"}, (seed, text, found)
        counted.update(found or {"sound"})
    assert counted["sound"] > 50, counted


def test_block_structured_processes_are_proven_sound() -> None:
    for seed in range(120):
        text = random_process(random.Random(seed), 8)
        case = Case(text)
        codes = {u.finding.code for u in check_soundness(case.program) if u.finding.severity == "error"}
        # conditions are drawn at random too: one inside the other may contradict it
        assert codes <= {"bpmn-dead-element"}, (seed, text, codes)


def random_net(rng: random.Random) -> str:
    """Any net at all: sound or not."""
    count = rng.randint(2, 5)
    gateways = [f"{rng.choice('xpo')}{index}" for index in range(count)]
    paths = [f"s {gateways[0]}"]
    for index, gateway in enumerate(gateways):
        for branch in range(rng.randint(1, 2)):
            target = rng.choice([*gateways[index + 1 :], *gateways[index + 1 :], f"e{index}{branch}"])
            paths.append(f"{gateway} t{index}{branch} {target}")
    reached = {"s"}
    for path in paths:  # targets always come later
        if path.split()[0] in reached:
            reached.add(path.split()[-1])
    return "; ".join(path for path in paths if path.split()[0] in reached)


def test_what_is_called_sound_never_gets_stuck_and_what_is_not_can() -> None:
    counted: Counter[str] = Counter()
    for seed in range(200):
        rng = random.Random(seed)
        net = random_net(rng)
        program = compile(read(net_xml(net)), decisions={}, process="p")
        codes = {u.finding.code for u in check_soundness(program)}
        outcome = {run_once(program, rng) for _ in range(8)}
        if not codes:
            assert outcome == {"over"}, net
        if "stuck" in outcome:
            assert codes & {"bpmn-deadlock", "bpmn-runs-twice"}, net
        counted["sound" if not codes else "unsound"] += 1
    assert min(counted.values()) > 15, counted


def run_once(program: object, rng: random.Random) -> str:
    case = Case(program)  # type: ignore[arg-type]
    names = {path for edge in case.program.edges.values() if edge.condition for path in edge.condition.reads}
    case.start(**{name: rng.random() < 0.5 for name in sorted(names)})
    for _ in range(40):
        if not case.tasks:
            break
        case.do(rng.choice(case.open()))
    return "over" if case.is_over else "stuck" if not case.tasks else "open"
