"""Letters: prepared by a process, read and issued by a person, posted, notified."""

from datetime import date
from typing import Any

from django.db import models

from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.core.tenancy import TenantForeignKey, TenantModel

ELECTRONIC = ("mailbox", "retrieval")
"""The ways of `Letter.Channel` that need an account and consent."""


class Letter(TenantModel):
    """A letter on its way: the package's text, the values it reads, the clerk's words for its free blocks.

    On issuing, the tree of `kernel.letters` is frozen in `content` and the PDF in `file`; nothing of them changes.

    "Issued" is not "posted": a letter by post lies in the print basket until its real day of posting is recorded, and
    only then has it a day of notification.
    """

    class State(models.TextChoices):
        PREPARED = "prepared"
        ISSUED = "issued"
        DISCARDED = "discarded"

    class Channel(models.TextChoices):
        POST = "post"
        POST_ABROAD = "post-abroad"
        REGISTERED = "registered"
        CERTIFICATE = "certificate"
        HANDED_OVER = "handed-over"
        MAILBOX = "mailbox"
        RETRIEVAL = "retrieval"

    key = models.UUIDField()
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    act = models.JSONField(null=True)
    source = models.TextField()
    context = models.JSONField()
    content = models.JSONField(null=True)
    texts = models.JSONField(default=dict)
    address = models.JSONField()
    info = models.JSONField(default=dict)
    marks = models.JSONField(default=list)
    language = models.CharField(max_length=5, default="de")
    translation = models.JSONField(null=True)
    """The enclosed translation: `{language, subject, texts, salutation}`; where the package has none, `{language}`."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.POST)
    paper = models.CharField(max_length=12, choices=Channel.choices, default=Channel.POST)
    """How it goes out on paper: `channel` itself, or what a letter in a mailbox falls back to."""
    account = models.ForeignKey("lz_identity.Account", models.PROTECT, null=True, blank=True, related_name="+")
    """Whose mailbox it lies in, or will; stays when it goes out on paper after all."""
    notice_to = models.EmailField(blank=True)
    version = models.PositiveIntegerField(default=1)
    prepared_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_by = models.JSONField(null=True)
    submitted_by = models.JSONField(null=True)
    posted_on = models.DateField(null=True)
    posted_by = models.JSONField(null=True)
    delivered_on = models.DateField(null=True)
    """Served by certificate, or handed over: for these two the day of notification."""
    provided_on = models.DateField(null=True)
    """Put into the mailbox; then `noticed_on`: the e-mail that says so was sent, `unnoticed_on`: recorded that it did
    not arrive, `retrieved_on`: first opened by the person."""
    noticed_on = models.DateField(null=True)
    unnoticed_on = models.DateField(null=True)
    retrieved_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    remedy_until = models.DateField(null=True)
    file = TenantForeignKey("lz_files.StoredFile", related_name="+", null=True, blank=True)
    changes = TenantForeignKey("lz_letters.Letter", related_name="changed_by", null=True, blank=True)
    """The notice that this one corrects or annuls."""
    change = models.JSONField(null=True)
    """How and on what: `{kind, word, way, norm, reason, from_day, hearing, by}`."""
    trail = models.JSONField(default=list)
    """What has happened to it, the oldest first: never changed, only added to."""

    class Meta:
        constraints = [
            models.UniqueConstraint("tenant_id", "key", name="letter_key"),
            models.CheckConstraint(
                condition=models.Q(state__in=("prepared", "discarded"), issued_at=None)
                | models.Q(state="issued", issued_at__isnull=False),
                name="letter_issued",
            ),
            models.CheckConstraint(
                condition=models.Q(posted_on=None) | models.Q(state="issued"), name="letter_posted_after_issue"
            ),
            models.CheckConstraint(
                condition=~models.Q(channel__in=ELECTRONIC) | models.Q(account__isnull=False),
                name="letter_mailbox_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(provided_on=None) | models.Q(state="issued"), name="letter_provided_after_issue"
            ),
            models.UniqueConstraint(
                "tenant_id", "changes", name="letter_one_open_change", condition=models.Q(state="prepared")
            ),
        ]
        indexes = [
            models.Index("tenant_id", "issued_at", name="letter_print_basket", condition=models.Q(posted_on=None)),
            models.Index(
                "tenant_id", "account", "issued_at", name="letter_mailbox", condition=models.Q(account__isnull=False)
            ),
        ]

    @property
    def needs_second_person(self) -> bool:
        """Whether another person than the one who submits it has to issue it."""
        return bool(self.act and self.act.get("second_person"))

    @property
    def is_served(self) -> bool:
        """Whether it counts from the day on which it was served or handed over, not from its posting."""
        return self.channel in (self.Channel.CERTIFICATE, self.Channel.HANDED_OVER)

    @property
    def is_electronic(self) -> bool:
        """Whether it goes out by lying in a mailbox."""
        return self.channel in ELECTRONIC

    @property
    def is_out(self) -> bool:
        """Whether something is recorded from which its notification may count."""
        return any((self.posted_on, self.delivered_on, self.is_electronic and self.provided_on))

    @property
    def known_changes(self) -> list[dict[str, Any]]:
        """The letters that have corrected or annulled it, the oldest first: `{kind, letter, day, from_day}`."""
        return [entry for entry in self.trail if entry["what"] == "changed"]

    @property
    def is_annulled(self) -> bool:
        """Whether another letter has taken it back whole."""
        return any(entry["kind"] == "annulment" and not entry["from_day"] for entry in self.known_changes)

    def note(self, what: str, actor: Actor, **details: Any) -> None:
        """Add to the trail what is done now; dates become text."""
        known = {name: value.isoformat() if isinstance(value, date) else value for name, value in details.items()}
        self.trail = [*self.trail, {"what": what, "at": now().isoformat(), "by": actor.to_json(), **known}]
