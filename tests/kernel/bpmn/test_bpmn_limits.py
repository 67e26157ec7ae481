"""The state stays small, and what grows beyond its limit is stopped with a name."""

import json
import time
from decimal import Decimal

from tests.kernel.bpmn.case import NOON, Case, values

from laufzettel.kernel.bpmn import State, advance, effects, stimuli


def test_the_state_is_the_variables_and_little_more() -> None:
    # given
    case = Case("start s\nuser pruefen_und_bescheiden | each==liste | as=x\ns -> pruefen_und_bescheiden")
    text = "ä" * 2000
    # when
    case.start(liste=list(range(50)), brief=text)
    # then
    live = len(case.state.instances)
    size = len(json.dumps(case.state.to_json(), ensure_ascii=False))
    variables = len(text) + 2 * len(json.dumps(list(range(50))))
    assert live == 52
    assert size <= variables + 1024 + 120 * live


def test_a_thousand_rounds_of_a_loop_leave_no_trace_in_the_state() -> None:
    case = Case("start s\nxor m\nuser a\nxor g\nend e\ns -> m -> a -> g\ng -> m : =nochmal\ng *-> e").start()
    sizes = []
    for _ in range(1000):
        case.events.clear()
        case.do("a", nochmal=True)
        sizes.append(len(json.dumps(case.state.to_json())))
    assert max(sizes) - min(sizes) <= 16


def test_too_much_data_from_outside_is_rejected() -> None:
    case = Case("start s\nuser a\ns -> a").start()
    (number,) = case.tasks
    outcome = case.try_to(stimuli.CompleteTask(number, values(x="x" * 1_100_000)))
    assert str(outcome.rejected) == "Die Angaben dieses Vorgangs sind zu groß (mehr als 1 MB)."


def test_too_much_data_from_inside_is_an_incident() -> None:
    case = Case('start s\nscript a | expr==for i in 1..90000 return "zwölf Zeichen" | result=x\ns -> a').start()
    assert [incident.kind for incident in case.incidents.values()] == ["variables-too-large"]


def test_small_writes_add_up_too() -> None:
    case = Case("start s\nxor m\nuser a\nxor g\nend e\ns -> m -> a -> g\ng -> m : =nochmal\ng *-> e").start()
    written = 0
    while case.tasks:
        (number,) = case.tasks
        outcome = case.try_to(stimuli.CompleteTask(number, values(nochmal=True) | {f"x{written}": "x" * 10_000}))
        if outcome.rejected:
            break
        written += 1
    # refused when it came in, or stopped when it was written: never stored
    assert outcome.rejected or [incident.kind for incident in case.incidents.values()] == ["variables-too-large"]
    assert 90 <= written <= 165


def test_an_expression_that_costs_too_much_is_an_incident() -> None:
    case = Case("start s\nscript a | expr==count(for i in 1..3000, j in 1..3000 return i) | result=x\ns -> a").start()
    (incident,) = case.incidents.values()
    assert incident.kind == "expression-limit"


def test_numbers_keep_their_digits() -> None:
    case = Case("start s\nuser a\ns -> a", is_stored=True)
    case.send(stimuli.Start({"betrag": Decimal("480.00"), "klein": Decimal("1E-9"), "null": Decimal(0)}))
    case.do("a")
    assert case.end is not None
    assert {name: str(value) for name, value in case.end.variables.items()} == {
        "betrag": "480.00",
        "klein": "1E-9",
        "null": "0",
    }


def test_a_step_that_takes_too_long_is_stopped_and_can_be_tried_again() -> None:
    """What has begun is kept, what is yet to begin waits in an incident; no value depends on the clock."""
    case = Case("start s\nscript a | expr==1 | result=x\nxor g\nuser t\nend e\ns -> a -> g -> t -> e")
    answers = iter([False, False, False])

    outcome = advance(case.program, State(), stimuli.Start({}), {}, NOON, is_overdue=lambda: next(answers, True))

    assert [e.kind for e in outcome.effects if isinstance(e, effects.RaiseIncident)] == ["overload"]
    (stopped,) = [instance for instance in outcome.state.instances.values() if instance.incident]
    assert (stopped.element, outcome.state.variables) == ("g", {"x": Decimal(1)})
    again = advance(case.program, outcome.state, stimuli.Retry(stopped.number), {}, NOON)
    assert [e.element for e in again.effects if isinstance(e, effects.CreateTask)] == ["t"]


def test_a_step_that_is_always_too_slow_does_nothing_by_halves() -> None:
    case = Case("start s\nand f\nuser a\nuser b\ns -> f\nf -> a\nf -> b")

    outcome = advance(case.program, State(), stimuli.Start({}), {}, NOON, is_overdue=lambda: True)

    assert [e.element for e in outcome.effects if isinstance(e, effects.RaiseIncident)] == ["p"]
    (stopped,) = outcome.state.instances
    again = advance(case.program, outcome.state, stimuli.Retry(stopped), {}, NOON)
    assert sorted(e.element for e in again.effects if isinstance(e, effects.CreateTask)) == ["a", "b"]


def test_many_instances_at_once_cost_as_many_times_what_one_costs() -> None:
    """Each of them once measured everything that was there: two hundred notices took a second and a half."""

    def seconds(many: int) -> float:
        case = Case("start s\nuser a | each==liste | as=x | in=y:={text: x}\ns -> a")
        since = time.process_time()
        case.start(liste=["zwölf Zeichen " * 20] * many)
        return time.process_time() - since

    ratios = [seconds(800) / seconds(100) for _ in range(5)]

    # eight times as many: eight times as long, with room for noise; it was more than thirty
    assert min(ratios) < 20
