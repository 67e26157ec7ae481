"""Accounts: global, one table for citizens and staff. What a staff member may do follows from `tenants.Membership`."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from laufzettel.core.actors import Actor
from laufzettel.core.ids import new_id


class Account(AbstractBaseUser):
    """A person who can sign in. A citizen's and a staff member's account are two, also with the same address."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen"
        STAFF = "staff"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    email = models.EmailField()
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="de")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), "kind", name="account_email_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff_member(self) -> bool:
        """Whether this account belongs to somebody who works in an administration."""
        return self.kind == self.Kind.STAFF

    def actor(self, roles: frozenset[str] = frozenset(), units: frozenset[uuid.UUID] = frozenset()) -> Actor:
        """This person as the one who does something."""
        return Actor("staff" if self.is_staff_member else "citizen", self.id, self.name, roles, units)


class PlatformRole(models.Model):
    """What an account may do for the whole platform, without being a member of any tenant."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"

    account = models.ForeignKey(Account, models.CASCADE, related_name="platform_roles")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint("account", "role", name="platform_role")]
