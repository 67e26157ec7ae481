"""On which day an act counts as notified (Bekanntgabe)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from ..problems import NO_TEXT, Text
from .acts import Channel, act_rule
from .days import moved
from .periods import Period, computed_end
from .tables import NotificationRule, applying, notification_rules

State = Literal["notified", "pending", "failed"]


@dataclass(frozen=True, slots=True)
class Events:
    """What the file records about a letter's way. Only what is recorded counts: "issued" is not "posted".

    posted: the day of the ab-Vermerk; sent: an electronic transmission; provided: put into the mailbox; noticed: the
    e-mail that says so; unnoticed: recorded that this e-mail did not arrive, or that its arrival cannot be proven;
    retrieved: fetched by the person entitled; delivered: handed over, or served by certificate;
    received: a proven later receipt that a clerk has entered, with reason; returned: it came back.
    """

    posted: date | None = None
    sent: date | None = None
    provided: date | None = None
    noticed: date | None = None
    unnoticed: date | None = None
    retrieved: date | None = None
    delivered: date | None = None
    received: date | None = None
    returned: date | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """Whether and when an act counts as notified.

    `pending`: nothing that counts is recorded yet. `failed`: it must go out again. `computed` is the day before it was
    moved to a working day. `verified` is False when the rule or its basis still carries the mark ▲.
    """

    state: State
    reason: Text
    day: date | None = None
    computed: date | None = None
    norm: str = ""
    verified: bool = True
    note: str = ""


WAITING = {
    "posted": Text("Der Tag der Aufgabe zur Post ist noch nicht vermerkt.", "The day of posting is not recorded yet."),
    "sent": Text("Das Schreiben ist noch nicht abgesendet.", "The letter has not been sent yet."),
    "provided": Text("Das Schreiben liegt noch nicht im Postfach.", "The letter is not in the mailbox yet."),
    "noticed": Text("Die Benachrichtigung ist noch nicht abgesendet.", "The notice has not been sent yet."),
    "retrieved": Text("Das Schreiben ist noch nicht abgerufen.", "The letter has not been retrieved yet."),
    "delivered": Text("Der Tag der Übergabe ist noch nicht vermerkt.", "The day of delivery is not recorded yet."),
}
RETURNED = Text(
    "Das Schreiben kam zurück: Es ist nicht bekannt gegeben und muss erneut hinausgehen.",
    "The letter was returned: it is not notified and must go out again.",
)
NOT_RETRIEVED = Text(
    "Das Schreiben wurde nicht rechtzeitig abgerufen: Es ist nicht bekannt gegeben und muss erneut hinausgehen.",
    "The letter was not retrieved in time: it is not notified and must go out again.",
)
NOT_NOTICED = Text(
    "Die Benachrichtigung kam nicht an, und das Schreiben wurde nicht abgerufen: Es ist nicht bekannt gegeben und muss"
    " erneut hinausgehen.",
    "The notice did not arrive and the letter was not retrieved: it is not notified and must go out again.",
)


def notification(procedure: str, channel: Channel, events: Events, *, land: str, today: date) -> Notification:
    """The day of notification of an act by procedure, channel, Land and the recorded events.

    `today` matters only for a retrieval that was never made. A procedure that does not know the channel is a
    `ValueError`: the check of the package refuses it before.
    """
    if events.returned is not None and events.received is None:
        return Notification("failed", RETURNED)
    begun = _begin(procedure, channel, events, land, today)
    if begun is None:
        raise ValueError(f"no rule: {procedure}, {channel}, {land}")
    rule, counted = begun
    verified = rule.verified and act_rule(procedure, land=land, on=counted or today).verified
    still = _not_notified(rule, counted, events, today)
    if still is not None:
        return Notification(*still, norm=rule.norm, verified=verified, note=rule.note)
    rule, counted = _without_notice(rule, counted, events)
    computed = _counted(counted, rule)
    day = moved(computed, land) if rule.shift == "working-day" else computed
    if events.received is not None and events.received > day:
        later = Text("Ein späterer Zugang ist vermerkt.", "A later receipt is recorded.")
        return Notification("notified", later, events.received, computed, rule.norm, verified, rule.note)
    return Notification(
        "notified", _explained(rule, counted, computed, day), day, computed, rule.norm, verified, rule.note
    )


def _begin(
    procedure: str, channel: Channel, events: Events, land: str, today: date
) -> tuple[NotificationRule, date | None] | None:
    """The rule in force and the event it counts from: by the rule of the day of the event, not of today.

    Where the counted event itself changed (mailbox under AO: notice until 2025, provision since), the earliest
    recorded event says which rule it is.
    """
    rows = [row for row in notification_rules() if procedure in row.procedures and row.channel == channel]
    recorded = [day for day in (getattr(events, row.counted_from) for row in rows) if day is not None]
    rule = applying(rows, land=land, on=min(recorded, default=today))
    return None if rule is None else (rule, getattr(events, rule.counted_from))


def _not_notified(
    rule: NotificationRule, counted: date | None, events: Events, today: date
) -> tuple[State, Text] | None:
    """Why there is no day: what counts has not happened yet, or will not any more; None where there is one."""
    if events.unnoticed is not None and rule.without_notice:
        return ("failed", NOT_NOTICED) if events.retrieved is None else None
    until = events.noticed + timedelta(days=rule.lapses_after) if rule.lapses_after and events.noticed else None
    if until is not None and (counted or today) > until:
        return "failed", NOT_RETRIEVED
    return ("pending", WAITING[rule.counted_from]) if counted is None else None


def _without_notice(rule: NotificationRule, counted: date | None, events: Events) -> tuple[NotificationRule, date]:
    """The rule and what it counts from; where the notice did not arrive, the day of retrieval itself."""
    if events.unnoticed is not None and rule.without_notice and rule.counted_from != "retrieved":
        rule, counted = replace(rule, days=0, months=0, shift=""), events.retrieved
    assert counted is not None  # noqa: S101 - `_not_notified` has looked
    return rule, counted


def _counted(start: date, rule: NotificationRule) -> date:
    if rule.months:
        return computed_end(start, Period(months=rule.months))
    return start + timedelta(days=rule.days)


def _explained(rule: NotificationRule, counted: date, computed: date, day: date) -> Text:
    """Why it is this day, for the clerk."""
    if rule.months:
        de, en = f"{rule.months} Monat nach dem {counted:%d.%m.%Y}", f"{rule.months} month after {counted:%d/%m/%Y}"
    elif rule.days == 0:
        de, en = f"am Tag selbst, dem {counted:%d.%m.%Y}", f"on the day itself, {counted:%d/%m/%Y}"
    else:
        de, en = f"{rule.days}. Tag nach dem {counted:%d.%m.%Y}", f"day {rule.days} after {counted:%d/%m/%Y}"
    if day != computed:
        de += f", verschoben vom {computed:%d.%m.%Y} auf den nächsten Werktag"
        en += f", moved from {computed:%d/%m/%Y} to the next working day"
    return Text(f"{de} ({rule.norm})", f"{en} ({rule.norm})") if rule.norm else NO_TEXT
