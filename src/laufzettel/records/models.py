"""Records (eAkte): the file plan, the records in it, and their documents."""

from django.db import models

from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Position(TenantModel):
    """A position of the tenant's file plan. Records hang at positions; each record gets an Aktenzeichen from it."""

    number = models.CharField(max_length=20)
    title = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "number", name="position_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ClassMapping(TenantModel):
    """Where the semantic class that a package names belongs in this tenant's file plan."""

    name = models.CharField(max_length=80)
    position = TenantForeignKey(Position, related_name="classes")

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "name", name="class_mapping_name")]


class Record(TenantModel):
    """One record. `title` may name persons; it is metadata and never part of a file's name or an address."""

    position = TenantForeignKey(Position, related_name="records")
    reference = models.CharField("Aktenzeichen", max_length=60)
    title = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    retention_years = models.PositiveSmallIntegerField(null=True)
    retention_event = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "reference", name="record_reference")]


class Document(TenantModel):
    """A document in a record. `source` makes filing the same thing twice one document."""

    record = TenantForeignKey(Record, related_name="documents")
    file = TenantForeignKey("lz_files.StoredFile", related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=120)
    filed_at = models.DateTimeField()
    author = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    """What has become of it since ("aufgehoben durch …"); its file stays as it was filed."""

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "record", "source", name="document_source")]
        ordering = ["filed_at", "id"]
