"""E-mails: put down with the change that causes them, sent afterwards."""

import uuid

from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.ids import new_id
from laufzettel.messages.models import Email


def put_email(
    to: str,
    subject: str,
    body: str,
    *,
    email_id: uuid.UUID | None = None,
    then: tuple[str, uuid.UUID] | None = None,
) -> uuid.UUID:
    """Put an e-mail down to be sent after this transaction. `body` must hold no personal data but a link.

    A task that may be done twice names the `email_id` itself and looks first whether it is there. `then` is a
    background task and its object: it is enqueued once the e-mail was sent.
    """
    email = Email(id=email_id or new_id(), to=to, subject=subject[:200], body=body, created_at=now())
    email.then, email.about = then or ("", None)
    email.save(force_insert=True)
    jobs.enqueue("messages.send_email", email.id)
    return email.id


def is_put(email_id: uuid.UUID) -> bool:
    """Whether this e-mail was put down before: asked by what may be done twice."""
    return Email.objects.filter(id=email_id).exists()
