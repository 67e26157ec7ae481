"""Tables of the core. Global: wake-ups, public tokens, rate limits. All others belong to a tenant."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from laufzettel.core.tenancy import TenantModel


class TenantKey(TenantModel):
    """The key of a tenant, wrapped by the master key of the installation; it wraps the keys of the tenant's files."""

    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", name="tenantkey_tenant")]


class Sequence(TenantModel):
    """The last number given out in a series of a tenant, such as the cases of a year."""

    name = models.CharField(max_length=80)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "name", name="sequence_name")]


class AuditEntry(TenantModel):
    """Who did what, when and why. Inserted, then sealed into a block, never changed.

    `payload` holds what is personal. The chain covers only `commitment`, a salted hash of it, so that the payload can
    be shredded without breaking the chain.
    """

    at = models.DateTimeField()
    actor = models.JSONField()
    action = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    payload = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    is_sealed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index("tenant_id", "id", name="audit_unsealed", condition=models.Q(is_sealed=False)),
            models.Index("tenant_id", "object_id", "id", name="audit_object"),
        ]


class AuditBlock(TenantModel):
    """Sealed entries in order: their ids and hashes, chained to the block before."""

    number = models.PositiveBigIntegerField()
    sealed_at = models.DateTimeField()
    entry_ids = ArrayField(models.UUIDField())
    entry_hashes = ArrayField(models.BinaryField())
    previous = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "number", name="audit_block_number")]


class Stimulus(TenantModel):
    """What a lower room tells the cases, in the same transaction as its own change; drained by a job of `cases/`."""

    key = models.UUIDField()
    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    drained_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("tenant_id", "id", name="stimulus_open", condition=models.Q(drained_at__isnull=True))]


class WakeUp(models.Model):
    """Global, without personal data: which tenant has something due when. One of two doors without a tenant."""

    id = models.UUIDField(primary_key=True)
    tenant = models.UUIDField()
    due_at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=40)
    object = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint("tenant", "kind", "object", name="wake_up_object")]


class PublicToken(models.Model):
    """Global: the hash of a token of 256 bits, its tenant, purpose and object. One of two doors without a tenant."""

    sha256 = models.BinaryField(primary_key=True)
    tenant = models.UUIDField()
    purpose = models.CharField(max_length=40)
    object = models.UUIDField(db_index=True)
    expires_at = models.DateTimeField()


class RateLimit(models.Model):
    """How often something was tried in a window of time. UNLOGGED: gone after a crash, and that is fine."""

    key = models.BinaryField(primary_key=True)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)
