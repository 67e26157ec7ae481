"""Who waits for a message or a signal, and who throws one (rules 24 and 25 of the kernel).

Who publishes and who subscribes hold the same advisory lock until they commit, so that neither misses the other. It is
the last lock in the order; several are taken sorted.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from laufzettel.cases.models import Case, Message, SignalDelivery, Subscription
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.tenancy import current_tenant
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import effects as kernel
from laufzettel.kernel.bpmn.program import StartEvent

MESSAGE, SIGNAL = "message", "signal"


def subscribe(case: Case, effect: kernel.Subscribe) -> None:
    """A case begins to wait; a message that is kept already is brought to it. The caller holds the subject."""
    Subscription(
        case=case,
        number=effect.number,
        element=effect.element,
        kind=effect.kind,
        subject=effect.subject,
        key=effect.key,
        process=case.offering.key,
        opened_at=now(),
    ).save(force_insert=True)
    if effect.kind == MESSAGE:
        _bring(Message.objects.filter(name=effect.subject, key=effect.key))


def unsubscribe(case: Case, number: int) -> None:
    """A case waits no longer."""
    Subscription.objects.filter(case=case, number=number, is_open=True).update(is_open=False)


def hold(subjects: Iterable[tuple[str, str, str]]) -> None:
    """Until the transaction ends, nobody else publishes or subscribes to these kinds, names and keys."""
    with connection.cursor() as cursor:
        for kind, name, key in sorted(set(subjects)):
            words = f"{current_tenant()} {kind} {name} {key}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [words])


def throw_signal(case: Case | None, name: str, payload: Mapping[str, Any]) -> int:
    """A signal for all that wait for it now, but the case that throws it, which has taken it itself; how many."""
    hold([(SIGNAL, name, "")])
    waiting = Subscription.objects.filter(kind=SIGNAL, subject=name, is_open=True)
    if case is not None:
        waiting = waiting.exclude(case=case)
    rows = [SignalDelivery(signal=name, payload=feel.to_json(dict(payload)), subscription=one) for one in waiting]
    rows += [
        SignalDelivery(signal=name, payload=feel.to_json(dict(payload)), offering=offering)
        for offering, start in starts(SIGNAL)
        if start.subject == name
    ]
    for row in rows:
        row.thrown_at = now()
        row.save(force_insert=True)
        jobs.enqueue("cases.deliver_signal", row.id)
    return len(rows)


def starts(kind: str) -> Iterator[tuple[Offering, StartEvent]]:
    """The start events of a kind in all that the open tenant offers."""
    for offering in Offering.objects.select_related("edition", "unit").order_by("key"):
        for start in catalogue.package_of(offering).program.starts:
            if start.kind == kind:
                yield offering, start


def over(case: Case) -> None:
    """A case has ended: what began it may begin the next one with the same key, and it waits for nothing more."""
    Subscription.objects.filter(case=case, is_open=True).update(is_open=False)
    if case.message_key:
        _bring(Message.objects.filter(key=case.message_key))


def _bring(messages: QuerySet[Message]) -> None:
    oldest = messages.filter(is_buffered=True).order_by("id").values_list("id", flat=True).first()
    if oldest is not None:
        jobs.enqueue("cases.deliver_messages", oldest)
