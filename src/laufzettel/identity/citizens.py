"""Who is signed in as a citizen. It lies in the session of the citizens' pages, never in Django's `request.user`.

What the provider says of the person besides name and e-mail lies there alone, and goes with the session.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from laufzettel.identity.models import Account
from laufzettel.identity.trust import Trust

CITIZEN = "citizen"
SECONDS = 2 * 3600
"""How long somebody stays signed in; what was begun stays in the browser as long as without signing in."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A citizen's account, and the trust level at which the person has signed in this time."""

    account: Account
    trust: Trust
    attributes: Mapping[str, str] = field(default_factory=dict)


def signed_in(session: Any) -> SignedIn | None:
    """Who is signed in with this session of the citizens' pages; None when nobody is any more."""
    kept = session.get(CITIZEN)
    if not kept or kept["until"] < time.time():
        return None
    account = Account.objects.filter(id=uuid.UUID(kept["account"]), kind=Account.Kind.CITIZEN, is_active=True).first()
    return SignedIn(account, Trust(kept["trust"]), kept["attributes"]) if account else None


def account_of(issuer: str, subject: str, name: str, email: str) -> Account:
    """The account of a person, known by what the provider calls them; made when they come for the first time.

    Name and e-mail are what the provider says today.
    """
    account, is_new = Account.objects.get_or_create(
        kind=Account.Kind.CITIZEN, issuer=issuer, subject=subject, defaults={"name": name, "email": email}
    )
    if not is_new and (account.name, account.email) != (name, email):
        account.name, account.email = name, email
        account.save(update_fields=["name", "email"])
    return account


def sign_in(session: Any, account: Account, trust: Trust, attributes: Mapping[str, str] | None = None) -> None:
    """Sign a citizen in. The session gets a new key; what another person has left in it is forgotten.

    From now on it ends with the browser. `attributes`: what the provider says of the person, for filling forms.
    """
    before = session.get(CITIZEN)
    if before and before["account"] != str(account.id):
        session.flush()
    else:
        session.cycle_key()
    session.set_expiry(0)  # with the browser, whoever uses it next
    session[CITIZEN] = {
        "account": str(account.id),
        "trust": trust.value,
        "until": time.time() + SECONDS,
        "attributes": dict(attributes or {}),
    }


def sign_out(session: Any) -> None:
    """End the session with everything in it, drafts and opened applications too."""
    session.flush()
