"""Who is signed in as a citizen. It lies in the session of the citizens' pages, never in Django's `request.user`."""

import uuid
from dataclasses import dataclass
from typing import Any

from laufzettel.identity.models import Account
from laufzettel.identity.trust import Trust

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A citizen's account, and the trust level at which the person has signed in this time."""

    account: Account
    trust: Trust


def signed_in(session: Any) -> SignedIn | None:
    """Who is signed in with this session of the citizens' pages; None when nobody is, or the account was closed."""
    kept = session.get(CITIZEN)
    if not kept:
        return None
    account = Account.objects.filter(id=uuid.UUID(kept["account"]), kind=Account.Kind.CITIZEN, is_active=True).first()
    return SignedIn(account, Trust(kept["trust"])) if account else None


def sign_in(session: Any, account: Account, trust: Trust) -> None:
    """Sign a citizen in. The session gets a new key; what another person has left in it is forgotten."""
    before = session.get(CITIZEN)
    if before and before["account"] != str(account.id):
        session.flush()
    else:
        session.cycle_key()
    session[CITIZEN] = {"account": str(account.id), "trust": trust.value}


def sign_out(session: Any) -> None:
    """End the session with everything in it, drafts and opened applications too."""
    session.flush()
