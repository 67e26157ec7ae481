"""Drafts and applications. A draft is what a citizen is filling in; submitted once, it has become a case."""

from django.db import models

from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Draft(TenantModel):
    """Answers so far, saved at every step. It pins the edition it was begun with.

    Reached only by a token, and by the account of the person who has begun it signed in.
    """

    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    edition = TenantForeignKey("lz_catalogue.Edition", related_name="+")
    values = models.JSONField(default=dict)
    done_pages = models.JSONField(default=list)
    language = models.CharField(max_length=5, default="de")
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    account = models.ForeignKey("lz_identity.Account", models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.JSONField(null=True)
    """Who in the office enters what came on paper; None for what a citizen fills in."""
    source = TenantForeignKey("lz_cases.Case", related_name="+", null=True, blank=True)
    """The case that the office makes an application of another service of; it gives its time of receipt."""
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index("expires_at", name="draft_expires")]


class Application(TenantModel):
    """A submitted application: its receipt to the second, its number and code, and the case it became.

    The row takes the draft's id, so that submitting twice cannot make two.
    """

    class Way(models.TextChoices):
        ONLINE = "online"
        POST = "post"
        COUNTER = "counter"
        EMAIL = "email"
        CASE = "case"

    case = TenantForeignKey("lz_cases.Case", related_name="+")
    number = models.CharField(max_length=30)
    code_hash = models.BinaryField()
    received_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.ONLINE)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "number", name="application_number")]
