"""Rules 1 to 12 of the semantics: running and variables. Each test's name begins with its rule."""

from collections.abc import Callable
from decimal import Decimal

from tests.kernel.bpmn.case import NOON, Case, values

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import State, advance, effects, stimuli

type Make = Callable[..., Case]


def test_rule_01_one_fifo_queue_takes_flows_in_document_order(case: Make) -> None:
    made = case("""
        start s
        and g
        task a
        task b
        task c
        task d
        s -> g
        g -> a -> c
        g -> b -> d
    """).start()
    assert made.trace() == "s g a b c d"


def test_rule_01_instances_of_a_loop_begin_at_one(case: Make) -> None:
    made = case("""
        start s
        user u | each==[10, 20, 30] | as=x
        s -> u
    """).start()
    inputs = [made.state.instances[number].variables for number in sorted(made.tasks)]
    assert [(i["loopCounter"], i["x"]) for i in inputs] == [(1, 10), (2, 20), (3, 30)]


def test_rule_01_all_numbers_come_from_one_counter(case: Make) -> None:
    made = case("""
        start s
        user a
        boundary t | on=a | timer=PT1H | non
        end e
        user b
        s -> a -> b
        t -> e
    """).start()
    assert (sorted(made.tasks), sorted(made.timers)) == ([3], [4])
    made.do("a")
    assert sorted(made.tasks) == [5]


def test_rule_02_waits_wait(case: Make) -> None:
    made = case("""
        start s
        and g
        user a
        service b | type=x
        receive c | message=m | key==k
        catch d | timer=PT1H
        evt e
        catch f | message=n | key==k
        catch h | signal=z
        adhoc i {
          task j
        }
        s -> g
        g -> a
        g -> b
        g -> c
        g -> d
        g -> e
        e -> f
        e -> h
        g -> i
    """).start(k="1")
    waiting = [i.element for i in made.state.instances.values()]
    assert waiting == ["p", "a", "b", "c", "d", "e", "i"]


def test_rule_03_a_step_that_never_waits_becomes_an_incident(case: Make) -> None:
    made = case("""
        start s
        xor a
        task b
        s -> a -> b -> a
    """).start()
    (incident,) = made.incidents.values()
    assert incident.kind == "runaway"
    assert str(incident.message) == ("Der Prozess lief in einem Schritt mehr als 10000 Elemente weit, ohne zu warten.")
    assert made.incidents


def test_rule_04_what_no_longer_fits_is_rejected_and_changes_nothing(case: Make) -> None:
    made = case("""
        start s
        user a
        user b
        s -> a -> b
    """).start()
    (number,) = made.tasks
    made.do("a")
    before = made.state
    late: list[stimuli.Stimulus] = [
        stimuli.CompleteTask(number),
        stimuli.JobDone(number),
        stimuli.JobFailed(number),
        stimuli.ErrorThrown(number, "x"),
        stimuli.TimerFired(99),
        stimuli.MessageArrived(99),
        stimuli.SignalArrived("nobody"),
        stimuli.Activate(number, "a"),
        stimuli.FinishAdHoc(number),
        stimuli.Retry(number),
        stimuli.Start(),
    ]
    for stimulus in late:
        outcome = advance(made.program, before, stimulus, {}, NOON)
        assert outcome.rejected, stimulus
        assert outcome.state is before
        assert (outcome.effects, outcome.events) == ((), ())


def test_rule_04_after_the_end_everything_is_rejected(case: Make) -> None:
    made = case("""
        start s
        task a
        s -> a
    """).start()
    outcome = made.try_to(stimuli.Cancel())
    assert str(outcome.rejected) == "Der Vorgang ist abgeschlossen."


def test_rule_05_a_scope_completes_when_nothing_is_left(case: Make) -> None:
    made = case("""
        start s
        sub q {
          start t
          and g
          user a
          user b
          t -> g
          g -> a
          g -> b
        }
        end e
        s -> q -> e
    """).start()
    assert made.do("a").trace() == "s t g a"
    assert made.do("b").trace() == "s t g a b q e"


def test_rule_06_advance_leaves_its_input_as_it_was() -> None:
    made = Case("""
        start s
        user a
        and g
        user b
        user c
        s -> a -> g
        g -> b
        g -> c
    """).start(x={"y": [1]})
    before = made.state
    text = before.to_json()
    one = advance(made.program, before, stimuli.CompleteTask(3, values(x=1)), {}, NOON)
    two = advance(made.program, before, stimuli.CompleteTask(3, values(x=1)), {}, NOON)
    assert before.to_json() == text
    assert (one.state.to_json(), one.effects, one.events) == (two.state.to_json(), two.effects, two.events)


def test_rule_07_values_keep_their_types_in_the_stored_state(case: Make) -> None:
    made = case("""
        start s
        script a | expr=={d: date("2026-01-01"), n: 0.1 + 0.2, w: duration("P1D")} | result=v
        user b
        s -> a -> b
    """).start()
    stored = State.from_json(made.state.to_json()).variables["v"]
    assert stored == {
        "d": feel.Date(2026, 1, 1),
        "n": Decimal("0.3"),
        "w": feel.DaysTimeDuration(86_400_000_000_000),
    }


def test_rule_07_a_function_is_not_stored(case: Make) -> None:
    made = case("""
        start s
        script a | expr==function(x) x | result=f
        s -> a
    """).start()
    assert [i.kind for i in made.incidents.values()] == ["function-value"]


def test_rule_08_reads_look_outwards_and_writes_go_to_the_nearest_owner(case: Make) -> None:
    made = case("""
        start s
        sub q | in=x:=10 {
          start t
          user a
          user b
          t -> a -> b
        }
        s -> q
    """).start(x=1, y=2)
    made.do("a", x=11, y=22, z=33)
    root, inner = (i.variables for i in list(made.state.instances.values())[:2])
    assert {n: feel.to_json(v) for n, v in root.items()} == {"x": 1, "y": 22, "z": 33}
    assert inner == {"x": 11}


def test_rule_09_without_output_mappings_the_result_merges_upwards(case: Make) -> None:
    made = case("""
        start s
        user a | in=local:=1
        s -> a
    """).start()
    assert made.do("a", local=5, other=6).variables == {"other": 6}


def test_rule_09_with_output_mappings_only_the_targets_do(case: Make) -> None:
    made = case("""
        start s
        user a | out=ziel:=wert * 2
        s -> a
    """).start()
    assert made.do("a", wert=4, rest=1).variables == {"ziel": 8}


def test_rule_09_a_job_sees_what_was_mapped_else_everything(case: Make) -> None:
    made = case("""
        start s
        service a | type=x | in=nur:=eins | header=form:kurz
        service b | type=y | retries=5
        s -> a -> b
    """).start(eins=1, zwei=2)
    job = made.jobs[made.job("a")]
    assert (dict(job.input), dict(job.headers), job.retries) == ({"nur": 1}, {"form": "kurz"}, 3)
    made.do("a")
    job = made.jobs[made.job("b")]
    assert (dict(job.input), job.retries) == ({"eins": 1, "zwei": 2}, 5)


def test_rule_10_mappings_are_evaluated_in_order(case: Make) -> None:
    made = case("""
        start s
        user a | in=b:=1 | in=c:=b + 1 | out=d:=c + x | out=e:=d * 2
        s -> a
    """).start()
    assert made.do("a", x=5).variables == {"d": 7, "e": 14}


def test_rule_10_an_output_path_merges_and_an_input_path_makes_a_new_context(case: Make) -> None:
    made = case("""
        start s
        user a | in=o.p:=1 | out=o.q:=x | out=o.r.s:=2
        s -> a
    """).start(o={"alt": 1})
    local = made.state.instances[3].variables
    assert local == {"o": {"p": 1}}
    assert made.do("a", x=5).variables == {"o": {"alt": 1, "q": 5, "r": {"s": 2}}}


def test_rule_11_a_boundary_event_does_not_see_its_hosts_locals(case: Make) -> None:
    made = case("""
        start s
        user a | in=frist:="PT1H"
        boundary t | on=a | timer==frist | timer-kind=timeDuration
        end e
        s -> a
        t -> e
    """).start(frist="PT5H")
    (timer,) = made.timers.values()
    assert timer.due.hour == 17


def test_rule_11_the_payload_of_a_boundary_event_is_local_then_merges(case: Make) -> None:
    made = case("""
        start s
        user a
        boundary m | on=a | message=n | key==k | out=neu:=wert + 1
        boundary o | on=a | message=o | key==k | non
        end e
        end f
        s -> a
        m -> e
        o -> f
    """).start(k="1")
    made.message("o", roh=7)
    assert made.variables == {"k": "1", "roh": 7}
    made.message("m", wert=1)
    assert made.variables == {"k": "1", "roh": 7, "neu": 2}


def test_rule_12_null_is_an_incident_where_a_value_is_needed(case: Make) -> None:
    made = case("""
        start s
        and g
        xor x
        catch t | timer==weg
        user u | each==weg
        receive r | message=m | key==weg
        end e
        end f
        s -> g
        g -> x
        x -> e : =weg
        x *-> f
        g -> t
        g -> u
        g -> r
    """).start()
    assert [(i.element, i.kind) for i in made.incidents.values()] == [
        ("x", "null-value"),
        ("t", "timer"),
        ("u", "null-value"),
        ("r", "null-value"),
    ]


def test_rule_12_a_mended_value_goes_on_by_retry(case: Make) -> None:
    made = case("""
        start s
        xor x
        end e
        end f
        s -> x
        x -> e : =betrag > 100
        x *-> f
    """).start()
    (incident,) = made.incidents.values()
    assert incident.message.startswith("Bedingung „x_e“: Der Ausdruck „=betrag > 100“ ergibt keinen Wert.")
    made.retry("x", betrag=200)
    assert made.trace() == "s !x x e"


def test_a_case_can_be_cancelled_and_leaves_nothing_open(case: Make) -> None:
    made = case("""
        start s
        and g
        user a
        service b | type=x
        boundary t | on=a | timer=PT1H
        end e
        s -> g
        g -> a
        g -> b
        t -> e
    """).start(x=1)
    made.send(stimuli.Cancel("zurückgezogen"))
    assert (made.open(), made.timers, made.state.status) == ([], {}, "cancelled")
    assert isinstance(made.end, effects.End)
    assert made.end.outcome == "cancelled"
    assert made.variables == {"x": 1}
