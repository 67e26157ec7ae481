"""Bringing messages and signals to a tenant's cases (rules 24 and 25 of the kernel).

A message goes to one case of each process, to the subscription that has waited longest; it is kept until its time is
over for who waits later. A signal is not kept: it goes to all that wait for it at that moment.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet

from laufzettel.cases import actions, engine
from laufzettel.cases.models import Case, Delivery, Message, SignalDelivery, Subscription
from laufzettel.cases.subscriptions import MESSAGE, SIGNAL, hold, starts
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core import audit, jobs
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import now
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import stimuli
from laufzettel.kernel.bpmn.program import StartEvent


def publish(
    actor: Actor,
    name: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    message_id: str = "",
    time_to_live: timedelta = timedelta(0),
) -> Message | None:
    """A message for cases of the open tenant; None when the same one, by `message_id`, is being kept already.

    `payload` are FEEL values. Cases get it by a background task, after this transaction has committed.
    """
    hold([(MESSAGE, name, key)])
    moment = now()
    same = Message.objects.filter(name=name, key=key, message_id=message_id, is_buffered=True)
    if message_id:
        same.filter(expires_at__lte=moment).update(is_buffered=False)
        if same.exists():
            return None
    message = Message(
        name=name,
        key=key,
        message_id=message_id,
        payload=feel.to_json(dict(payload)),
        received_at=moment,
        expires_at=moment + time_to_live,
        actor=actor.to_json(),
    )
    message.save(force_insert=True)
    audit.record(actor, "message-published", kind="message", object_id=message.id)
    jobs.enqueue("cases.deliver_messages", message.id)
    return message


def deliver(message_id: uuid.UUID) -> bool:
    """Bring one message of this name and key to one case; whether there may be more to bring. One transaction each.

    Messages go out in the order in which they came: it need not be the one that asked.
    """
    asked = Message.objects.filter(id=message_id).first()
    if asked is None:
        return False
    for message in Message.objects.filter(name=asked.name, key=asked.key, is_buffered=True).order_by("id"):
        for subscription in _waiting_for(message):
            if _deliver_one(message, subscription):
                return True
        for offering, start in _messagestarts(message):
            if _begin_one(message, offering, start):
                return True
        if message.expires_at <= now():
            Message.objects.filter(id=message.id).update(is_buffered=False)
    return False


def deliver_signal(delivery_id: uuid.UUID) -> bool:
    """Bring a signal to whom it was for; False when that one waits no longer, or has it already."""
    found = SignalDelivery.objects.select_for_update(of=("self",)).filter(id=delivery_id).first()
    if found is None:
        return False
    payload = feel.context_from_json(found.payload)
    SignalDelivery.objects.filter(id=found.id).delete()
    if found.subscription is not None:
        return _move(found.subscription, stimuli.SignalArrived(found.signal, payload))
    start = next((s for o, s in starts(SIGNAL) if o.id == found.offering_id and s.subject == found.signal), None)
    if found.offering is None or start is None:
        return False
    _begin(SYSTEM, found.offering, start, payload)
    return True


def sweep() -> int:
    """Forget messages whose time is over for a day; how many."""
    over = Message.objects.filter(expires_at__lt=now() - timedelta(days=1))
    ids = list(over.values_list("id", flat=True)[:1000])
    Delivery.objects.filter(message_id__in=ids).delete()
    Message.objects.filter(id__in=ids).delete()
    return len(ids)


def _waiting_for(message: Message) -> Iterator[Subscription]:
    """The oldest open subscription of each process that has not had the message and was open while it was kept."""
    waiting: QuerySet[Subscription] = Subscription.objects.filter(
        Q(opened_at__lte=message.received_at) | Q(opened_at__lt=message.expires_at),
        kind=MESSAGE,
        subject=message.name,
        key=message.key,
        is_open=True,
    ).exclude(process__in=Delivery.objects.filter(message=message).values("process"))
    seen: set[str] = set()
    for subscription in waiting.order_by("id"):
        if subscription.process not in seen:
            seen.add(subscription.process)
            yield subscription


def _deliver_one(message: Message, subscription: Subscription) -> bool:
    running = engine.lock(subscription.case_id)
    # Behind the lock everything is asked again: somebody else may have been quicker.
    is_open = Subscription.objects.filter(id=subscription.id, is_open=True).exists()
    if not is_open or not Message.objects.filter(id=message.id, is_buffered=True).exists():
        return False
    try:
        with transaction.atomic():
            _note(message, subscription.process, running.case)
            stimulus = stimuli.MessageArrived(subscription.number, feel.context_from_json(message.payload))
            engine.move(running, stimulus, Actor.from_json(message.actor))
    except (IntegrityError, engine.StimulusRejected):
        return False
    return True


def _begin_one(message: Message, offering: Offering, start: StartEvent) -> bool:
    """A message begins a case, unless one of the same process and key is live, or was until its time ended."""
    if Delivery.objects.filter(message=message, process=offering.key).exists():
        return False
    if message.key and not _was_free(message, offering):
        return False
    try:
        with transaction.atomic():
            payload = feel.context_from_json(message.payload)
            case = _begin(Actor.from_json(message.actor), offering, start, payload, key=message.key)
            _note(message, offering.key, case)
    except IntegrityError:
        return False
    return True


def _was_free(message: Message, offering: Offering) -> bool:
    """Whether no case with the message's key is live, and none was during the whole time the message is kept."""
    begun = Case.objects.filter(offering=offering, message_key=message.key)
    if begun.filter(status=Case.Status.RUNNING).exists():
        return False
    ended = begun.aggregate(at=Max("closed_at"))["at"]
    return ended is None or ended <= message.received_at or ended < message.expires_at


def _begin(actor: Actor, offering: Offering, start: StartEvent, payload: Mapping[str, Any], *, key: str = "") -> Case:
    opening = actions.Opening(
        offering, offering.edition, payload, now(), "de", catalogue.settings_series(offering), start.element, key
    )
    return actions.open_case(actor, opening)


def _move(subscription: Subscription, stimulus: stimuli.Stimulus) -> bool:
    running = engine.lock(subscription.case_id)
    if not Subscription.objects.filter(id=subscription.id, is_open=True).exists():
        return False
    try:
        engine.move(running, stimulus, SYSTEM)
    except engine.StimulusRejected:
        return False
    return True


def _note(message: Message, process: str, case: Case) -> None:
    Delivery(message=message, process=process, case=case, delivered_at=now()).save(force_insert=True)


def _messagestarts(message: Message) -> Iterator[tuple[Offering, StartEvent]]:
    return ((offering, start) for offering, start in starts(MESSAGE) if start.subject == message.name)
