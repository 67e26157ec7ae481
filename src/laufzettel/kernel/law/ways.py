"""On which way an act goes out to one person: electronically to who has signed in and wants it, else on paper."""

from datetime import date
from typing import Final

from .acts import ELECTRONIC, Act
from .tables import NotificationRule, applying, notification_rules

TRUST: Final = ("none", "basic", "substantial", "high")
"""Levels at which somebody can be signed in (eIDAS: low, substantial, high), the lowest first."""


def paper_way(act: Act | None) -> str:
    """The first way of an act that needs neither account nor consent; post where none is named."""
    return next((way for way in act.notification if way not in ELECTRONIC), "post") if act else "post"


def mailbox_way(act: Act | None, trust: str, *, land: str, on: date) -> str:
    """The first electronic way of an act that a mailbox of the authority's own may be, for a person who consents.

    `trust` is how she was signed in. Empty where the act names no such way or its norm asks for more.
    """
    for way in act.notification if act else ():
        if way in ELECTRONIC and act and has_own_mailbox(act.procedure, way, land=land, on=on):
            needed = needed_trust(act.procedure, way, land=land, on=on)
            if TRUST.index(trust) >= TRUST.index(needed):
                return way
    return ""


def has_own_mailbox(procedure: str, way: str, *, land: str, on: date) -> bool:
    """Whether the norm of this way is content with a mailbox of the authority's own, behind a sign-in."""
    rule = _rule(procedure, way, land, on)
    return rule is not None and rule.own_mailbox


def needed_trust(procedure: str, way: str, *, land: str, on: date) -> str:
    """How surely the person entitled has to have signed in: one of `TRUST`, "none" for what needs no account."""
    rule = _rule(procedure, way, land, on)
    return rule.needs_trust or "none" if rule else "none"


def time_to_retrieve(procedure: str, way: str, *, land: str, on: date) -> int:
    """Within how many days after its notice a letter must be retrieved; 0 where it counts without that."""
    rule = _rule(procedure, way, land, on)
    return rule.lapses_after if rule else 0


def _rule(procedure: str, way: str, land: str, on: date) -> NotificationRule | None:
    rows = (row for row in notification_rules() if procedure in row.procedures and row.channel == way)
    return applying(rows, land=land, on=on)
