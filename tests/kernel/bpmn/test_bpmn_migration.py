"""A running case moves to another program, or is refused with a reason, and can be asked first."""

import pytest
from tests.kernel.bpmn.case import Case
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel.bpmn import Program, compile, migrate, read, replay

OLD = """
    start s
    and f
    user a
    user b
    and j
    boundary t | on=b | timer=P1D
    end e
    end late
    s -> f
    f -> a -> j
    f -> b -> j
    j -> e
    t -> late
"""


def program(text: str) -> Program:
    return compile(read(bpmn(text)), decisions={}, process="p")


def test_same_ids_are_themselves_and_the_case_goes_on_in_the_new_program() -> None:
    # given
    case = Case(OLD).start(x=1).do("a")
    new = program(OLD.replace("j -> e", "user check\n j -> check -> e"))
    # when
    migration = migrate(case.program, new, case.state, {})
    # then
    assert migration.state is not None
    assert migration.state.to_json() == case.state.to_json()
    case.program, case.state = new, migration.state
    assert case.do("b").open() == ["check"]


def test_a_mapping_renames_what_is_live_and_says_which_rows_change() -> None:
    case = Case(OLD).start().do("a")
    new = program(OLD.replace("user b", "user b2").replace("f -> b -> j", "f -> b2 -> j").replace("on=b", "on=b2"))
    refused = migrate(case.program, new, case.state, {})
    assert [str(r.reason) for r in refused.refusals] == ["„b“ gibt es in der neuen Fassung nicht."]
    assert refused.state is None
    # when
    migration = migrate(case.program, new, case.state, {"b": "b2"})
    # then
    assert migration.state is not None
    assert [(m.number, m.element) for m in migration.moved] == [(5, "b2")]
    assert replay(case.state, migration.events).to_json() == migration.state.to_json()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("user b", "service b | type=x"), "„b“ ist in der neuen Fassung etwas anderes."),
        (("user b", "user b | each==[1]"), "„b“ ist in der neuen Fassung etwas anderes."),
        (("and j", "xor j"), ""),
        (("f -> a -> j", "f -> a -> e"), "Vor „j“ wartet ein Zweig, den es in der neuen Fassung nicht gibt."),
        (("timer=P1D", "timer=P1D | name=Frist"), ""),
    ],
)
def test_what_has_no_place_is_refused(change: tuple[str, str], reason: str) -> None:
    case = Case(OLD).start().do("a")
    migration = migrate(case.program, program(OLD.replace(*change)), case.state, {})
    reasons = [str(refusal.reason) for refusal in migration.refusals]
    assert (reason in reasons) if reason else (not reasons or "wartet ein Zweig" in reasons[0])


def test_a_new_event_is_refused_without_a_time_and_armed_with_one() -> None:
    case = Case(OLD).start()
    new = program(OLD + "\nboundary w | on=a | timer=PT2H | non\nend we\nw -> we")
    assert [r.element for r in migrate(case.program, new, case.state, {}).refusals] == ["w"]
    # when
    migration = migrate(case.program, new, case.state, {}, context={}, now=case.now)
    # then
    (effect,) = migration.effects
    assert (type(effect).__name__, effect.element) == ("ScheduleTimer", "w")
    assert migration.state is not None
    assert replay(case.state, migration.events).to_json() == migration.state.to_json()


def test_an_event_that_is_gone_is_cancelled_with_a_time() -> None:
    case = Case(OLD).start()
    text = OLD.replace("boundary t | on=b | timer=P1D\n", "").replace("end late", "").replace("t -> late", "")
    assert migrate(case.program, program(text), case.state, {}).refusals
    migration = migrate(case.program, program(text), case.state, {}, context={}, now=case.now)
    assert [type(effect).__name__ for effect in migration.effects] == ["CancelTimer"]


def test_a_case_that_has_ended_migrates_to_itself() -> None:
    case = Case("start s\ntask a\ns -> a").start()
    assert migrate(case.program, program("start x\ntask y\nx -> y"), case.state, {}).state is not None


def test_an_element_that_moved_into_a_sub_process_has_no_place() -> None:
    case = Case("start s\nuser a\ns -> a").start()
    new = program("start s\nsub q {\nstart t\nuser a\nt -> a\n}\ns -> q")
    (refusal,) = migrate(case.program, new, case.state, {}).refusals
    assert str(refusal.reason) == "„a“ liegt in der neuen Fassung in einem anderen Teilprozess."
    assert refusal.reason.en == "“a” lies in another sub-process in the new edition."
