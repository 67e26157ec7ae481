"""Tenants are global: who they are is public. What belongs to one is behind row-level security."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from laufzettel.core.ids import new_id
from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Tenant(models.Model):
    """A municipality, independent city, special-status town or county. The address (`slug`) is never recomputed."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality"
        INDEPENDENT_CITY = "independent_city"
        SPECIAL_STATUS = "special_status"
        COUNTY = "county"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ags = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    official_name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=160)
    land = models.CharField(max_length=2, default="HE")
    county = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="municipalities")
    population = models.PositiveIntegerField(default=0)
    postcodes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    hostname = models.CharField(max_length=253, blank=True)
    is_active = models.BooleanField(default=False)
    is_practice = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("ags", name="tenant_ags", condition=~models.Q(ags="")),
            models.UniqueConstraint("hostname", name="tenant_hostname", condition=~models.Q(hostname="")),
        ]
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Profile(TenantModel):
    """How a tenant presents itself: address, opening hours, letterhead, bank account."""

    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=5)
    place = models.CharField(max_length=80)
    telephone = models.CharField(max_length=40)
    email = models.EmailField()
    website = models.URLField(blank=True)
    opening_hours = models.JSONField(default=list)
    bank_name = models.CharField(max_length=80, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    issuing_bodies = models.JSONField(default=dict)
    file_prefix = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", name="profile_of_tenant")]


class Unit(TenantModel):
    """An office inside a tenant. `groups` are the roles of packages that it fills, such as `steuern`."""

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    groups = ArrayField(models.CharField(max_length=40), default=list)
    room = models.CharField(max_length=40, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "key", name="unit_key")]

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """What an account may do in a unit of a tenant."""

    class Role(models.TextChoices):
        CLERK = "clerk"
        HEAD = "head"
        ADMINISTRATOR = "administrator"

    account = models.ForeignKey("lz_identity.Account", models.PROTECT, related_name="+")
    unit = TenantForeignKey(Unit, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "account", "unit", "role", name="membership")]
