"""Claims (Forderungen): what is owed, until when, and whether the cash desk has been told."""

from django.db import models

from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Export(TenantModel):
    """A file for the cash desk, with the claims in it. It can be fetched again, and stays as it was."""

    number = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    created_by = models.JSONField()
    file = TenantForeignKey("lz_files.StoredFile", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "number", name="export_number")]


class Claim(TenantModel):
    """Money owed. `reference` is the Kassenzeichen; `key` makes raising the same claim twice one claim.

    The notice names the Kassenzeichen, so the claim comes first; the cash desk hears of it once it is confirmed: when
    the notice has been issued. One whose notice never goes out is withdrawn.
    """

    key = models.UUIDField()
    reference = models.CharField("Kassenzeichen", max_length=30)
    subject = models.CharField(max_length=200)
    debtor = models.JSONField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    raised_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    export = TenantForeignKey(Export, related_name="claims", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant_id", "key", name="claim_key"),
            models.UniqueConstraint("tenant_id", "reference", name="claim_reference"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(confirmed_at=None), name="claim_withdrawn_or_confirmed"
            ),
        ]


class Instalment(TenantModel):
    """A part of a claim that is due on a day."""

    claim = TenantForeignKey(Claim, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["due_on"]
