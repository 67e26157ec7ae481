"""A notice of a case is corrected or annulled: by a letter of the same case, also when the case is over."""

import uuid

from laufzettel.cases import engine, mailboxes
from laufzettel.cases.models import CaseLetter
from laufzettel.core.actors import Actor
from laufzettel.letters import changing, queries
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants


def begin(actor: Actor, case_id: uuid.UUID, letter_id: uuid.UUID, change: changing.Change) -> Letter:
    """Prepare the letter that changes a notice of this case; see `letters.changing.begin` for what it refuses."""
    case = engine.lock(case_id).case
    first = queries.by_id(letter_id)
    mailbox = mailboxes.mailbox_of(case, first) if first else None
    made = changing.begin(actor, letter_id, change, tenants.by_id(case.tenant_id), mailbox)
    CaseLetter(case=case, letter=made).save(force_insert=True)
    engine.note(case, "letter-change-begun", actor, text=change.reason)
    return made


def discard(actor: Actor, case_id: uuid.UUID, letter_id: uuid.UUID, version: int) -> None:
    """Give up that letter before it is issued."""
    case = engine.lock(case_id).case
    changing.discard(actor, letter_id, version)
    engine.note(case, "letter-change-discarded", actor)
