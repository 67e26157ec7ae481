"""Who waits for a message or a signal, and who throws one (rules 24 and 25 of the kernel).

Who publishes and who subscribes hold the same advisory lock until they commit, so that neither misses the other. It is
the last lock in the order; several are taken sorted.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection

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
        _bring(effect.subject, effect.key)


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


def began_by(case: Case) -> list[tuple[str, str, str]]:
    """The subjects whose messages may begin the next case like this one once it is over."""
    if not case.message_key:
        return []
    package = catalogue.package_of(case.offering)
    return [(MESSAGE, start.subject, case.message_key) for start in package.program.starts if start.kind == MESSAGE]


def over(case: Case) -> None:
    """A case has ended: what began it may begin the next one with the same key, and it waits for nothing more.

    The caller holds what `began_by` says.
    """
    Subscription.objects.filter(case=case, is_open=True).update(is_open=False)
    for _kind, name, key in began_by(case):
        _bring(name, key)


def _bring(name: str, key: str) -> None:
    kept = Message.objects.filter(name=name, key=key, is_buffered=True)
    oldest = kept.order_by("id").values_list("id", flat=True).first()
    if oldest is not None:
        jobs.enqueue("cases.deliver_messages", oldest)
