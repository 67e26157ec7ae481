"""Day of notification and end of the remedy, reckoned each time anew from all that is recorded of a letter."""

from typing import cast

from laufzettel.core.clock import ZONE, today
from laufzettel.kernel import law
from laufzettel.letters.models import Letter
from laufzettel.tenants.models import Tenant


def count(letter: Letter, tenant: Tenant) -> None:
    """Set the days of a letter; neither for what is no act. The caller saves it."""
    letter.notified_on = letter.remedy_until = None
    letter.info = {key: value for key, value in letter.info.items() if key != "notification"}
    if letter.act is None or letter.issued_at is None or not letter.is_out:
        return
    procedure, land = letter.act["procedure"], tenant.land
    told = notification(letter, procedure, land)
    letter.notified_on = told.day
    reason = {"reason": str(told.reason), "is_verified": told.verified}
    letter.info = letter.info | {"notification": reason}
    if told.day is not None:
        issued_on = letter.issued_at.astimezone(ZONE).date()
        end = law.remedy_end(procedure, letter.act["remedy"], notified=told.day, on=issued_on, land=land)
        letter.remedy_until = end.day if end else None


def notification(letter: Letter, procedure: str, land: str) -> law.Notification:
    """Whether and when a letter counts as notified in a procedure, by what is recorded of its way so far."""
    channel = cast("law.Channel", letter.channel)  # its choices are among them
    events = law.Events(
        posted=letter.posted_on,
        delivered=letter.delivered_on,
        provided=letter.provided_on,
        noticed=letter.noticed_on,
        unnoticed=letter.unnoticed_on,
        retrieved=letter.retrieved_on,
        returned=letter.returned_on,
        received=letter.received_on,
    )
    return law.notification(procedure, channel, events, land=land, today=today())


def procedure_of(letter: Letter) -> str:
    """The procedure by which it counts: of the act, or of the act that somebody is heard about. Empty without one."""
    decides = letter.act or letter.info.get("hearing") or {}
    return str(decides.get("procedure", ""))
