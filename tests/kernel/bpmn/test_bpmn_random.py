"""Random processes on random ways: `advance` and the reference interpreter agree after every step."""

import random
from collections import Counter

import pytest
from tests.kernel.bpmn.case import Case
from tests.kernel.bpmn.nets import net_xml
from tests.kernel.bpmn.random_processes import VARIABLES, random_process
from tests.kernel.bpmn.reference import Reference

from laufzettel.kernel.bpmn import check_soundness, compile, read, stimuli

RUNS = 300
NIGHTLY = 10_000
STEPS = 60


def walk(seed: int, seen: Counter[tuple[str, str]]) -> None:
    """One process on one way; every step is compared, replayed, and repeated once too late."""
    rng = random.Random(seed)
    text = random_process(rng)
    case = Case(text, is_stored=rng.random() < 0.5)
    reference = Reference(text)
    begin = {name: rng.randint(0, 1) for name in VARIABLES}
    case.start(**begin)
    reference.start(begin)
    compare(case, reference, text, seed)
    for _ in range(STEPS):
        choices = (
            [("task", name) for name in case.open()]
            + [("timer", timer.element) for timer in case.timers.values()]
            + [("message", row.element) for row in case.subscriptions.values()]
        )
        if not choices:
            break
        what, name = rng.choice(choices)
        seen[what, case.program.nodes[name].kind] += 1
        if what == "task":
            given = {rng.choice(VARIABLES): rng.randint(0, 1)}
            number = case.task(name)
            case.do(name, **given)
            reference.complete(name, given)
            assert case.try_to(stimuli.CompleteTask(number)).rejected
        elif what == "timer":
            number = next(n for n, timer in case.timers.items() if timer.element == name)
            case.fire(name)
            reference.fire(name)
            assert case.try_to(stimuli.TimerFired(number)).rejected
        else:
            case.message(name)
            reference.message(name)
        compare(case, reference, text, seed)
    if case.is_over:
        assert (case.tasks, case.timers, case.subscriptions) == ({}, {}, {}), (seed, text)


def compare(case: Case, reference: Reference, text: str, seed: int) -> None:
    where = f"seed {seed}\n{text}"
    assert case.trace().split() == reference.trace, where
    assert case.open() == reference.open(), where
    assert sorted(timer.element for timer in case.timers.values()) == reference.timers(), where
    assert sorted(row.element for row in case.subscriptions.values()) == reference.messages(), where
    assert case.is_over == reference.is_over, where
    assert case.variables == reference.variables, where


def test_random_processes_run_as_the_reference_says() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(RUNS):
        walk(seed, seen)
    assert {what for what, _ in seen} == {"task", "timer", "message"}


@pytest.mark.nightly
def test_many_random_processes_run_as_the_reference_says() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(RUNS, RUNS + NIGHTLY):
        walk(seed, seen)
    for (what, kind), count in sorted(seen.items()):
        print(f"{what:8} {kind:24} {count}")  # noqa: T201 - the count that is asked for


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
