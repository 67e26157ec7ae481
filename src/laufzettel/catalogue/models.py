"""What is offered: releases are global and immutable; offerings, settings and by-laws belong to a tenant."""

from django.db import models

from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Release(models.Model):
    """A package as it was checked and released: its bytes, by their hash. Never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    hash = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    title = models.CharField(max_length=200)
    teaser = models.TextField(blank=True)
    released_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("key", "version", name="release_version")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Edition(TenantModel):
    """What really runs: a release with a tenant's adaptations, by hash. Drafts and cases pin one; it never changes."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    hash = models.CharField(max_length=64)
    adaptations = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "hash", name="edition_hash")]


class Offering(TenantModel):
    """A tenant's activation of a service: which edition runs, and which unit answers for it."""

    key = models.CharField(max_length=80)
    edition = TenantForeignKey(Edition, related_name="+")
    unit = TenantForeignKey("lz_tenants.Unit", related_name="+")
    is_online = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "key", name="offering_key")]


class ByLaw(TenantModel):
    """The by-law (Satzung) that money rests on. A demo by-law stamps every notice "Demo, kein Bescheid"."""

    title = models.CharField(max_length=200)
    resolution = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True)
    publication = models.CharField(max_length=200, blank=True)
    in_force_from = models.DateField()
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class SettingValue(TenantModel):
    """One value of a setting from a day on. Never changed: a later row, or one with a higher id, replaces it."""

    offering = TenantForeignKey(Offering, related_name="values")
    key = models.CharField(max_length=80)
    valid_from = models.DateField(null=True)
    value = models.JSONField()
    by_law = TenantForeignKey(ByLaw, related_name="+", null=True, blank=True)
    paragraph = models.CharField(max_length=40, blank=True)
