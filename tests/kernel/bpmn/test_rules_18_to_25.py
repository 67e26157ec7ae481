"""Rules 18 to 25 of the semantics: events."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.kernel.bpmn.case import Case

type Make = Callable[..., Case]
BERLIN = ZoneInfo("Europe/Berlin")


def test_rule_18_an_interrupting_event_ends_the_whole_subtree(case: Make) -> None:
    made = case("""
        start s
        sub q {
          start t
          and g
          user a
          service b | type=x
          service c | type=x
          t -> g
          g -> a
          g -> b
          g -> c
        }
        boundary z | on=q | timer=PT1H
        end e
        s -> q
        z -> e
    """).start()
    made.fail("b").fire("z")
    assert (made.open(), made.incidents) == ([], {})
    assert made.trace() == "s t g !b ~a ~b ~c ~q z e"


def test_rule_18_a_non_interrupting_event_leaves_its_host(case: Make) -> None:
    made = case("""
        start s
        user a
        boundary z | on=a | timer=R2/PT1H | non
        end e
        s -> a
        z -> e
    """).start()
    assert made.fire("z").fire("z").trace() == "s z e z e"
    assert made.timers == {}
    assert made.open() == ["a"]


ERRORS = """
    start s
    sub q {
      start t
      service a | type=x
      end boom | error=E1
      t -> a -> boom
    }
    boundary one | on=q | error=E1
    boundary any | on=q | error
    end e
    end f
    s -> q
    one -> e
    any -> f
"""


def test_rule_19_a_specific_code_comes_before_a_catch_all(case: Make) -> None:
    assert case(ERRORS).start().do("a").trace() == "s t a ~boom ~q one e"
    assert case(ERRORS).start().throw("a", "E2").trace() == "s t ~a ~q any f"


def test_rule_19_an_error_is_searched_outwards_and_in_the_calling_process(case: Make) -> None:
    made = case(
        """
        start s
        call c | process=inner
        boundary b | on=c | error=E
        end e
        s -> c
        b -> e
        """,
        inner="""
        start t
        sub q {
          start u
          user a
          u -> a
        }
        t -> q
        """,
    ).start()
    made.throw("a", "E", grund="so")
    assert made.trace() == "s inner/t inner/u ~inner/a ~inner/q ~inner ~c b e"
    assert made.variables == {"grund": "so"}


def test_rule_19_an_event_subprocess_catches_before_a_boundary_event(case: Make) -> None:
    made = case("""
        start s
        sub q {
          start t
          user a
          t -> a
          esp r {
            start u | error=E
            user b
            u -> b
          }
        }
        boundary o | on=q | error=E
        end e
        s -> q
        o -> e
    """).start()
    made.throw("a", "E")
    assert made.trace() == "s t ~a u"
    # the scope is interrupted now: the same error from inside goes past it to the boundary event
    made.throw("b", "E")
    assert made.trace() == "s t ~a u ~b ~r ~q o e"


def test_rule_19_an_uncaught_error_is_an_incident_that_can_be_retried(case: Make) -> None:
    made = case("""
        start s
        service a | type=x
        end e | error=E
        s -> a -> e
    """).start()
    made.throw("a", "F")
    assert [i.kind for i in made.incidents.values()] == ["uncaught-error"]
    made.retry("a")
    assert made.jobs[made.job("a")].attempt == 2
    made.do("a")
    assert [(i.element, i.kind) for i in made.incidents.values()] == [("e", "uncaught-error")]


ESCALATION = """
    start s
    sub q {{
      start t
      throw up | escalation=X
      user a
      t -> up -> a
    }}
    boundary b | on=q | escalation={code} {non}
    user c
    s -> q
    b -> c
"""


def test_rule_20_escalation(case: Make) -> None:
    caught = case(ESCALATION.format(code="X", non="| non")).start()
    assert (caught.trace(), caught.open()) == ("s t up b", ["a", "c"])
    interrupted = case(ESCALATION.format(code="X", non="")).start()
    assert (interrupted.trace(), interrupted.open()) == ("s t ~up ~q b", ["c"])
    uncaught = case(ESCALATION.format(code="Y", non="")).start()
    assert (uncaught.trace(), uncaught.open()) == ("s t up", ["a"])
    assert [e.data["caught"] for e in uncaught.events if e.kind == "escalation"] == [""]


EVENT_SUBPROCESS = """
    start s
    user a
    s -> a
    esp q {{
      start t | message=m | key==1 {non}
      user b
      t -> b
    }}
    esp r {{
      start u | timer=PT1H
      user c
      u -> c
    }}
"""


def test_rule_21_an_interrupting_event_subprocess_ends_the_rest_and_the_other_ones(case: Make) -> None:
    made = case(EVENT_SUBPROCESS.format(non="")).start()
    made.message("t", x=1)
    assert (made.open(), made.subscriptions, made.timers) == (["b"], {}, {})
    made.do("b")
    assert (made.trace(), made.variables) == ("s ~a t b q", {"x": 1})
    assert made.is_over


def test_rule_21_a_non_interrupting_one_may_run_any_number_of_times(case: Make) -> None:
    made = case(EVENT_SUBPROCESS.format(non="| non")).start()
    made.message("t").message("t")
    assert made.open() == ["a", "b", "b"]
    made.do("a").do("b").do("b")
    assert (made.is_over, made.subscriptions, made.timers) == (True, {}, {})


def test_rule_22_terminate_ends_its_own_scope_only(case: Make) -> None:
    made = case("""
        start s
        and f
        user a
        sub q | out=z:=y {
          start t
          and g
          user b
          user c
          end stop | terminate
          t -> g
          g -> b -> stop
          g -> c
        }
        end e
        s -> f
        f -> a
        f -> q -> e
    """).start()
    made.do("b", y=3)
    assert made.trace() == "s f t g b ~c stop q e"
    assert (made.open(), made.variables) == (["a"], {"y": 3, "z": 3})


def test_rule_23_a_timer_is_evaluated_once_and_what_is_past_fires_at_once(case: Make) -> None:
    made = case("""
        start s
        catch t | timer==wann
        end e
        s -> t -> e
    """).start(wann="2020-01-01T00:00:00Z")
    assert (made.trace(), made.timers) == ("s t e", {})


def test_rule_23_dates_durations_and_local_time_in_the_tenants_zone(case: Make) -> None:
    def due(text: str) -> datetime:
        made = case(f"start s\ncatch t | timer={text}\ns -> t", now=datetime(2026, 3, 28, 12, tzinfo=BERLIN)).start()
        (timer,) = made.timers.values()
        return timer.due.astimezone(UTC)

    assert due("PT24H") == datetime(2026, 3, 29, 11, tzinfo=UTC)
    assert due("P1D") == datetime(2026, 3, 29, 10, tzinfo=UTC)  # noon again, though the clock went forward
    assert due("P1DT2H") == datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert due("P1M") == datetime(2026, 4, 28, 10, tzinfo=UTC)
    assert due('=date and time("2026-04-01T08:00:00")') == datetime(2026, 4, 1, 6, tzinfo=UTC)
    assert due("2026-04-01T08:00:00+00:00") == datetime(2026, 4, 1, 8, tzinfo=UTC)


def test_rule_23_the_next_due_is_the_last_due_plus_the_interval(case: Make) -> None:
    made = case("""
        start s
        user a
        boundary z | on=a | timer=R3/PT1H | non
        end e
        s -> a
        z -> e
    """).start()
    dues = []
    while made.timers:
        (timer,) = made.timers.values()
        dues.append(timer.due.hour)
        made.wait(minutes=20).fire("z")
    assert dues == [13, 14, 15]


def test_rule_23_after_a_downtime_an_endless_cycle_fires_once(case: Make) -> None:
    made = case("""
        start s
        user a
        boundary z | on=a | timer=R/PT1H | non
        end e
        s -> a
        z -> e
    """).start()
    made.wait(hours=10, minutes=5).fire("z")
    assert made.trace() == "s z e"
    (timer,) = made.timers.values()
    assert (timer.due.hour, timer.due.minute) == (23, 0)


def test_rule_24_a_process_can_begin_with_a_message(case: Make) -> None:
    made = case("""
        start s | message=kommt | out=y:=x
        start n
        task a
        task b
        s -> a
        n -> b
    """)
    assert [(s.element, s.kind, s.subject) for s in made.program.starts] == [
        ("s", "message", "kommt"),
        ("n", "none", ""),
    ]
    made.start("s", x=1)
    assert (made.trace(), made.variables) == ("s a", {"y": 1})


def test_rule_25_a_signal_reaches_the_own_case_in_the_same_step_and_others_by_effect(case: Make) -> None:
    made = case("""
        start s
        and g
        user a
        boundary b | on=a | signal=los
        catch c | signal=los
        user u
        throw t | signal=los | in=x:=1
        end e
        end f
        s -> g
        g -> a
        b -> e
        g -> c -> f
        g -> u -> t
    """).start()
    made.do("u")
    assert made.is_over
    assert [(s.signal, dict(s.variables)) for s in made.signals] == [("los", {"x": 1})]
    assert made.variables == {"x": 1}


def test_rule_25_one_signal_reaches_all_that_wait(case: Make) -> None:
    made = case("""
        start s
        and g
        catch a | signal=x
        catch b | signal=x
        catch c | signal=y
        s -> g
        g -> a
        g -> b
        g -> c
    """).start()
    assert made.signal("x").trace() == "s g a b"
