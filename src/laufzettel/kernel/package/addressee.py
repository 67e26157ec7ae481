"""To whom a letter goes, and whether that is the person who has signed in."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from laufzettel.kernel import law


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has sent an application signed in: the name of the account, the trust level, the consent to the mailbox."""

    name: str
    trust: str
    consents: bool


def mailbox_way(act: law.Act | None, party: Mapping[str, Any], sender: SignedIn, *, land: str, on: date) -> str:
    """On which electronic way the letter to this party goes; empty where it goes on paper.

    To anybody else than who has sent the application (a joint keeper, a guardian, a company) it goes on paper.
    """
    if not sender.consents or not is_addressed_to(party, sender.name):
        return ""
    return law.mailbox_way(act, sender.trust, land=land, on=on)


def is_addressed_to(party: Mapping[str, Any], name: str) -> bool:
    """Whether a party is the person with this name. In doubt it is not: paper reaches everybody."""
    if party.get("organisation") or not name:
        return False
    parts = (party.get("given_name"), party.get("family_name"))
    return _plain(" ".join(part for part in parts if part)) == _plain(name)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
