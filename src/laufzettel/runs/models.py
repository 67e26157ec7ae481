"""A run over a register for a year, what became of each entry in it, and the letters of each."""

from django.db import models

from laufzettel.core.tenancy import TenantForeignKey, TenantModel


class Run(TenantModel):
    """A run that the package of an offering declares, for one year. First it is tried out, then a person starts it.

    `edition` and `settings` are those of the trial: what was tried is what is done. `after` is the last entry that the
    trial has looked at; a trial that was killed goes on behind it.
    """

    class State(models.TextChoices):
        TRYING = "trying"
        TRIED = "tried"
        RUNNING = "running"
        DONE = "done"
        DISCARDED = "discarded"

    offering = TenantForeignKey("lz_catalogue.Offering", related_name="+")
    edition = TenantForeignKey("lz_catalogue.Edition", related_name="+")
    key = models.CharField(max_length=80)
    register = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRYING)
    settings = models.JSONField()
    after = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    created_by = models.JSONField()
    started_at = models.DateTimeField(null=True)
    started_by = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The day on which the letters left the house, as somebody has recorded for all that had not been posted.
    posted_on = models.DateField(null=True)
    posted_by = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tenant_id", "offering", "key", "year", name="run_year", condition=~models.Q(state="discarded")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.year}"


class RunItem(TenantModel):
    """An entry in a run: nothing due, a hindrance in words, ready, or done with its letters and claim.

    `version` is the entry's as it was tried: one that changed since is not done, but tried again. `attempt` is part of
    the keys of letters and claim, so that a killed worker makes none twice.
    """

    class State(models.TextChoices):
        NOTHING_DUE = "nothing-due"
        HINDERED = "hindered"
        READY = "ready"
        DONE = "done"

    run = TenantForeignKey(Run, related_name="items")
    entry = TenantForeignKey("lz_registers.Entry", related_name="+")
    version = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=State.choices)
    # Why it cannot be done, German and English.
    reason = models.JSONField(default=list)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    attempt = models.PositiveSmallIntegerField(default=1)
    claim = TenantForeignKey("lz_payments.Claim", related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "run", "entry", name="run_item_entry")]
        indexes = [models.Index("tenant_id", "run", "state", "sort_key", "id", name="run_item_order")]


class RunLetter(TenantModel):
    """A letter of an entry in a run, for one of its recipients; `place` counts them from 1. All go out together."""

    item = TenantForeignKey(RunItem, related_name="letters")
    place = models.PositiveSmallIntegerField()
    letter = TenantForeignKey("lz_letters.Letter", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("tenant_id", "item", "place", name="run_letter_place")]
