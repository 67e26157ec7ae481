"""Rules 26 to 29 of the semantics: multi-instance, call activity, compensation, ad-hoc."""

from collections.abc import Callable

import pytest
from tests.kernel.bpmn.case import Case, values

from laufzettel.kernel.bpmn import stimuli
from laufzettel.kernel.problems import ProgramError

type Make = Callable[..., Case]

LOOP = """
    start s
    user u | each==liste | as=x | collect=ergebnisse | from==r {more}
    boundary b | on=u | timer=PT1H
    end e
    end f
    s -> u -> e
    b -> f
"""


def test_rule_26_parallel_results_stand_by_index(case: Make) -> None:
    made = case(LOOP.format(more="")).start(liste=[1, 2, 3])
    first, second, third = sorted(made.tasks)
    assert len(made.timers) == 1
    made.send(stimuli.CompleteTask(third, values(r="c")))
    made.send(stimuli.CompleteTask(first, values(r="a")))
    body = made.state.instances[3]
    assert body.variables == {"ergebnisse": ["a", None, "c"]}
    made.send(stimuli.CompleteTask(second, values(r="b")))
    assert made.variables == {"liste": [1, 2, 3], "ergebnisse": ["a", "b", "c"]}


def test_rule_26_sequential_runs_one_after_the_other_over_the_list_as_it_was(case: Make) -> None:
    made = case(LOOP.format(more="| seq")).start(liste=[1, 2])
    made.do("u", r="a", liste=[9, 9, 9, 9])
    made.do("u", r="b")
    assert made.variables["ergebnisse"] == ["a", "b"]
    assert made.is_over


def test_rule_26_an_empty_list_completes_at_once(case: Make) -> None:
    made = case(LOOP.format(more="")).start(liste=[])
    assert (made.trace(), made.variables) == ("s u e", {"liste": [], "ergebnisse": []})


def test_rule_26_a_repeated_job_gets_what_its_mappings_say_and_nothing_of_the_loop(case: Make) -> None:
    steps = """
    start s
    service j | type=brief | each==liste | as=x | in=an:=x
    end e
    s -> j -> e
    """
    made = case(steps).start(liste=["a", "b"])

    assert [effect.input for effect in made.jobs.values()] == [{"an": "a"}, {"an": "b"}]


def test_rule_26_the_completion_condition_ends_the_rest(case: Make) -> None:
    condition = "| until==numberOfCompletedInstances / numberOfInstances > 0.5 and numberOfActiveInstances = 1"
    made = case(LOOP.format(more=condition)).start(liste=[1, 2, 3])
    made.do("u", r=1)
    assert made.trace() == "s u"
    made.do("u", r=2)
    assert made.trace() == "s u u ~u u e"
    assert made.variables["ergebnisse"] == [1, 2, None]


def test_rule_26_a_boundary_event_sits_on_the_body(case: Make) -> None:
    made = case(LOOP.format(more="")).start(liste=[1, 2]).fire("b")
    assert (made.trace(), made.open()) == ("s ~u ~u ~u b f", [])


def test_rule_26_more_than_a_thousand_instances_are_refused(case: Make) -> None:
    made = case("start s\nuser u | each==for i in 1..1001 return i\ns -> u").start()
    assert [i.kind for i in made.incidents.values()] == ["loop-too-long"]


def test_rule_27_a_called_process_is_a_scope_of_its_own(case: Make) -> None:
    made = case(
        """
        start s
        call c | process=q | in=x:=5
        s -> c
        """,
        q="""
        start t
        user a
        t -> a
        """,
    ).start(x=1, y=2)
    child = next(i for i in made.state.instances.values() if i.element == "q")
    assert child.variables == {"x": 5, "y": 2}
    made.do("a", z=3, y=20)
    assert made.variables == {"x": 1, "y": 20, "z": 3}


def test_rule_27_mapped_variables_only(case: Make) -> None:
    made = case(
        """
        start s
        call c | process=q | in=x:=5 | out=neu:=z | all-in=false
        s -> c
        """,
        q="start t\nuser a\nt -> a",
    ).start(y=2)
    child = next(i for i in made.state.instances.values() if i.element == "q")
    assert child.variables == {"x": 5}
    assert made.do("a", z=3).variables == {"y": 2, "neu": 3}


def test_rule_27_calls_go_ten_deep(case: Make) -> None:
    made = case("start s\ncall c | process=p\ns -> c").start()
    assert [i.kind for i in made.incidents.values()] == ["call-depth"]
    assert len([i for i in made.state.instances.values() if i.element == "p"]) == 11


COMPENSATION = """
    start s
    service a | type=x
    boundary ca | on=a | compensation | handler=ua
    service ua | type=undo | for-compensation
    sub q {
      start t
      service b | type=x
      boundary cb | on=b | compensation | handler=ub
      service ub | type=undo | for-compensation
      t -> b
    }
    service c | type=x
    boundary cc | on=c | compensation | handler=uc
    service uc | type=undo | for-compensation
    throw undo | compensation
    end e
    s -> a -> q -> c -> undo -> e
"""


def test_rule_28_handlers_run_in_reverse_order_one_after_the_other(case: Make) -> None:
    made = case(COMPENSATION).start()
    made.do("a").do("b").do("c")
    order = []
    while made.jobs:
        (job,) = made.jobs.values()
        order.append(job.element)
        made.do(job.element)
    assert order == ["uc", "ub", "ua"]
    assert made.is_over
    assert made.trace() == "s a t b q c uc ub ua undo e"


def test_rule_28_what_did_not_complete_is_not_compensated(case: Make) -> None:
    made = case(COMPENSATION.replace("-> c -> undo", "-> undo") + "\n s -> c").start()
    made.do("a").do("b")
    made.do("ub").do("ua")
    assert made.open() == ["c"]


def test_rule_28_an_activity_that_completed_twice_is_compensated_twice(case: Make) -> None:
    made = case("""
        start s
        user a
        boundary ca | on=a | compensation | handler=ua
        service ua | type=undo | for-compensation
        xor g
        xor m
        throw undo | compensation=a
        s -> m -> a -> g
        g -> m : =noch
        g *-> undo
    """).start()
    made.do("a", noch=True).do("a", noch=False)
    made.do("ua")
    assert made.open() == ["ua"]
    made.do("ua")
    assert made.is_over


AD_HOC = """
    start s
    adhoc h {more} {{
      user a
      user b
      task c
      a -> c
    }}
    end e
    s -> h -> e
"""


def test_rule_29_the_clerk_picks_and_says_when_it_is_done(case: Make) -> None:
    made = case(AD_HOC.format(more="")).start()
    (task,) = made.tasks.values()
    assert (task.kind, [c.element for c in task.choices]) == ("ad-hoc", ["a", "b"])
    made.send(stimuli.Activate(task.instance, "a")).send(stimuli.Activate(task.instance, "a"))
    assert str(made.try_to(stimuli.FinishAdHoc(task.instance)).rejected) == "Hier läuft noch etwas."
    assert made.try_to(stimuli.Activate(task.instance, "c")).rejected
    made.do("a").do("a").send(stimuli.FinishAdHoc(task.instance))
    assert made.trace() == "s a c a c h e"
    assert made.tasks == {}


def test_rule_29_it_ends_on_its_condition(case: Make) -> None:
    made = case(AD_HOC.format(more="| done==fertig")).start(fertig=False)
    (task,) = made.tasks.values()
    made.send(stimuli.Activate(task.instance, "a")).send(stimuli.Activate(task.instance, "b"))
    made.do("a", fertig=True)
    assert made.trace() == "s a ~b h e"
    assert made.tasks == {}


def test_rule_29_with_a_condition_the_rest_may_be_kept(case: Make) -> None:
    made = case(AD_HOC.format(more="| done==fertig | keep-rest")).start(fertig=False)
    (task,) = made.tasks.values()
    made.send(stimuli.Activate(task.instance, "a")).send(stimuli.Activate(task.instance, "b"))
    made.do("a", fertig=True)
    assert made.try_to(stimuli.Activate(task.instance, "a")).rejected
    assert made.do("b").trace() == "s a c b h e"


def test_rule_29_a_collection_names_what_begins(case: Make) -> None:
    made = case(AD_HOC.format(more="| elements==wahl")).start(wahl=["b", "a"])
    assert made.open() == ["a", "b"]
    assert made.do("a").do("b").trace() == "s a c b h e"
    wrong = case(AD_HOC.format(more="| elements==wahl")).start(wahl=["c"])
    assert [i.kind for i in wrong.incidents.values()] == ["ad-hoc-element"]


def test_rule_29_one_with_nothing_to_start_is_refused() -> None:
    with pytest.raises(ProgramError, match="nichts, was begonnen werden kann"):
        Case("start s\nadhoc h {\n}\ns -> h")
