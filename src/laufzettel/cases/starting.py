"""Cases that the clock begins: timer start events, armed when a service is offered (rule 23 of the kernel)."""

import logging
import uuid

from laufzettel.cases import actions
from laufzettel.cases.models import StartTimer
from laufzettel.catalogue import queries as catalogue
from laufzettel.catalogue.models import Offering
from laufzettel.core import audit, wakeups
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import ZONE, now, today
from laufzettel.kernel import feel
from laufzettel.kernel.bpmn import timers
from laufzettel.kernel.bpmn.program import StartEvent
from laufzettel.kernel.bpmn.trouble import Trouble

log = logging.getLogger("laufzettel.cases")
WAKE = "start"


def arm(offering_id: uuid.UUID) -> None:
    """Arm the timer starts of what an offering runs now; one that is gone finds that out when it is due.

    A new edition begins nothing twice: a cycle of the same length goes on as it was, a moment that has been is past.
    """
    offering = Offering.objects.select_related("edition").select_for_update(of=("self",)).get(id=offering_id)
    known = {old.element: old for old in StartTimer.objects.filter(offering=offering)}
    for element, start in _starts(offering).items():
        old = known.get(element)
        if old is None or old.edition_id != offering.edition_id:
            _arm_one(offering, start, old)


def begin(timer_id: uuid.UUID) -> bool:
    """The clock begins a case, and is set to the next time; False when it is not due (any more)."""
    timer = StartTimer.objects.select_for_update(of=("self",)).filter(id=timer_id, is_open=True).first()
    if timer is None or timer.due_at > now():
        return False
    offering = Offering.objects.select_related("edition", "unit").get(id=timer.offering_id)
    if timer.element not in _starts(offering):
        _close(timer)
        return False
    settings = catalogue.settings_series(offering)
    missing = catalogue.missing_settings(offering)
    if missing:
        names = ", ".join(setting.key for setting in missing)
        audit.record(SYSTEM, "case-not-begun", kind="offering", object_id=offering.id, reason=f"settings: {names}")
        log.warning("offering %s: no case at %s, settings are missing: %s", offering.key, timer.due_at, names)
    else:
        opening = actions.Opening(offering, offering.edition, {}, now(), "de", settings, timer.element)
        actions.open_case(SYSTEM, opening)
    _set_next(timer)
    return not missing


def _starts(offering: Offering) -> dict[str, StartEvent]:
    return {one.element: one for one in catalogue.package_of(offering).program.starts if one.kind == "timer"}


def _arm_one(offering: Offering, start: StartEvent, old: StartTimer | None) -> None:
    context = catalogue.settings_series(offering).at(feel.Date.from_python(today()))
    text, local = start.expression, now().astimezone(ZONE)
    value = feel.compile(text[1:]).evaluate(context, now=local) if text.startswith("=") else text
    try:
        found = timers.schedule(start.timer, value, local)
    except Trouble as trouble:
        audit.record(SYSTEM, "start-not-armed", kind="offering", object_id=offering.id, reason=start.element)
        log.error("offering %s: %s is not armed: %s", offering.key, start.element, trouble)
        return
    interval = str(found.interval or "")
    if old is not None and old.interval == interval and (old.due_at == found.due or (interval and old.is_open)):
        StartTimer.objects.filter(id=old.id).update(edition=offering.edition)
        return
    timer, _ = StartTimer.objects.update_or_create(
        offering=offering,
        element=start.element,
        defaults={
            "edition": offering.edition,
            "due_at": found.due,
            "left": found.left,
            "interval": interval,
            "is_open": True,
        },
    )
    wakeups.put(WAKE, timer.id, found.due)


def _set_next(timer: StartTimer) -> None:
    following = timers.next_schedule(timer.due_at.astimezone(ZONE), timer.left, timer.interval, now().astimezone(ZONE))
    if following is None:
        _close(timer)
        return
    StartTimer.objects.filter(id=timer.id).update(due_at=following.due, left=following.left)
    wakeups.put(WAKE, timer.id, following.due)


def _close(timer: StartTimer) -> None:
    StartTimer.objects.filter(id=timer.id).update(is_open=False)
    wakeups.drop(WAKE, timer.id)
