"""Whether a letter of a case goes into the mailbox of who has sent the application, or on paper."""

from collections.abc import Mapping
from typing import Any

from laufzettel.cases.models import Case, CaseLetter
from laufzettel.core.actors import Actor
from laufzettel.core.clock import today
from laufzettel.kernel import law
from laufzettel.kernel.package import SignedIn, mailbox_way
from laufzettel.letters import mailbox as letters
from laufzettel.letters.actions import Mailbox
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants


def mailbox_for(case: Case, act: law.Act | None, party: Mapping[str, Any]) -> Mailbox | None:
    """Where the letter to this party goes if she is who has sent the application signed in, and wants it; else None.

    The act must name a way for which our own mailbox will do, and the sign-in have been sure enough for its norm.
    """
    account = case.account if case.mailbox_since else None
    if account is None or not account.is_active:
        return None
    sender, land = SignedIn(account.name, case.trust, consents=True), tenants.by_id(case.tenant_id).land
    way = mailbox_way(act, party, sender, land=land, on=today())
    address = account.email or case.email
    return Mailbox(account.id, way, address) if way and address else None


def mailbox_of(case: Case, first: Letter) -> Mailbox | None:
    """Where a letter goes that changes one which lies in a mailbox; None when the consent was revoked meanwhile."""
    account = case.account if case.mailbox_since else None
    if account is None or not account.is_active or not first.is_electronic or first.account_id != account.id:
        return None
    return Mailbox(account.id, first.channel, account.email or case.email)


def leave(actor: Actor, case: Case) -> None:
    """The consent was revoked: what is not issued yet goes on paper. The case is locked."""
    letters.leave(actor, list(CaseLetter.objects.filter(case=case).values_list("letter_id", flat=True)))
