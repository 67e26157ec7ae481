"""Stored files. Their bytes lie encrypted in a folder or a store, under the tenant's prefix."""

from django.db import models

from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class StoredFile(TenantModel):
    """One file: what it is called, how large it is, what it must hash to, and its wrapped key.

    `scan` says whether it may be opened: our own files always; what people uploaded once a scanner has found nothing,
    or where the operator does without one.
    """

    class Scan(models.TextChoices):
        OWN = "own"
        WAITING = "waiting"
        CLEAN = "clean"
        INFECTED = "infected"
        WITHOUT = "without"

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField()
    wrapped_key = models.BinaryField()
    stored_at = models.DateTimeField()
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.OWN)

    @property
    def is_locked(self) -> bool:
        """Whether nobody may open it: not scanned yet, or infected."""
        return self.scan in (self.Scan.WAITING, self.Scan.INFECTED)

    def __str__(self) -> str:
        return self.name


class Upload(TenantModel):
    """A file that waits for its draft or task to be sent; `owner` is their id, `sha256` that of what was uploaded."""

    owner = models.UUIDField()
    file = TenantForeignKey(StoredFile, related_name="+")
    sha256 = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("owner", name="upload_owner"), models.Index("expires_at", name="upload_expires")]
