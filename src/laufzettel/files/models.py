"""Stored files. Their bytes lie encrypted in a folder or a store, under the tenant's prefix."""

from django.db import models

from laufzettel.core.tenancy import TenantModel


class StoredFile(TenantModel):
    """One file: what it is called, how large it is, what it must hash to, and its wrapped key."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField()
    wrapped_key = models.BinaryField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
