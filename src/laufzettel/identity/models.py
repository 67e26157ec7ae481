"""Accounts: global, one table for citizens and staff. What a staff member may do follows from `tenants.Membership`."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from laufzettel.core.actors import Actor
from laufzettel.core.ids import new_id


class Account(AbstractBaseUser):
    """A person who can sign in. A citizen's and a staff member's account are two, also with the same address.

    A staff member is known by e-mail. A citizen is known by what the identity provider calls the person, `issuer` and
    `subject`; the e-mail is a mere detail there: it may change, be missing, or be shared by a family.
    """

    class Kind(models.TextChoices):
        CITIZEN = "citizen"
        STAFF = "staff"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="de")
    is_active = models.BooleanField(default=True)
    issuer = models.CharField(max_length=255, blank=True)
    subject = models.CharField(max_length=255, blank=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_staff_email", condition=models.Q(kind="staff")),
            models.UniqueConstraint(
                "issuer", "subject", name="account_citizen_subject", condition=models.Q(kind="citizen")
            ),
            models.CheckConstraint(
                condition=models.Q(kind="staff", issuer="", subject="") & ~models.Q(email="")
                | models.Q(kind="citizen") & ~models.Q(issuer="") & ~models.Q(subject=""),
                name="account_known_by",
            ),
        ]

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
