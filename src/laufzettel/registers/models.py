"""Entries of registers. What an entry is says the package of the offering; here it is kept, with all its versions."""

from django.db import models

from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Entry(TenantModel):
    """An entry as it is now. Nothing of it is ever deleted here: an entry ends by an event, and is kept until a day."""

    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    register = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    values = models.JSONField()
    label = models.CharField(max_length=200)
    # The label as DIN 5007 sorts it.
    sort_key = models.CharField(max_length=400, default="")
    search = models.TextField()
    # What entries share that are perhaps the same.
    likeness = models.TextField(blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    end_event = models.CharField(max_length=80, blank=True)
    keep_until = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index("tenant_id", "offering", "register", "sort_key", name="entry_order"),
            models.Index("tenant_id", "offering", "register", "likeness", name="entry_likeness"),
        ]

    def __str__(self) -> str:
        return self.label


class EntryVersion(TenantModel):
    """An entry as somebody wrote it: what, who, when, why. `key` is the job's that wrote it: twice is once."""

    class Kind(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        ENDED = "ended"
        RESUMED = "resumed"

    entry = TenantForeignKey(Entry, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    values = models.JSONField()
    at = models.DateTimeField()
    actor = models.JSONField()
    reason = models.CharField(max_length=1000, blank=True)
    ended_on = models.DateField(null=True)
    end_event = models.CharField(max_length=80, blank=True)
    key = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant_id", "entry", "number", name="entry_version_number"),
            models.UniqueConstraint(
                "tenant_id", "key", name="entry_version_key", condition=models.Q(key__isnull=False)
            ),
        ]
        ordering = ["number"]


class EntryKey(TenantModel):
    """A value of an entry that occurs once among those that have not ended."""

    entry = TenantForeignKey(Entry, related_name="keys")
    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    register = models.CharField(max_length=80)
    field = models.CharField(max_length=200)
    value = models.CharField(max_length=500)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tenant_id",
                "offering",
                "register",
                "field",
                "value",
                name="entry_key",
                condition=models.Q(is_open=True),
            ),
        ]
        indexes = [models.Index("tenant_id", "entry", name="entry_key_entry")]


class Import(TenantModel):
    """A file of entries on its way into a register. Every row of it is kept, until it is an entry or was discarded."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        CHECKING = "checking"
        CHECKED = "checked"
        IMPORTING = "importing"
        DONE = "done"
        DISCARDED = "discarded"

    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    register = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    encoding = models.CharField(max_length=20)
    separator = models.CharField(max_length=1)
    heading = models.JSONField()
    # Fields by their dotted path, with the number of their column, from 0.
    mapped = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    created_at = models.DateTimeField()
    created_by = models.JSONField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("tenant_id", "offering", "register", "created_at", name="import_order")]


class ImportRow(TenantModel):
    """A row of a file, and what became of it: an entry, or the reasons why not. Its id is the key of the writing."""

    class State(models.TextChoices):
        NEW = "new"
        READY = "ready"
        DOUBTFUL = "doubtful"
        IMPORTED = "imported"

    source = TenantForeignKey(Import, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    problems = models.JSONField(default=list)
    # What tells whether another row is the same: keys and likeness, each with what it is.
    marks = models.JSONField(default=list)
    entry = TenantForeignKey(Entry, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "source", "line", name="import_row_line")]
        indexes = [models.Index("tenant_id", "source", "state", "line", name="import_row_state")]
