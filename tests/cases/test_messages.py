"""Rules 24, 25 and 16 on PostgreSQL: messages and signals between the cases of a tenant."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.cases.processes import begin, complete, offer, outcome, variables
from tests.scenes import tenant, work_off

from laufzettel.cases import actions, correlation
from laufzettel.cases.models import Case, Message, SignalDelivery, Subscription, Timer
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE, THERE = "herborn", "viernheim"
DECLARED = '[message.auskunft]\ntext = "text"\n'
WAITS = """
start s
catch c | message=auskunft | key==anliegen.thema
end e
s -> c -> e
"""
BEGINS = """
start s
start m | message=auskunft
user u
end e
s -> u -> e
m -> u
"""
DAY = timedelta(days=1)


@pytest.fixture
def here() -> Iterator[None]:
    """The tenant's scope, as a request or a background task has it."""
    with in_tenant(tenant(HERE).id):
        yield


def publish(text: str, key: str = "Wasser", **more: Any) -> Message | None:
    return correlation.publish(SYSTEM, "auskunft", key, to_feel({"text": text}), **more)


def work() -> None:
    """What the worker does: never inside a scope that is open."""
    work_off()


def waiting(case: Case) -> list[str]:
    return list(Subscription.objects.filter(case=case, is_open=True).values_list("element", flat=True))


def test_a_message_reaches_the_case_that_waits_for_its_key(here: None) -> None:
    offering = offer("warten", WAITS, DECLARED)
    right, wrong = begin(offering, "Wasser"), begin(offering, "Strom")
    assert waiting(right) == ["c"]

    publish("Es ist geprüft.")
    work()

    assert (outcome(right), variables(right)) == ("e", {"text": "Es ist geprüft."})
    assert (outcome(wrong), waiting(wrong)) == ("", ["c"])
    assert waiting(right) == []


def test_a_message_is_kept_as_long_as_it_says_and_not_longer(here: None) -> None:
    offering = offer("warten", WAITS, DECLARED)
    publish("verfallen")
    publish("aufgehoben", "Strom", time_to_live=DAY)
    work()

    late, in_time = begin(offering, "Wasser"), begin(offering, "Strom")
    work()

    assert (outcome(late), outcome(in_time)) == ("", "e")
    assert variables(in_time) == {"text": "aufgehoben"}


def test_the_same_message_counts_once_while_it_is_kept(here: None) -> None:
    first = publish("eins", message_id="A-1", time_to_live=DAY)
    again = publish("zwei", message_id="A-1", time_to_live=DAY)
    other = publish("drei", message_id="A-2", time_to_live=DAY)

    assert first is not None
    assert other is not None
    assert again is None
    Message.objects.filter(id=first.id).update(expires_at=now() - DAY)
    assert publish("vier", message_id="A-1", time_to_live=DAY) is not None


def test_kept_messages_come_in_the_order_in_which_they_were_sent(here: None) -> None:
    twice = """
    start s
    catch a | message=auskunft | key==anliegen.thema | out=erste:=text
    catch b | message=auskunft | key==anliegen.thema | out=zweite:=text
    end e
    s -> a -> b -> e
    """
    publish("eins", time_to_live=DAY)
    publish("zwei", time_to_live=DAY)
    publish("drei", time_to_live=DAY)

    case = begin(offer("zweimal", twice, DECLARED), "Wasser")
    work()

    # one process gets a message once, so the second of them waits for the second message
    assert variables(case) == {"erste": "eins", "zweite": "zwei"}
    assert outcome(case) == "e"


def test_a_message_goes_to_the_case_of_each_process_that_has_waited_longest(here: None) -> None:
    one, two = offer("warten", WAITS, DECLARED), offer("auch-warten", WAITS, DECLARED)
    oldest, younger, other = begin(one, "Wasser"), begin(one, "Wasser"), begin(two, "Wasser")

    publish("für alle Leistungen")
    work()
    assert (outcome(oldest), outcome(younger), outcome(other)) == ("e", "", "e")

    publish("noch einmal")
    work()
    assert outcome(younger) == "e"


def test_a_message_begins_one_case_for_each_key_and_the_next_when_that_is_over(here: None) -> None:
    offering = offer("beginnt", BEGINS, DECLARED)
    publish("eins", time_to_live=DAY)
    publish("zwei", time_to_live=DAY)
    publish("anderswo", "Strom", time_to_live=DAY)
    work()

    cases = list(Case.objects.filter(offering=offering).order_by("number"))
    assert [(case.message_key, variables(case)) for case in cases] == [
        ("Wasser", {"text": "eins"}),
        ("Strom", {"text": "anderswo"}),
    ]

    complete(cases[0], "u")
    work()

    third = Case.objects.get(offering=offering, status="running", message_key="Wasser")
    assert variables(third) == {"text": "zwei"}


def test_a_message_whose_time_ended_while_a_case_was_live_begins_no_other(here: None) -> None:
    """A start that was taken for as long as the message was kept has never been free for it."""
    offering = offer("beginnt", BEGINS, DECLARED)
    publish("eins")
    work()
    publish("verfallen")
    publish("aufgehoben", time_to_live=DAY)

    complete(Case.objects.get(offering=offering), "u")
    work()

    assert [variables(case) for case in Case.objects.filter(offering=offering).order_by("number")] == [
        {"text": "eins"},
        {"text": "aufgehoben"},
    ]


def test_a_message_with_no_time_to_live_begins_a_case_where_none_is_live(here: None) -> None:
    offering = offer("beginnt", BEGINS, DECLARED)
    for text in ("eins", "zwei"):
        publish(text)
        work()
        complete(Case.objects.get(offering=offering, status="running"), "u")
        work()

    assert Case.objects.filter(offering=offering, status="completed").count() == 2


def test_the_end_of_a_case_makes_way_for_every_message_that_begins_it(here: None) -> None:
    """Two names may begin it; what waits under the other name of the same key is not forgotten."""
    begins = BEGINS.replace("user u", "start n | message=beschwerde\nuser u") + "n -> u\n"
    offering = offer("beginnt", begins, DECLARED + '[message.beschwerde]\ntext = "text"\n')
    publish("eins")
    work()
    # Older, but of a name that begins nothing: it must not stand in the way either.
    correlation.publish(SYSTEM, "nachricht", "Wasser", {}, time_to_live=DAY)
    correlation.publish(SYSTEM, "beschwerde", "Wasser", to_feel({"text": "zwei"}), time_to_live=DAY)
    work()

    complete(Case.objects.get(offering=offering), "u")
    work()

    second = Case.objects.get(offering=offering, status="running")
    assert variables(second) == {"text": "zwei"}


def test_a_job_sends_a_message_to_another_case(here: None) -> None:
    sends = """
    start s
    service sp | type=message.publish | in=message:="auskunft" | in=key:=anliegen.thema | in=payload:={text: "von nebenan"}
    end e
    s -> sp -> e
    """
    waits = begin(offer("warten", WAITS, DECLARED), "Wasser")

    sender = begin(offer("senden", sends), "Wasser")
    work()

    assert (outcome(sender), outcome(waits)) == ("e", "e")
    assert variables(waits) == {"text": "von nebenan"}


def test_a_signal_goes_to_all_who_wait_now_and_is_not_kept(here: None) -> None:
    catches = """
    start s
    catch c | signal=alarm
    end e
    s -> c -> e
    """
    throws = """
    start s
    and f
    catch own | signal=alarm
    user u
    throw t | signal=alarm
    and j
    end e
    s -> f -> own -> j -> e
    f -> u -> t -> j
    """
    catching, throwing = offer("hoeren", catches), offer("rufen", throws)
    one, two, caller = begin(catching), begin(catching), begin(throwing)

    complete(caller, "u")
    assert outcome(caller) == "e"  # its own part of the case took it in the same step
    work()

    late = begin(catching)
    work()
    assert [outcome(case) for case in (one, two, late)] == ["e", "e", ""]
    assert SignalDelivery.objects.count() == 0


def test_a_signal_begins_a_case_of_every_service_that_says_so(here: None) -> None:
    begins = """
    start s
    start a | signal=alarm
    user u
    end e
    s -> u -> e
    a -> u
    """
    throws = "start s\nthrow t | signal=alarm\nend e\ns -> t -> e"
    offering = offer("beginnt", begins)

    begin(offer("rufen", throws))
    work()

    assert Case.objects.filter(offering=offering).count() == 1


@pytest.mark.parametrize("first", ["message", "timer"])
def test_rule_16_the_first_of_two_events_wins(here: None, first: str) -> None:
    race = """
    start s
    evt v
    catch c | message=auskunft | key==anliegen.thema
    catch t | timer=P14D
    end come
    end over
    s -> v -> c -> come
    v -> t -> over
    """
    case = begin(offer("rennen", race, DECLARED), "Wasser")
    timer = Timer.objects.get(case=case)

    if first == "timer":
        assert actions.fire_timer(timer.id)
        publish("zu spät")
        work()
    else:
        publish("rechtzeitig")
        work()
        assert not actions.fire_timer(timer.id)

    assert outcome(case) == ("over" if first == "timer" else "come")
    assert waiting(case) == []


def test_a_message_that_a_boundary_takes_may_come_again(here: None) -> None:
    reminded = """
    start s
    user u
    boundary b | on=u | message=auskunft | key==anliegen.thema | non
    task n
    end noted
    end e
    s -> u -> e
    b -> n -> noted
    """
    case = begin(offer("erinnern", reminded, DECLARED), "Wasser")

    for text in ("eins", "zwei"):
        publish(text)
        work()

    assert case.history.filter(kind="completed", element="n").count() == 2
    assert waiting(case) == ["b"]
    complete(case, "u")
    assert waiting(case) == []


def test_a_neighbour_hears_nothing() -> None:
    with in_tenant(tenant(HERE).id):
        ours = begin(offer("warten", WAITS, DECLARED), "Wasser")
    with in_tenant(tenant(THERE).id):
        theirs = begin(offer("warten", WAITS, DECLARED), "Wasser")
        publish("nur hier")
    work()

    with in_tenant(tenant(THERE).id):
        assert outcome(theirs) == "e"
    with in_tenant(tenant(HERE).id):
        assert outcome(ours) == ""
        assert Message.objects.count() == 0


def test_what_is_over_for_a_day_is_forgotten(here: None) -> None:
    offering = offer("warten", WAITS, DECLARED)
    begin(offering, "Wasser")
    gone = publish("alt")
    kept = publish("neu", "Strom", time_to_live=DAY)
    work()
    assert gone is not None
    assert kept is not None
    Message.objects.filter(id=gone.id).update(expires_at=now() - 2 * DAY)

    assert correlation.sweep() == 1

    assert list(Message.objects.values_list("id", flat=True)) == [kept.id]
