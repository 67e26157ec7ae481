"""Sending e-mails: at least once. A duplicate is possible only between sending and marking, and has the same
Message-ID, by which mail programs drop it."""

import logging
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.messages.models import Email

log = logging.getLogger("laufzettel.messages")


@jobs.task("messages.send_email")
def send_email(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Send one e-mail, or, without a mail server (demo, development), leave it for `/demo/post/`."""
    with in_tenant(tenant):
        email = Email.objects.filter(id=object_id, sent_at=None).first()
    if email is None:
        return
    if settings.CONFIGURATION.mail is not None:
        domain = urlsplit(settings.CONFIGURATION.base_url).hostname or "localhost"
        headers = {"Message-ID": f"<{email.id}@{domain}>", "Auto-Submitted": "auto-generated"}
        EmailMessage(email.subject, email.body, None, [email.to], headers=headers).send()
    with in_tenant(tenant):
        is_first = Email.objects.filter(id=object_id, sent_at=None).update(sent_at=now())
        if is_first and email.then:
            jobs.enqueue(email.then, email.about)
