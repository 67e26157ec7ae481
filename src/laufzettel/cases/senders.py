"""Who has sent an application: the account, how sure it is, and whether the person wants letters electronically."""

import uuid
from dataclasses import dataclass

from laufzettel.cases import engine, mailboxes
from laufzettel.cases.models import Case
from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.identity.trust import Trust


class ConsentRefused(Exception):
    """The case is not this account's, or nobody was signed in when the application was sent."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends an application: the account, or nobody that we know. `wants_mailbox`: consents to electronic
    notification. Raises `ConsentRefused` for that without an account and a trust level.
    """

    account_id: uuid.UUID | None = None
    trust: Trust = Trust.NONE
    wants_mailbox: bool = False

    def __post_init__(self) -> None:
        if (self.account_id is None) != (self.trust is Trust.NONE):
            raise ValueError("an account and a trust level come together")
        if self.wants_mailbox and self.account_id is None:
            raise ConsentRefused

    @property
    def actor(self) -> Actor:
        """This person as the one who does something."""
        return Actor("citizen", self.account_id)


NOBODY = Sender()
"""Nobody was signed in, or the office has entered what came on paper."""


def consent(actor: Actor, case_id: uuid.UUID) -> Case:
    """From now on the case's letters may be notified in the mailbox of the account that sent the application.

    `actor` is that account's. Given already: nothing changes. Raises `ConsentRefused`, `Case.DoesNotExist`.
    """
    case = _own(actor, case_id)
    if case.mailbox_since is None:
        case.mailbox_since = now()
        _write(actor, case, "mailbox-consented")
    return case


def revoke(actor: Actor, case_id: uuid.UUID) -> Case:
    """From now on letters of the case go by post; what was notified stays so. `actor` and errors as in `consent`."""
    case = _own(actor, case_id)
    if case.mailbox_since is not None:
        case.mailbox_since = None
        _write(actor, case, "mailbox-revoked")
        mailboxes.leave(actor, case)
    return case


def _own(actor: Actor, case_id: uuid.UUID) -> Case:
    case = engine.lock(case_id).case
    if actor.id is None or case.account_id != actor.id:
        raise ConsentRefused
    return case


def _write(actor: Actor, case: Case, action: str) -> None:
    case.save(update_fields=["mailbox_since"])
    audit.record(actor, action, kind="case", object_id=case.id)
    engine.note(case, action, actor)
