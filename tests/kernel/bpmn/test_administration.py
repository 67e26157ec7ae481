"""Thirty processes of town halls: sound, and, as Camunda Modeler saves them, run to their end on random ways."""

import random
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.kernel.bpmn.administration import ADMINISTRATION, VARIABLES, called
from tests.kernel.bpmn.case import Case
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel.bpmn import Program, check_soundness, compile, read

FILES = Path(__file__).parents[2] / "data" / "bpmn-modeler"
WAYS = 12
STEPS = 200


class Decides:
    """Stands for a decision table: one of the values that its result may have."""

    def __init__(self, *values: Any) -> None:
        self.values = values

    def decide(self, _name: str, inputs: Any, **_: Any) -> Any:
        value = self.values[len(str(inputs)) % len(self.values)]
        return SimpleNamespace(value=value, fired=(), trace=())


DECISIONS: dict[str, Any] = {
    "pflicht": Decides(True, False),
    "wohngeld": Decides(Decimal(0), Decimal(120)),
    "gebuehr": Decides(Decimal(0), Decimal(12)),
}


def from_file(name: str) -> Program:
    return compile(read((FILES / f"{name}.bpmn").read_bytes()), decisions=DECISIONS, process="p")


@pytest.mark.parametrize("name", ADMINISTRATION)
def test_a_process_of_a_town_hall_is_sound(name: str) -> None:
    text = ADMINISTRATION[name]
    program = compile(read(bpmn(text, **called(text))), decisions=DECISIONS, process="p")

    assert [str(unsound.finding) for unsound in check_soundness(program)] == []


@pytest.mark.parametrize("name", ADMINISTRATION)
@pytest.mark.parametrize("is_stored", [False, True], ids=["kept", "saved"])
def test_as_the_modeler_saves_it_it_runs_to_its_end(name: str, is_stored: bool) -> None:
    program, ends = from_file(name), set()

    for seed in range(WAYS):
        case = walk(Case(program, is_stored=is_stored), random.Random(seed))
        assert case.incidents == {}, (seed, case.incidents)
        assert case.is_over, (seed, case.open(), case.timers, case.subscriptions)
        assert (case.tasks, case.jobs, case.timers, case.subscriptions) == ({}, {}, {}, {})
        assert case.end is not None
        ends.add(case.end.element)

    own = {node.id for node in program.process.children if node.behaviour == "end"}
    # a case may also end with an event sub-process, which has interrupted all the rest
    assert ends <= own | {node.id for node in program.process.children if node.behaviour == "sub-process"}
    assert len(own) == 1 or len(ends) > 1, (ends, own)


def walk(case: Case, rng: random.Random) -> Case:
    """One way through: whatever waits happens, one thing after the other, with values drawn anew each time."""
    case.start(**drawn(rng))
    for _ in range(STEPS):
        waiting = [("do", name) for name in case.open()] * 3
        waiting += [("fire", timer.element) for timer in case.timers.values()]
        waiting += [("message", row.element) for row in case.subscriptions.values() if row.kind == "message"]
        waiting += [("signal", row.subject) for row in case.subscriptions.values() if row.kind == "signal"]
        refusing = [name for name in case.open() if case.job(name) and f"{name}|http" in catches_errors(case)]
        waiting += [("throw", name) for name in refusing]
        if not waiting or case.is_over:
            break
        what, name = rng.choice(waiting)
        if what == "throw":
            case.throw(name, "http-refused")
        elif what in ("do", "message"):
            getattr(case, what)(name, **drawn(rng))
        else:
            getattr(case, what)(name)
    return case


def catches_errors(case: Case) -> set[str]:
    """Jobs with a boundary event that takes `http-refused`."""
    return {
        f"{node.id}|http"
        for node in case.program.nodes.values()
        for boundary in node.boundaries
        if boundary.event is not None and boundary.event.kind == "error"
    }


def drawn(rng: random.Random) -> dict[str, Any]:
    return {name: rng.choice(values) for name, values in VARIABLES.items()}


def test_the_files_have_every_element_of_zeebe_that_is_executed() -> None:
    from laufzettel.kernel.bpmn.vocabulary import EXTENSION_ATTRIBUTES

    written = "".join(path.read_text() for path in FILES.glob("*.bpmn"))

    assert {name for name in EXTENSION_ATTRIBUTES if f"<zeebe:{name}" not in written} == set()
    assert sorted(path.stem for path in FILES.glob("*.bpmn")) == sorted(ADMINISTRATION)
