"""E-mails: put down in the transaction that causes them, sent by a background task, at least once."""

from django.db import models

from laufzettel.core.tenancy import TenantModel


class Email(TenantModel):
    """One e-mail. It holds no personal data but the address and a link. Its id makes its Message-ID."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    then = models.CharField(max_length=80, blank=True)
    """The background task that hears that it was sent, for the object `about`."""
    about = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index("tenant_id", "id", name="email_order")]
