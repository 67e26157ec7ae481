"""Rules 13 to 17 of the semantics: gateways, and events that are armed."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from tests.kernel.bpmn.case import Case

from laufzettel.kernel.bpmn import stimuli

type Make = Callable[..., Case]
BERLIN = ZoneInfo("Europe/Berlin")


def test_rule_13_a_join_counts_tokens_of_each_flow_and_keeps_the_rest(case: Make) -> None:
    # a sends two tokens down one flow before b sends one down the other
    made = case("""
        start s
        and f
        user a
        user b
        and two
        xor merge
        and j
        end e
        s -> f
        f -> a -> two
        two -> merge
        f -> b
        two -> x1 -> merge
        task x1
        merge -> j
        b -> j
        j -> e
    """).start()
    made.do("a")
    (root,) = [i for i in made.state.instances.values() if not i.parent]
    assert root.joins == {"merge_j": 2}
    made.do("b")
    assert made.trace().split()[-3:] == ["b", "j", "e"]
    assert made.state.instances[1].joins == {"merge_j": 1}


def test_rule_14_an_inclusive_join_waits_for_what_can_still_come(case: Make) -> None:
    process = """
        start s
        or f
        user a
        user b
        user c
        or j
        end e
        s -> f
        f -> a : =x
        f -> b : =y
        f *-> c
        a -> j
        b -> j
        c -> j
        j -> e
    """
    both = case(process).start(x=True, y=True)
    assert both.do("a").trace() == "s f a"
    assert both.do("b").trace() == "s f a b j e"
    one = case(process).start(x=True, y=False)
    assert one.do("a").trace() == "s f a j e"
    none = case(process).start(x=False, y=False)
    assert none.do("c").trace() == "s f c j e"


def test_rule_14_paths_pass_boundary_events_and_links(case: Make) -> None:
    made = case("""
        start s
        and f
        user a
        user b
        boundary t | on=b | timer=PT1H
        throw l | link=weiter
        catch m | link=weiter
        or j
        end e
        end o
        s -> f
        f -> a -> j
        f -> b -> o
        t -> l
        m -> j
        j -> e
    """).start()
    assert made.do("a").trace() == "s f a"
    assert made.do("b").trace() == "s f a b o j e"


def test_rule_14_a_join_in_a_loop_does_not_wait_for_what_comes_behind_it(case: Make) -> None:
    made = case("""
        start s
        xor l
        and fork
        or f
        user a
        user b
        or j
        user c
        and q
        user d
        xor g
        end e
        s -> l -> fork
        fork -> f
        f -> a : =x
        f *-> b
        a -> j
        b -> j
        j -> q
        fork -> c -> q
        q -> d -> g
        g -> l : =nochmal
        g *-> e
    """).start(x=True)
    assert made.do("c").do("a").trace() == "s l fork f c a j q"


def test_rule_15_splits(case: Make) -> None:
    process = """
        start s
        {kind} x
        task a
        task b
        task c
        s -> x
        x -> a : =n > 1
        x -> b : =n > 2
        {last}
    """
    default = "x *-> c"
    assert case(process.format(kind="xor", last=default)).start(n=3).trace() == "s x a"
    assert case(process.format(kind="xor", last=default)).start(n=0).trace() == "s x c"
    assert case(process.format(kind="or", last=default)).start(n=3).trace() == "s x a b"
    assert case(process.format(kind="or", last=default)).start(n=0).trace() == "s x c"
    stuck = case(process.format(kind="or", last="s -> c")).start(n=0)
    assert [i.kind for i in stuck.incidents.values()] == ["no-flow"]


def test_rule_16_the_first_event_wins_and_the_others_are_unsubscribed(case: Make) -> None:
    made = case("""
        start s
        evt g
        catch m | message=antwort | key==k
        catch t | timer=P14D
        catch z | signal=stopp
        end a
        end b
        end c
        s -> g
        g -> m -> a
        g -> t -> b
        g -> z -> c
    """).start(k=7)
    assert {row.subject: row.key for row in made.subscriptions.values()} == {"antwort": "7", "stopp": ""}
    made.message("m", text="ja")
    assert made.trace() == "s g m a"
    assert (made.subscriptions, made.timers, made.variables) == ({}, {}, {"k": 7, "text": "ja"})


def test_rule_17_an_incident_while_activating_arms_nothing(case: Make) -> None:
    made = case("""
        start s
        user a | due==1 + 1
        boundary t | on=a | timer=PT1H
        end e
        s -> a
        t -> e
    """).start()
    assert (len(made.incidents), made.timers, made.tasks) == (1, {}, {})


def test_rule_17_a_boundary_event_ends_a_job_with_its_incident(case: Make) -> None:
    made = case("""
        start s
        service a | type=x
        boundary t | on=a | timer=PT1H
        end e
        s -> a
        t -> e
    """).start()
    made.fail("a").fire("t")
    assert (made.trace(), made.incidents, made.is_over) == ("s !a ~a t e", {}, True)


def test_rule_17_while_completing_boundary_events_are_ignored(case: Make) -> None:
    made = case("""
        start s
        user a | each==[1] | as=x | until==weg
        boundary m | on=a | message=n | key==1
        sub q {
          start t
          user u | out=a:=1
          t -> u
        }
        end e
        s -> a -> q
        m -> e
    """).start()
    made.do("a", z=1)
    (number,) = made.subscriptions
    assert made.incidents
    made.retry("a", weg=True)
    assert made.try_to(stimuli.MessageArrived(number)).rejected
