"""Bugs put into the engine by hand: the tests of the rules and the random processes must find every one of them."""

import importlib
import inspect
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.kernel.bpmn import (
    test_bpmn_random,
    test_rules_01_to_12,
    test_rules_13_to_17,
    test_rules_18_to_25,
    test_rules_26_to_29,
)
from tests.kernel.bpmn.case import Case

from laufzettel.kernel.bpmn import activation, behaviours, catching, compensation, completion, passage, scopes, waits
from laufzettel.kernel.bpmn.commands import Activate, Fire
from laufzettel.kernel.bpmn.incidents import raise_incident
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance, State
from laufzettel.kernel.bpmn.termination import disarm, disarm_all, terminate
from laufzettel.kernel.bpmn.timers import Schedule, interval_of, next_schedule
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.variables import merge, visible
from laufzettel.kernel.problems import Text

type Patch = pytest.MonkeyPatch
BUGS: dict[str, Callable[[Patch], None]] = {}
SLOW = {"test_rule_03_a_step_that_never_waits_becomes_an_incident"}


def bug(seed: Callable[[Patch], None]) -> Callable[[Patch], None]:
    BUGS[seed.__name__] = seed
    return seed


@bug
def one_join_counter_for_all_flows(patch: Patch) -> None:
    patch.setattr(activation, "complete_join", lambda node, parked: sum(parked.values()) >= len(node.incoming))


@bug
def the_queue_is_lifo(patch: Patch) -> None:
    def last(run: Run) -> Any:
        if not run.queue:
            return None
        command = run.queue.pop()
        if isinstance(command, Activate):
            run.pending[command.scope] -= 1
        return command

    patch.setattr(Run, "next_command", last)


@bug
def a_boundary_event_sees_its_hosts_locals(patch: Patch) -> None:
    def seeing(run: Run, number: int) -> dict[str, Any]:
        return {**visible(run, number), **run.instances[max(run.instances)].variables}

    patch.setattr(waits, "visible", seeing)


@bug
def an_interrupting_event_leaves_its_host(patch: Patch) -> None:
    patch.setattr(waits, "terminate", lambda run, number: None)


@bug
def every_boundary_event_interrupts(patch: Patch) -> None:
    def interrupt(run: Run, host: Instance, node: Node, payload: Mapping[str, Any]) -> None:
        terminate(run, host.number)
        run.enqueue(Activate(node, host.parent, payload=payload))

    patch.setattr(waits, "interrupt_host", interrupt)


@bug
def every_write_goes_to_the_root(patch: Patch) -> None:
    patch.setattr("laufzettel.kernel.bpmn.variables.owner_of", lambda run, number, name: 1)


@bug
def outputs_do_not_keep_the_rest_back(patch: Patch) -> None:
    original = merge

    def merging(run: Run, number: int, values: Mapping[str, Any]) -> None:
        own = [i for i in run.instances.values() if i.parent == number and i.result is None]
        original(run, number, {**(own[-1].variables if own else {}), **values})

    patch.setattr(completion, "merge", merging)


@bug
def mappings_do_not_see_earlier_ones(patch: Patch) -> None:
    def assign(run: Run, assignments: Any, context: dict[str, Any], base: Any) -> dict[str, Any]:
        return {a.target[0]: a.source.evaluate(dict(context), run.now) for a in assignments}

    patch.setattr(completion, "assign", assign)


@bug
def an_exclusive_gateway_takes_the_last_true_flow(patch: Patch) -> None:
    original = behaviours.chosen

    def backwards(run: Run, number: int, node: Node) -> Any:
        node.outgoing.reverse()
        try:
            return original(run, number, node)
        finally:
            node.outgoing.reverse()

    patch.setattr(behaviours, "chosen", backwards)
    patch.setattr(passage, "chosen", backwards)


@bug
def an_inclusive_gateway_takes_one_flow(patch: Patch) -> None:
    patch.setitem(behaviours.BEHAVIOURS, "inclusive", behaviours.BEHAVIOURS["exclusive"])


@bug
def a_gateway_prefers_its_default(patch: Patch) -> None:
    original = behaviours.chosen

    def lazy(run: Run, number: int, node: Node) -> Any:
        return (node.default,) if node.default else original(run, number, node)

    patch.setattr(behaviours, "chosen", lazy)
    patch.setattr(passage, "chosen", lazy)


@bug
def a_gateway_overtakes_what_waits_in_the_queue(patch: Patch) -> None:
    patch.setattr(activation, "_is_alone", lambda run, command: True)


@bug
def a_gateway_without_a_way_out_is_passed_in_silence(patch: Patch) -> None:
    def silent(run: Run, number: int, node: Node) -> Any:
        try:
            return behaviours.chosen(run, number, node)
        except Trouble:
            return ()

    patch.setattr(passage, "chosen", silent)


@bug
def a_terminate_end_ends_only_itself(patch: Patch) -> None:
    patch.setattr(activation, "terminate_children", lambda run, number, but=0: 0)


@bug
def an_event_subprocess_does_not_interrupt(patch: Patch) -> None:
    patch.setattr(waits, "terminate_children", lambda run, number: 0)


@bug
def the_other_events_stay_armed(patch: Patch) -> None:
    patch.setattr(waits, "disarm_all", lambda run, instance, kind="": None)


@bug
def a_catch_all_comes_first(patch: Patch) -> None:
    original = catching.find_catch

    def general(run: Run, number: int, kind: str, code: str) -> Any:
        return original(run, number, kind, "") or original(run, number, kind, code)

    patch.setattr(catching, "find_catch", general)


@bug
def a_boundary_event_catches_before_the_event_subprocess(patch: Patch) -> None:
    original = catching._catches_of
    patch.setattr(catching, "_catches_of", lambda *arguments: reversed(list(original(*arguments))))


@bug
def an_interrupted_scope_catches_again(patch: Patch) -> None:
    patch.setattr(Run, "mark_interrupted", lambda run, number, keeps_tokens=False: None)


@bug
def an_uncaught_escalation_stops_the_case(patch: Patch) -> None:
    def strict(run: Run, instance: Instance, code: str, payload: Mapping[str, Any]) -> None:
        catch = catching.find_catch(run, instance.number, "escalation", code)
        if catch is None:
            raise Trouble("uncaught", Text("", ""))
        catching.happen(run, catch, payload)

    patch.setattr(activation, "throw_escalation", strict)


@bug
def results_stand_in_the_order_of_completion(patch: Patch) -> None:
    original = Run.collect

    def collect(run: Run, body: Instance, name: str, index: int, value: Any) -> None:
        original(run, body, name, body.loop.completed + 1 if body.loop else index, value)

    patch.setattr(Run, "collect", collect)


@bug
def the_completion_condition_is_not_asked(patch: Patch) -> None:
    patch.setattr(completion, "truth", lambda *arguments: False)


@bug
def the_rest_of_a_loop_stays(patch: Patch) -> None:
    patch.setattr(scopes, "terminate_children", lambda run, number: 0)


@bug
def sequential_loops_run_in_parallel(patch: Patch) -> None:
    original = scopes.enter_body
    patch.setattr(
        activation,
        "enter_body",
        lambda run, instance, node, spec: original(run, instance, node, replace(spec, is_sequential=False)),
    )


@bug
def compensation_runs_forwards(patch: Patch) -> None:
    original = compensation._in_reverse
    patch.setattr(compensation, "_in_reverse", lambda run, entries: original(run, reversed(list(entries))))


@bug
def compensation_forgets_how_often(patch: Patch) -> None:
    original = compensation._in_reverse
    patch.setattr(
        compensation,
        "_in_reverse",
        lambda run, entries: ((key, 1, inside) for key, _, inside in original(run, entries)),
    )


@bug
def the_past_is_left_to_the_platform(patch: Patch) -> None:
    original = Run.enqueue

    def enqueue(run: Run, command: Any) -> None:
        if not (isinstance(command, Fire) and command.is_early):
            original(run, command)

    patch.setattr(Run, "enqueue", enqueue)


@bug
def the_next_due_counts_from_now(patch: Patch) -> None:
    original = next_schedule
    patch.setattr(waits, "next_schedule", lambda last, left, text, now: original(now, left, text, now))


@bug
def missed_cycles_come_in_a_burst(patch: Patch) -> None:
    def all_of_them(last: datetime, left: int, text: str, now: datetime) -> Schedule | None:
        interval = interval_of(text)
        if interval is None or not left:
            return None
        return Schedule(interval.after(last, now.tzinfo), left - 1 if left > 0 else left, interval)

    patch.setattr(waits, "next_schedule", all_of_them)


@bug
def a_message_is_heard_only_once(patch: Patch) -> None:
    original = waits._stay_armed

    def once(run: Run, owner: Instance, command: Fire, wait: Any, node: Node) -> None:
        if wait.due is None:
            disarm(run, owner, command.number)
        else:
            original(run, owner, command, wait, node)

    patch.setattr(waits, "_stay_armed", once)


@bug
def advance_changes_its_input(patch: Patch) -> None:
    patch.setattr(Run, "own", lambda run, number: run.instances[number])


@bug
def a_scope_ends_with_its_first_child(patch: Patch) -> None:
    def is_empty(run: Run, number: int) -> bool:
        return not (run.pending.get(number) or run.instances[number].joins)

    patch.setattr(Run, "is_empty", is_empty)


@bug
def a_scope_forgets_parked_tokens(patch: Patch) -> None:
    def is_empty(run: Run, number: int) -> bool:
        return not (run.children.get(number) or run.pending.get(number))

    patch.setattr(Run, "is_empty", is_empty)


@bug
def an_incident_disarms_the_boundary_events(patch: Patch) -> None:
    def disarming(run: Run, instance: Instance, *rest: Any) -> None:
        disarm_all(run, instance)
        raise_incident(run, run.instances[instance.number], *rest)

    patch.setattr(importlib.import_module("laufzettel.kernel.bpmn.advance"), "raise_incident", disarming)


@bug
def a_retry_is_not_counted(patch: Patch) -> None:
    patch.setattr(Run, "count_attempt", lambda run, number: None)


@bug
def an_inclusive_join_never_waits(patch: Patch) -> None:
    patch.setattr(activation, "waits_for_more", lambda join, parked, active: False)


@bug
def an_inclusive_join_waits_for_all(patch: Patch) -> None:
    patch.setattr(activation, "waits_for_more", lambda join, parked, active: True)


@bug
def the_state_forgets_the_index_of_a_loop(patch: Patch) -> None:
    original = Instance.to_json
    patch.setattr(Instance, "to_json", lambda self: {k: v for k, v in original(self).items() if k != "i"})


@bug
def the_state_forgets_its_counter(patch: Patch) -> None:
    original = State.to_json
    patch.setattr(State, "to_json", lambda self: {**original(self), "n": 1 + max(self.instances, default=0)})


@bug
def null_is_false(patch: Patch) -> None:
    def lenient(run: Run, formula: Any, context: Any, what: Any) -> bool:
        return formula.evaluate(context, run.now) is True

    patch.setattr(behaviours, "truth", lenient)


@bug
def the_own_case_does_not_hear_its_signal(patch: Patch) -> None:
    patch.setattr(activation, "fire_signal", lambda run, name, payload: 0)


def rule_tests() -> list[Callable[[Any], None]]:
    modules = (test_rules_13_to_17, test_rules_18_to_25, test_rules_26_to_29, test_rules_01_to_12)
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("test_") and name not in SLOW and list(inspect.signature(function).parameters) == ["case"]
    ]


def finder() -> str:
    """The first test that fails, empty when none does."""

    def stored(*arguments: Any, **more: Any) -> Case:
        return Case(*arguments, is_stored=True, **more)

    for function in rule_tests():
        if fails(lambda function=function: function(stored)):  # type: ignore[misc]
            return function.__name__
    for seed in range(60):
        if fails(lambda seed=seed: test_bpmn_random.walk(seed, Counter())):  # type: ignore[misc]
            return f"random process {seed}"
    return ""


def fails(test: Callable[[], None]) -> bool:
    try:
        test()
    except Exception:  # noqa: BLE001 - a bug may show itself in any way
        return True
    return False


@pytest.mark.parametrize("name", BUGS)
def test_a_seeded_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[name](monkeypatch)
    assert finder()


def test_without_a_bug_nothing_is_found() -> None:
    assert len(BUGS) >= 30
    assert not any(fails(lambda f=f: f(Case)) for f in rule_tests())  # type: ignore[misc]
